
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'keyrc' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'keyrc'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'keyrc' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Store a token in the keyring or the vault')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Remove tokens from the keyring or the vault')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Print the token for a host')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the accounts that have a stored token')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show where tokens come from, and which source answers for a host')
            [CompletionResult]::new('switch', 'switch', [CompletionResultType]::ParameterValue, 'Choose the default account of a host that has several')
            [CompletionResult]::new('scope', 'scope', [CompletionResultType]::ParameterValue, 'Show or change the protocols and ports that a token is for')
            [CompletionResult]::new('exec', 'exec', [CompletionResultType]::ParameterValue, 'Run a command with a private netrc')
            [CompletionResult]::new('setup', 'setup', [CompletionResultType]::ParameterValue, 'Configure tools to ask keyrc for their tokens')
            [CompletionResult]::new('unsetup', 'unsetup', [CompletionResultType]::ParameterValue, 'Restore the files of tools as they were before `keyrc setup`')
            [CompletionResult]::new('helper', 'helper', [CompletionResultType]::ParameterValue, 'Answer another program in a credential-helper protocol')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show which credential a tool would get, and why')
            [CompletionResult]::new('migrate', 'migrate', [CompletionResultType]::ParameterValue, 'Move the tokens of a netrc to the store')
            [CompletionResult]::new('import-netrc', 'import-netrc', [CompletionResultType]::ParameterValue, 'Copy the tokens of a netrc to the store')
            [CompletionResult]::new('export-netrc', 'export-netrc', [CompletionResultType]::ParameterValue, 'Write tokens into a netrc')
            [CompletionResult]::new('check-netrc', 'check-netrc', [CompletionResultType]::ParameterValue, 'Show how each tool reads a netrc, and why')
            [CompletionResult]::new('vault', 'vault', [CompletionResultType]::ParameterValue, 'Make, unlock and lock the encrypted vault')
            [CompletionResult]::new('store', 'store', [CompletionResultType]::ParameterValue, 'Choose the store, unlock the keyring, and copy tokens between stores')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Find out what works on this machine')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script for a shell')
            [CompletionResult]::new('shell-init', 'shell-init', [CompletionResultType]::ParameterValue, 'Print the lines that prepare a shell: PATH and completions')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a manual page, for `keyrc man [COMMAND] | man -l -`')
            [CompletionResult]::new('complete-words', 'complete-words', [CompletionResultType]::ParameterValue, 'Print words for a completion script: hosts or logins that are stored')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'keyrc;login' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Account name on the host')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'Account name on the host')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('--token-stdin', '--token-stdin', [CompletionResultType]::ParameterName, 'Read the token from standard input')
            [CompletionResult]::new('--with-token', '--with-token', [CompletionResultType]::ParameterName, 'Read the token from standard input')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;logout' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Account to remove')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'Account to remove')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Remove all accounts of the hosts; without hosts, everything that keyrc stored')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'With --all, do not ask on the terminal')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'With --all, do not ask on the terminal')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would be removed, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be removed, and change nothing')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for each token, also on a terminal')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for each token, also on a terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;token' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Account name on the host')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'Account name on the host')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;list' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;status' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;switch' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Account to use from now on')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'Account to use from now on')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Only in this directory, and in those below it')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'Only for this URL or remote of a git repository; `*` stands for any text')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('--clear', '--clear', [CompletionResultType]::ParameterName, 'Forget the default account, so that commands ask for -u again')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;scope' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Account name on the host')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'Account name on the host')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Allow this port only')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('--https-only', '--https-only', [CompletionResultType]::ParameterName, 'Allow https only')
            [CompletionResult]::new('--any', '--any', [CompletionResultType]::ParameterName, 'Allow every protocol and port, as in a netrc')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;exec' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Account name on the hosts')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'Account name on the hosts')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Tools that must read the netrc, such as curl,git,pip; `keyrc check-netrc --list-tools` lists them')
            [CompletionResult]::new('--via', '--via', [CompletionResultType]::ParameterName, 'How the command gets its netrc')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Set an environment variable to a token')
            [CompletionResult]::new('--stdin', '--stdin', [CompletionResultType]::ParameterName, 'Write a token to the command''s standard input')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Write `Authorization: Bearer TOKEN` to the command''s standard input, for `curl -H @-`')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Give the command every token in the store')
            [CompletionResult]::new('--optional', '--optional', [CompletionResultType]::ParameterName, 'Run the command unchanged if there is no token for it')
            [CompletionResult]::new('--any-port', '--any-port', [CompletionResultType]::ParameterName, 'Give a token to every port and path of its host, as in a netrc')
            [CompletionResult]::new('--merge', '--merge', [CompletionResultType]::ParameterName, 'Add the tokens to a copy of your netrc')
            [CompletionResult]::new('--all-tools', '--all-tools', [CompletionResultType]::ParameterName, 'Report about every known tool, not only about those that are installed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print which tokens the command gets, and how')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print which tokens the command gets, and how')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;setup' {
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Only for this host; may be repeated [default: every host with a stored token]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every tool that is installed')
            [CompletionResult]::new('--all-hosts', '--all-hosts', [CompletionResultType]::ParameterName, 'Ask keyrc for every host, also for those without a stored token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would be changed, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be changed, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;unsetup' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every tool that is installed')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show the files that would be restored, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show the files that would be restored, and change nothing')
            [CompletionResult]::new('--forget', '--forget', [CompletionResultType]::ParameterName, 'Change no file, and forget that keyrc configured the tool')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;helper' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;explain' {
            [CompletionResult]::new('--tool', '--tool', [CompletionResultType]::ParameterName, 'Tool, or its protocol as for `keyrc helper`')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Account name that the tool requests')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'Account name that the tool requests')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;migrate' {
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Import ambiguous entries as TOOL reads them')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest file to read, in bytes, up to 256 MiB')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The netrc')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite stored tokens that differ from the file')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would be done, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be done, and change nothing')
            [CompletionResult]::new('--all-tools', '--all-tools', [CompletionResultType]::ParameterName, 'Report about every known tool, not only about those that are installed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for each token, also on a terminal')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for each token, also on a terminal')
            [CompletionResult]::new('--fix-permissions', '--fix-permissions', [CompletionResultType]::ParameterName, 'Remove other users'' access to the file instead of refusing to read it')
            [CompletionResult]::new('--keep-source', '--keep-source', [CompletionResultType]::ParameterName, 'Do not remove the entries from the file')
            [CompletionResult]::new('--drop-default', '--drop-default', [CompletionResultType]::ParameterName, 'Also remove `default` entries: tools send their passwords to every host, and keyrc cannot store them')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;import-netrc' {
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Import ambiguous entries as TOOL reads them')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest file to read, in bytes, up to 256 MiB')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The netrc, or - for standard input')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite stored tokens that differ from the file')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would be done, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be done, and change nothing')
            [CompletionResult]::new('--all-tools', '--all-tools', [CompletionResultType]::ParameterName, 'Report about every known tool, not only about those that are installed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for each token, also on a terminal')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for each token, also on a terminal')
            [CompletionResult]::new('--fix-permissions', '--fix-permissions', [CompletionResultType]::ParameterName, 'Remove other users'' access to the file instead of refusing to read it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;export-netrc' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Account to write if the host has several; several are written in the given order')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'Account to write if the host has several; several are written in the given order')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The netrc, or - for standard output')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Tools that must read the netrc, such as curl,git,pip; `keyrc check-netrc --list-tools` lists them')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest file to read, in bytes, up to 256 MiB')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Write the tokens of all hosts')
            [CompletionResult]::new('--all-logins', '--all-logins', [CompletionResultType]::ParameterName, 'Write all accounts of each host, the default one first')
            [CompletionResult]::new('--all-tools', '--all-tools', [CompletionResultType]::ParameterName, 'Report about every known tool, not only about those that are installed')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a different token in the file')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would be written, and write nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be written, and write nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'With --all, do not ask on the terminal')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'With --all, do not ask on the terminal')
            [CompletionResult]::new('--fix-permissions', '--fix-permissions', [CompletionResultType]::ParameterName, 'Remove other users'' access to the file instead of refusing to read it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;check-netrc' {
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The netrc, or - for standard input')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Tools that must read the netrc, such as curl,git,pip; `keyrc check-netrc --list-tools` lists them')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Ask for this login, as in https://NAME@HOST/')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'Ask for this login, as in https://NAME@HOST/')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest file to read, in bytes, up to 256 MiB')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('--all-tools', '--all-tools', [CompletionResultType]::ParameterName, 'Report about every known tool, not only about those that are installed')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Fix quirks, as long as no tool loses an entry that it reads now')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show the fixes without making them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show the fixes without making them')
            [CompletionResult]::new('--show-secrets', '--show-secrets', [CompletionResultType]::ParameterName, 'Print the login and token that each tool finds for the host, in plain text; needs --format json')
            [CompletionResult]::new('--list-tools', '--list-tools', [CompletionResultType]::ParameterName, 'List the known tools and their versions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;vault' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the vault')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether the vault is locked, and which keys open it')
            [CompletionResult]::new('unlock', 'unlock', [CompletionResultType]::ParameterValue, 'Unlock the vault for a while')
            [CompletionResult]::new('lock', 'lock', [CompletionResultType]::ParameterValue, 'Lock the vault')
            [CompletionResult]::new('passwd', 'passwd', [CompletionResultType]::ParameterValue, 'Change the passphrase of the vault')
            [CompletionResult]::new('recipients', 'recipients', [CompletionResultType]::ParameterValue, 'List, add and remove the recipients of the vault')
            [CompletionResult]::new('trust', 'trust', [CompletionResultType]::ParameterValue, 'Accept the vault as it is now')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'keyrc;vault;init' {
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Unlock the vault with this identity file instead of a passphrase: age, SSH (ed25519 or RSA) or age plugin')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'Unlock the vault with this identity file instead of a passphrase: age, SSH (ed25519 or RSA) or age plugin')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Encrypt to this recipient too, such as a backup key: age1…, ssh-ed25519 …')
            [CompletionResult]::new('--recipient', '--recipient', [CompletionResultType]::ParameterName, 'Encrypt to this recipient too, such as a backup key: age1…, ssh-ed25519 …')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Encrypt to the recipients in this file, one per line')
            [CompletionResult]::new('--recipients-file', '--recipients-file', [CompletionResultType]::ParameterName, 'Encrypt to the recipients in this file, one per line')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;vault;status' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;vault;unlock' {
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'How long, such as 30m, 8h or 1d')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;vault;lock' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;vault;passwd' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'keyrc;vault;recipients' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the recipients')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Encrypt the vault to another recipient')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a recipient')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'keyrc;vault;recipients;list' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;vault;recipients;add' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'keyrc;vault;recipients;remove' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;vault;recipients;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the recipients')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Encrypt the vault to another recipient')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a recipient')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'keyrc;vault;recipients;help;list' {
            break
        }
        'keyrc;vault;recipients;help;add' {
            break
        }
        'keyrc;vault;recipients;help;remove' {
            break
        }
        'keyrc;vault;recipients;help;help' {
            break
        }
        'keyrc;vault;trust' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;vault;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the vault')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether the vault is locked, and which keys open it')
            [CompletionResult]::new('unlock', 'unlock', [CompletionResultType]::ParameterValue, 'Unlock the vault for a while')
            [CompletionResult]::new('lock', 'lock', [CompletionResultType]::ParameterValue, 'Lock the vault')
            [CompletionResult]::new('passwd', 'passwd', [CompletionResultType]::ParameterValue, 'Change the passphrase of the vault')
            [CompletionResult]::new('recipients', 'recipients', [CompletionResultType]::ParameterValue, 'List, add and remove the recipients of the vault')
            [CompletionResult]::new('trust', 'trust', [CompletionResultType]::ParameterValue, 'Accept the vault as it is now')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'keyrc;vault;help;init' {
            break
        }
        'keyrc;vault;help;status' {
            break
        }
        'keyrc;vault;help;unlock' {
            break
        }
        'keyrc;vault;help;lock' {
            break
        }
        'keyrc;vault;help;passwd' {
            break
        }
        'keyrc;vault;help;recipients' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the recipients')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Encrypt the vault to another recipient')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a recipient')
            break
        }
        'keyrc;vault;help;recipients;list' {
            break
        }
        'keyrc;vault;help;recipients;add' {
            break
        }
        'keyrc;vault;help;recipients;remove' {
            break
        }
        'keyrc;vault;help;trust' {
            break
        }
        'keyrc;vault;help;help' {
            break
        }
        'keyrc;store' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('use', 'use', [CompletionResultType]::ParameterValue, 'Choose the store for new tokens')
            [CompletionResult]::new('copy', 'copy', [CompletionResultType]::ParameterValue, 'Copy tokens from one store to the other')
            [CompletionResult]::new('unlock', 'unlock', [CompletionResultType]::ParameterValue, 'Unlock the keyring')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'keyrc;store;use' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;store;copy' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Source store: keyring or vault')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Destination store: keyring or vault')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('--delete-source', '--delete-source', [CompletionResultType]::ParameterName, 'Remove the copied tokens from the source')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite tokens that differ in the destination')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would be copied, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be copied, and change nothing')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for each token, also on a terminal')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for each token, also on a terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;store;unlock' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;store;help' {
            [CompletionResult]::new('use', 'use', [CompletionResultType]::ParameterValue, 'Choose the store for new tokens')
            [CompletionResult]::new('copy', 'copy', [CompletionResultType]::ParameterValue, 'Copy tokens from one store to the other')
            [CompletionResult]::new('unlock', 'unlock', [CompletionResultType]::ParameterValue, 'Unlock the keyring')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'keyrc;store;help;use' {
            break
        }
        'keyrc;store;help;copy' {
            break
        }
        'keyrc;store;help;unlock' {
            break
        }
        'keyrc;store;help;help' {
            break
        }
        'keyrc;doctor' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;completions' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'keyrc;shell-init' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;man' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;complete-words' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;help' {
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Store a token in the keyring or the vault')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Remove tokens from the keyring or the vault')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Print the token for a host')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the accounts that have a stored token')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show where tokens come from, and which source answers for a host')
            [CompletionResult]::new('switch', 'switch', [CompletionResultType]::ParameterValue, 'Choose the default account of a host that has several')
            [CompletionResult]::new('scope', 'scope', [CompletionResultType]::ParameterValue, 'Show or change the protocols and ports that a token is for')
            [CompletionResult]::new('exec', 'exec', [CompletionResultType]::ParameterValue, 'Run a command with a private netrc')
            [CompletionResult]::new('setup', 'setup', [CompletionResultType]::ParameterValue, 'Configure tools to ask keyrc for their tokens')
            [CompletionResult]::new('unsetup', 'unsetup', [CompletionResultType]::ParameterValue, 'Restore the files of tools as they were before `keyrc setup`')
            [CompletionResult]::new('helper', 'helper', [CompletionResultType]::ParameterValue, 'Answer another program in a credential-helper protocol')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show which credential a tool would get, and why')
            [CompletionResult]::new('migrate', 'migrate', [CompletionResultType]::ParameterValue, 'Move the tokens of a netrc to the store')
            [CompletionResult]::new('import-netrc', 'import-netrc', [CompletionResultType]::ParameterValue, 'Copy the tokens of a netrc to the store')
            [CompletionResult]::new('export-netrc', 'export-netrc', [CompletionResultType]::ParameterValue, 'Write tokens into a netrc')
            [CompletionResult]::new('check-netrc', 'check-netrc', [CompletionResultType]::ParameterValue, 'Show how each tool reads a netrc, and why')
            [CompletionResult]::new('vault', 'vault', [CompletionResultType]::ParameterValue, 'Make, unlock and lock the encrypted vault')
            [CompletionResult]::new('store', 'store', [CompletionResultType]::ParameterValue, 'Choose the store, unlock the keyring, and copy tokens between stores')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Find out what works on this machine')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script for a shell')
            [CompletionResult]::new('shell-init', 'shell-init', [CompletionResultType]::ParameterValue, 'Print the lines that prepare a shell: PATH and completions')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a manual page, for `keyrc man [COMMAND] | man -l -`')
            [CompletionResult]::new('complete-words', 'complete-words', [CompletionResultType]::ParameterValue, 'Print words for a completion script: hosts or logins that are stored')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'keyrc;help;login' {
            break
        }
        'keyrc;help;logout' {
            break
        }
        'keyrc;help;token' {
            break
        }
        'keyrc;help;list' {
            break
        }
        'keyrc;help;status' {
            break
        }
        'keyrc;help;switch' {
            break
        }
        'keyrc;help;scope' {
            break
        }
        'keyrc;help;exec' {
            break
        }
        'keyrc;help;setup' {
            break
        }
        'keyrc;help;unsetup' {
            break
        }
        'keyrc;help;helper' {
            break
        }
        'keyrc;help;explain' {
            break
        }
        'keyrc;help;migrate' {
            break
        }
        'keyrc;help;import-netrc' {
            break
        }
        'keyrc;help;export-netrc' {
            break
        }
        'keyrc;help;check-netrc' {
            break
        }
        'keyrc;help;vault' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the vault')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether the vault is locked, and which keys open it')
            [CompletionResult]::new('unlock', 'unlock', [CompletionResultType]::ParameterValue, 'Unlock the vault for a while')
            [CompletionResult]::new('lock', 'lock', [CompletionResultType]::ParameterValue, 'Lock the vault')
            [CompletionResult]::new('passwd', 'passwd', [CompletionResultType]::ParameterValue, 'Change the passphrase of the vault')
            [CompletionResult]::new('recipients', 'recipients', [CompletionResultType]::ParameterValue, 'List, add and remove the recipients of the vault')
            [CompletionResult]::new('trust', 'trust', [CompletionResultType]::ParameterValue, 'Accept the vault as it is now')
            break
        }
        'keyrc;help;vault;init' {
            break
        }
        'keyrc;help;vault;status' {
            break
        }
        'keyrc;help;vault;unlock' {
            break
        }
        'keyrc;help;vault;lock' {
            break
        }
        'keyrc;help;vault;passwd' {
            break
        }
        'keyrc;help;vault;recipients' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the recipients')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Encrypt the vault to another recipient')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a recipient')
            break
        }
        'keyrc;help;vault;recipients;list' {
            break
        }
        'keyrc;help;vault;recipients;add' {
            break
        }
        'keyrc;help;vault;recipients;remove' {
            break
        }
        'keyrc;help;vault;trust' {
            break
        }
        'keyrc;help;store' {
            [CompletionResult]::new('use', 'use', [CompletionResultType]::ParameterValue, 'Choose the store for new tokens')
            [CompletionResult]::new('copy', 'copy', [CompletionResultType]::ParameterValue, 'Copy tokens from one store to the other')
            [CompletionResult]::new('unlock', 'unlock', [CompletionResultType]::ParameterValue, 'Unlock the keyring')
            break
        }
        'keyrc;help;store;use' {
            break
        }
        'keyrc;help;store;copy' {
            break
        }
        'keyrc;help;store;unlock' {
            break
        }
        'keyrc;help;doctor' {
            break
        }
        'keyrc;help;completions' {
            break
        }
        'keyrc;help;shell-init' {
            break
        }
        'keyrc;help;man' {
            break
        }
        'keyrc;help;complete-words' {
            break
        }
        'keyrc;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
