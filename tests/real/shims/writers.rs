//! Tools that write their netrc: keyrc offers to move the new entries to the store.

use super::Shims;
use crate::pty::Pty;

const ENTRY: &str = "machine api.heroku.com\n  login me@example.com\n  password fresh\n";

/// Ways to write a netrc, as tools do.
const WAYS: [&str; 3] = [
    "cat >>~/.netrc",
    "umask 022; cat ~/.netrc - >~/.netrc.new 2>&-; mv ~/.netrc.new ~/.netrc; chmod 600 ~/.netrc",
    "text=$(cat); printf '%s\\n' \"$text\" >~/.netrc",
];

/// A tool called heroku that writes its netrc at `login`, and otherwise prints it.
fn heroku(way: &str) -> Shims {
    let mut shims = Shims::new(&["heroku"]);
    let text = format!(
        "#!/bin/bash\numask 077\n[ $1 = login ] || {{ cat ~/.netrc; exit; }}\nread -t 5 answer; echo hello $answer\n\
         write() {{ {way}\n}}\nwrite <<'END'\n{ENTRY}END\nexit 7\n"
    );
    shims.script("a/heroku", &text);
    let a = shims.path("home/a").to_string_lossy().into_owned();
    shims.order(&["K", &a, "P"]);
    shims
}

#[test]
fn without_a_terminal_the_command_that_moves_the_entry_is_printed() {
    for way in WAYS {
        let shims = heroku(way);
        let done = shims.line("echo you | heroku login");
        assert_eq!(
            (done.code, done.out.as_str()),
            (Some(7), "hello you\n"),
            "{done}"
        );
        let line = "keyrc migrate --force api.heroku.com";
        assert_eq!(
            done.err,
            format!(
                "keyrc: `heroku` wrote the token for `api.heroku.com` to `~/.netrc`; move it to the store with `{line}`\n"
            ),
            "{way}"
        );
        shims.line(line).ok();
        assert_eq!(shims.line("cat .netrc").ok().trim(), "", "{way}");
        // heroku finds the stored token, and keyrc prints the command again after a new login.
        assert_eq!(shims.line("heroku apps").ok(), ENTRY, "{way}");
        let again = shims.line("heroku login </dev/null");
        assert!(again.err.contains(line), "{again}");
    }
}

#[test]
fn on_a_terminal_keyrc_asks() {
    for (answer, is_moved) in [("y\r", true), ("n\r", false)] {
        let shims = heroku(WAYS[0]);
        let mut pty = Pty::start(&shims, "bash", &["-c", "heroku login; echo status $?"]);
        pty.types("you\r");
        pty.expects("Move it to the store?");
        pty.types(answer);
        pty.expects("status 7");
        pty.ends();
        assert!(pty.is_restored());
        let kept = shims.line("cat .netrc").ok();
        assert_eq!(kept == ENTRY, !is_moved, "{}", pty.seen());
        let token = shims.line("keyrc token api.heroku.com").out;
        assert_eq!(token, "fresh\n", "{}", pty.seen());
    }
}

#[test]
fn nothing_is_offered_if_nothing_is_new() {
    let shims = heroku("cat >/dev/null; : ");
    let done = shims.line("heroku login </dev/null");
    assert_eq!((done.code, done.err.as_str()), (Some(7), ""), "{done}");
    // If a signal ends the tool, keyrc ends with the same status.
    shims.script("a/heroku", "#!/bin/bash\nkill -$2 $$; sleep 5\n");
    for (signal, status) in [("TERM", "143"), ("INT", "130"), ("KILL", "137")] {
        let done = shims.line(&format!("heroku login {signal}; echo $?"));
        assert_eq!(done.out.lines().last(), Some(status), "{done}");
    }
    // A signal for keyrc reaches the tool.
    shims.script(
        "a/heroku",
        "#!/bin/bash\ntrap 'echo caught; exit 4' TERM; echo ready; sleep 5 & wait\n",
    );
    let done = shims.line("heroku login >log & until grep -q ready log; do :; done; kill $!; wait $!; echo $?; cat log");
    assert_eq!(done.out, "4\nready\ncaught\n", "{done}");
}
