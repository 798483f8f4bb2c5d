//! The words that people try: other names of commands and stores, and how to undo a choice.

use keyrc::store::{Absence, Fault};

use crate::world::World;

#[test]
fn common_names_of_other_programs_work() {
    let mut world = World::new();
    world.input = b"tok".to_vec();
    world
        .run(&["set", "a.test", "-u", "me", "--token-stdin"])
        .ok();
    assert_eq!(world.run(&["get", "a.test"]).ok(), "tok\n");
    assert_eq!(world.run(&["ls"]).ok(), "a.test  me\n");
    world.run(&["rm", "a.test"]).ok();
    assert_eq!(world.stored("a.test", "me"), None);
}

#[test]
fn list_shows_only_the_named_hosts() {
    let mut world = World::new();
    world.has("a.test", "me", "t1").has("b.test", "me", "t2");
    assert_eq!(world.run(&["list", "b.test"]).ok(), "b.test  me\n");
    assert_eq!(world.run(&["list", "c.test"]).code, 3);
}

#[test]
fn a_default_account_can_be_forgotten() {
    let mut world = World::new();
    world.has("a.test", "me", "t1").has("a.test", "you", "t2");
    world.run(&["switch", "a.test", "-u", "you"]).ok();
    assert_eq!(world.run(&["token", "a.test"]).ok(), "t2\n");
    let done = world.run(&["switch", "a.test", "--clear"]).ok();
    assert_eq!(done, "a.test has no default account now\n");
    assert_eq!(world.run(&["token", "a.test"]).code, 2);
}

#[test]
fn the_keyring_is_called_keyring() {
    let mut world = World::new();
    for store in ["keyring", "os", "vault", "auto"] {
        world.run(&["list", "--store", store]);
        world.environment = vec![("KEYRC_STORE".into(), store.into())];
        assert_ne!(world.run(&["list"]).code, 2, "{store}");
    }
    world.environment.clear();
    world.run(&["store", "use", "os"]).ok();
    let settings = std::fs::read_to_string(world.home.path().join("settings/config.toml"));
    assert_eq!(settings.unwrap(), "store = \"keyring\"\n");
    let help = world.run(&["--help"]).ok();
    assert!(help.contains("keyring") && !help.contains("os:"), "{help}");
}

#[test]
fn without_a_keyring_the_hint_names_the_vault_that_exists() {
    let mut world = World::new();
    world.fault = Some(Fault::Absent(Absence::Bus));
    let without = world.run(&["list"]).err;
    assert!(without.contains("`keyrc vault init`"), "{without}");
    world.typed = Some(vec!["correct horse battery", "correct horse battery"]);
    let made = world.run(&["vault", "init"]);
    assert_eq!(made.code, 0, "{made:?}");
    let with = world.run(&["list"]).err;
    assert!(
        with.ends_with("hint: use the vault from now on with `keyrc store use vault`\n"),
        "{with}"
    );
    world.run(&["store", "use", "vault"]).ok();
}

#[test]
fn a_mistyped_host_is_followed_by_a_suggestion() {
    let mut world = World::new();
    world.has("github.com", "me", "tok");
    for command in [
        &["token", "gihub.com"][..],
        &["list", "gihub.com"],
        &["logout", "gihub.com"],
    ] {
        let output = world.run(command);
        assert_eq!(output.code, 3, "{output:?}");
        assert!(
            output.err.ends_with("hint: did you mean `github.com`?\n"),
            "{output:?}"
        );
    }
    let other = world.run(&["token", "example.org"]).err;
    assert!(other.contains("`keyrc login example.org`"), "{other}");
}

#[test]
fn a_host_is_suggested_only_if_it_is_probably_meant() {
    let mut world = World::new();
    world
        .has("github.com", "me", "tok")
        .has("h3.test", "me", "tok");
    for (host, meant) in [
        ("github", Some("github.com")),
        ("www.github.com", Some("github.com")),
        ("githbu.com", Some("github.com")),
        ("h3.tst", Some("h3.test")),
        ("h4.test", None),
        ("gitlab.com", None),
        ("git", None),
        ("example.org", None),
    ] {
        let done = world.run(&["token", host]);
        let hint = match meant {
            Some(meant) => format!("hint: did you mean `{meant}`?\n"),
            None => format!("hint: store one with `keyrc login {host}`\n"),
        };
        assert!(done.err.ends_with(&hint), "{host}: {}", done.err);
    }
    let mut empty = World::new();
    for (host, meant) in [
        ("github", "github.com"),
        ("www.gitlab.com", "gitlab.com"),
        ("github.com", "github.com"),
        ("dev", "dev"),
    ] {
        let done = empty.run(&["token", host]);
        let login = format!("`keyrc login {meant}`\n");
        assert!(done.err.ends_with(&login), "{host}: {}", done.err);
    }
}

#[test]
fn a_host_and_a_login_in_the_wrong_order_are_noticed() {
    let mut world = World::new();
    world.has("github.com", "octo", "tok");
    for command in ["token", "logout", "scope", "switch"] {
        let done = world.run(&[command, "-u", "github.com", "octo"]);
        assert_eq!(done.code, 3);
        let hint = "hint: did you mean the host github.com, with `-u octo`?\n";
        assert!(done.err.ends_with(hint), "{command}: {}", done.err);
    }
}

#[test]
fn words_of_other_programs_are_answered_with_those_of_keyrc() {
    let mut world = World::new();
    world.has("github.com", "work", "tok");
    for (args, part) in [
        (
            &["migrate", "~/.netrc"][..],
            "hint: name the file with `--file PATH`\n",
        ),
        (
            &["migrate", "/home/me/.netrc"],
            "hint: name the file with `--file PATH`\n",
        ),
        (
            &["import-netrc", ".netrc"],
            "hint: name the file with `--file PATH`\n",
        ),
        (
            &["export-netrc", "./netrc"],
            "hint: name the file with `--file PATH`\n",
        ),
        (
            &["switch", "github.com", "work"],
            "hint: give the account as `-u NAME`\n",
        ),
        (
            &["token", "github.com", "work"],
            "hint: give the account as `-u NAME`\n",
        ),
        (
            &["list", "--json"],
            "hint: print JSON with `--format json`\n",
        ),
        (&["unlock"], "`keyrc vault unlock`"),
        (&["unlock"], "`keyrc store unlock`"),
        (&["lock"], "hint: lock the vault with `keyrc vault lock`\n"),
        (&["init"], "hint: create a vault with `keyrc vault init`\n"),
        (&["lst"], "unrecognized subcommand 'lst'"),
        (&["list", "--jsn"], "unexpected argument '--jsn' found"),
        (&["list", "-X"], "unexpected argument '-X' found"),
    ] {
        let done = world.run(args);
        assert_eq!(done.code, 2, "{args:?}");
        assert!(done.err.contains(part), "{args:?}: {}", done.err);
    }
    for token in [
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "Hunter2",
        "-Hunter2",
    ] {
        let done = world.run(&[token]);
        assert!(!done.err.contains(token), "{}", done.err);
    }
}

#[test]
fn completion_scripts_get_hosts_and_logins_without_tokens() {
    let mut world = World::new();
    world.has("b.test", "me", "tok").has("a.test", "me", "tok2");
    assert_eq!(
        world.run(&["complete-words", "hosts"]).ok(),
        "a.test\nb.test\n"
    );
    assert_eq!(world.run(&["complete-words", "logins"]).ok(), "me\n");
    world.fault = Some(Fault::Absent(Absence::Bus));
    assert_eq!(world.run(&["complete-words", "hosts"]).ok(), "");
}

/// Runs the bash script with a stand-in for keyrc that offers these hosts, and returns what it
/// offers for a command line.
fn completed(line: &str) -> String {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/completions/keyrc.bash");
    let run = format!(
        "keyrc() {{ printf '%s\\n' api.a.test api.b.test 'x.test/$(echo no)'; }}\n\
         . {script}\nCOMP_WORDS=({line}) COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n\
         cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD - 1]}}\n\
         _keyrc_words keyrc \"$cur\" \"$prev\"; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    let output = std::process::Command::new("bash")
        .args(["--norc", "-c", &run])
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn bash_completes_hosts_and_the_command_of_exec() {
    let hosts = completed("keyrc token api.");
    assert!(hosts.contains("api.a.test\napi.b.test\n"), "{hosts}");
    assert!(
        completed("keyrc token x.").contains("x.test/$(echo no)"),
        "{hosts}"
    );
    let command = completed("keyrc exec -- ba");
    assert!(command.lines().any(|word| word == "bash"), "{command}");
    assert!(completed("keyrc che").contains("check-netrc"));
}

#[test]
fn a_mistyped_login_is_compared_with_those_of_its_host() {
    let mut world = World::new();
    world
        .has("github.com", "octo", "1")
        .has("githubb.com", "okto", "2");
    for command in ["token", "logout", "scope"] {
        let done = world.run(&[command, "github.com", "-u", "okto"]);
        assert!(
            done.err.contains("hint: did you mean `-u octo`?"),
            "{command}: {}",
            done.err
        );
    }
    let done = world.run(&["logout", "gitlab.co", "-u", "me"]);
    assert!(!done.err.contains("keyrc login"), "{}", done.err);
}
