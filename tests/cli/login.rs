//! The commands for single tokens: login, logout, token, list, status, switch.

use crate::world::World;

#[test]
fn a_typed_token_is_stored_and_printed() {
    let mut world = World::new();
    world.typed = Some(vec!["hunter2"]);
    world
        .run(&["login", "https://API.example.com/", "-u", "me"])
        .expect(
            0,
            "stored the token for me at api.example.com in the memory store\n",
            "Token for me at api.example.com: \n",
        );
    world
        .run(&["token", "api.example.com"])
        .expect(0, "hunter2\n", "");
    world.run(&["list"]).expect(0, "api.example.com  me\n", "");
}

#[test]
fn one_token_for_several_hosts() {
    let mut world = World::new();
    world.input = b"hunter2\n".to_vec();
    let args = [
        "login",
        "api.heroku.com",
        "code.heroku.com",
        "api.heroku.com",
        "-u",
        "me@example.com",
        "--with-token",
    ];
    world.run(&args).expect(
        0,
        "stored the token for me@example.com at api.heroku.com in the memory store\n\
         stored the token for me@example.com at code.heroku.com in the memory store\n",
        "",
    );
    assert_eq!(
        world
            .run(&["token", "code.heroku.com", "-u", "me@example.com"])
            .ok(),
        "hunter2\n"
    );
}

#[test]
fn login_prompts_for_the_account_and_suggests_the_only_one() {
    let mut world = World::new();
    world.typed = Some(vec!["me", "one"]);
    assert_eq!(
        world.run(&["login", "a.test"]).err,
        "Login at a.test: \nToken for me at a.test: \n"
    );
    world.typed = Some(vec!["", "two"]);
    assert_eq!(
        world.run(&["login", "a.test"]).err,
        "Login at a.test [me]: \nToken for me at a.test: \n"
    );
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("two"));
}

#[test]
fn several_accounts_need_a_login_or_a_default() {
    let mut world = World::new();
    world.has("a.test", "you", "1").has("a.test", "me", "2");
    let several = "keyrc: `a.test` has several accounts: `me`, `you`\n\
                   keyrc: hint: select one with `-u me`, or by default with `keyrc switch a.test -u me`\n";
    world.run(&["token", "a.test"]).expect(2, "", several);
    world
        .run(&["token", "a.test", "-u", "you"])
        .expect(0, "1\n", "");
    world.run(&["switch", "a.test", "-u", "nobody"]).expect(
        3,
        "",
        "keyrc: no credential for `nobody` at `a.test`\n\
         keyrc: hint: list the stored accounts with `keyrc list`\n",
    );
    world.run(&["switch", "a.test", "-u", "you"]).expect(
        0,
        "you is now the default account at a.test\n",
        "",
    );
    world.run(&["token", "a.test"]).expect(0, "1\n", "");
    world
        .run(&["list"])
        .expect(0, "a.test  me\na.test  you  (default)\n", "");
    world.run(&["logout", "a.test"]).expect(
        2,
        "",
        &several.replace(", or by default with `keyrc switch a.test -u me`", ""),
    );
    world.run(&["logout", "a.test", "-u", "you"]).ok();
    world.run(&["token", "a.test"]).expect(0, "2\n", "");
    assert_eq!(
        world.run(&["list"]).ok(),
        "a.test  me\n",
        "the default went with its account"
    );
}

#[test]
fn a_url_finds_the_longest_path_then_the_host_and_never_a_parent_or_another_port() {
    let mut world = World::new();
    world
        .has("example.com", "me", "host")
        .has("https://example.com/team", "me", "team");
    assert_eq!(
        world
            .run(&["token", "https://example.com/team/repo.git"])
            .ok(),
        "team\n"
    );
    assert_eq!(
        world.run(&["token", "https://example.com/other"]).ok(),
        "host\n"
    );
    assert_eq!(world.run(&["token", "sub.example.com"]).code, 3);
    assert_eq!(world.run(&["token", "example.com:8443"]).code, 3);
}

#[test]
fn logout_reports_the_removed_accounts() {
    let mut world = World::new();
    world
        .has("a.test", "me", "1")
        .has("a.test", "you", "2")
        .has("b.test", "me", "3");
    let removed = |login: &str, host: &str| {
        format!("removed the token for {login} at {host} from the memory store\n")
    };
    world.run(&["logout", "a.test", "--all", "-n"]).expect(
        0,
        &(removed("me", "a.test") + &removed("you", "a.test")).replace("removed", "would remove"),
        "keyrc: 2 tokens are not in the netrc, and will be lost: me at a.test, you at a.test\n\
         keyrc: hint: to keep them in the netrc, run `keyrc export-netrc a.test --all-logins` first\n",
    );
    world.run(&["logout", "a.test", "--all"]).expect(
        0,
        &(removed("me", "a.test") + &removed("you", "a.test")),
        "",
    );
    world
        .run(&["logout", "--all"])
        .expect(0, &removed("me", "b.test"), "");
    assert_eq!(world.run(&["logout", "--all"]).code, 3);
    assert_eq!(world.run(&["logout", "b.test"]).code, 3);
    assert_eq!(world.run(&["logout"]).code, 2);
}

#[test]
fn logout_of_everything_asks_on_a_terminal() {
    let mut world = World::new();
    world.has("a.test", "me", "one");
    let question = "keyrc: 1 token is not in the netrc, and will be lost: me at a.test\n\
                    keyrc: hint: to keep them in the netrc, run `keyrc export-netrc --all --all-logins` first\n\
                    Remove 1 token from the memory store? [y/N] \n";
    world.typed = Some(vec![""]);
    world.run(&["logout", "--all"]).expect(
        1,
        "- me at a.test\n",
        &format!("{question}keyrc: nothing was changed\n"),
    );
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("one"));
    world.typed = Some(vec!["YES"]);
    assert_eq!(world.run(&["logout", "--all"]).code, 0);
    assert_eq!(world.stored("a.test", "me"), None);
    world.has("a.test", "me", "one");
    world.typed = Some(vec![]);
    world.run(&["logout", "--all", "--yes"]).ok();
}

#[test]
fn logout_warns_of_a_token_in_the_netrc() {
    let mut world = World::new();
    world.has("a.test", "me", "1");
    world.write_netrc("machine a.test login me password 1\n");
    world.run(&["logout", "a.test"]).expect(
        0,
        "removed the token for me at a.test from the memory store\n",
        "keyrc: `~/.netrc` still has a token for me at a.test in plain text\n\
         keyrc: hint: remove such an entry from the file by hand\n",
    );
}

#[test]
fn logout_of_everything_counts_the_tokens_that_are_in_no_file() {
    let mut world = World::new();
    world
        .has("a.test", "me", "1")
        .has("a.test", "work", "2")
        .has("b.test", "me", "3");
    world.run(&["export-netrc", "b.test"]).ok();
    let mut asked = |args: &[&str]| {
        world.typed = Some(vec!["n"]);
        world.run(args).err
    };
    let all = asked(&["logout", "--all"]);
    assert!(
        all.starts_with(
            "keyrc: 2 tokens are not in the netrc, and will be lost: me at a.test, work at a.test\n"
        ),
        "{all}"
    );
    let host = asked(&["logout", "a.test", "--all"]);
    assert!(
        host.contains("run `keyrc export-netrc a.test --all-logins` first"),
        "{host}"
    );
    let written = asked(&["logout", "b.test", "--all"]);
    assert!(!written.contains("lost"), "{written}");
    world.write_netrc("machine b.test login me password other\n");
    world.typed = Some(vec!["n"]);
    let other = world.run(&["logout", "b.test", "--all"]).err;
    assert!(
        other.starts_with("keyrc: 1 token is not in the netrc, and will be lost: me at b.test\n"),
        "{other}"
    );
}

#[test]
fn a_token_for_a_port_or_a_path_is_not_compared_with_the_entry_of_the_host() {
    for place in ["a.test:8099", "a.test/team"] {
        let mut world = World::new();
        world.write_netrc("machine a.test login me password other\n");
        world.input = b"new".to_vec();
        let done = world.run(&["login", place, "-u", "me", "--token-stdin"]);
        assert!(!done.err.contains("plain text"), "{}", done.err);
        let all = world.run(&["logout", "--all", "--dry-run"]).err;
        let lost = format!("keyrc: 1 token is not in the netrc, and will be lost: me at {place}\n");
        assert!(all.starts_with(&lost), "{all}");
        assert!(
            all.contains(&format!("`keyrc token {place} -u me`")),
            "{all}"
        );
        assert!(!all.contains("export-netrc"), "{all}");
        let done = world.run(&["logout", place, "-u", "me"]);
        assert!(!done.err.contains("plain text"), "{}", done.err);
    }
}

#[test]
fn logout_of_several_tokens_gives_one_hint_about_the_netrc() {
    let mut world = World::new();
    world.has("a.test", "me", "1").has("b.test", "me", "2");
    world.run(&["export-netrc", "--all"]).ok();
    let done = world.run(&["logout", "--all"]);
    assert_eq!(
        done.err,
        "keyrc: `~/.netrc` still has a token for me at a.test in plain text\n\
         keyrc: `~/.netrc` still has a token for me at b.test in plain text\n\
         keyrc: hint: remove such an entry from the file by hand\n"
    );
}

#[test]
fn facts_are_printed_as_json_without_secrets() {
    let mut world = World::new();
    world.has("a.test", "me", "hunter2");
    world.write_netrc("machine b.test login me password hunter2\n");
    let json = |text: String| -> serde_json::Value { serde_json::from_str(&text).unwrap() };
    for args in [
        &["list"][..],
        &["status"],
        &["status", "a.test"],
        &["migrate", "-n"],
        &["export-netrc", "--all", "-n"],
        &["logout", "a.test", "-n"],
    ] {
        let args: Vec<&str> = args.iter().copied().chain(["--format", "json"]).collect();
        let text = world.run(&args).ok();
        assert!(!text.contains("hunter2"), "{args:?}: {text}");
        json(text);
    }
    let list = json(world.run(&["list", "--format", "json"]).ok());
    assert_eq!(
        list,
        serde_json::json!([{ "host": "a.test", "login": "me", "default": false }])
    );
    let token = json(world.run(&["token", "a.test", "--format", "json"]).ok());
    assert_eq!(token["token"], "hunter2");
    assert_eq!(token["source"], "store");
    assert_eq!(token["login"], "me");
}

#[test]
fn an_expired_token_is_printed_with_a_warning() {
    let mut world = World::new();
    world.memory.insert(
        &[("service", "keyrc:a.test"), ("username", "me")],
        b"t\npassword_expiry_utc=1700000000",
    );
    world.run(&["token", "a.test"]).expect(
        0,
        "t\n",
        "keyrc: the token for `a.test` expired at 2023-11-14T22:13:20Z\n\
         keyrc: hint: store a new one with `keyrc login a.test`\n",
    );
}

#[test]
fn an_item_without_the_mark_is_found_by_its_service_and_marked() {
    let mut world = World::new();
    world.memory.insert(
        &[("service", "keyrc:a.test"), ("username", "me")],
        b"foreign",
    );
    assert_eq!(world.run(&["token", "a.test"]).ok(), "foreign\n");
    assert_eq!(world.run(&["list"]).out, "");
    world.run(&["status", "a.test"]).ok();
    assert_eq!(world.run(&["list"]).ok(), "a.test  me\n");
}

#[test]
fn items_of_other_programs_are_ignored() {
    let mut world = World::new();
    world
        .memory
        .insert(&[("service", "keyrc"), ("username", "me")], b"x");
    world.memory.insert(
        &[
            ("service", "gh:github.com"),
            ("username", "me"),
            ("application", "keyrc"),
        ],
        b"x",
    );
    world.memory.insert(
        &[
            ("service", "keyrc:A.TEST"),
            ("username", "me"),
            ("application", "keyrc"),
        ],
        b"x",
    );
    assert_eq!(world.run(&["list"]).out, "");
    assert_eq!(world.run(&["logout", "--all"]).code, 3);
}

#[test]
fn a_closed_output_is_not_an_error() {
    let mut world = World::new();
    world.has("a.test", "me", "1");
    for args in [
        &["token", "a.test"][..],
        &["list"],
        &["status"],
        &["--help"],
        &["man"],
    ] {
        assert_eq!(
            world.run_into_closed_pipe(args),
            (0, String::new()),
            "{args:?}"
        );
    }
}

#[test]
fn a_closed_output_does_not_stop_a_command() {
    let mut world = World::new();
    world.input = b"token".to_vec();
    assert_eq!(
        world
            .run_into_closed_pipe(&["login", "a.test", "b.test", "-u", "me", "--token-stdin"])
            .0,
        0
    );
    assert_eq!(world.stored("b.test", "me").as_deref(), Some("token"));
    assert_eq!(world.run_into_closed_pipe(&["logout", "--all"]).0, 0);
    assert_eq!(world.run(&["list"]).out, "");
    world.write_netrc("machine a.test login me password a\\b\n");
    assert_eq!(
        world.run_into_closed_pipe(&["migrate"]).0,
        5,
        "and hides no verdict"
    );
}

#[test]
fn help_and_generated_texts_are_printed() {
    let mut world = World::new();
    for args in [
        &["--help"][..],
        &["help", "login"],
        &["login", "-h"],
        &["--version"],
        &["man"],
        &["completions", "bash"],
    ] {
        assert!(!world.run(args).ok().is_empty(), "{args:?}");
    }
}
