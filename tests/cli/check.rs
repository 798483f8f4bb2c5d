//! check-netrc: the output and exit code of a check, and the readers that it asks.

use std::os::unix::fs::{PermissionsExt, chown};

use keyrc::readers::READERS;
use serde_json::Value;

use crate::snapshot::{self, transcript};
use crate::world::{INSTALLED, World};

pub(super) const PLAIN: &str = "machine a.test\n  login me\n  password hunter2\n";

/// The JSON that a check prints.
pub(super) fn json(world: &mut World, args: &[&str]) -> Value {
    let done = world.run(&[&["check-netrc", "--format", "json"], args].concat());
    serde_json::from_str(&done.out)
        .unwrap_or_else(|error| panic!("{error} in {:?}: {}", done.out, done.err))
}

/// The line for an entry that every reader reads.
pub(super) fn read_by_all(entry: &str) -> String {
    format!("{entry}: read by all {} tools\n", INSTALLED.len())
}

pub(super) fn text<'v>(view: &'v Value, name: &str) -> &'v str {
    view[name].as_str().unwrap_or("-")
}

#[test]
fn every_reader_reads_a_clean_file() {
    let mut world = World::new();
    world.write_netrc(PLAIN);
    let read = read_by_all("me at a.test (line 1)");
    assert_eq!(world.run(&["check-netrc"]).ok(), read);
    let found = json(&mut world, &[]);
    assert_eq!(
        (
            found["agree"].as_bool(),
            found["readers"].as_array().map(Vec::len)
        ),
        (Some(true), Some(INSTALLED.len()))
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
    let done = world.run(&["check-netrc", "--for", "curl,go,uv"]);
    snapshot::check("a_disagreement", &transcript(&done));
}

#[test]
fn only_the_named_tools_count() {
    let mut world = World::new();
    world.write_netrc("machine a.test\n  login me\n  password \"hunter2\"\n");
    let read = "me at a.test (line 1): read by all 5 tools\n";
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
    assert!(
        done.out.starts_with(
            "me at a.test (line 1): read by 3 of 4 tools\n  go: a different password\n"
        )
    );
}

#[test]
fn an_unknown_tool_is_a_usage_error() {
    let mut world = World::new();
    for args in [
        &["check-netrc", "--for", "curl,unheard-of"][..],
        &["export-netrc", "--all", "--for", "unheard-of"],
    ] {
        let done = world.run(args);
        assert_eq!((done.code, done.out.as_str()), (2, ""));
        let list = "`keyrc check-netrc --list-tools` lists the known tools";
        assert!(done.err.contains(list), "{}", done.err);
    }
}

#[test]
fn a_file_that_others_can_read_is_checked_with_a_warning() {
    let mut world = World::new();
    world.write_netrc_with_mode(PLAIN, 0o644);
    let warning = "keyrc: `~/.netrc` is open to others (mode 0644)\n\
         keyrc: hint: run `chmod 600 ~/.netrc`\n";
    let read = "me at a.test (line 1): read by all 2 tools\n";
    world
        .run(&["check-netrc", "--for", "uv,go"])
        .expect(0, read, warning);
    world
        .run(&["check-netrc", "--for", "python,uv,net-netrc"])
        .expect(
            5,
            "python, net-netrc: nothing, because others can access the file\n\
         me at a.test (line 1): read by 1 of 3 tools\n",
            &format!("{warning}keyrc: 2 tools cannot read `~/.netrc`\n"),
        );
    let found = world.run(&["check-netrc", "--for", "python", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&found.out).unwrap();
    assert_eq!(found["agree"], false);
    let view = &found["entries"][0]["views"][0];
    assert_eq!(
        (&view["verdict"], &view["reason"]),
        (&"error".into(), &"others can access the file".into())
    );
    let mode = std::fs::metadata(world.netrc())
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o7777, 0o644, "looking changes nothing");
}

/// CPython checks the mode only of `~/.netrc`, and of a file that it reads without a path.
#[test]
fn python_reads_another_file_that_others_can_read() {
    let mut world = World::new();
    world.write_netrc_with_mode(PLAIN, 0o644);
    let path = world.home.path().join("other");
    std::fs::rename(world.netrc(), &path).unwrap();
    let path = path.to_str().unwrap();
    for (tools, code) in [("python", 0), ("aria2", 5), ("netrc-gem", 5), ("curl", 0)] {
        let done = world.run(&["check-netrc", path, "--for", tools]);
        assert_eq!(done.code, code, "{tools}: {}", done.err);
    }
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
    assert!(list.contains("\nuv                    uv 0.13\n"), "{list}");
    assert!(
        list.contains("\ngit                   curl-8.16, curl-8.23, git\n"),
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
    assert_eq!(readers.len(), READERS.len());
    assert_eq!(
        of("requests")["tools"],
        serde_json::json!(["aiohttp", "http", "httpie", "pip", "requests"])
    );
    // uv ignores files that it cannot parse, CPython fails. curl accepts `user@host` in a URL, Go
    // does not.
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

#[test]
fn a_tool_is_named_as_the_user_names_it() {
    let mut world = World::new();
    world.write_netrc("machine a.test\n  login me\n  password pw\n\n# note\n");
    for tool in ["pip", "yt-dlp", "httpie", "wandb", "pip3"] {
        let done = world.run(&["check-netrc", "--for", tool]);
        let expected = format!(
            "  {}: nothing, the whole file is lost\n",
            tool.trim_end_matches('3')
        );
        assert!(done.out.contains(&expected), "{tool}: {}", done.out);
    }
    let done = world.run(&["check-netrc", "--for", "heroku"]);
    assert_eq!(done.out, "me at a.test (line 1): read by heroku\n");
}

#[test]
fn a_mistyped_tool_gets_a_suggestion() {
    let mut world = World::new();
    world.write_netrc(PLAIN);
    let done = world.run(&["check-netrc", "--for", "crul"]);
    assert_eq!(done.code, 2);
    assert!(
        done.err.contains("not a known tool; did you mean `curl`?"),
        "{}",
        done.err
    );
    let done = world.run(&["check-netrc", "--for", "hg"]);
    assert!(
        done.err.contains("this tool does not read a netrc"),
        "{}",
        done.err
    );
}

#[test]
fn every_name_that_people_use_is_listed() {
    let list = World::new().run(&["check-netrc", "--list-tools"]).ok();
    for name in [
        "pip", "heroku", "npm", "gem", "ftp", "nix", "yt-dlp", "httpie", "curl",
    ] {
        let is_listed = list
            .lines()
            .any(|line| line.starts_with(&format!("{name} ")));
        assert!(is_listed, "{name}: {list}");
    }
}

#[test]
fn a_report_is_about_the_installed_tools() {
    let mut world = World::new();
    world.write_netrc(PLAIN);
    let all = format!(
        "me at a.test (line 1): read by all {} tools\n",
        READERS.len()
    );
    assert_eq!(world.run(&["check-netrc", "--all-tools"]).ok(), all);
}

#[test]
fn apt_reads_a_machine_with_a_path() {
    let mut world = World::new();
    world.write_netrc("machine a.test/debian login me password pw\n");
    assert_eq!(
        world.run(&["check-netrc", "--for", "apt"]).ok(),
        "me at a.test/debian (line 1): read by apt\n"
    );
}
