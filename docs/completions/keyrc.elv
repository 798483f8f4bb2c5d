
use builtin;
use str;

set edit:completion:arg-completer[keyrc] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'keyrc'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'keyrc'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
            cand login 'Store a token in the keyring'
            cand logout 'Remove tokens from the keyring'
            cand token 'Print the token for a host'
            cand list 'List the accounts that have a token in the keyring'
            cand status 'Show where tokens come from, and which source answers for a host'
            cand switch 'Choose the account to use where a host has several'
            cand migrate 'Move the tokens of a netrc into the keyring'
            cand import-netrc 'Copy the tokens of a netrc into the keyring'
            cand export-netrc 'Write tokens of the keyring into a netrc'
            cand completions 'Print the completion script for a shell'
            cand man 'Print the manual page, for `keyrc man | man -l -`'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'keyrc;login'= {
            cand -u 'Whose token it is, as the host calls the account'
            cand --login 'Whose token it is, as the host calls the account'
            cand --token-stdin 'Read the token from standard input'
            cand --with-token 'Read the token from standard input'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;logout'= {
            cand -u 'Whose token goes'
            cand --login 'Whose token goes'
            cand --format 'How to print what went'
            cand --all 'All accounts of the hosts, or everything that keyrc keeps'
            cand -n 'Say what would go, and remove nothing'
            cand --dry-run 'Say what would go, and remove nothing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;token'= {
            cand -u 'Whose token'
            cand --login 'Whose token'
            cand --format 'How to print it'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;list'= {
            cand --format 'How to print them'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;status'= {
            cand --format 'How to print it'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;switch'= {
            cand -u 'The account to use from now on'
            cand --login 'The account to use from now on'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'keyrc;migrate'= {
            cand --max-size 'The largest file to read, in bytes, up to 256 MiB'
            cand --format 'How to print what was done'
            cand --file 'The netrc'
            cand --force 'Let the file win where the keyring has another token'
            cand -n 'Say what would be done, and do nothing'
            cand --dry-run 'Say what would be done, and do nothing'
            cand --fix-permissions 'Take away other people''s access to the file, instead of refusing it'
            cand --keep-source 'Leave the file as it is'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;import-netrc'= {
            cand --max-size 'The largest file to read, in bytes, up to 256 MiB'
            cand --format 'How to print what was done'
            cand --file 'The netrc, or - for standard input'
            cand --force 'Let the file win where the keyring has another token'
            cand -n 'Say what would be done, and do nothing'
            cand --dry-run 'Say what would be done, and do nothing'
            cand --fix-permissions 'Take away other people''s access to the file, instead of refusing it'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;export-netrc'= {
            cand -u 'Whose token, where a host has several accounts'
            cand --login 'Whose token, where a host has several accounts'
            cand --file 'The netrc, or - for standard output'
            cand --max-size 'The largest file to read, in bytes, up to 256 MiB'
            cand --format 'How to print what was done'
            cand --force 'Let the keyring win where the file has another token'
            cand -n 'Say what would be written, and write nothing'
            cand --dry-run 'Say what would be written, and write nothing'
            cand --fix-permissions 'Take away other people''s access to the file, instead of refusing it'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;completions'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'keyrc;man'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'keyrc;help'= {
            cand login 'Store a token in the keyring'
            cand logout 'Remove tokens from the keyring'
            cand token 'Print the token for a host'
            cand list 'List the accounts that have a token in the keyring'
            cand status 'Show where tokens come from, and which source answers for a host'
            cand switch 'Choose the account to use where a host has several'
            cand migrate 'Move the tokens of a netrc into the keyring'
            cand import-netrc 'Copy the tokens of a netrc into the keyring'
            cand export-netrc 'Write tokens of the keyring into a netrc'
            cand completions 'Print the completion script for a shell'
            cand man 'Print the manual page, for `keyrc man | man -l -`'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'keyrc;help;login'= {
        }
        &'keyrc;help;logout'= {
        }
        &'keyrc;help;token'= {
        }
        &'keyrc;help;list'= {
        }
        &'keyrc;help;status'= {
        }
        &'keyrc;help;switch'= {
        }
        &'keyrc;help;migrate'= {
        }
        &'keyrc;help;import-netrc'= {
        }
        &'keyrc;help;export-netrc'= {
        }
        &'keyrc;help;completions'= {
        }
        &'keyrc;help;man'= {
        }
        &'keyrc;help;help'= {
        }
    ]
    $completions[$command]
}
