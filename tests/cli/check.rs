//! check-netrc: what each reader reads in a file, and why. The expected results were measured with the tools.

use std::collections::BTreeMap;
use std::os::unix::fs::{PermissionsExt, chown};

use serde_json::Value;

use crate::world::World;

pub(super) const PLAIN: &str = "machine a.test\n  login me\n  password hunter2\n";

/// Readers that keep double quotes as part of a value.
const QUOTE_KEEPERS: &str = "wget2 go buf netrc-parser netrc-gem bazel aria2 aria2-ftp lftp";

/// Readers that use the last of two entries for one host.
const LAST_TAKERS: &str = "wget2 python requests uv bazel";

/// The JSON that a check prints.
pub(super) fn json(world: &mut World, args: &[&str]) -> Value {
    let done = world.run(&[&["check-netrc", "--format", "json"], args].concat());
    serde_json::from_str(&done.out)
        .unwrap_or_else(|error| panic!("{error} in {:?}: {}", done.out, done.err))
}

fn views(file: &[u8], entry: usize) -> Vec<Value> {
    let mut world = World::new();
    world.write_netrc(file);
    json(&mut world, &[])["entries"][entry]["views"]
        .as_array()
        .unwrap()
        .clone()
}

pub(super) fn text<'v>(view: &'v Value, name: &str) -> &'v str {
    view[name].as_str().unwrap_or("-")
}

/// Checks which readers do not read an entry, with which verdict, and that each has this line and reason.
#[track_caller]
fn check(file: impl AsRef<[u8]>, entry: usize, cause: (u64, &str), expected: &[(&str, &str)]) {
    let views = views(file.as_ref(), entry);
    let differ: Vec<&Value> = views
        .iter()
        .filter(|view| view["verdict"] != "same")
        .collect();
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for view in &differ {
        found
            .entry(text(view, "verdict"))
            .or_default()
            .push(text(view, "reader"));
    }
    let expected: BTreeMap<&str, Vec<&str>> = expected
        .iter()
        .map(|(verdict, readers)| (*verdict, readers.split(' ').collect()))
        .collect();
    let shown = String::from_utf8_lossy(&file.as_ref()[..file.as_ref().len().min(300)]);
    assert_eq!(found, expected, "in {shown:?}");
    let others: Vec<_> = differ
        .iter()
        .filter(|view| (view["line"].as_u64(), text(view, "reason")) != (Some(cause.0), cause.1))
        .map(|view| {
            (
                text(view, "reader"),
                view["line"].as_u64(),
                text(view, "reason"),
            )
        })
        .collect();
    assert_eq!(
        others,
        [],
        "it is line {}: {}, in {shown:?}",
        cause.0,
        cause.1
    );
}

/// Checks that every reader reads an entry.
#[track_caller]
fn all_read(file: impl AsRef<[u8]>, entry: usize) {
    check(file, entry, (0, ""), &[]);
}

#[test]
fn every_reader_reads_a_clean_file() {
    let mut world = World::new();
    world.write_netrc(PLAIN);
    assert_eq!(
        world.run(&["check-netrc"]).ok(),
        "me at a.test (line 1): read by all 22 readers\n"
    );
    let found = json(&mut world, &[]);
    assert_eq!(
        (
            found["agree"].as_bool(),
            found["readers"].as_array().map(Vec::len)
        ),
        (Some(true), Some(22))
    );
    assert_eq!(
        (
            text(&found["entries"][0], "machine"),
            text(&found["entries"][0], "login")
        ),
        ("a.test", "me")
    );
    assert_eq!(world.read_netrc(), PLAIN);
}

#[test]
fn a_disagreement_is_reported_with_its_line_and_fix() {
    let mut world = World::new();
    world.write_netrc("machine a.test\n  login me\n  password \"hunter2\"\n");
    world.run(&["check-netrc"]).expect(
        5,
        "me at a.test (line 1): read by 13 of 22 readers\n  \
         wget2, go, buf, netrc-parser, netrc-gem, bazel, aria2, aria2-ftp, lftp: a different password\n    \
         line 3: a quoted value; remove the quotes if the value does not need them\n",
        "keyrc: tools disagree about 1 entry in `~/.netrc`\n\
         keyrc: hint: fix what can be fixed with `keyrc check-netrc ~/.netrc --fix`\n",
    );
}

#[test]
fn a_blank_line_before_a_comment_loses_the_file() {
    let file = "machine a.test\n  login me\n  password pw\n\n# work\nmachine b.test\n  login me\n  password pw\n";
    for entry in [0, 1] {
        check(
            file,
            entry,
            (5, "a blank line or trailing spaces before a comment"),
            &[("error", "python requests uv")],
        );
    }
    all_read(
        "machine a.test\n  login me\n  password pw\n\n#work\nmachine b.test\n  login me\n  password pw\n",
        1,
    );
    all_read(
        "machine a.test\n  login me\n  password pw\n# my work\nmachine b.test\n  login me\n  password pw\n",
        1,
    );
}

#[test]
fn quotes_are_kept() {
    let file = "machine a.test\n  login me\n  password \"pw\"\n";
    check(
        file,
        0,
        (3, "a quoted value"),
        &[("other_password", QUOTE_KEEPERS)],
    );
}

#[test]
fn the_first_or_the_last_of_two_entries_counts() {
    let file =
        "machine a.test\n  login me\n  password p1\nmachine a.test\n  login me\n  password p2\n";
    let first_takers = "curl-7.88 curl-8.16 curl-8.23 git wget wget-ftp go buf netrc-parser netrc-gem emacs aria2 \
                        aria2-ftp lftp tnftp inetutils net-netrc";
    let reason = "another entry for the same login with a different password";
    check(file, 0, (4, reason), &[("other_password", LAST_TAKERS)]);
    check(file, 1, (1, reason), &[("other_password", first_takers)]);
}

#[test]
fn readers_without_logins_do_not_find_the_second_login() {
    let file =
        "machine a.test\n  login al\n  password p1\nmachine a.test\n  login bob\n  password p2\n";
    let reason = "another login for the same host";
    let hidden = [
        ("none", "wget wget-ftp aria2 aria2-ftp"),
        ("other_login", "go buf netrc-parser netrc-gem inetutils"),
    ];
    check(file, 1, (1, reason), &hidden);
    check(
        file,
        0,
        (4, reason),
        &[
            ("none", "uv aria2"),
            ("other_login", "wget2 python requests bazel"),
        ],
    );
}

#[test]
fn a_default_that_is_not_last_hides_the_rest() {
    let file = "default login def password pw\nmachine a.test\n  login me\n  password pw\n";
    let hidden = "curl-7.88 curl-8.16 curl-8.23 git bazel emacs aria2-ftp tnftp inetutils";
    check(
        file,
        1,
        (1, "a `default` entry before other entries"),
        &[("none", "aria2"), ("other_login", hidden)],
    );
    let last = "machine a.test\n  login me\n  password pw\ndefault login def password pw\n";
    all_read(last, 0);
    let reason = "a `default` entry";
    check(
        last,
        1,
        (4, reason),
        &[("none", "wget go netrc-parser aria2 lftp")],
    );
}

#[test]
fn a_commented_out_entry_is_live_for_some() {
    let reason = (1, "a comment that contains a credential");
    let entry = "machine a.test\n  login me\n  password pw\n";
    let old = format!("# machine a.test login evil password evil\n{entry}");
    check(
        old,
        0,
        reason,
        &[("other_login", "netrc-parser tnftp inetutils net-netrc")],
    );
    let even = format!("# old: machine a.test login evil password evil\n{entry}");
    check(
        even,
        0,
        reason,
        &[("other_login", "go netrc-parser tnftp inetutils net-netrc")],
    );
    let behind = "machine a.test login me password pw # login evil password evil\n";
    let live = [
        ("error", "bazel"),
        ("other_login", "curl-8.23 aria2 aria2-ftp net-netrc"),
    ];
    check(behind, 0, reason, &live);
}

#[test]
fn a_long_token_is_cut_or_loses_what_is_behind_it() {
    let file = |length: usize| {
        format!(
            "machine b.test\n  login me\n  password pw\nmachine a.test\n  login me\n  password {}\n\
             machine c.test\n  login me\n  password pw\n",
            "x".repeat(length)
        )
    };
    let tnftp = [("error", "tnftp")];
    for (length, reason) in [
        (100, "a value longer than 99 bytes"),
        (256, "a value longer than 255 bytes"),
    ] {
        all_read(file(length), 0);
        check(file(length), 2, (6, reason), &tnftp);
    }
    all_read(file(99), 1);
    check(file(100), 1, (6, "a value longer than 99 bytes"), &tnftp);
    let cut = [("error", "tnftp"), ("other_password", "lftp")];
    check(file(256), 1, (6, "a value longer than 255 bytes"), &cut);
    let alone = format!(
        "machine a.test\n  login me\n  password {}\n",
        "x".repeat(4096)
    );
    let lost = [
        ("error", "curl-8.16 curl-8.23 tnftp"),
        ("other_password", "curl-7.88 git lftp"),
    ];
    check(alone, 0, (3, "a value longer than 4,080 bytes"), &lost);
}

#[test]
fn line_ends_of_windows_are_part_of_the_words_for_some() {
    let reason = "Windows line endings";
    check(
        "machine a.test\r\n  login me\r\n  password pw\r\n",
        0,
        (1, reason),
        &[("none", "netrc-parser tnftp inetutils")],
    );
    let blank = "machine b.test login me password pw\r\n\r\nmachine a.test\r\n  login me\r\n  password pw\r\n";
    check(
        blank,
        1,
        (1, reason),
        &[
            ("error", "curl-8.16"),
            ("none", "netrc-parser tnftp inetutils"),
        ],
    );
}

#[test]
fn a_byte_order_mark_hides_the_first_entry_or_the_file() {
    let lost = "curl-8.16 python requests uv bazel aria2 aria2-ftp";
    let hidden = "curl-7.88 curl-8.23 git wget wget-ftp wget2 go buf netrc-gem lftp tnftp inetutils net-netrc";
    let file = "\u{FEFF}machine a.test login me password pw\nmachine b.test login me password pw\n";
    check(
        file,
        0,
        (1, "a byte order mark"),
        &[("error", lost), ("none", hidden)],
    );
    check(file, 1, (1, "a byte order mark"), &[("error", lost)]);
}

#[test]
fn a_macro_without_its_end_loses_the_file() {
    let file = "machine a.test\n  login me\n  password pw\nmacdef init\ncd /pub\nbin\n";
    let lost = [("error", "python requests tnftp inetutils")];
    check(
        file,
        0,
        (4, "a macro without an empty line at its end"),
        &lost,
    );
    all_read(format!("{file}\n"), 0);
}

#[test]
fn words_that_only_some_know() {
    let entry = |line: &str| format!("machine a.test\n{line}");
    let strict = "python requests uv bazel";
    check(
        entry("  port 80\n  login me\n  password pw\n"),
        0,
        (2, "an unknown keyword"),
        &[("error", strict)],
    );
    // The gem looks for a password only after the login. Source: `parse` in its lib/netrc.rb.
    let late = [("none", "lftp"), ("other_password", "netrc-gem")];
    check(
        entry("  password pw\n  login me\n"),
        0,
        (1, "`password` before `login`"),
        &late,
    );
    check(
        entry("  login me\n  password pw\n  account ac\n"),
        0,
        (1, "an `account`"),
        &[("other_login", "emacs")],
    );
    check(
        entry("  login me\n  password gpg:x\n"),
        0,
        (3, "a value that starts with `gpg:`"),
        &[("error", "emacs")],
    );
    check(
        entry("  login me\n  password pw # note\n"),
        0,
        (3, "a comment after an entry on the same line"),
        &[("error", "bazel")],
    );
    let comma = [("other_password", "tnftp inetutils")];
    check(
        entry("  login me\n  password a,b\n"),
        0,
        (3, "an unquoted value that contains a comma"),
        &comma,
    );
    let hash = [("other_password", "netrc-gem")];
    check(
        entry("  login me\n  password a#b\n"),
        0,
        (3, "a value that contains `#`"),
        &hash,
    );
}

#[test]
fn curl_does_not_read_a_file_over_128_kib() {
    let mut file = String::new();
    for at in 0..3200 {
        file.push_str(&format!(
            "machine h{at}.test\n  login me\n  password pw{at}\n"
        ));
    }
    let line = 1 + file.as_bytes()[..128 * 1024 - 1]
        .iter()
        .filter(|&&byte| byte == b'\n')
        .count();
    check(
        file,
        3199,
        (line as u64, "a file larger than 128 KiB"),
        &[("error", "curl-8.16 curl-8.23")],
    );
}

#[test]
fn only_the_named_tools_count() {
    let mut world = World::new();
    world.write_netrc("machine a.test\n  login me\n  password \"hunter2\"\n");
    let read = "me at a.test (line 1): read by all 5 readers\n";
    assert_eq!(
        world.run(&["check-netrc", "--for", "curl,git,pip"]).ok(),
        read
    );
    let found = json(&mut world, &["--for", "curl", "--for", "pip"]);
    assert_eq!(
        found["readers"],
        serde_json::json!(["curl-7.88", "curl-8.16", "curl-8.23", "requests"])
    );
    assert_eq!(
        world.run(&["check-netrc", "--for", "uv"]).ok(),
        "me at a.test (line 1): read by uv\n"
    );
    let done = world.run(&["check-netrc", "--for", "curl,go"]);
    assert_eq!(done.code, 5);
    assert!(done.out.starts_with(
        "me at a.test (line 1): read by 3 of 4 readers\n  go: a different password\n"
    ));
}

#[test]
fn an_unknown_tool_is_an_error_that_lists_the_known_ones() {
    let mut world = World::new();
    for args in [
        &["check-netrc", "--for", "curl,crul"][..],
        &["export-netrc", "--for", "crul"],
    ] {
        let done = world.run(args);
        assert_eq!((done.code, done.out.as_str()), (2, ""));
        assert!(
            done.err
                .contains("`crul` is not a known tool; known tools are aria2, bazel, buf, curl, ")
        );
        for tool in [
            "emacs", "ftp", "gem", "git", "go", "heroku", "nix", "pip", "python", "requests", "uv",
            "wget",
        ] {
            assert!(
                done.err.contains(&format!("{tool}, ")) || done.err.contains(&format!(", {tool}")),
                "{tool}"
            );
        }
    }
}

#[test]
fn a_file_that_others_can_read_is_checked_with_a_warning() {
    let mut world = World::new();
    world.write_netrc_with_mode(PLAIN, 0o644);
    world.run(&["check-netrc"]).expect(
        0,
        "me at a.test (line 1): read by all 22 readers\n",
        "keyrc: `~/.netrc` is open to others (mode 0644): Python, ftp, aria2, Ruby's gem and Net::Netrc refuse it\n\
         keyrc: hint: run `chmod 600 ~/.netrc`\n",
    );
    let mode = std::fs::metadata(world.netrc())
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o7777, 0o644, "looking changes nothing");
}

#[test]
fn a_file_that_cannot_be_trusted_or_read_is_refused() {
    let mut world = World::new();
    let missing = world.run(&["check-netrc"]);
    assert_eq!((missing.code, missing.out.as_str()), (1, ""));
    assert_eq!(
        missing.err,
        "keyrc: `~/.netrc`: cannot open it: no such file or directory\n"
    );
    world.write_netrc(PLAIN);
    let large = world.run(&["check-netrc", "--max-size", "10"]);
    assert_eq!((large.code, large.out.as_str()), (5, ""));
    world.input = PLAIN.into();
    assert_eq!(world.run(&["check-netrc", "-", "--max-size", "10"]).code, 5);
    // Only root can change the owner of a file.
    if chown(world.netrc(), Some(12345), None).is_ok() {
        let foreign = world.run(&["check-netrc"]);
        assert_eq!((foreign.code, foreign.out.as_str()), (5, ""));
        assert!(
            foreign
                .err
                .starts_with("keyrc: `~/.netrc` belongs to another user\n"),
            "{}",
            foreign.err
        );
    }
}

#[test]
fn a_file_without_entries_is_reported() {
    let mut world = World::new();
    world.write_netrc("# nothing\n");
    world
        .run(&["check-netrc"])
        .expect(0, "", "keyrc: `~/.netrc` has no entries\n");
}

#[test]
fn the_readers_are_listed() {
    let mut world = World::new();
    let list = world.run(&["check-netrc", "--list-readers"]).ok();
    assert_eq!(list.lines().count(), 22);
    assert!(
        list.contains("\ngit           git with libcurl 7.88.1 of Debian 12\n"),
        "{list}"
    );
    let found = json(&mut world, &["--list-readers"]);
    let readers = found["readers"].as_array().unwrap();
    let of = |name: &str| {
        readers
            .iter()
            .find(|reader| reader["reader"] == name)
            .unwrap()
    };
    assert_eq!(readers.len(), 22);
    assert_eq!(
        of("requests")["tools"],
        serde_json::json!(["requests", "pip"])
    );
    // uv ignores files that it cannot parse, CPython fails. curl accepts `user@host` in a URL, Go does not.
    assert_eq!(
        (
            of("uv")["silent"].as_bool(),
            of("python")["silent"].as_bool()
        ),
        (Some(true), Some(false))
    );
    assert_eq!(
        (
            of("curl-8.23")["logins"].as_bool(),
            of("go")["logins"].as_bool()
        ),
        (Some(true), Some(false))
    );
    assert_eq!(
        world.run(&["check-netrc", "--list-readers", "a.test"]).code,
        2
    );
}

#[test]
fn no_output_contains_a_secret() {
    const MARKER: &str = "hunter2";
    let around = "machine z.test login me password \"p w\"\n";
    for file in [
        format!("machine a.test login me password {MARKER}\n"),
        format!("machine a.test login me password {MARKER} {MARKER}\n"),
        format!("machine a.test {MARKER} login me password x\n"),
        format!("machine a.test login me password \"{MARKER}\n"),
        format!("machine a.test login me password \"{MARKER}\"{MARKER}\n"),
        format!("machine a.test login me password '{MARKER} {MARKER}'\n"),
        format!("machine a.test login me password {MARKER}\u{1}{MARKER}\n"),
        format!("machine a.test login me password {MARKER}\\\n"),
        format!("machine a.test login me password {MARKER}, {MARKER}\n"),
        format!("machine a.test login me password x # login x password {MARKER}\n"),
        format!(
            "# machine a.test login me password {MARKER}\nmachine a.test login me password x\n"
        ),
        format!("machine a.test login\npassword {MARKER}\n"),
        format!("machine a.test login me password #{MARKER}\n"),
        format!("machine a.test login me account {MARKER} password x\n"),
        format!("machine a.test login me password gpg:{MARKER}\n"),
        format!("machine a.test login me password {}\n", MARKER.repeat(700)),
        format!("machine a.test login me password x\nmacdef {MARKER}\n{MARKER}\n"),
        format!("\u{FEFF}{MARKER} machine a.test login me password {MARKER}\n"),
        format!("default login me password {MARKER}\nmachine a.test login me password {MARKER}x\n"),
        format!(
            "machine a.test login me password {MARKER}\nmachine a.test login me password {MARKER}x\n"
        ),
        format!("machine a.test login me password \"{MARKER}\"\r\n\r\n# {MARKER} {MARKER}\r\n"),
        format!("MACHINE A.TEST LOGIN me PASSWORD {MARKER}\n"),
    ] {
        let mut world = World::new();
        for (before, after) in [("", ""), (around, ""), ("", around)] {
            let file = format!("{before}{file}{after}");
            for args in [
                &[][..],
                &["a.test"],
                &["--format", "json"],
                &["--fix", "-n"],
                &["--fix"],
                &["--for", "go"],
            ] {
                world.write_netrc(&file);
                let done = world.run(&[&["check-netrc"], args].concat());
                assert!(
                    !done.err.contains(MARKER) && !done.out.contains(MARKER),
                    "{args:?} of {file:?}: {done:?}"
                );
            }
        }
    }
}

#[test]
fn names_cannot_control_the_terminal() {
    let mut world = World::new();
    world.write_netrc(
        "machine a\u{1b}]52;c;aGk=\u{7}.test login \u{202e}em\u{9b}31m password \"pw\"\n",
    );
    for args in [
        &[][..],
        &["--format", "json"],
        &["--fix"],
        &["--fix", "-n", "--format", "json"],
    ] {
        let done = world.run(&[&["check-netrc"], args].concat());
        let shown = format!("{}{}", done.out, done.err);
        assert!(
            !shown.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}']),
            "{args:?}: {shown:?}"
        );
    }
    let done = world.run(&["check-netrc"]);
    assert!(
        done.out
            .starts_with(r"\u{202e}em\u{9b}31m at a\u{1b}]52;c;aGk=\u{7}.test (line 1): "),
        "{}",
        done.out
    );
}
