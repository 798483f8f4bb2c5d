
# Hosts, logins, and the command after --, which the script above does not know.
_keyrc_words() {
    local cur=${COMP_WORDS[COMP_CWORD]} i word kind=hosts
    for ((i = 2; i < COMP_CWORD; i++)); do
        if [[ ${COMP_WORDS[1]} == exec && ${COMP_WORDS[i]} == -- ]]; then
            COMPREPLY=()
            if declare -F _command_offset >/dev/null; then
                _command_offset $((i + 1))
            elif ((COMP_CWORD == i + 1)); then
                mapfile -t COMPREPLY < <(compgen -c -- "$cur")
            else
                mapfile -t COMPREPLY < <(compgen -f -- "$cur")
            fi
            return
        fi
    done
    _keyrc "$@"
    [[ $COMP_CWORD -ge 2 && $cur != -* ]] || return 0
    case ${COMP_WORDS[1]} in
        login | logout | token | list | status | switch | exec | explain | migrate | export-netrc) ;;
        *) return 0 ;;
    esac
    case ${COMP_WORDS[COMP_CWORD - 1]} in
        -u | --login) kind=logins COMPREPLY=() ;;
        --for | --as | --file | --format | --via | --store | --tool | --max-size) return 0 ;;
    esac
    # Not `compgen -W`: it would expand the words.
    while IFS= read -r word; do
        [[ $word == "$cur"* ]] && COMPREPLY+=("$word")
    done < <("$1" complete-words "$kind" 2>/dev/null)
    return 0
}

complete -F _keyrc_words -o bashdefault -o default keyrc
