# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_keyrc_global_optspecs
    string join \n h/help V/version
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

complete -c keyrc -n "__fish_keyrc_needs_command" -s h -l help -d 'Print help'
complete -c keyrc -n "__fish_keyrc_needs_command" -s V -l version -d 'Print version'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "login" -d 'Store a token in the keyring'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "logout" -d 'Remove tokens from the keyring'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "token" -d 'Print the token for a host'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "list" -d 'List the accounts that have a token in the keyring'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "status" -d 'Show where tokens come from, and which source answers for a host'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "switch" -d 'Choose the account to use where a host has several'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "migrate" -d 'Move the tokens of a netrc into the keyring'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "import-netrc" -d 'Copy the tokens of a netrc into the keyring'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "export-netrc" -d 'Write tokens of the keyring into a netrc'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "completions" -d 'Print the completion script for a shell'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "man" -d 'Print the manual page, for `keyrc man | man -l -`'
complete -c keyrc -n "__fish_keyrc_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c keyrc -n "__fish_keyrc_using_subcommand login" -s u -l login -d 'Whose token it is, as the host calls the account' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand login" -l token-stdin -l with-token -d 'Read the token from standard input'
complete -c keyrc -n "__fish_keyrc_using_subcommand login" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand logout" -s u -l login -d 'Whose token goes' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand logout" -l format -d 'How to print what went' -r -f -a "text\t'For a person'
json\t'For a program; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand logout" -l all -d 'All accounts of the hosts, or everything that keyrc keeps'
complete -c keyrc -n "__fish_keyrc_using_subcommand logout" -s n -l dry-run -d 'Say what would go, and remove nothing'
complete -c keyrc -n "__fish_keyrc_using_subcommand logout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand token" -s u -l login -d 'Whose token' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand token" -l format -d 'How to print it' -r -f -a "text\t'For a person'
json\t'For a program; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand token" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand list" -l format -d 'How to print them' -r -f -a "text\t'For a person'
json\t'For a program; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand status" -l format -d 'How to print it' -r -f -a "text\t'For a person'
json\t'For a program; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand switch" -s u -l login -d 'The account to use from now on' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand switch" -s h -l help -d 'Print help'
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -l max-size -d 'The largest file to read, in bytes, up to 256 MiB' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -l format -d 'How to print what was done' -r -f -a "text\t'For a person'
json\t'For a program; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -l file -d 'The netrc' -r -F
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -l force -d 'Let the file win where the keyring has another token'
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -s n -l dry-run -d 'Say what would be done, and do nothing'
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -l fix-permissions -d 'Take away other people\'s access to the file, instead of refusing it'
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -l keep-source -d 'Leave the file as it is'
complete -c keyrc -n "__fish_keyrc_using_subcommand migrate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -l max-size -d 'The largest file to read, in bytes, up to 256 MiB' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -l format -d 'How to print what was done' -r -f -a "text\t'For a person'
json\t'For a program; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -l file -d 'The netrc, or - for standard input' -r -F
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -l force -d 'Let the file win where the keyring has another token'
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -s n -l dry-run -d 'Say what would be done, and do nothing'
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -l fix-permissions -d 'Take away other people\'s access to the file, instead of refusing it'
complete -c keyrc -n "__fish_keyrc_using_subcommand import-netrc" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -s u -l login -d 'Whose token, where a host has several accounts' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -l file -d 'The netrc, or - for standard output' -r -F
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -l max-size -d 'The largest file to read, in bytes, up to 256 MiB' -r
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -l format -d 'How to print what was done' -r -f -a "text\t'For a person'
json\t'For a program; docs/guide.md describes it'"
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -l force -d 'Let the keyring win where the file has another token'
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -s n -l dry-run -d 'Say what would be written, and write nothing'
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -l fix-permissions -d 'Take away other people\'s access to the file, instead of refusing it'
complete -c keyrc -n "__fish_keyrc_using_subcommand export-netrc" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c keyrc -n "__fish_keyrc_using_subcommand completions" -s h -l help -d 'Print help'
complete -c keyrc -n "__fish_keyrc_using_subcommand man" -s h -l help -d 'Print help'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch migrate import-netrc export-netrc completions man help" -f -a "login" -d 'Store a token in the keyring'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch migrate import-netrc export-netrc completions man help" -f -a "logout" -d 'Remove tokens from the keyring'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch migrate import-netrc export-netrc completions man help" -f -a "token" -d 'Print the token for a host'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch migrate import-netrc export-netrc completions man help" -f -a "list" -d 'List the accounts that have a token in the keyring'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch migrate import-netrc export-netrc completions man help" -f -a "status" -d 'Show where tokens come from, and which source answers for a host'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch migrate import-netrc export-netrc completions man help" -f -a "switch" -d 'Choose the account to use where a host has several'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch migrate import-netrc export-netrc completions man help" -f -a "migrate" -d 'Move the tokens of a netrc into the keyring'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch migrate import-netrc export-netrc completions man help" -f -a "import-netrc" -d 'Copy the tokens of a netrc into the keyring'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch migrate import-netrc export-netrc completions man help" -f -a "export-netrc" -d 'Write tokens of the keyring into a netrc'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch migrate import-netrc export-netrc completions man help" -f -a "completions" -d 'Print the completion script for a shell'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch migrate import-netrc export-netrc completions man help" -f -a "man" -d 'Print the manual page, for `keyrc man | man -l -`'
complete -c keyrc -n "__fish_keyrc_using_subcommand help; and not __fish_seen_subcommand_from login logout token list status switch migrate import-netrc export-netrc completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
