
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
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand login 'Store a token in the keyring or the vault'
            cand logout 'Remove tokens from the keyring or the vault'
            cand token 'Print the token for a host'
            cand list 'List the accounts that have a stored token'
            cand status 'Show where tokens come from, and which source answers for a host'
            cand switch 'Choose the default account of a host that has several'
            cand scope 'Show or change the protocols and ports that a token is for'
            cand exec 'Run a command with a private netrc'
            cand setup 'Configure tools to ask keyrc for their tokens'
            cand unsetup 'Restore the files of tools as they were before `keyrc setup`'
            cand helper 'Answer another program in a credential-helper protocol'
            cand explain 'Show which credential a tool would get, and why'
            cand migrate 'Move the tokens of a netrc to the store'
            cand import-netrc 'Copy the tokens of a netrc to the store'
            cand export-netrc 'Write tokens into a netrc'
            cand check-netrc 'Show how each tool reads a netrc, and why'
            cand vault 'Make, unlock and lock the encrypted vault'
            cand store 'Choose the store, unlock the keyring, and copy tokens between stores'
            cand doctor 'Find out what works on this machine'
            cand completions 'Print the completion script for a shell'
            cand shell-init 'Print the lines that prepare a shell: PATH and completions'
            cand man 'Print a manual page, for `keyrc man [COMMAND] | man -l -`'
            cand complete-words 'Print words for a completion script: hosts or logins that are stored'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'keyrc;login'= {
            cand -u 'Account name on the host'
            cand --login 'Account name on the host'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand --token-stdin 'Read the token from standard input'
            cand --with-token 'Read the token from standard input'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;logout'= {
            cand -u 'Account to remove'
            cand --login 'Account to remove'
            cand --format 'Output format'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand --all 'Remove all accounts of the hosts; without hosts, everything that keyrc stored'
            cand -y 'With --all, do not ask on the terminal'
            cand --yes 'With --all, do not ask on the terminal'
            cand -n 'Show what would be removed, and change nothing'
            cand --dry-run 'Show what would be removed, and change nothing'
            cand -v 'Print a line for each token, also on a terminal'
            cand --verbose 'Print a line for each token, also on a terminal'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;token'= {
            cand -u 'Account name on the host'
            cand --login 'Account name on the host'
            cand --format 'Output format'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;list'= {
            cand --format 'Output format'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;status'= {
            cand --format 'Output format'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;switch'= {
            cand -u 'Account to use from now on'
            cand --login 'Account to use from now on'
            cand --directory 'Only in this directory, and in those below it'
            cand --remote 'Only for this URL or remote of a git repository; `*` stands for any text'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand --clear 'Forget the default account, so that commands ask for -u again'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;scope'= {
            cand -u 'Account name on the host'
            cand --login 'Account name on the host'
            cand --port 'Allow this port only'
            cand --format 'Output format'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand --https-only 'Allow https only'
            cand --any 'Allow every protocol and port, as in a netrc'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;exec'= {
            cand -u 'Account name on the hosts'
            cand --login 'Account name on the hosts'
            cand --for 'Tools that must read the netrc, such as curl,git,pip; `keyrc check-netrc --list-tools` lists them'
            cand --via 'How the command gets its netrc'
            cand --env 'Set an environment variable to a token'
            cand --stdin 'Write a token to the command''s standard input'
            cand --header 'Write `Authorization: Bearer TOKEN` to the command''s standard input, for `curl -H @-`'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand --all 'Give the command every token in the store'
            cand --optional 'Run the command unchanged if there is no token for it'
            cand --any-port 'Give a token to every port and path of its host, as in a netrc'
            cand --merge 'Add the tokens to a copy of your netrc'
            cand --all-tools 'Report about every known tool, not only about those that are installed'
            cand -v 'Print which tokens the command gets, and how'
            cand --verbose 'Print which tokens the command gets, and how'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;setup'= {
            cand --host 'Only for this host; may be repeated [default: every host with a stored token]'
            cand --format 'Output format'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand --all 'Every tool that is installed'
            cand --all-hosts 'Ask keyrc for every host, also for those without a stored token'
            cand -n 'Show what would be changed, and change nothing'
            cand --dry-run 'Show what would be changed, and change nothing'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;unsetup'= {
            cand --format 'Output format'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand --all 'Every tool that is installed'
            cand -n 'Show the files that would be restored, and change nothing'
            cand --dry-run 'Show the files that would be restored, and change nothing'
            cand --forget 'Change no file, and forget that keyrc configured the tool'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;helper'= {
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;explain'= {
            cand --tool 'Tool, or its protocol as for `keyrc helper`'
            cand -u 'Account name that the tool requests'
            cand --login 'Account name that the tool requests'
            cand --format 'Output format'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;migrate'= {
            cand --as 'Import ambiguous entries as TOOL reads them'
            cand --max-size 'Largest file to read, in bytes, up to 256 MiB'
            cand --format 'Output format'
            cand --file 'The netrc'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand --force 'Overwrite stored tokens that differ from the file'
            cand -n 'Show what would be done, and change nothing'
            cand --dry-run 'Show what would be done, and change nothing'
            cand --all-tools 'Report about every known tool, not only about those that are installed'
            cand -v 'Print a line for each token, also on a terminal'
            cand --verbose 'Print a line for each token, also on a terminal'
            cand --fix-permissions 'Remove other users'' access to the file instead of refusing to read it'
            cand --keep-source 'Do not remove the entries from the file'
            cand --drop-default 'Also remove `default` entries: tools send their passwords to every host, and keyrc cannot store them'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;import-netrc'= {
            cand --as 'Import ambiguous entries as TOOL reads them'
            cand --max-size 'Largest file to read, in bytes, up to 256 MiB'
            cand --format 'Output format'
            cand --file 'The netrc, or - for standard input'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand --force 'Overwrite stored tokens that differ from the file'
            cand -n 'Show what would be done, and change nothing'
            cand --dry-run 'Show what would be done, and change nothing'
            cand --all-tools 'Report about every known tool, not only about those that are installed'
            cand -v 'Print a line for each token, also on a terminal'
            cand --verbose 'Print a line for each token, also on a terminal'
            cand --fix-permissions 'Remove other users'' access to the file instead of refusing to read it'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;export-netrc'= {
            cand -u 'Account to write if the host has several; several are written in the given order'
            cand --login 'Account to write if the host has several; several are written in the given order'
            cand --file 'The netrc, or - for standard output'
            cand --for 'Tools that must read the netrc, such as curl,git,pip; `keyrc check-netrc --list-tools` lists them'
            cand --max-size 'Largest file to read, in bytes, up to 256 MiB'
            cand --format 'Output format'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand --all 'Write the tokens of all hosts'
            cand --all-logins 'Write all accounts of each host, the default one first'
            cand --all-tools 'Report about every known tool, not only about those that are installed'
            cand --force 'Replace a different token in the file'
            cand -n 'Show what would be written, and write nothing'
            cand --dry-run 'Show what would be written, and write nothing'
            cand -y 'With --all, do not ask on the terminal'
            cand --yes 'With --all, do not ask on the terminal'
            cand --fix-permissions 'Remove other users'' access to the file instead of refusing to read it'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;check-netrc'= {
            cand --file 'The netrc, or - for standard input'
            cand --for 'Tools that must read the netrc, such as curl,git,pip; `keyrc check-netrc --list-tools` lists them'
            cand -u 'Ask for this login, as in https://NAME@HOST/'
            cand --login 'Ask for this login, as in https://NAME@HOST/'
            cand --max-size 'Largest file to read, in bytes, up to 256 MiB'
            cand --format 'Output format'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand --all-tools 'Report about every known tool, not only about those that are installed'
            cand --fix 'Fix quirks, as long as no tool loses an entry that it reads now'
            cand -n 'Show the fixes without making them'
            cand --dry-run 'Show the fixes without making them'
            cand --show-secrets 'Print the login and token that each tool finds for the host, in plain text; needs --format json'
            cand --list-tools 'List the known tools and their versions'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;vault'= {
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand init 'Make the vault'
            cand status 'Show whether the vault is locked, and which keys open it'
            cand unlock 'Unlock the vault for a while'
            cand lock 'Lock the vault'
            cand passwd 'Change the passphrase of the vault'
            cand recipients 'List, add and remove the recipients of the vault'
            cand trust 'Accept the vault as it is now'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'keyrc;vault;init'= {
            cand -i 'Unlock the vault with this identity file instead of a passphrase: age, SSH (ed25519 or RSA) or age plugin'
            cand --identity 'Unlock the vault with this identity file instead of a passphrase: age, SSH (ed25519 or RSA) or age plugin'
            cand -r 'Encrypt to this recipient too, such as a backup key: age1…, ssh-ed25519 …'
            cand --recipient 'Encrypt to this recipient too, such as a backup key: age1…, ssh-ed25519 …'
            cand -R 'Encrypt to the recipients in this file, one per line'
            cand --recipients-file 'Encrypt to the recipients in this file, one per line'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;vault;status'= {
            cand --format 'Output format'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;vault;unlock'= {
            cand --for 'How long, such as 30m, 8h or 1d'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;vault;lock'= {
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;vault;passwd'= {
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'keyrc;vault;recipients'= {
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'List the recipients'
            cand add 'Encrypt the vault to another recipient'
            cand remove 'Remove a recipient'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'keyrc;vault;recipients;list'= {
            cand --format 'Output format'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;vault;recipients;add'= {
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'keyrc;vault;recipients;remove'= {
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;vault;recipients;help'= {
            cand list 'List the recipients'
            cand add 'Encrypt the vault to another recipient'
            cand remove 'Remove a recipient'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'keyrc;vault;recipients;help;list'= {
        }
        &'keyrc;vault;recipients;help;add'= {
        }
        &'keyrc;vault;recipients;help;remove'= {
        }
        &'keyrc;vault;recipients;help;help'= {
        }
        &'keyrc;vault;trust'= {
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;vault;help'= {
            cand init 'Make the vault'
            cand status 'Show whether the vault is locked, and which keys open it'
            cand unlock 'Unlock the vault for a while'
            cand lock 'Lock the vault'
            cand passwd 'Change the passphrase of the vault'
            cand recipients 'List, add and remove the recipients of the vault'
            cand trust 'Accept the vault as it is now'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'keyrc;vault;help;init'= {
        }
        &'keyrc;vault;help;status'= {
        }
        &'keyrc;vault;help;unlock'= {
        }
        &'keyrc;vault;help;lock'= {
        }
        &'keyrc;vault;help;passwd'= {
        }
        &'keyrc;vault;help;recipients'= {
            cand list 'List the recipients'
            cand add 'Encrypt the vault to another recipient'
            cand remove 'Remove a recipient'
        }
        &'keyrc;vault;help;recipients;list'= {
        }
        &'keyrc;vault;help;recipients;add'= {
        }
        &'keyrc;vault;help;recipients;remove'= {
        }
        &'keyrc;vault;help;trust'= {
        }
        &'keyrc;vault;help;help'= {
        }
        &'keyrc;store'= {
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand use 'Choose the store for new tokens'
            cand copy 'Copy tokens from one store to the other'
            cand unlock 'Unlock the keyring'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'keyrc;store;use'= {
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;store;copy'= {
            cand --from 'Source store: keyring or vault'
            cand --to 'Destination store: keyring or vault'
            cand --format 'Output format'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand --delete-source 'Remove the copied tokens from the source'
            cand --force 'Overwrite tokens that differ in the destination'
            cand -n 'Show what would be copied, and change nothing'
            cand --dry-run 'Show what would be copied, and change nothing'
            cand -v 'Print a line for each token, also on a terminal'
            cand --verbose 'Print a line for each token, also on a terminal'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;store;unlock'= {
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;store;help'= {
            cand use 'Choose the store for new tokens'
            cand copy 'Copy tokens from one store to the other'
            cand unlock 'Unlock the keyring'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'keyrc;store;help;use'= {
        }
        &'keyrc;store;help;copy'= {
        }
        &'keyrc;store;help;unlock'= {
        }
        &'keyrc;store;help;help'= {
        }
        &'keyrc;doctor'= {
            cand --format 'Output format'
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;completions'= {
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'keyrc;shell-init'= {
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;man'= {
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;complete-words'= {
            cand --store 'Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'keyrc;help'= {
            cand login 'Store a token in the keyring or the vault'
            cand logout 'Remove tokens from the keyring or the vault'
            cand token 'Print the token for a host'
            cand list 'List the accounts that have a stored token'
            cand status 'Show where tokens come from, and which source answers for a host'
            cand switch 'Choose the default account of a host that has several'
            cand scope 'Show or change the protocols and ports that a token is for'
            cand exec 'Run a command with a private netrc'
            cand setup 'Configure tools to ask keyrc for their tokens'
            cand unsetup 'Restore the files of tools as they were before `keyrc setup`'
            cand helper 'Answer another program in a credential-helper protocol'
            cand explain 'Show which credential a tool would get, and why'
            cand migrate 'Move the tokens of a netrc to the store'
            cand import-netrc 'Copy the tokens of a netrc to the store'
            cand export-netrc 'Write tokens into a netrc'
            cand check-netrc 'Show how each tool reads a netrc, and why'
            cand vault 'Make, unlock and lock the encrypted vault'
            cand store 'Choose the store, unlock the keyring, and copy tokens between stores'
            cand doctor 'Find out what works on this machine'
            cand completions 'Print the completion script for a shell'
            cand shell-init 'Print the lines that prepare a shell: PATH and completions'
            cand man 'Print a manual page, for `keyrc man [COMMAND] | man -l -`'
            cand complete-words 'Print words for a completion script: hosts or logins that are stored'
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
        &'keyrc;help;scope'= {
        }
        &'keyrc;help;exec'= {
        }
        &'keyrc;help;setup'= {
        }
        &'keyrc;help;unsetup'= {
        }
        &'keyrc;help;helper'= {
        }
        &'keyrc;help;explain'= {
        }
        &'keyrc;help;migrate'= {
        }
        &'keyrc;help;import-netrc'= {
        }
        &'keyrc;help;export-netrc'= {
        }
        &'keyrc;help;check-netrc'= {
        }
        &'keyrc;help;vault'= {
            cand init 'Make the vault'
            cand status 'Show whether the vault is locked, and which keys open it'
            cand unlock 'Unlock the vault for a while'
            cand lock 'Lock the vault'
            cand passwd 'Change the passphrase of the vault'
            cand recipients 'List, add and remove the recipients of the vault'
            cand trust 'Accept the vault as it is now'
        }
        &'keyrc;help;vault;init'= {
        }
        &'keyrc;help;vault;status'= {
        }
        &'keyrc;help;vault;unlock'= {
        }
        &'keyrc;help;vault;lock'= {
        }
        &'keyrc;help;vault;passwd'= {
        }
        &'keyrc;help;vault;recipients'= {
            cand list 'List the recipients'
            cand add 'Encrypt the vault to another recipient'
            cand remove 'Remove a recipient'
        }
        &'keyrc;help;vault;recipients;list'= {
        }
        &'keyrc;help;vault;recipients;add'= {
        }
        &'keyrc;help;vault;recipients;remove'= {
        }
        &'keyrc;help;vault;trust'= {
        }
        &'keyrc;help;store'= {
            cand use 'Choose the store for new tokens'
            cand copy 'Copy tokens from one store to the other'
            cand unlock 'Unlock the keyring'
        }
        &'keyrc;help;store;use'= {
        }
        &'keyrc;help;store;copy'= {
        }
        &'keyrc;help;store;unlock'= {
        }
        &'keyrc;help;doctor'= {
        }
        &'keyrc;help;completions'= {
        }
        &'keyrc;help;shell-init'= {
        }
        &'keyrc;help;man'= {
        }
        &'keyrc;help;complete-words'= {
        }
        &'keyrc;help;help'= {
        }
    ]
    $completions[$command]
}
