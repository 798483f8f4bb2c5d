//! check-netrc: which readers do not read an entry, what they read instead, and why.
//!
//! The expected results are one snapshot, so that a new reader or another text changes one file.
//! They were measured with the tools.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::check::{json, text};
use crate::snapshot;
use crate::world::World;

/// A description of a file, and the file.
type Case = (&'static str, String);

#[test]
fn each_disagreement_has_its_readers_and_its_cause() {
    let mut page = String::new();
    for (title, file) in cases() {
        let _ = write!(
            page,
            "# {title}\n{}{}\n",
            excerpt(&file),
            disagreements(&file)
        );
    }
    snapshot::check("disagreements", &page);
}

/// The lines of a file, with escapes for characters that a terminal does not show.
fn excerpt(file: &str) -> String {
    const LINES: usize = 10;
    const WIDTH: usize = 60;
    let mut excerpt = String::new();
    for line in file.split_terminator('\n').take(LINES) {
        let shown: String = line
            .chars()
            .take(WIDTH)
            .flat_map(char::escape_default)
            .collect();
        let cut = if line.chars().count() > WIDTH {
            "…"
        } else {
            ""
        };
        excerpt += format!("    {shown}{cut}").trim_end();
        excerpt.push('\n');
    }
    if file.lines().count() > LINES {
        let _ = writeln!(excerpt, "    … ({} bytes)", file.len());
    }
    excerpt
}

fn disagreements(file: &str) -> String {
    let mut world = World::new();
    world.write_netrc(file);
    let found = json(&mut world, &[]);
    let entries = found["entries"].as_array().unwrap();
    // The first and the last entries of a large file are enough.
    let is_shown = |at: &usize| *at < 3 || *at + 1 == entries.len();
    (0..entries.len())
        .filter(is_shown)
        .map(|at| disagreements_about(at, &entries[at]))
        .collect()
}

fn disagreements_about(at: usize, entry: &Value) -> String {
    let mut groups: BTreeMap<(&str, u64, &str), Vec<&str>> = BTreeMap::new();
    for view in entry["views"].as_array().unwrap() {
        if view["verdict"] != "same" {
            let line = view["line"].as_u64().unwrap_or_default();
            let cause = (text(view, "verdict"), line, text(view, "reason"));
            groups.entry(cause).or_default().push(text(view, "reader"));
        }
    }
    if groups.is_empty() {
        return format!("entry {}: read by all\n", at + 1);
    }
    let mut lines = format!("entry {}:\n", at + 1);
    for ((verdict, line, reason), readers) in groups {
        let _ = writeln!(lines, "  {verdict}: {}", readers.join(" "));
        let _ = writeln!(lines, "    line {line}: {reason}");
    }
    lines
}

fn cases() -> Vec<Case> {
    let mut cases = entry_cases();
    cases.extend(value_cases());
    cases.extend(comment_cases());
    cases.extend(file_cases());
    cases
}

/// An entry for a host, on three lines.
fn entry(host: &str, login: &str, password: &str) -> String {
    format!("machine {host}\n  login {login}\n  password {password}\n")
}

/// An entry for a.test with these lines.
fn lines(lines: &str) -> String {
    format!("machine a.test\n{lines}")
}

fn entry_cases() -> Vec<Case> {
    let a = entry("a.test", "me", "pw");
    vec![
        (
            "Of two entries for a login, some readers take the first and others the last",
            entry("a.test", "me", "p1") + &entry("a.test", "me", "p2"),
        ),
        (
            "Readers that cannot ask for a login do not find the second one of a host",
            entry("a.test", "al", "p1") + &entry("a.test", "bob", "p2"),
        ),
        (
            "A `default` that is not last hides the entries after it",
            format!("default login def password pw\n{a}"),
        ),
        (
            "Some readers ignore a `default` that is last",
            format!("{a}default login def password pw\n"),
        ),
        (
            "Some readers reject unknown words",
            lines("  port 80\n  login me\n  password pw\n"),
        ),
        // The gem looks for a password only after the login. Source: `parse` in its lib/netrc.rb.
        (
            "Some readers need the login before the password",
            lines("  password pw\n  login me\n"),
        ),
        (
            "Emacs takes an account for the login",
            lines("  login me\n  password pw\n  account ac\n"),
        ),
    ]
}

fn value_cases() -> Vec<Case> {
    let long = |length: usize| {
        let long = entry("a.test", "me", &"x".repeat(length));
        entry("b.test", "me", "pw") + &long + &entry("c.test", "me", "pw")
    };
    vec![
        (
            "Some readers keep quotes as part of the value",
            entry("a.test", "me", "\"pw\""),
        ),
        (
            "Emacs decrypts a value that starts with `gpg:`",
            entry("a.test", "me", "gpg:x"),
        ),
        ("A comma ends a value", entry("a.test", "me", "a,b")),
        ("A `#` ends a value", entry("a.test", "me", "a#b")),
        ("Every reader takes a value of 99 bytes", long(99)),
        ("A value of 100 bytes loses the entries after it", long(100)),
        ("A value of 256 bytes is cut", long(256)),
        (
            "A value of 4,096 bytes is cut or loses the file",
            entry("a.test", "me", &"x".repeat(4096)),
        ),
    ]
}

fn comment_cases() -> Vec<Case> {
    let (a, b) = (entry("a.test", "me", "pw"), entry("b.test", "me", "pw"));
    vec![
        (
            "A blank line before a comment loses the file",
            format!("{a}\n# work\n{b}"),
        ),
        (
            "A blank line before a comment without a space is harmless",
            format!("{a}\n#work\n{b}"),
        ),
        (
            "A comment directly after an entry is harmless",
            format!("{a}# my work\n{b}"),
        ),
        (
            "Some readers read an entry in a comment",
            format!("# machine a.test login evil password evil\n{a}"),
        ),
        (
            "Go reads an entry at an even place in a comment",
            format!("# old: machine a.test login evil password evil\n{a}"),
        ),
        (
            "Some readers read a comment after an entry",
            "machine a.test login me password pw # login evil password evil\n".to_owned(),
        ),
        (
            "Bazel rejects any comment after an entry",
            lines("  login me\n  password pw # note\n"),
        ),
    ]
}

fn file_cases() -> Vec<Case> {
    let a = entry("a.test", "me", "pw");
    let windows = a.replace('\n', "\r\n");
    let macro_at_end = format!("{a}macdef init\ncd /pub\nbin\n");
    vec![
        (
            "Some readers read Windows line ends as part of the words",
            windows.clone(),
        ),
        (
            "A blank line with a Windows line end loses the file",
            format!("machine b.test login me password pw\r\n\r\n{windows}"),
        ),
        (
            "A byte order mark hides the first entry or loses the file",
            "\u{FEFF}machine a.test login me password pw\nmachine b.test login me password pw\n"
                .to_owned(),
        ),
        (
            "A macro without an empty line after it loses the file",
            macro_at_end.clone(),
        ),
        (
            "A macro with an empty line after it is harmless",
            format!("{macro_at_end}\n"),
        ),
        (
            "curl does not read a file over 128 KiB",
            (0..3200)
                .map(|at| entry(&format!("h{at}.test"), "me", &format!("pw{at}")))
                .collect(),
        ),
    ]
}

#[test]
fn a_token_that_pip_cannot_send_is_reported() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password \"p\u{e4}w\"\nmachine b.test login me password \"p\u{6f22}w\"\n");
    let done = world.run(&["check-netrc", "--for", "pip,curl-8.23"]);
    let expected = "\
me at a.test (line 1): read by 1 of 2 tools
  pip: a different password
    line 1: a quoted value with non-ASCII characters; use a token with only ASCII characters: pip and requests encode others as Latin-1, or fail
me at b.test (line 2): read by 1 of 2 tools
  pip: an error: it cannot send the value
    line 2: a quoted value with non-ASCII characters; use a token with only ASCII characters: pip and requests encode others as Latin-1, or fail
";
    assert_eq!((done.code, done.out.as_str()), (5, expected));
}

#[test]
fn an_address_in_a_short_form_is_read_by_the_tools_that_keep_it() {
    let mut world = World::new();
    world.write_netrc("machine 127.1 login me password pw\n");
    let done = world.run(&["check-netrc", "--for", "curl-8.23,git,wget,pip,lftp,uv"]);
    let expected = "\
me at 127.1 (line 1): read by 4 of 8 tools
  curl-8.16, curl-8.23, git, uv: nothing
    line 1: an IPv4 address in a short form; write four decimal numbers, here and in URLs: curl and git look for those
";
    assert_eq!((done.code, done.out.as_str()), (5, expected));
}

#[test]
fn a_comment_is_the_reason_of_tools_that_know_none() {
    let mut world = World::new();
    world.write_netrc("# my server\nmachine a.test\n  login me\n  password pw\n");
    let done = world.run(&["check-netrc", "--for", "mise,rattler,pip"]);
    let expected = "\
me at a.test (line 2): read by 1 of 3 tools
  mise, rattler: nothing, the whole file is lost
    line 1: a comment; remove it: these tools do not support comments
";
    assert_eq!((done.code, done.out.as_str()), (5, expected));
}
