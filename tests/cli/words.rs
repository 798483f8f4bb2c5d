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
