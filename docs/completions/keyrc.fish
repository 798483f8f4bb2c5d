# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_keyrc_global_optspecs
    string join \n store= h/help V/version
end

function __fish_keyrc_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_keyrc_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_keyrc_using_subcommand
    set -l cmd (__fish_keyrc_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c keyrc -n "__fish_keyrc_needs_command" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_needs_command" -s V -l version -d 'Print version'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "login" -d 'Store a token in the keyring or the vault'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "logout" -d 'Remove tokens from the keyring or the vault'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "token" -d 'Print the token for a host'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "list" -d 'List the accounts that have a stored token'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "status" -d 'Show where tokens come from, and which source answers for a host'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "switch" -d 'Choose the default account of a host that has several'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "scope" -d 'Show or change the protocols and ports that a token is for'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "exec" -d 'Run a command with a private netrc'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "setup" -d 'Configure tools to ask keyrc for their tokens'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "unsetup" -d 'Restore the files of tools as they were before `keyrc setup`'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "helper" -d 'Answer another program in a credential-helper protocol'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "explain" -d 'Show which credential a tool would get, and why'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "migrate" -d 'Move the tokens of a netrc to the store'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "import-netrc" -d 'Copy the tokens of a netrc to the store'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "export-netrc" -d 'Write tokens into a netrc'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "check-netrc" -d 'Show how each tool reads a netrc, and why'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "vault" -d 'Make, unlock and lock the encrypted vault'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "store" -d 'Choose the store, unlock the keyring, and copy tokens between stores'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "doctor" -d 'Find out what works on this machine'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "completions" -d 'Print the completion script for a shell'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "shell-init" -d 'Print the lines that prepare a shell: PATH and completions'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "man" -d 'Print a manual page, for `keyrc man [COMMAND] | man -l -`'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "complete-words" -d 'Print words for a completion script: hosts or logins that are stored'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c keyrc -n "__fish_keyrc_using_subcommand login" -s u -l login -d 'Account name on the host' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand login" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand login" -l token-stdin -l with-token -d 'Read the token from standard input'
complete -c keyrc -n "__fish_keyrc_using_subcommand login" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand logout" -s u -l login -d 'Account to remove' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand logout" -l format -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand logout" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand logout" -l all -d 'Remove all accounts of the hosts; without hosts, everything that keyrc stored'
complete -c keyrc -n "__fish_keyrc_using_subcommand logout" -s y -l yes -d 'With --all, do not ask on the terminal'
complete -c keyrc -n "__fish_keyrc_using_subcommand logout" -s n -l dry-run -d 'Show what would be removed, and change nothing'
complete -c keyrc -n "__fish_keyrc_using_subcommand logout" -s v -l verbose -d 'Print a line for each token, also on a terminal'
complete -c keyrc -n "__fish_keyrc_using_subcommand logout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand token" -s u -l login -d 'Account name on the host' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand token" -l format -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand token" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand token" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand list" -l format -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand list" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand status" -l format -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand status" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand switch" -s u -l login -d 'Account to use from now on' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand switch" -l directory -d 'Only in this directory, and in those below it' -r -F
complete -c keyrc -n "__fish_keyrc_using_subcommand switch" -l remote -d 'Only for this URL or remote of a git repository; `*` stands for any text' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand switch" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand switch" -l clear -d 'Forget the default account, so that commands ask for -u again'
complete -c keyrc -n "__fish_keyrc_using_subcommand switch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand scope" -s u -l login -d 'Account name on the host' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand scope" -l port -d 'Allow this port only' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand scope" -l format -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand scope" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand scope" -l https-only -d 'Allow https only'
complete -c keyrc -n "__fish_keyrc_using_subcommand scope" -l any -d 'Allow every protocol and port, as in a netrc'
complete -c keyrc -n "__fish_keyrc_using_subcommand scope" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand exec" -s u -l login -d 'Account name on the hosts' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand exec" -l for -d 'Tools that must read the netrc, such as curl,git,pip; `keyrc check-netrc --list-tools` lists them' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand exec" -l via -d 'How the command gets its netrc' -r -f -a "auto\t'The best method available'
namespace\t'Over ~/.netrc, in the command\'s own namespace (Linux)'
memfd\t'In memory; NETRC and {} contain its path (Linux)'
file\t'In a private file, removed when the command ends; NETRC and {} contain its path'"
complete -c keyrc -n "__fish_keyrc_using_subcommand exec" -l env -d 'Set an environment variable to a token' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand exec" -l stdin -d 'Write a token to the command\'s standard input' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand exec" -l header -d 'Write `Authorization: Bearer TOKEN` to the command\'s standard input, for `curl -H @-`' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand exec" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand exec" -l all -d 'Give the command every token in the store'
complete -c keyrc -n "__fish_keyrc_using_subcommand exec" -l optional -d 'Run the command unchanged if there is no token for it'
complete -c keyrc -n "__fish_keyrc_using_subcommand exec" -l any-port -d 'Give a token to every port and path of its host, as in a netrc'
complete -c keyrc -n "__fish_keyrc_using_subcommand exec" -l merge -d 'Add the tokens to a copy of your netrc'
complete -c keyrc -n "__fish_keyrc_using_subcommand exec" -l all-tools -d 'Report about every known tool, not only about those that are installed'
complete -c keyrc -n "__fish_keyrc_using_subcommand exec" -s v -l verbose -d 'Print which tokens the command gets, and how'
complete -c keyrc -n "__fish_keyrc_using_subcommand exec" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand setup" -l host -d 'Only for this host; may be repeated [default: every host with a stored token]' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand setup" -l format -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand setup" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand setup" -l all -d 'Every tool that is installed'
complete -c keyrc -n "__fish_keyrc_using_subcommand setup" -l all-hosts -d 'Ask keyrc for every host, also for those without a stored token'
complete -c keyrc -n "__fish_keyrc_using_subcommand setup" -s n -l dry-run -d 'Show what would be changed, and change nothing'
complete -c keyrc -n "__fish_keyrc_using_subcommand setup" -s y -l yes -d 'Do not ask'
complete -c keyrc -n "__fish_keyrc_using_subcommand setup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand unsetup" -l format -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand unsetup" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand unsetup" -l all -d 'Every tool that is installed'
complete -c keyrc -n "__fish_keyrc_using_subcommand unsetup" -s n -l dry-run -d 'Show the files that would be restored, and change nothing'
complete -c keyrc -n "__fish_keyrc_using_subcommand unsetup" -l forget -d 'Change no file, and forget that keyrc configured the tool'
complete -c keyrc -n "__fish_keyrc_using_subcommand unsetup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand helper" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand helper" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand explain" -l tool -d 'Tool, or its protocol as for `keyrc helper`' -r -f -a "ansible\t''
askpass\t''
aws\t''
bazel\t''
cargo\t''
docker\t''
git\t''
go\t''
goauth\t''
keyring\t''
kubectl\t''
pip\t''
pnpm\t''
podman\t''
skopeo\t''
terraform\t''
tofu\t''
uv\t''"
complete -c keyrc -n "__fish_keyrc_using_subcommand explain" -s u -l login -d 'Account name that the tool requests' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand explain" -l format -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand explain" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -l as -d 'Import ambiguous entries as TOOL reads them' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -l max-size -d 'Largest file to read, in bytes, up to 256 MiB' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -l format -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -l file -d 'The netrc' -r -F
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -l force -d 'Overwrite stored tokens that differ from the file'
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -s n -l dry-run -d 'Show what would be done, and change nothing'
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -l all-tools -d 'Report about every known tool, not only about those that are installed'
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -s v -l verbose -d 'Print a line for each token, also on a terminal'
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -l fix-permissions -d 'Remove other users\' access to the file instead of refusing to read it'
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -l keep-source -d 'Do not remove the entries from the file'
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -l drop-default -d 'Also remove `default` entries: tools send their passwords to every host, and keyrc cannot store them'
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -l as -d 'Import ambiguous entries as TOOL reads them' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -l max-size -d 'Largest file to read, in bytes, up to 256 MiB' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -l format -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -l file -d 'The netrc, or - for standard input' -r -F
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -l force -d 'Overwrite stored tokens that differ from the file'
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -s n -l dry-run -d 'Show what would be done, and change nothing'
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -l all-tools -d 'Report about every known tool, not only about those that are installed'
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -s v -l verbose -d 'Print a line for each token, also on a terminal'
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -l fix-permissions -d 'Remove other users\' access to the file instead of refusing to read it'
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -s u -l login -d 'Account to write if the host has several; several are written in the given order' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -l file -d 'The netrc, or - for standard output' -r -F
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -l for -d 'Tools that must read the netrc, such as curl,git,pip; `keyrc check-netrc --list-tools` lists them' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -l max-size -d 'Largest file to read, in bytes, up to 256 MiB' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -l format -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -l all -d 'Write the tokens of all hosts'
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -l all-logins -d 'Write all accounts of each host, the default one first'
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -l all-tools -d 'Report about every known tool, not only about those that are installed'
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -l force -d 'Replace a different token in the file'
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -s n -l dry-run -d 'Show what would be written, and write nothing'
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -s y -l yes -d 'With --all, do not ask on the terminal'
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -l fix-permissions -d 'Remove other users\' access to the file instead of refusing to read it'
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand check-netrc" -l file -d 'The netrc, or - for standard input' -r -F
complete -c keyrc -n "__fish_keyrc_using_subcommand check-netrc" -l for -d 'Tools that must read the netrc, such as curl,git,pip; `keyrc check-netrc --list-tools` lists them' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand check-netrc" -s u -l login -d 'Ask for this login, as in https://NAME@HOST/' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand check-netrc" -l max-size -d 'Largest file to read, in bytes, up to 256 MiB' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand check-netrc" -l format -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand check-netrc" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand check-netrc" -l all-tools -d 'Report about every known tool, not only about those that are installed'
complete -c keyrc -n "__fish_keyrc_using_subcommand check-netrc" -l fix -d 'Fix quirks, as long as no tool loses an entry that it reads now'
complete -c keyrc -n "__fish_keyrc_using_subcommand check-netrc" -s n -l dry-run -d 'Show the fixes without making them'
complete -c keyrc -n "__fish_keyrc_using_subcommand check-netrc" -l show-secrets -d 'Print the login and token that each tool finds for the host, in plain text; needs --format json'
complete -c keyrc -n "__fish_keyrc_using_subcommand check-netrc" -l list-tools -d 'List the known tools and their versions'
complete -c keyrc -n "__fish_keyrc_using_subcommand check-netrc" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and not __fish_seen_subcommand_from init status unlock lock passwd recipients trust help" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and not __fish_seen_subcommand_from init status unlock lock passwd recipients trust help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and not __fish_seen_subcommand_from init status unlock lock passwd recipients trust help" -f -a "init" -d 'Make the vault'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and not __fish_seen_subcommand_from init status unlock lock passwd recipients trust help" -f -a "status" -d 'Show whether the vault is locked, and which keys open it'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and not __fish_seen_subcommand_from init status unlock lock passwd recipients trust help" -f -a "unlock" -d 'Unlock the vault for a while'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and not __fish_seen_subcommand_from init status unlock lock passwd recipients trust help" -f -a "lock" -d 'Lock the vault'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and not __fish_seen_subcommand_from init status unlock lock passwd recipients trust help" -f -a "passwd" -d 'Change the passphrase of the vault'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and not __fish_seen_subcommand_from init status unlock lock passwd recipients trust help" -f -a "recipients" -d 'List, add and remove the recipients of the vault'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and not __fish_seen_subcommand_from init status unlock lock passwd recipients trust help" -f -a "trust" -d 'Accept the vault as it is now'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and not __fish_seen_subcommand_from init status unlock lock passwd recipients trust help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from init" -s i -l identity -d 'Unlock the vault with this identity file instead of a passphrase: age, SSH (ed25519 or RSA) or age plugin' -r -F
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from init" -s r -l recipient -d 'Encrypt to this recipient too, such as a backup key: age1…, ssh-ed25519 …' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from init" -s R -l recipients-file -d 'Encrypt to the recipients in this file, one per line' -r -F
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from init" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from status" -l format -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from status" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from unlock" -l for -d 'How long, such as 30m, 8h or 1d' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from unlock" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from unlock" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from lock" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from lock" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from passwd" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from passwd" -s h -l help -d 'Print help'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from recipients" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from recipients" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from recipients" -f -a "list" -d 'List the recipients'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from recipients" -f -a "add" -d 'Encrypt the vault to another recipient'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from recipients" -f -a "remove" -d 'Remove a recipient'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from recipients" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from trust" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from trust" -s y -l yes -d 'Do not ask'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from trust" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from help" -f -a "init" -d 'Make the vault'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show whether the vault is locked, and which keys open it'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from help" -f -a "unlock" -d 'Unlock the vault for a while'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from help" -f -a "lock" -d 'Lock the vault'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from help" -f -a "passwd" -d 'Change the passphrase of the vault'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from help" -f -a "recipients" -d 'List, add and remove the recipients of the vault'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from help" -f -a "trust" -d 'Accept the vault as it is now'
complete -c keyrc -n "__fish_keyrc_using_subcommand vault; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and not __fish_seen_subcommand_from use copy unlock help" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and not __fish_seen_subcommand_from use copy unlock help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and not __fish_seen_subcommand_from use copy unlock help" -f -a "use" -d 'Choose the store for new tokens'
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and not __fish_seen_subcommand_from use copy unlock help" -f -a "copy" -d 'Copy tokens from one store to the other'
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and not __fish_seen_subcommand_from use copy unlock help" -f -a "unlock" -d 'Unlock the keyring'
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and not __fish_seen_subcommand_from use copy unlock help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from use" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from use" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from copy" -l from -d 'Source store: keyring or vault' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from copy" -l to -d 'Destination store: keyring or vault' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from copy" -l format -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from copy" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from copy" -l delete-source -d 'Remove the copied tokens from the source'
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from copy" -l force -d 'Overwrite tokens that differ in the destination'
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from copy" -s n -l dry-run -d 'Show what would be copied, and change nothing'
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from copy" -s v -l verbose -d 'Print a line for each token, also on a terminal'
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from copy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from unlock" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from unlock" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "use" -d 'Choose the store for new tokens'
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "copy" -d 'Copy tokens from one store to the other'
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "unlock" -d 'Unlock the keyring'
complete -c keyrc -n "__fish_keyrc_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c keyrc -n "__fish_keyrc_using_subcommand doctor" -l format -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand doctor" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand completions" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand completions" -s h -l help -d 'Print help'
complete -c keyrc -n "__fish_keyrc_using_subcommand shell-init" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand shell-init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand man" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand complete-words" -l store -d 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]' -r -f -a "keyring\t'The keyring of the operating system'
vault\t'The encrypted vault'
auto\t'The store used before, else the keyring if it works, else the vault'"
complete -c keyrc -n "__fish_keyrc_using_subcommand complete-words" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "login" -d 'Store a token in the keyring or the vault'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "logout" -d 'Remove tokens from the keyring or the vault'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "token" -d 'Print the token for a host'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "list" -d 'List the accounts that have a stored token'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "status" -d 'Show where tokens come from, and which source answers for a host'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "switch" -d 'Choose the default account of a host that has several'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "scope" -d 'Show or change the protocols and ports that a token is for'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "exec" -d 'Run a command with a private netrc'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "setup" -d 'Configure tools to ask keyrc for their tokens'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "unsetup" -d 'Restore the files of tools as they were before `keyrc setup`'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "helper" -d 'Answer another program in a credential-helper protocol'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "explain" -d 'Show which credential a tool would get, and why'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "migrate" -d 'Move the tokens of a netrc to the store'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "import-netrc" -d 'Copy the tokens of a netrc to the store'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "export-netrc" -d 'Write tokens into a netrc'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "check-netrc" -d 'Show how each tool reads a netrc, and why'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "vault" -d 'Make, unlock and lock the encrypted vault'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "store" -d 'Choose the store, unlock the keyring, and copy tokens between stores'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "doctor" -d 'Find out what works on this machine'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "completions" -d 'Print the completion script for a shell'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "shell-init" -d 'Print the lines that prepare a shell: PATH and completions'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "man" -d 'Print a manual page, for `keyrc man [COMMAND] | man -l -`'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "complete-words" -d 'Print words for a completion script: hosts or logins that are stored'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch scope exec setup unsetup helper explain migrate import-netrc export-netrc check-netrc vault store doctor completions shell-init man complete-words help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and __fish_seen_subcommand_from vault" -f -a "init" -d 'Make the vault'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and __fish_seen_subcommand_from vault" -f -a "status" -d 'Show whether the vault is locked, and which keys open it'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and __fish_seen_subcommand_from vault" -f -a "unlock" -d 'Unlock the vault for a while'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and __fish_seen_subcommand_from vault" -f -a "lock" -d 'Lock the vault'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and __fish_seen_subcommand_from vault" -f -a "passwd" -d 'Change the passphrase of the vault'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and __fish_seen_subcommand_from vault" -f -a "recipients" -d 'List, add and remove the recipients of the vault'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and __fish_seen_subcommand_from vault" -f -a "trust" -d 'Accept the vault as it is now'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and __fish_seen_subcommand_from store" -f -a "use" -d 'Choose the store for new tokens'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and __fish_seen_subcommand_from store" -f -a "copy" -d 'Copy tokens from one store to the other'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and __fish_seen_subcommand_from store" -f -a "unlock" -d 'Unlock the keyring'
