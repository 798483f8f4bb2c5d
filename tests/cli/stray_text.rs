//! Text in a netrc that is not part of an entry: it is never called clean.

use crate::check::json;
use crate::world::World;

/// Files with a token and without an entry, and the description of their first line.
const NO_ENTRIES: [(&str, &str); 9] = [
    (
        "machine: a.test\nlogin: u\npassword: hunter2\n",
        "line 1: `:` after `machine`; write `machine` and a space",
    ),
    (
        "machine=a.test\nlogin=u\npassword=hunter2\n",
        "line 1: `=` after `machine`; write `machine` and a space",
    ),
    (
        "\\nmachine a.test\\tlogin u\\tpassword hunter2\n",
        "line 1: `\\n` or `\\t` as text; write a real line break or space",
    ),
    (
        "https://u:hunter2@a.test\n",
        "line 1: a URL with a login, as in ~/.git-credentials; write `machine HOST",
    ),
    (
        "a.test:u:hunter2\n",
        "line 1: fields with colons between them; write `machine HOST",
    ),
    (
        "login u password hunter2\n",
        "line 1: a keyword without `machine` before it; start the entry with `machine HOST`",
    ),
    (
        "machin a.test login u password hunter2\n",
        "line 1: a misspelt keyword; did you mean `machine`?",
    ),
    (
        "{\"a.test\": \"hunter2\"}\n",
        "line 1: a JSON document; write `machine HOST",
    ),
    (
        "echo 'machine a.test login u password hunter2' >> ~/.netrc\n",
        "line 1: a shell command; run it in a shell",
    ),
];

#[test]
fn a_file_with_a_token_and_no_entry_is_not_clean() {
    for (file, expected) in NO_ENTRIES {
        let mut world = World::new();
        world.write_netrc(file);
        let done = world.run(&["check-netrc"]);
        assert_eq!(done.code, 5, "{file}");
        assert!(done.out.starts_with(expected), "{file}: {}", done.out);
        assert!(!done.err.contains("no entries"), "{}", done.err);
        let shown = format!("{}{}", done.out, done.err);
        assert!(!shown.contains("hunter2"), "{shown}");
        for args in [&["migrate"][..], &["import-netrc"]] {
            let done = world.run(args);
            assert_eq!(done.code, 5, "{file}");
            assert!(done.err.contains(expected), "{file}: {}", done.err);
        }
        assert_eq!(world.read_netrc(), file);
        let doctor = world.run(&["doctor"]).out;
        assert!(!doctor.contains("no tokens in plain text"), "{doctor}");
        assert!(doctor.contains("which may contain a token"), "{doctor}");
    }
}

#[test]
fn a_chosen_tool_does_not_make_other_text_clean() {
    let mut world = World::new();
    world.write_netrc("machine a.test login u password p\nhttps://u:hunter2@b.test\n");
    let done = world.run(&["check-netrc", "--for", "curl-8.23"]);
    assert_eq!(done.code, 5);
    assert!(
        done.out.contains("line 2: a URL with a login"),
        "{}",
        done.out
    );
    assert!(
        done.err
            .starts_with("keyrc: `~/.netrc` has text that is not part of an entry\n"),
        "{}",
        done.err
    );
}

#[test]
fn no_tool_reads_an_unclear_entry() {
    for (entry, line) in [
        (
            "password hunter2 horse battery\n",
            "line 1: words after the password; if they belong to the password, put the whole password in double quotes",
        ),
        (
            "hunter2\n",
            "line 1: words after the login; write `password` before the token; if they belong to the login",
        ),
        (
            "pasword hunter2\n",
            "line 1: a misspelt keyword; did you mean `password`?",
        ),
        (
            "password {\n  \"type\": \"hunter2\"\n}\n",
            "line 2: a password in JSON with spaces or line breaks",
        ),
    ] {
        let mut world = World::new();
        world.write_netrc(format!("machine a.test login u {entry}"));
        let done = world.run(&["check-netrc"]);
        assert_eq!(done.code, 5);
        let login = if entry.starts_with("password") {
            "u"
        } else {
            "********"
        };
        assert!(
            done.out
                .starts_with(&format!("{login} at a.test (line 1): unclear\n")),
            "{}",
            done.out
        );
        assert!(done.out.contains(line), "{}", done.out);
        assert!(!done.out.contains("read by"), "{}", done.out);
    }
}

#[test]
fn json_has_the_text_and_the_unclear_entries() {
    let mut world = World::new();
    world.write_netrc("[pypi]\nmachine a.test login u password one two\n");
    let found = json(&mut world, &[]);
    assert_eq!(found["agree"], false);
    assert_eq!(found["text"][0]["line"], 1);
    assert_eq!(
        found["entries"][0]["unclear"]["reason"],
        "words after the password"
    );
}

#[test]
fn one_reason_is_printed_once_with_its_lines() {
    let mut world = World::new();
    let entry = |host| format!("machine {host}.test\n  login u\n  password \"p\"\n");
    world.write_netrc(
        (0..40)
            .map(|at| entry(format!("h{at}")))
            .collect::<String>(),
    );
    let done = world.run(&["check-netrc", "--for", "go"]);
    assert_eq!(
        done.out.matches("a quoted value").count(),
        1,
        "{}",
        done.out
    );
    assert!(
        done.out
            .contains("lines 3, 6, 9, 12, 15, 18, 21, 24 and 32 more: "),
        "{}",
        done.out
    );
}

#[test]
fn a_machine_that_no_tool_looks_up_is_read_by_none() {
    for (machine, reason) in [
        (
            "https://a.test/x",
            "a URL after `machine`; write the host alone",
        ),
        (
            "https://a.test:8443",
            "a URL after `machine`; write the host alone",
        ),
        ("a.test/org1", "a host with a path; remove the path"),
        ("*.a.test", "a host with `*`; write an entry for each host"),
        (
            "<a.test>",
            "a machine with characters that no host has; write the host alone",
        ),
    ] {
        let mut world = World::new();
        world.write_netrc(format!("machine {machine} login me password pw\n"));
        let done = world.run(&["check-netrc"]);
        let out = &done.out;
        assert!(
            out.contains(&format!("me at {machine} (line 1): read by no tool\n")),
            "{out}"
        );
        assert!(out.contains(reason), "{machine}: {out}");
        assert!(!out.contains("a port") && !out.contains("IPv6"), "{out}");
    }
}

#[test]
fn a_machine_without_a_host_is_not_called_default() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password pw\nmachine \n  login me\n  password pw\n");
    let done = world.run(&["check-netrc"]);
    let heading = "`machine` without a host (line 2): read by no tool\n";
    assert!(done.out.contains(heading), "{}", done.out);
    assert!(!done.out.contains("default"), "{}", done.out);
}

#[test]
fn a_placeholder_gets_a_warning() {
    for password in ["${CI_JOB_TOKEN}", "<Secret1>", "\u{201C}Secret1\u{201D}"] {
        let mut world = World::new();
        world.write_netrc(format!("machine a.test login me password {password}\n"));
        let done = world.run(&["check-netrc"]);
        let warning = "line 1: the password looks like a placeholder";
        assert!(done.err.contains(warning), "{}", done.err);
        assert!(!done.err.contains(password), "{}", done.err);
    }
}

#[test]
fn tools_do_not_disagree_about_an_entry_that_none_reads() {
    for entry in [
        "machine https://a.test/x login me password one\n",
        "machine *.corp.test login me password one\n",
        "machine a.test login me pasword one\n",
    ] {
        let mut world = World::new();
        world.write_netrc(entry);
        let done = world.run(&["check-netrc"]);
        assert_eq!(done.code, 5);
        assert_eq!(
            done.err,
            "keyrc: every tool misreads an entry in `~/.netrc`\n\
             keyrc: hint: correct the lines above by hand\n",
            "{entry}"
        );
    }
}
