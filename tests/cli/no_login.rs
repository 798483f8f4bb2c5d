//! Entries without the name of an account: the token is the login, or there is no login.

use crate::world::World;

const GITHUB: &str = "ghp_AAAAbbbbCCCCddddEEEEffff0000111122";

/// Migrates the file, and checks that the tokens are nowhere but in the store and that
/// `export-netrc` gives the file back.
#[track_caller]
fn moves_and_comes_back(file: &str, secrets: &[&str]) {
    let mut world = World::new();
    world.write_netrc(file);
    let mut outputs = vec![
        world.run(&["check-netrc"]),
        world.run(&["migrate", "--dry-run"]),
        world.run(&["migrate", "--dry-run", "--format", "json"]),
    ];
    let migrated = world.run(&["migrate"]);
    assert_eq!(migrated.code, 0, "{}{}", migrated.out, migrated.err);
    assert_eq!(world.read_netrc(), "", "all entries are moved");
    outputs.push(migrated);
    for command in [
        &["list"][..],
        &["list", "--format", "json"],
        &["status"],
        &["status", "h.test"],
        &["export-netrc", "h.test", "-n"],
        &["export-netrc", "h.test", "-n", "--format", "json"],
    ] {
        outputs.push(world.run(command));
    }
    let exported = world.run(&["export-netrc", "h.test"]);
    assert_eq!(exported.code, 0, "{}{}", exported.out, exported.err);
    assert_eq!(world.read_netrc(), file);
    outputs.push(exported);
    outputs.push(world.run(&["export-netrc", "h.test"]));
    outputs.push(world.run(&["migrate"]));
    assert_eq!(world.read_netrc(), "", "a second migration finds the same");
    for output in outputs {
        for secret in secrets {
            let text = format!("{}{}", output.out, output.err);
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[test]
fn a_token_in_the_place_of_the_login_comes_back_there() {
    for password in ["x-oauth-basic", "\"\"", "x", "hunter2"] {
        let file = format!("machine h.test\n  login {GITHUB}\n  password {password}\n");
        moves_and_comes_back(&file, &[GITHUB, "hunter2"]);
    }
    moves_and_comes_back(&format!("machine h.test\n  login {GITHUB}\n"), &[GITHUB]);
    let unusual = "machine h.test\n  login s3cr3t-text\n  password x-oauth-basic\n";
    moves_and_comes_back(unusual, &["s3cr3t-text"]);
}

#[test]
fn a_token_that_is_login_and_password_comes_back_in_both_places() {
    for token in [
        "0123456789abcdef0123456789abcdef",
        "1b4e28ba-2fa1-11d2-883f-0016d3cca427",
        "Xk2vQ9pLm4RtY7wZ8sNa",
        "AKIAIOSFODNN7EXAMPLE",
        "c2VjcmV0LXRva2Vu+/Zm9v=",
    ] {
        let file = format!("machine h.test\n  login {token}\n  password {token}\n");
        moves_and_comes_back(&file, &[token]);
        let capitals = token.to_uppercase();
        let file = format!("machine h.test\n  login {token}\n  password {capitals}\n");
        moves_and_comes_back(&file, &[token, &capitals]);
    }
}

#[test]
fn a_name_that_is_also_the_password_stays_the_login() {
    for name in ["admin", "anonymous", "someone@mail.example.com"] {
        let mut world = World::new();
        world.write_netrc(format!("machine h.test login {name} password {name}\n"));
        world.run(&["migrate"]).ok();
        assert_eq!(world.run(&["token", "h.test", "-u", name]).code, 0);
    }
}

#[test]
fn a_login_that_is_the_password_of_another_entry_is_not_shown_or_stored() {
    let token = "0123456789abcdef0123456789abcdef";
    let entry = format!("machine h.test\n  login {token}\n  password x\n");
    let mut world = World::new();
    world.write_netrc(format!(
        "{entry}machine o.test\n  login bot\n  password {token}\n"
    ));
    for command in [
        &["check-netrc"][..],
        &["migrate", "-n"],
        &["migrate"],
        &["list"],
    ] {
        let output = world.run(command);
        let text = format!("{}{}", output.out, output.err);
        assert!(!text.contains(token), "{text}");
        let is_skipped = command[0] != "migrate" || text.contains("its login is a token");
        assert!(is_skipped, "{text}");
    }
    assert!(world.read_netrc().starts_with(&entry));
}

#[test]
fn login_refuses_a_token_as_the_name_of_its_account() {
    let token = "0123456789abcdef0123456789abcdef";
    let mut world = World::new();
    world.input = token.into();
    let refused = world.run(&["login", "h.test", "-u", token, "--token-stdin"]);
    assert_eq!(refused.code, 2);
    assert!(!refused.err.contains(token), "{}", refused.err);
}

#[test]
fn a_password_without_a_login_comes_back_without_one() {
    moves_and_comes_back("machine h.test\n  password hunter2\n", &["hunter2"]);
    moves_and_comes_back(
        "machine h.test\n  login \"\"\n  password hunter2\n",
        &["hunter2"],
    );
}

#[test]
fn the_account_of_ftp_comes_back() {
    moves_and_comes_back(
        "machine h.test\n  login me\n  password hunter2\n  account hunter3\n",
        &["hunter2", "hunter3"],
    );
}

#[test]
fn another_account_or_place_is_a_conflict() {
    let mut world = World::new();
    world.write_netrc("machine h.test login me password one account first\n");
    world.run(&["import-netrc"]).ok();
    for file in [
        "machine h.test login me password one account other\n",
        "machine h.test login me password other account first\n",
    ] {
        world.write_netrc(file);
        assert_eq!(world.run(&["migrate"]).code, 6);
        assert_eq!(world.read_netrc(), file);
    }
    world.write_netrc("machine h.test login me password one\n");
    world.run(&["migrate"]).ok();
    let twice = "machine h.test login me password one account first account second\n";
    world.write_netrc(twice);
    assert_ne!(world.run(&["migrate"]).code, 0);
    assert_eq!(world.read_netrc(), twice);
}

#[test]
fn a_token_can_be_stored_without_a_login() {
    let mut world = World::new();
    world.input = b"hunter2".to_vec();
    let stored = world
        .run(&["login", "h.test", "-u", "", "--token-stdin"])
        .ok();
    assert!(stored.contains("(no login) at h.test"), "{stored}");
    assert_eq!(world.run(&["token", "h.test", "-u", ""]).ok(), "hunter2\n");
    let list = world.run(&["list", "--format", "json"]).ok();
    assert!(list.contains("\"login\":null"), "{list}");
    world.run(&["logout", "h.test", "-u", ""]).ok();
}

#[test]
fn default_is_removed_only_if_requested() {
    let mut world = World::new();
    let file = "default login anonymous password me@x.test\n";
    world.write_netrc(file);
    let kept = "skipped        default: line 1: `default` is not tied to a host\n";
    let hint = "keyrc: hint: to remove the `default` entry too, add `--drop-default`\n";
    world.run(&["migrate"]).expect(0, kept, hint);
    assert_eq!(world.read_netrc(), file);
    world
        .run(&["migrate", "--drop-default", "--dry-run"])
        .expect(0, "would remove   default\n", "");
    assert_eq!(world.read_netrc(), file);
    world
        .run(&["migrate", "--drop-default"])
        .expect(0, "removed        default\n", "");
    assert_eq!(world.read_netrc(), "");
}

#[test]
fn a_word_that_some_tool_reads_as_a_machine_does_not_keep_default() {
    for word in ["machine1", "Machine0", "machine3"] {
        let mut world = World::new();
        let entry = format!("machine b.test\nlogin {word}\npassword x\n");
        world.write_netrc(format!("{entry}default login anon\n password z\n"));
        let done = world.run(&["migrate", "--drop-default"]);
        assert!(
            done.out.contains("removed        default\n"),
            "{}{}",
            done.out,
            done.err
        );
        assert_eq!(world.read_netrc(), "");
    }
}

#[test]
fn a_default_that_cannot_be_removed_is_kept_with_its_reason() {
    let mut world = World::new();
    let file = "default login anon password z\nmacdef init\ncd /pub\n\n";
    world.write_netrc(file);
    let done = world.run(&["migrate", "--drop-default"]);
    assert_eq!(
        done.out,
        "kept           default: line 1: without it, emacs would use another entry for the same host\n"
    );
    assert_eq!(done.code, 5, "{}", done.err);
    assert_eq!(world.read_netrc(), file);
}

#[test]
fn a_token_that_is_probably_none_is_reported() {
    let mut world = World::new();
    world.write_netrc("machine h.test login me password ${CI_JOB_TOKEN}\n");
    let done = world.run(&["migrate", "--dry-run"]);
    assert!(
        done.err
            .contains("the token for me at h.test looks like a placeholder"),
        "{}",
        done.err
    );
    world.write_netrc("");
    let login = ["login", "h.test", "-u", "me", "--token-stdin"];
    world.input = b"\xEF\xBB\xBFhunter2\r\n".to_vec();
    assert_eq!(world.run(&login).err, "");
    assert_eq!(world.stored("h.test", "me").as_deref(), Some("hunter2"));
    world.input = "hunter2\u{A0}".into();
    let odd = world.run(&login).err;
    assert!(
        odd.contains("the token has an invisible character"),
        "{odd}"
    );
    assert!(!odd.contains("hunter2"));
}

#[test]
fn an_account_without_a_login_can_be_the_default() {
    let mut world = World::new();
    world.write_netrc(
        "machine a.test password one\n\
         machine a.test login zed password two\n\
         machine a.test login al password three\n",
    );
    let moved = world.run(&["migrate"]);
    let expected = "(no login) is now the default account at a.test: it is the first in the file\n";
    assert!(moved.out.contains(expected), "{}", moved.out);
    assert_eq!(world.run(&["token", "a.test"]).ok(), "one\n");
    world.run(&["switch", "a.test", "-u", "al"]).ok();
    world.run(&["switch", "a.test", "-u", ""]).ok();
    assert_eq!(world.run(&["token", "a.test"]).ok(), "one\n");
    let exported = world.run(&["export-netrc", "--all", "--all-logins"]);
    let file = world.read_netrc();
    assert!(
        file.starts_with("machine a.test"),
        "{} {file}",
        exported.err
    );
    assert!(file.find("one") < file.find("two"), "{file}");
}
