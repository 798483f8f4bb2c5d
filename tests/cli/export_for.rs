//! `export-netrc --for`: entries that the requested tools read. The expected results were measured
//! with the tools.

use keyrc::Account;
use keyrc::netrc::Document;
use keyrc::plan::{Export, ExportAction, OnConflict};
use keyrc::readers::{Answer, Query, READERS, Reader, named};
use proptest::collection::vec;
use proptest::prelude::*;
use secrecy::SecretString;

use crate::world::World;

/// What `export-netrc --for TOOLS` prints for one credential.
#[track_caller]
fn written(host: &str, token: &str, tools: &str, expected: &str) {
    let mut world = World::new();
    let done =
        world
            .has(host, "me", token)
            .run(&["export-netrc", "--all", "--for", tools, "--file", "-"]);
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
    let done = world.run(&["export-netrc", "--all", "--for", tools]);
    assert_eq!(
        (done.code, done.err.as_str()),
        (1, "keyrc: 1 credential was skipped\n")
    );
    let line = format!("  [not readable in any form by {reason}]");
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
fn the_machine_is_spelled_as_the_tool_expects_it() {
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
        .run(&["export-netrc", "--all", "--for", "go", "--file", "-"])
        .ok();
    assert_eq!(
        done,
        "machine a.test:1\n  login me\n  password one\nmachine a.test:2\n  login me\n  password two\n"
    );
}

#[test]
fn a_value_is_quoted_if_the_tools_need_quotes() {
    let entry = |password: &str| format!("machine a.test\n  login me\n  password {password}\n");
    written("a.test", "a,b", "curl", &entry("a,b"));
    written("a.test", "a,b", "tnftp,curl", &entry("\"a,b\""));
    written("a.test", "a,b", "ftp", &entry("\"a,b\""));
    written("a.test", "a b", "curl,git,pip,uv", &entry("\"a b\""));
    written("a.test", "a#b", "go,curl", &entry("a#b"));
    written("a.test", "it's", "emacs,go", &entry("it's"));
}

#[test]
fn a_token_that_a_tool_cannot_read_is_skipped_and_the_rest_is_written() {
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
            .run(&["export-netrc", "--all", "--file", "-"])
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
fn an_entry_that_the_tool_would_not_read_in_this_file_is_skipped() {
    let mut world = World::new();
    let file = "machine b.test port 80 login me password x\n";
    world.has("a.test", "me", "pw").write_netrc(file);
    let done = world.run(&["export-netrc", "--all", "--for", "pip"]);
    assert_eq!(done.code, 1);
    assert_eq!(
        done.out,
        "! machine a.test login me password ********  \
         [not readable in this file by requests: an unknown keyword]\n"
    );
    assert_eq!(world.read_netrc(), file);
    assert_eq!(
        world
            .run(&["export-netrc", "--all", "--for", "curl,go"])
            .code,
        0
    );
    assert_eq!(
        world.read_netrc(),
        format!("{file}machine a.test\n  login me\n  password pw\n")
    );
}

#[test]
fn an_entry_that_the_file_already_has_is_checked_too() {
    let mut world = World::new();
    let file = "machine a.test login me password \"pw\"\n";
    world.has("a.test", "me", "pw").write_netrc(file);
    assert_eq!(
        world.run(&["export-netrc", "--all", "--for", "curl"]).ok(),
        "= machine a.test login me password ********\n"
    );
    let done = world.run(&["export-netrc", "--all", "--for", "go"]);
    assert_eq!(done.code, 1);
    assert!(
        done.out
            .ends_with("[not readable in this file by go: a quoted value]\n"),
        "{}",
        done.out
    );
    assert_eq!(world.read_netrc(), file);
}

#[test]
fn an_entry_with_a_port_does_not_replace_the_entry_without() {
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
        "me at a.test (line 1): read by 1 of 2 tools\n  go: a different password\n\
         me at a.test:8443 (line 4): read by 1 of 2 tools\n  curl-7.88: a different password\n    \
         line 4: a host with a port; remove the port, which only Go supports\n"
    );
    assert_eq!(
        world
            .run(&["check-netrc", "a.test:9443", "--for", "go"])
            .out,
        "me at a.test (line 1): read by no tool\n  go: nothing\n"
    );
}

#[test]
fn tools_that_would_use_another_login_are_reported() {
    let mut world = World::new();
    world
        .has("a.test", "me", "pw")
        .write_netrc("machine a.test login you password x\n");
    let done = world.run(&["export-netrc", "--all", "--for", "curl-7.88,pip"]);
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
         [the file has another login for this host, used by curl-7.88 unless you name this one]\n"
    );
    let done = world.run(&["export-netrc", "--all", "--for", "pip"]).ok();
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
            .run(&["export-netrc", "--all", "-n", "--for", "git,curl-8.16"])
            .err,
        ""
    );
    world.write_netrc("machine z.test password x\n");
    let done = world.run(&["export-netrc", "--all", "--for", "git,curl-8.16"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(world.read_netrc().ends_with("machine z.test password x\n"));
    assert_eq!(
        world.run(&["check-netrc", "z.test", "--for", "git"]).code,
        0
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
    fn every_requested_reader_reads_what_is_written(
        file in prop::sample::select(FILES.to_vec()),
        readers in prop::sample::subsequence(READERS.iter().collect::<Vec<&'static Reader>>(), 1..=6),
        values in vec((values(), values()), 1..4),
    ) {
        let hosts = ["a.test", "b.test:8443", "[::1]"];
        let inputs = hosts.iter().zip(&values);
        let inputs: Vec<_> = inputs.filter_map(|(host, (login, token))| Some((account(host, login)?, token))).collect();
        let credentials: Vec<_> = inputs.iter().map(|(account, token)| (account.clone(), SecretString::from(token.as_str()).into())).collect();
        let document = Document::parse(file.as_bytes().to_vec().into());
        let Export { steps, edits, .. } = Export::new(&document, &credentials, OnConflict::Skip, &readers).unwrap();
        let bytes = edits.finish();
        for (step, (_, token)) in steps.iter().zip(&inputs).filter(|(step, _)| step.action == ExportAction::Add) {
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
        // mise and rattler read no file with a comment.
        let reads_comments = |reader: &&Reader| !matches!(reader.name, "mise" | "rattler");
        let readers: Vec<&'static Reader> = READERS.iter().filter(reads_comments).collect();
        let credentials = [(
            account("a.test", "me").unwrap(),
            SecretString::from("ghp_16C7e42F292c6912E7710c838347Ae178B4a").into(),
        )];
        let export = Export::new(&document, &credentials, OnConflict::Skip, &readers).unwrap();
        assert_eq!(export.steps[0].action, ExportAction::Add);
    }
    assert_eq!(named("curl").count(), 3);
}

#[test]
fn a_tool_that_reads_one_account_of_a_host_gets_the_default_one() {
    let mut world = World::new();
    world
        .has("a.test", "bot", "one")
        .has("a.test", "zed", "two");
    world.run(&["switch", "a.test", "-u", "zed"]).ok();
    let file = "machine a.test\n  login zed\n  password two\n";
    for mark in ["+", "="] {
        let done = world.run(&["export-netrc", "a.test", "--all-logins", "--for", "pip"]);
        assert_eq!(done.code, 1, "{}{}", done.out, done.err);
        let lines: Vec<&str> = done.out.lines().collect();
        assert!(
            lines[0].starts_with(&format!("{mark} machine a.test login zed")),
            "{}",
            done.out
        );
        assert!(
            lines[1].starts_with("! machine a.test login bot"),
            "{}",
            done.out
        );
        assert_eq!(done.err, "keyrc: 1 credential was skipped\n");
        assert_eq!(world.read_netrc(), file);
    }
}
