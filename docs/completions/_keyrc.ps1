
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
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Store a token in the keyring')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Remove tokens from the keyring')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Print the token for a host')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the accounts that have a token in the keyring')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show where tokens come from, and which source answers for a host')
            [CompletionResult]::new('switch', 'switch', [CompletionResultType]::ParameterValue, 'Choose the account to use where a host has several')
            [CompletionResult]::new('migrate', 'migrate', [CompletionResultType]::ParameterValue, 'Move the tokens of a netrc into the keyring')
            [CompletionResult]::new('import-netrc', 'import-netrc', [CompletionResultType]::ParameterValue, 'Copy the tokens of a netrc into the keyring')
            [CompletionResult]::new('export-netrc', 'export-netrc', [CompletionResultType]::ParameterValue, 'Write tokens of the keyring into a netrc')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, for `keyrc man | man -l -`')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'keyrc;login' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose token it is, as the host calls the account')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'Whose token it is, as the host calls the account')
            [CompletionResult]::new('--token-stdin', '--token-stdin', [CompletionResultType]::ParameterName, 'Read the token from standard input')
            [CompletionResult]::new('--with-token', '--with-token', [CompletionResultType]::ParameterName, 'Read the token from standard input')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;logout' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose token goes')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'Whose token goes')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print what went')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All accounts of the hosts, or everything that keyrc keeps')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Say what would go, and remove nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what would go, and remove nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;token' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose token')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'Whose token')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;list' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print them')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;status' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;switch' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The account to use from now on')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'The account to use from now on')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'keyrc;migrate' {
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'The largest file to read, in bytes, up to 256 MiB')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print what was done')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The netrc')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Let the file win where the keyring has another token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Say what would be done, and do nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what would be done, and do nothing')
            [CompletionResult]::new('--fix-permissions', '--fix-permissions', [CompletionResultType]::ParameterName, 'Take away other people''s access to the file, instead of refusing it')
            [CompletionResult]::new('--keep-source', '--keep-source', [CompletionResultType]::ParameterName, 'Leave the file as it is')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;import-netrc' {
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'The largest file to read, in bytes, up to 256 MiB')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print what was done')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The netrc, or - for standard input')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Let the file win where the keyring has another token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Say what would be done, and do nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what would be done, and do nothing')
            [CompletionResult]::new('--fix-permissions', '--fix-permissions', [CompletionResultType]::ParameterName, 'Take away other people''s access to the file, instead of refusing it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;export-netrc' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose token, where a host has several accounts')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'Whose token, where a host has several accounts')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The netrc, or - for standard output')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'The largest file to read, in bytes, up to 256 MiB')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print what was done')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Let the keyring win where the file has another token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Say what would be written, and write nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what would be written, and write nothing')
            [CompletionResult]::new('--fix-permissions', '--fix-permissions', [CompletionResultType]::ParameterName, 'Take away other people''s access to the file, instead of refusing it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'keyrc;completions' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'keyrc;man' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'keyrc;help' {
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Store a token in the keyring')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Remove tokens from the keyring')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Print the token for a host')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the accounts that have a token in the keyring')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show where tokens come from, and which source answers for a host')
            [CompletionResult]::new('switch', 'switch', [CompletionResultType]::ParameterValue, 'Choose the account to use where a host has several')
            [CompletionResult]::new('migrate', 'migrate', [CompletionResultType]::ParameterValue, 'Move the tokens of a netrc into the keyring')
            [CompletionResult]::new('import-netrc', 'import-netrc', [CompletionResultType]::ParameterValue, 'Copy the tokens of a netrc into the keyring')
            [CompletionResult]::new('export-netrc', 'export-netrc', [CompletionResultType]::ParameterValue, 'Write tokens of the keyring into a netrc')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, for `keyrc man | man -l -`')
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
        'keyrc;help;migrate' {
            break
        }
        'keyrc;help;import-netrc' {
            break
        }
        'keyrc;help;export-netrc' {
            break
        }
        'keyrc;help;completions' {
            break
        }
        'keyrc;help;man' {
            break
        }
        'keyrc;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
