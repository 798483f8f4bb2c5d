//! A command gets the requested tokens, and its process has no traces of keyrc.

use std::os::unix::fs::MetadataExt;

use super::{Who, World};

fn world() -> World {
    let world = World::new(Who::User);
    world.has("a.test", "me", "one");
    world.has("b.test", "you", "two");
    world
}

fn entry(host: &str, login: &str, token: &str) -> String {
    format!("machine {host}\n  login {login}\n  password {token}\n")
}

#[test]
fn a_command_gets_the_tokens_of_the_named_hosts_only() {
    let world = world();
    let cat = |args: &[&str]| world.keyrc(&[&["exec"], args, &["--", "cat", ".netrc"]].concat());
    assert_eq!(cat(&["a.test"]).ok(), entry("a.test", "me", "one"));
    assert_eq!(
        cat(&["b.test", "a.test"]).ok(),
        entry("b.test", "you", "two") + &entry("a.test", "me", "one")
    );
    assert_eq!(
        cat(&["--all"]).ok(),
        entry("a.test", "me", "one") + &entry("b.test", "you", "two")
    );
    let output = cat(&["c.test"]).fails(3);
    assert_eq!(
        output,
        "keyrc: no credential for `c.test`\nkeyrc: hint: store one with `keyrc login c.test`\n"
    );
    let output = cat(&[]).fails(2);
    assert_eq!(
        output,
        "keyrc: the command's arguments contain no URL\nkeyrc: hint: name the hosts it needs, as in `keyrc \
         exec api.example.com -- make`, or add `--all`\n"
    );
    for args in [&["a.test", "--all"][..], &["--all", "-u", "me"]] {
        let output = cat(args).fails(2);
        assert!(output.contains("cannot be used with"), "{output}");
    }
    let output = world.keyrc(&["exec", "curl", "https://a.test/"]).fails(2);
    assert!(output.ends_with(
        "keyrc: hint: put `--` before the command, as in `keyrc exec -- curl -n https://api.example.com/`\n"
    ));
}

#[test]
fn a_command_gets_the_stored_tokens_of_the_hosts_in_its_urls() {
    let world = world();
    world.has("a.test", "them", "three");
    let cat = |urls: &[&str]| {
        world.keyrc(&[&["exec", "--", "sh", "-c", "cat ~/.netrc", "sh"], urls].concat())
    };
    assert_eq!(
        cat(&["https://b.test/x", "https://c.test/"]).ok(),
        entry("b.test", "you", "two")
    );
    assert_eq!(
        cat(&["https://them@a.test/x", "https://me@a.test"]).ok(),
        entry("a.test", "them", "three") + &entry("a.test", "me", "one")
    );
    let output = cat(&["https://a.test/"]).fails(2);
    assert!(
        output.starts_with("keyrc: `a.test` has several accounts: `me`, `them`\n"),
        "{output}"
    );
    cat(&["https://c.test/"]).fails(3);
    // A token is only used for the port for which it was stored.
    let output = cat(&["https://b.test:8443/"]).fails(3);
    assert_eq!(
        output,
        "keyrc: no credential for `https://b.test:8443`: the one for `b.test` is for https, the default port\n\
         keyrc: hint: to use it for every protocol and port, run `keyrc scope b.test -u you --any`\n"
    );
    // The login can be given in three ways.
    let me = entry("a.test", "me", "one");
    let run = |args: &[&str]| {
        world.keyrc(&[args, &["--", "sh", "-c", "cat ~/.netrc", "https://a.test"]].concat())
    };
    assert_eq!(run(&["exec", "-u", "me"]).ok(), me);
    assert_eq!(run(&["exec", "me@a.test"]).ok(), me);
    assert_eq!(
        run(&["exec", "-u", "me", "them@a.test", "b.test"])
            .fails(3)
            .lines()
            .count(),
        2
    );
    assert_eq!(
        run(&["exec", "-u", "me", "them@a.test", "a.test"]).ok(),
        entry("a.test", "them", "three") + &me
    );
}

/// Writes a netrc that belongs to the user that the commands run as.
fn write_own_netrc(world: &World, text: &str) {
    world.write_netrc(text);
    let owner = std::fs::metadata(world.path("home")).unwrap();
    std::os::unix::fs::chown(world.netrc(), Some(owner.uid()), Some(owner.gid())).unwrap();
}

#[test]
fn a_command_gets_the_users_netrc_only_on_request() {
    let world = world();
    let own = entry("c.test", "them", "three");
    write_own_netrc(&world, &own);
    assert_eq!(
        world.keyrc(&["exec", "a.test", "--", "cat", ".netrc"]).ok(),
        entry("a.test", "me", "one")
    );
    let merged = world
        .keyrc(&["exec", "--merge", "a.test", "--", "cat", ".netrc"])
        .ok();
    assert_eq!(merged, own.clone() + &entry("a.test", "me", "one"));
    assert_eq!(world.read_netrc(), own);
    // The keyring takes precedence, and the netrc is not written.
    world.write_netrc(&entry("a.test", "me", "old"));
    let merged = world
        .keyrc(&["exec", "--merge", "a.test", "--", "cat", ".netrc"])
        .ok();
    assert_eq!(merged, entry("a.test", "me", "one"));
    assert_eq!(world.read_netrc(), entry("a.test", "me", "old"));
}

#[test]
fn a_merged_netrc_that_the_tool_cannot_read_is_reported() {
    let world = world();
    world.has("a.test", "me", "one");
    // The byte order mark hides the file from curl 8.
    write_own_netrc(&world, "\u{feff}machine z.test login u password p\n");
    let done = world.keyrc(&["exec", "--merge", "a.test", "--", "curl", "--version"]);
    assert!(done.err.contains("me at a.test: not read by "), "{done}");
    done.ok();
}

#[test]
fn a_token_is_written_in_a_form_that_the_tool_reads() {
    let world = world();
    world.has("a.test", "me", "p w");
    let cat = |args: &[&str]| {
        world.keyrc(&[&["exec"], args, &["a.test", "--", "cat", ".netrc"]].concat())
    };
    assert_eq!(
        cat(&["--for", "curl"]).ok(),
        "machine a.test\n  login me\n  password \"p w\"\n"
    );
    let done = cat(&["--for", "go"]);
    assert!(
        done.err.contains("not readable in any form by go"),
        "{done}"
    );
    done.fails(1);
}

#[test]
fn variables_and_standard_input_can_deliver_a_token() {
    let world = world();
    let line = "echo $ONE $TWO; ls .netrc";
    let done = world.keyrc(&[
        "exec",
        "--env",
        "ONE=a.test",
        "--env",
        "TWO=you@b.test",
        "--",
        "sh",
        "-c",
        line,
    ]);
    assert_eq!(done.out, "one two\n", "{done}");
    assert!(
        done.err.contains("No such file"),
        "no host was named, so there is no netrc: {done}"
    );
    assert_eq!(
        world
            .keyrc(&["exec", "--stdin", "a.test", "--", "cat"])
            .ok(),
        "one\n"
    );
    assert_eq!(
        world
            .keyrc(&["exec", "--header", "a.test", "--", "cat"])
            .ok(),
        "Authorization: Bearer one\n"
    );
    let line = "cat; echo $TWO; cat ~/.netrc";
    for way in ["namespace", "memfd"] {
        let args = [
            "exec",
            "--via",
            way,
            "a.test",
            "--env",
            "TWO=b.test",
            "--stdin",
            "b.test",
            "--",
            "sh",
            "-c",
            line,
        ];
        let output = world.keyrc(&args);
        let netrc = if way == "namespace" {
            entry("a.test", "me", "one")
        } else {
            String::new()
        };
        assert_eq!(output.out, format!("two\ntwo\n{netrc}"));
    }
    for args in [
        &["--env", "=a.test"][..],
        &["--env", "ONE"],
        &["--env", "ONE=a b"],
        &["--stdin", "", "--header", "x"],
    ] {
        world
            .keyrc(&[&["exec"], args, &["--", "true"]].concat())
            .fails(2);
    }
    world
        .keyrc(&["exec", "--env", "ONE=c.test", "--", "true"])
        .fails(3);
}

#[test]
fn the_longest_token_goes_through_a_pipe() {
    let world = World::new(Who::User);
    let token = "x".repeat(65536);
    world.has("a.test", "me", &token);
    world.has("b.test", "me", "one");
    for way in ["namespace", "memfd"] {
        let args = [
            "exec", "--via", way, "b.test", "--header", "a.test", "--", "wc", "-c",
        ];
        assert_eq!(world.keyrc(&args).ok(), "65559\n");
    }
    let netrc = ["exec", "a.test", "--", "sh", "-c", "wc -c <~/.netrc"];
    assert_eq!(world.keyrc(&netrc).out, "65574\n");
}

#[test]
fn the_command_replaces_the_process() {
    let world = world();
    for way in ["namespace", "memfd", "file"] {
        // The process ID, the limit for core dumps, signals, descriptors and children.
        let look = "echo $$; ulimit -Sc; ulimit -Hc; grep -E 'Sig(Blk|Ign)' /proc/self/status; pgrep -cP $$; \
                    for fd in /proc/$$/fd/*; do readlink $fd; done";
        let line = "ulimit -Sc 10; eval \"$1\"; echo then; exec keyrc exec --via $2 a.test -- bash -c \"$1; exit 7\"";
        let done = world.run("bash", &["-c", line, "bash", look, way]);
        assert_eq!(done.code, Some(7), "{done}");
        let (before, after) = done.out.split_once("then\n").unwrap();
        // A netrc in memory is one more descriptor.
        let after: Vec<&str> = after
            .lines()
            .filter(|line| !line.starts_with("/memfd:netrc"))
            .collect();
        assert_eq!(after, before.lines().collect::<Vec<_>>(), "{way}");
        assert_eq!(
            done.out.matches("/memfd:").count(),
            usize::from(way == "memfd"),
            "{done}"
        );
    }
}

#[test]
fn signals_reach_the_command() {
    let world = world();
    for way in ["namespace", "memfd", "file"] {
        let line = format!(
            "keyrc exec --via {way} a.test -- sh -c 'trap \"echo caught; exit 3\" TERM; kill -TERM $$; sleep 5'"
        );
        let caught = world.shell(&line);
        assert_eq!(
            (caught.code, &*caught.out),
            (Some(3), "caught\n"),
            "{way}: {caught}"
        );
        let killed = world.shell(&format!(
            "keyrc exec --via {way} a.test -- sh -c 'kill -KILL $$'; echo $?"
        ));
        assert_eq!(killed.out, "137\n");
        world.is_clean();
    }
}

#[test]
fn a_token_from_the_environment_can_have_a_login() {
    let mut world = World::new(Who::User);
    world.set("KEYRC_TOKEN_A_TEST", "one");
    let output = world
        .keyrc(&["exec", "a.test", "--", "cat", ".netrc"])
        .fails(2);
    assert!(
        output.starts_with("keyrc: the token has no login"),
        "{output}"
    );
    assert_eq!(
        world
            .keyrc(&["exec", "a.test", "-u", "me", "--", "cat", ".netrc"])
            .ok(),
        entry("a.test", "me", "one")
    );
    assert_eq!(
        world
            .keyrc(&["exec", "--", "sh", "-c", "cat .netrc", "https://me@a.test"])
            .ok(),
        entry("a.test", "me", "one")
    );
    assert_eq!(
        world
            .keyrc(&["exec", "--stdin", "a.test", "--", "cat"])
            .ok(),
        "one\n"
    );
}

#[test]
fn a_url_without_a_token_suggests_the_host_of_a_login_by_redirect() {
    let world = world();
    let done = world.keyrc(&[
        "exec",
        "--",
        "wget",
        "-e",
        "https://a.test",
        "http://data.test/f",
    ]);
    assert_eq!(done.code, Some(3), "{done}");
    let hint = "hint: store one with `keyrc login data.test`; if the URL leads to a login page on another host, \
                name that host: `keyrc exec HOST -- COMMAND`\n";
    assert!(done.err.contains(hint), "{done}");
}
