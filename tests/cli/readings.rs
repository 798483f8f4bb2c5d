//! Writing for named tools, and taking over what a named tool reads. What is expected was measured with the tools.

use keyrc::Account;
use keyrc::netrc::Document;
use keyrc::plan::{Export, ExportAction, OnConflict};
use keyrc::readers::{Answer, Query, READERS, Reader, named};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use crate::world::World;

/// What `export-netrc --for TOOLS` prints for one credential.
#[track_caller]
fn written(host: &str, token: &str, tools: &str, expected: &str) {
    let mut world = World::new();
    let done = world
        .has(host, "me", token)
        .run(&["export-netrc", "--for", tools, "--file", "-"]);
    assert_eq!(
        (done.code, done.err.as_str(), done.out.as_str()),
        (0, "", expected),
        "{token} for {tools}"
    );
}

/// The reason for which it is refused.
#[track_caller]
fn refused(host: &str, token: &str, tools: &str, reason: &str) {
    let mut world = World::new();
    world.has(host, "me", token).has("z.test", "me", "plain");
    let done = world.run(&["export-netrc", "--for", tools]);
    assert_eq!(
        (done.code, done.err.as_str()),
        (1, "keyrc: 1 credential was skipped\n")
    );
    let line = format!("  [there is no way to write it for {reason}]");
    assert!(
        done.out.lines().next().unwrap().ends_with(&line),
        "{token} for {tools}: {}",
        done.out
    );
    assert_eq!(
        world.read_netrc(),
        "machine z.test\n  login me\n  password plain\n",
        "the others are written"
    );
}

#[test]
fn the_host_is_written_as_the_tool_asks_for_it() {
    let entry = |machine: &str| format!("machine {machine}\n  login me\n  password pw\n");
    written("a.test:8443", "pw", "go", &entry("a.test:8443"));
    written("a.test:8443", "pw", "buf,go", &entry("a.test:8443"));
    written("a.test", "pw", "go", &entry("a.test"));
    written("[::1]", "pw", "uv", &entry("[::1]"));
    written("[::1]", "pw", "curl,git,pip", &entry("::1"));
    refused("a.test:8443", "pw", "curl,go", "go");
    refused("[::1]", "pw", "curl,uv", "uv: an IPv6 address");
}

#[test]
fn each_port_of_a_host_is_written_for_go() {
    let mut world = World::new();
    world
        .has("a.test:1", "me", "one")
        .has("a.test:2", "me", "two");
    let done = world
        .run(&["export-netrc", "--for", "go", "--file", "-"])
        .ok();
    assert_eq!(
        done,
        "machine a.test:1\n  login me\n  password one\nmachine a.test:2\n  login me\n  password two\n"
    );
}

#[test]
fn a_value_is_written_in_quotes_where_the_tools_want_them() {
    let entry = |password: &str| format!("machine a.test\n  login me\n  password {password}\n");
    written("a.test", "a,b", "curl", &entry("a,b"));
    written("a.test", "a,b", "tnftp,curl", &entry("\"a,b\""));
    written("a.test", "a,b", "ftp", &entry("\"a,b\""));
    written("a.test", "a b", "curl,git,pip,uv", &entry("\"a b\""));
    written("a.test", "a#b", "go,curl", &entry("a#b"));
    written("a.test", "it's", "emacs,go", &entry("it's"));
}

#[test]
fn what_a_tool_has_no_form_for_is_refused_and_the_rest_is_written() {
    refused("a.test", "a b", "go", "go: a value with a space");
    refused(
        "a.test",
        "a,b",
        "tnftp,go",
        "tnftp: an unquoted value that contains a comma",
    );
    refused(
        "a.test",
        "a#b",
        "gem",
        "netrc-gem: a value that contains `#`",
    );
    refused(
        "a.test",
        "gpg:x",
        "emacs,curl",
        "emacs: a value that starts with `gpg:`",
    );
    refused(
        "a.test",
        &"x".repeat(100),
        "tnftp",
        "tnftp: a value longer than 99 bytes",
    );
    refused(
        "a.test",
        &"x".repeat(256),
        "lftp",
        "lftp: a value longer than 255 bytes",
    );
    written(
        "a.test",
        &"x".repeat(99),
        "tnftp",
        &format!(
            "machine a.test\n  login me\n  password {}\n",
            "x".repeat(99)
        ),
    );
}

#[test]
fn plain_entries_come_first() {
    let mut world = World::new();
    let long = "x".repeat(100);
    world
        .has("a.test", "me", "t w o")
        .has("b.test", "me", &long)
        .has("c.test", "me", "one");
    assert!(
        world
            .run(&["export-netrc", "--file", "-"])
            .out
            .starts_with("machine c.test\n")
    );
    let done = world
        .run(&[
            "export-netrc",
            "c.test",
            "a.test",
            "--for",
            "curl,pip",
            "--file",
            "-",
        ])
        .ok();
    assert_eq!(
        done,
        "machine c.test\n  login me\n  password one\nmachine a.test\n  login me\n  password \"t w o\"\n"
    );
}

#[test]
fn an_entry_that_would_not_be_read_in_this_very_file_is_refused() {
    let mut world = World::new();
    let file = "machine b.test port 80 login me password x\n";
    world.has("a.test", "me", "pw").write_netrc(file);
    let done = world.run(&["export-netrc", "--for", "pip"]);
    assert_eq!(done.code, 1);
    assert_eq!(
        done.out,
        "! machine a.test login me password ********  \
         [in this file it would not be read by requests: an unknown keyword]\n"
    );
    assert_eq!(world.read_netrc(), file);
    assert_eq!(world.run(&["export-netrc", "--for", "curl,go"]).code, 0);
    assert_eq!(
        world.read_netrc(),
        format!("{file}machine a.test\n  login me\n  password pw\n")
    );
}

#[test]
fn an_entry_that_the_file_has_already_is_held_to_it_too() {
    let mut world = World::new();
    let file = "machine a.test login me password \"pw\"\n";
    world.has("a.test", "me", "pw").write_netrc(file);
    assert_eq!(
        world.run(&["export-netrc", "--for", "curl"]).ok(),
        "= machine a.test login me password ********\n"
    );
    let done = world.run(&["export-netrc", "--for", "go"]);
    assert_eq!(done.code, 1);
    assert!(
        done.out
            .ends_with("[in this file it would not be read by go: a quoted value]\n"),
        "{}",
        done.out
    );
    assert_eq!(world.read_netrc(), file);
}

#[test]
fn a_port_that_a_tool_wants_is_no_other_entry_of_the_host() {
    let mut world = World::new();
    let file = "machine a.test\n  login me\n  password old\n";
    world.has("a.test:8443", "me", "pw").write_netrc(file);
    let done = world
        .run(&["export-netrc", "a.test:8443", "--for", "go"])
        .ok();
    assert_eq!(done, "+ machine a.test:8443 login me password ********\n");
    assert_eq!(
        world.read_netrc(),
        format!("{file}machine a.test:8443\n  login me\n  password pw\n")
    );
    let done = world.run(&["check-netrc", "a.test:8443", "--for", "curl-7.88,go"]);
    assert_eq!(
        done.out,
        "me at a.test (line 1): read by 1 of 2 readers\n  go: a different password\n\
         me at a.test:8443 (line 4): read by 1 of 2 readers\n  curl-7.88: a different password\n    \
         line 4: a host with a port; remove the port, which only Go supports\n"
    );
    assert_eq!(
        world
            .run(&["check-netrc", "a.test:9443", "--for", "go"])
            .out,
        "me at a.test (line 1): read by 0 of 1 reader\n  go: nothing\n"
    );
}

#[test]
fn tools_that_take_another_login_of_the_host_are_named() {
    let mut world = World::new();
    world
        .has("a.test", "me", "pw")
        .write_netrc("machine a.test login you password x\n");
    let done = world.run(&["export-netrc", "--for", "curl-7.88,pip"]);
    assert_eq!(
        (done.code, done.err.as_str()),
        (
            0,
            "keyrc: side effect: wget2, python, requests, uv, bazel can no longer read the entry for `you` at `a.test`\n"
        )
    );
    assert_eq!(
        done.out,
        "+ machine a.test login me password ********  \
         [the file has another login for this host: curl-7.88 will use that one unless asked for this login]\n"
    );
    let done = world.run(&["export-netrc", "--for", "pip"]).ok();
    assert_eq!(done, "= machine a.test login me password ********\n");
}

#[test]
fn an_entry_is_not_placed_where_it_would_complete_another() {
    let mut world = World::new();
    world
        .has("a.test", "me", "pw")
        .write_netrc("machine z.test password x\nmachine y.test login me password y\n");
    assert_eq!(
        world
            .run(&["export-netrc", "-n", "--for", "git,curl-8.16"])
            .err,
        ""
    );
    world.write_netrc("machine z.test password x\n");
    let done = world.run(&["export-netrc", "--for", "git,curl-8.16"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(world.read_netrc().ends_with("machine z.test password x\n"));
    assert_eq!(
        world.run(&["check-netrc", "z.test", "--for", "git"]).code,
        0
    );
}

#[test]
fn without_a_tool_those_that_will_not_read_it_are_named() {
    let mut world = World::new();
    world.has("a.test", "me", &"x".repeat(100));
    let done = world.run(&["export-netrc", "-n"]).ok();
    assert_eq!(
        done,
        "+ machine a.test login me password ********  [not read by tnftp]\n"
    );
}

#[test]
fn a_doubtful_entry_is_shown_as_each_reads_it_and_nothing_is_stored() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password hunter2\\x\n");
    for command in ["import-netrc", "migrate"] {
        let done = world.run(&[command]);
        assert_eq!(done.code, 5);
        assert_eq!(
            done.out,
            "skipped        a.test: line 1: a backslash outside quotes\n                 \
             me, ********: curl-7.88, curl-8.16, curl-8.23, git, wget2, go, buf, netrc-parser, netrc-gem, bazel, emacs, \
             aria2, aria2-ftp, lftp\n                 \
             me, another password: wget, wget-ftp, python, requests, uv, tnftp, inetutils, net-netrc\n"
        );
        assert!(
            done.err
                .contains("keyrc: hint: pick an interpretation with `--as curl`"),
            "{}",
            done.err
        );
    }
    assert_eq!(world.stored("a.test", "me"), None);
}

#[test]
fn the_json_of_the_readings_has_no_secret() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password hunter2\\x # login you password hunter2\n");
    let done = world.run(&["import-netrc", "--format", "json"]);
    assert!(
        !done.out.contains("hunter2") && !done.err.contains("hunter2"),
        "{done:?}"
    );
    let found: Value = serde_json::from_str(&done.out).unwrap();
    let readings = found["entries"][0]["readings"].as_array().unwrap();
    let of = |reader: &str| {
        let has = |reading: &&Value| {
            reading["readers"]
                .as_array()
                .unwrap()
                .iter()
                .any(|name| name == reader)
        };
        let reading = readings.iter().find(has).unwrap();
        (
            reading["login"] == "me",
            reading["password"].as_u64().unwrap(),
        )
    };
    // curl 8.21 and later goes on in the comment.
    assert_eq!(
        (of("curl-7.88").0, of("python").0, of("curl-8.23").0),
        (true, true, false)
    );
    assert_eq!(of("curl-7.88"), of("go"));
    assert!(of("curl-7.88").1 != of("python").1 && of("python").1 != of("curl-8.23").1);
}

#[test]
fn a_login_that_took_passwords_with_it_is_not_shown() {
    for file in [
        "machine a.test login \"me password hunter2\nmachine b.test login me password hunter2\n",
        "machine a.test login me\\ password\\ hunter2 password hunter2\n",
        "machine a.test login me password x\nmachine a.test login 'you password hunter2' password hunter2\n",
        "machine a.test login password hunter2\n",
        "# machine a.test login hunter2 password x\nmachine a.test login me password a\\b\n",
    ] {
        let mut world = World::new();
        for args in [
            &["import-netrc"][..],
            &["import-netrc", "--format", "json"],
            &["migrate", "-n"],
        ] {
            world.write_netrc(file);
            let done = world.run(args);
            assert!(
                !done.out.contains("hunter2") && !done.err.contains("hunter2"),
                "{args:?} of {file:?}: {done:?}"
            );
        }
    }
}

/// What is stored when an entry is taken as a tool reads it.
#[track_caller]
fn stored_as(file: &str, tool: &str, token: &str) {
    for command in ["import-netrc", "migrate"] {
        let mut world = World::new();
        world.write_netrc(file);
        assert_eq!(
            world.run(&[command, "--as", tool]).code,
            0,
            "{command} as {tool}"
        );
        assert_eq!(
            world.run(&["token", "a.test"]).out,
            format!("{token}\n"),
            "{command} as {tool}"
        );
        assert_eq!(
            world.read_netrc(),
            if command == "migrate" { "" } else { file }
        );
    }
}

#[test]
fn an_entry_is_taken_as_the_named_tool_reads_it() {
    let backslash = "machine a.test login me password a\\b\n";
    stored_as(backslash, "curl", "a\\b");
    stored_as(backslash, "pip", "ab");
    stored_as(backslash, "tnftp", "ab");
    stored_as("machine a.test login me password #pw\n", "go", "#pw");
}

#[test]
fn what_a_tool_finds_in_another_entry_is_not_taken() {
    let passwd =
        "machine a.test\n  login me\n  passwd S\nmachine b.test login you password other\n";
    let capitals =
        "MACHINE a.test login me password S\n\ndefault login anonymous password me@home\n";
    let twice = "machine a.test login me password one\nmachine a.test login me password two\n";
    for (file, tools) in [
        (passwd, &["gem", "wget2", "perl"][..]),
        (capitals, &["wget2", "buf", "perl", "go"]),
        (twice, &["curl", "pip"]),
    ] {
        for tool in tools {
            let mut world = World::new();
            world.write_netrc(file);
            world.run(&["migrate", "a.test", "--as", tool]);
            assert_eq!(world.read_netrc(), file, "{tool}");
            assert_eq!(world.stored("a.test", "me"), None, "{tool}");
            assert_eq!(world.stored("a.test", "anonymous"), None, "{tool}");
        }
    }
}

#[test]
fn what_a_tool_finds_in_default_is_not_taken_for_one_of_several_logins() {
    let mut world = World::new();
    let rest = "default login me password S\nmachine a.test login me password a\\b\n";
    world.write_netrc(format!("{rest}machine a.test login you password T\n"));
    assert_eq!(world.run(&["migrate", "--as", "curl"]).code, 5);
    assert_eq!(
        (world.read_netrc().as_str(), world.stored("a.test", "me")),
        (rest, None)
    );
    assert_eq!(world.stored("a.test", "you").as_deref(), Some("T"));
}

#[test]
fn of_two_entries_of_a_login_beside_another_none_is_lost() {
    for (first, second) in [("a\\b", "c\\d"), ("S", "T\\x"), ("S", "\"T")] {
        let mut world = World::new();
        world.write_netrc(format!(
            "machine a.test login me password {first}\nmachine a.test login me password {second}\n\
             machine a.test login you password x\n"
        ));
        assert_eq!(
            world.run(&["migrate", "--as", "curl-7.88"]).code,
            5,
            "{second}"
        );
        let stored = world.stored("a.test", "me");
        assert!(
            stored.as_deref() == Some(first) || world.read_netrc().contains(first),
            "{first}"
        );
        assert!(
            stored.as_deref() == Some(second) || world.read_netrc().contains(second),
            "{second}"
        );
    }
}

#[test]
fn an_entry_that_a_tool_reads_without_doubt_is_taken_as_it_is() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password \"pw\"\n");
    world.run(&["import-netrc", "--as", "go"]).ok();
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("pw"));
}

#[test]
fn a_tool_whose_versions_differ_decides_nothing() {
    let mut world = World::new();
    // curl 7 takes the first, curl 8.21 and later the last; each of them can be named.
    let file = "machine a.test login me password hunter1 password hunter2\n";
    world.write_netrc(file);
    for command in ["import-netrc", "migrate"] {
        let done = world.run(&[command, "--as", "curl"]);
        assert_eq!(done.code, 5);
        let line = "skipped        a.test: line 1: the tool given with `--as` does not read a login and a token from it\n";
        assert!(done.out.starts_with(line), "{}", done.out);
        assert!(
            done.out.contains("curl-8.23") && !done.out.contains("hunter"),
            "{}",
            done.out
        );
        assert_eq!(
            (world.read_netrc().as_str(), world.stored("a.test", "me")),
            (file, None)
        );
    }
    for (tool, token) in [("curl-7.88", "hunter1"), ("curl-8.23", "hunter2")] {
        let mut world = World::new();
        world.write_netrc(file);
        world.run(&["import-netrc", "--as", tool]).ok();
        assert_eq!(world.stored("a.test", "me").as_deref(), Some(token));
    }
}

#[test]
fn an_entry_with_more_in_it_than_the_tool_reads_stays_in_the_file() {
    for (file, tool) in [
        (
            "machine a.test login me password hunter1 password hunter2\n",
            "curl-7.88",
        ),
        (
            "machine a.test login me password hunter1 login you\n",
            "curl-7.88",
        ),
        (
            "machine a.test login me password hunter1 token hunter2\n",
            "curl-7.88",
        ),
        (
            "machine a.test login me password \"hunter1\"hunter2\n",
            "git",
        ),
        (
            "machine a.test\n# login me password hunter1\n  login me\n  password hunter2\n",
            "tnftp",
        ),
        (
            "machine a.test # login me password hunter1\n password hunter2\n",
            "curl-8.16",
        ),
    ] {
        let mut world = World::new();
        world.write_netrc(file);
        let done = world.run(&["migrate", "--as", tool]);
        let told = "stored         me at a.test, but kept in the file: it holds more than the stored token\n";
        assert_eq!((done.code, done.out.as_str()), (5, told), "{file}");
        assert!(!done.err.contains("--as"), "{}", done.err);
        assert_eq!(
            (
                world.read_netrc().as_str(),
                world.stored("a.test", "me").as_deref()
            ),
            (file, Some("hunter1"))
        );
    }
}

#[test]
fn the_login_in_the_json_is_the_one_that_was_stored() {
    let mut world = World::new();
    world.write_netrc("machine a.test login one login two password pw\n");
    let done = world
        .run(&["import-netrc", "--as", "curl-7.88", "--format", "json"])
        .ok();
    let found: Value = serde_json::from_str(&done).unwrap();
    let login = found["entries"][0]["login"].as_str().unwrap();
    assert_eq!(
        world.stored("a.test", login).as_deref(),
        Some("pw"),
        "{login}"
    );
}

#[test]
fn a_tool_that_finds_nothing_takes_nothing() {
    let mut world = World::new();
    world.write_netrc(
        "\n# one two\nmachine a.test login me password a\\b\nmachine b.test login me password pw\n",
    );
    let done = world.run(&["migrate", "--as", "pip"]);
    assert_eq!((done.code, world.stored("a.test", "me")), (5, None));
    assert!(
        world
            .read_netrc()
            .contains("machine a.test login me password a\\b\n")
    );
    assert_eq!(
        world.stored("b.test", "me").as_deref(),
        Some("pw"),
        "nobody doubts what it says"
    );
}

#[test]
fn an_unknown_tool_to_read_as_is_a_mistake() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password pw\n");
    let done = world.run(&["import-netrc", "--as", "crul"]);
    assert_eq!((done.code, world.stored("a.test", "me")), (2, None));
    assert!(
        done.err
            .contains("`crul` is not a known tool; known tools are aria2"),
        "{}",
        done.err
    );
}

/// Files that an export finds.
const FILES: [&str; 6] = [
    "",
    "# note\nmachine z.test login me password pw\n",
    "machine z.test\n  login me\n  password \"p w\"\ndefault login any password x\n",
    "machine z.test login me password pw\n\n# of work\n",
    "machine z.test login me password pw\r\nmacdef init\r\nls\r\n\r\n",
    "machine ftp.test login me password pw account ac # note\n",
];

fn values() -> impl Strategy<Value = String> {
    prop_oneof![
        "[!-~]{1,20}",
        "[ -~]{1,12}",
        "[ -~äöü日本]{1,8}",
        "[a-z]{90,270}",
        "(machine|login|default|user)"
    ]
}

fn account(host: &str, login: &str) -> Option<Account> {
    Some(Account {
        host: host.parse().ok()?,
        login: login.parse().ok()?,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_for_readers_is_read_by_each_of_them(
        file in prop::sample::select(FILES.to_vec()),
        readers in prop::sample::subsequence(READERS.iter().collect::<Vec<&'static Reader>>(), 1..=6),
        values in vec((values(), values()), 1..4),
    ) {
        let hosts = ["a.test", "b.test:8443", "[::1]"];
        let given = hosts.iter().zip(&values);
        let given: Vec<_> = given.filter_map(|(host, (login, token))| Some((account(host, login)?, token))).collect();
        let credentials: Vec<_> = given.iter().map(|(account, token)| (account.clone(), token.as_str().into())).collect();
        let document = Document::parse(file.as_bytes().to_vec().into());
        let Export { steps, edits, .. } = Export::new(&document, &credentials, OnConflict::Skip, &readers).unwrap();
        let bytes = edits.finish();
        for (step, (_, token)) in steps.iter().zip(&given).filter(|(step, _)| step.action == ExportAction::Add) {
            let account = &step.account;
            let query = Query { host: account.host.name(), port: account.host.port(), login: None };
            for reader in &readers {
                let meant = Answer::Match {
                    login: Some(account.login.as_str().into()), password: Some(token.as_bytes().to_vec().into()),
                };
                prop_assert!(reader.read(&bytes, &query) == meant, "{} in {:?}", reader.name, String::from_utf8_lossy(&bytes));
            }
        }
    }
}

#[test]
fn a_plain_token_is_written_for_all_readers_at_once() {
    for file in ["", FILES[1]] {
        let document = Document::parse(file.as_bytes().to_vec().into());
        let readers: Vec<&'static Reader> = READERS.iter().collect();
        let credentials = [(
            account("a.test", "me").unwrap(),
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a".into(),
        )];
        let export = Export::new(&document, &credentials, OnConflict::Skip, &readers).unwrap();
        assert_eq!(export.steps[0].action, ExportAction::Add);
    }
    assert_eq!(named("curl").count(), 3);
}
