//! `migrate --as` and `import-netrc --as`: ambiguous entries, read as one tool reads them. The
//! expected results were measured with the tools.

use keyrc::readers::{ToolSet, named};
use serde_json::Value;

use crate::world::World;

#[test]
fn an_ambiguous_entry_is_skipped_and_its_readings_are_shown() {
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
                .contains("keyrc: hint: pick an interpretation with `--as TOOL`"),
            "{}",
            done.err
        );
    }
    assert_eq!(world.stored("a.test", "me"), None);
}

/// curl 8.21 and later reads the second of two passwords, and earlier versions the first one.
#[test]
fn a_tool_is_the_version_that_is_installed() {
    for (installed, token) in [("curl-7.88", "x"), ("curl-8.23", "y")] {
        let mut world = World::new();
        world.tools = match installed {
            "curl-7.88" => || ToolSet::of_pairs(named("curl-7.88").map(|reader| ("curl", reader))),
            _ => || ToolSet::of_pairs(named("curl-8.23").map(|reader| ("curl", reader))),
        };
        world.write_netrc("machine a.test login me password x password y\n");
        let done = world.run(&["import-netrc", "--as", "curl"]);
        assert_eq!(done.code, 0, "{done:?}");
        assert_eq!(world.stored("a.test", "me").as_deref(), Some(token));
    }
}

#[test]
fn the_json_of_readings_has_no_secret() {
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
    // curl 8.21 and later reads the comment too.
    assert_eq!(
        (of("curl-7.88").0, of("python").0, of("curl-8.23").0),
        (true, true, false)
    );
    assert_eq!(of("curl-7.88"), of("go"));
    assert!(of("curl-7.88").1 != of("python").1 && of("python").1 != of("curl-8.23").1);
}

#[test]
fn a_login_that_contains_a_password_is_not_shown() {
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

/// The credential that is stored when an entry is read as one tool reads it.
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
fn an_ambiguous_entry_is_imported_as_the_tool_reads_it() {
    let backslash = "machine a.test login me password a\\b\n";
    stored_as(backslash, "curl", "a\\b");
    stored_as(backslash, "pip", "ab");
    stored_as(backslash, "tnftp", "ab");
    stored_as("machine a.test login me password #pw\n", "go", "#pw");
}

#[test]
fn a_value_that_the_tool_finds_in_another_entry_is_not_imported() {
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
fn a_value_that_the_tool_finds_in_default_is_not_imported() {
    let mut world = World::new();
    let file = "default login me password S\nmachine a.test login me password a\\b\n\
                machine a.test login you password T\n";
    world.write_netrc(file);
    let done = world.run(&["migrate", "--as", "curl"]);
    assert_eq!(done.code, 5);
    assert!(
        done.out.contains(
            "you at a.test, but kept in the file: without it, curl-7.88, curl-8.16, git, wget2, python, \
             requests would use another entry for the same host"
        ),
        "{}",
        done.out
    );
    assert_eq!(
        (world.read_netrc().as_str(), world.stored("a.test", "me")),
        (file, None)
    );
    assert_eq!(world.stored("a.test", "you").as_deref(), Some("T"));
}

#[test]
fn two_tokens_of_a_login_next_to_another_login_both_stay() {
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
fn an_entry_that_is_not_ambiguous_is_imported_as_it_is() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password \"pw\"\n");
    world.run(&["import-netrc", "--as", "go"]).ok();
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("pw"));
}

#[test]
fn an_entry_that_versions_of_the_tool_read_differently_is_skipped() {
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
fn an_entry_that_holds_more_than_the_tool_reads_stays_in_the_file() {
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
        let output = "stored         me at a.test, but kept in the file: it holds more than the stored token\n";
        assert_eq!((done.code, done.out.as_str()), (5, output), "{file}");
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
fn the_json_has_the_stored_login() {
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
fn an_entry_in_which_the_tool_finds_nothing_is_skipped() {
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
fn an_unknown_tool_is_a_usage_error() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password pw\n");
    let done = world.run(&["import-netrc", "--as", "crul"]);
    assert_eq!((done.code, world.stored("a.test", "me")), (2, None));
    assert!(
        done.err.contains("not a known tool; did you mean `curl`?"),
        "{}",
        done.err
    );
}

#[test]
fn an_entry_before_a_keyword_in_capitals_is_skipped_if_tools_read_on() {
    let file = "machine d.test login al password pw1167\nMACHINE a.test login bo password pw5864\n";
    let mut world = World::new();
    world.write_netrc(file);
    let done = world.run(&["migrate"]);
    assert_eq!((done.code, world.read_netrc().as_str()), (5, file));
    assert_eq!(world.stored("d.test", "al"), None);
    let reason = "skipped        d.test: line 2: a keyword with capital letters\n";
    assert!(done.out.contains(reason), "{}", done.out);
    assert!(done.out.contains("wget"), "{}", done.out);
    world.run(&["import-netrc", "d.test", "--as", "curl"]).ok();
    assert_eq!(world.stored("d.test", "al").as_deref(), Some("pw1167"));
    // Every tool reads the first entry.
    world.write_netrc("machine c.test login al password pw\nMACHINE a.test\n");
    world.run(&["import-netrc", "c.test"]).ok();
    assert_eq!(world.stored("c.test", "al").as_deref(), Some("pw"));
}
