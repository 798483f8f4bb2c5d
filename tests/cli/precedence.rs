//! Which source answers: environment, store or netrc.

use crate::world::World;
use keyrc::store::{Fault, Lock};

#[test]
fn the_environment_comes_first_and_the_store_is_not_opened() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password file\n");
    world.environment = vec![("KEYRC_TOKEN_A_TEST".into(), "variable".into())];
    world.fault = Some(Fault::Other("it was opened".into()));
    world.run(&["token", "a.test"]).expect(0, "variable\n", "");
    world
        .run(&["token", "a.test", "-u", "anyone"])
        .expect(0, "variable\n", "");
}

#[test]
fn the_store_comes_before_the_netrc() {
    let mut world = World::new();
    world.has("a.test", "me", "stored");
    world.write_netrc(
        "machine a.test login me password file\nmachine b.test login me password only-here\n",
    );
    assert_eq!(world.run(&["token", "a.test"]).ok(), "stored\n");
    assert_eq!(world.run(&["token", "b.test"]).ok(), "only-here\n");
}

#[test]
fn a_netrc_answers_with_a_warning_if_the_store_fails() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password file\n");
    world.fault = Some(Fault::Locked(Lock::Keyring));
    world.run(&["token", "a.test"]).expect(
        0,
        "file\n",
        "keyrc: the keyring is locked; the token is from `~/.netrc`, in plain text\n",
    );
    let missing = world.run(&["token", "b.test"]);
    assert_eq!((missing.code, missing.out.as_str()), (4, ""));
    assert!(
        missing
            .err
            .starts_with("keyrc: the keyring is locked\nkeyrc: hint: "),
        "{}",
        missing.err
    );
}

#[test]
fn status_names_the_source_and_tokens_in_plain_text() {
    let mut world = World::new();
    world
        .has("a.test", "me", "stored")
        .has("a.test", "you", "stored");
    world.run(&["switch", "a.test", "-u", "you"]).ok();
    world.write_netrc("machine a.test login me password file\n");
    assert_eq!(
        world.run(&["status", "a.test"]).ok(),
        "  environment  -\n* store        me, you (default)  [memory store]\n  netrc        me  in plain text  [`~/.netrc`]\n"
    );
    assert_eq!(
        world.run(&["status"]).ok(),
        "environment  -\nstore        memory store: 2 tokens\nnetrc        `~/.netrc`: 1 entry, in plain text\n\
         settings     `~/settings/config.toml`\n"
    );
    world.environment = vec![("KEYRC_TOKEN".into(), "x@a.test".into())];
    assert!(
        world
            .run(&["status", "a.test"])
            .ok()
            .starts_with("* environment  KEYRC_TOKEN\n  store")
    );
    world.environment.clear();
    assert_eq!(world.run(&["status", "nowhere.test"]).code, 3);
}

#[test]
fn login_and_logout_fail_while_a_variable_takes_precedence() {
    let mut world = World::new();
    world.has("a.test", "me", "stored");
    world.environment = vec![("KEYRC_TOKEN_A_TEST".into(), "variable".into())];
    let refused = "keyrc: the environment variable `KEYRC_TOKEN_A_TEST` overrides any stored token for `a.test`\n\
                   keyrc: hint: run `unset KEYRC_TOKEN_A_TEST` first\n";
    world.input = b"new".to_vec();
    world
        .run(&["login", "a.test", "-u", "me", "--token-stdin"])
        .expect(1, "", refused);
    world.run(&["logout", "a.test"]).expect(1, "", refused);
    world.run(&["logout", "--all"]).expect(1, "", refused);
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("stored"));
    world
        .run(&["login", "b.test", "-u", "me", "--token-stdin"])
        .expect(
            2,
            "",
            "keyrc: the token is empty\n\
         keyrc: hint: pipe the token in: `print-token | keyrc login HOST -u NAME --token-stdin`\n",
        );
}

#[test]
fn a_variable_without_a_host_is_for_the_default_host_only() {
    let mut world = World::new();
    world.environment = vec![("KEYRC_TOKEN".into(), "bare".into())];
    assert_eq!(world.run(&["token", "a.test"]).code, 3);
    std::fs::create_dir_all(world.home.path().join("settings")).unwrap();
    #[expect(clippy::disallowed_methods, reason = "settings that a person wrote")]
    std::fs::write(
        world.home.path().join("settings/config.toml"),
        "default_host = \"a.test\"\n",
    )
    .unwrap();
    assert_eq!(world.run(&["token", "a.test"]).ok(), "bare\n");
    assert_eq!(world.run(&["token", "b.test"]).code, 3);
}

#[test]
fn settings_keep_the_users_text() {
    let mut world = World::new();
    world.has("a.test", "me", "1");
    let path = world.home.path().join("settings/config.toml");
    std::fs::create_dir_all(world.home.path().join("settings")).unwrap();
    let text = "# mine\ndefault_host = 'b.test' # why\n\n[logins]\n'c.test' = \"x\" # keep\n";
    #[expect(clippy::disallowed_methods, reason = "settings that a person wrote")]
    std::fs::write(&path, text).unwrap();
    world.run(&["switch", "a.test", "-u", "me"]).ok();
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        format!("{text}\"a.test\" = \"me\"\n")
    );
}

#[test]
fn a_mistyped_host_is_answered_with_a_well_known_one() {
    let mut world = World::new();
    for (host, hint) in [
        (
            "gihub.com",
            "did you mean `github.com`? Store a token with `keyrc login github.com`",
        ),
        ("other.test", "store one with `keyrc login other.test`"),
        ("github.com", "store one with `keyrc login github.com`"),
    ] {
        let error = format!("keyrc: no credential for `{host}`\nkeyrc: hint: {hint}\n");
        world.run(&["token", host]).expect(3, "", &error);
    }
}

#[test]
fn variables_for_other_hosts_are_named_without_their_values() {
    let mut world = World::new();
    world.fault = Some(Fault::Absent(keyrc::store::Absence::Bus));
    let ignored = "KEYRC_TOKEN_API_EXAMPLE_SITE_COM";
    world.environment = vec![(ignored.into(), "hunter2".into())];
    let run = world.run(&["token", "api.example-site.com"]);
    assert!(
        run.err.starts_with(&format!(
            "keyrc: no variable is for `api.example-site.com`: keyrc looked for \
             `KEYRC_TOKEN_API_EXAMPLE__SITE_COM` or `KEYRC_TOKEN` with \
             `TOKEN@api.example-site.com`, and ignored `{ignored}`\n"
        )),
        "{}",
        run.err
    );
    assert!(!run.err.contains("hunter2"));
    assert_eq!(run.code, 4);
    world.environment = vec![("KEYRC_TOKEN".into(), "abc".into())];
    let run = world.run(&["token", "a.test:81"]);
    assert!(run.err.contains("and ignored `KEYRC_TOKEN`"), "{}", run.err);
    assert_eq!(world.run(&["status"]).code, 0, "a variable answers");
    world.environment.clear();
    assert_eq!(world.run(&["status"]).code, 4);
}

#[test]
fn a_netrc_gives_the_token_that_a_migration_would_store() {
    let mut world = World::new();
    let token = format!("ghp_{}", "a".repeat(36));
    world.write_netrc(format!(
        "machine a.test login {token} password x-oauth-basic\nmachine b.test password two\n\
         machine c.test login password password three\nmachine d.test login me password login\n"
    ));
    let expected = [
        ("a.test", &*token),
        ("b.test", "two"),
        ("c.test", "three"),
        ("d.test", "login"),
    ];
    for source in ["netrc", "store"] {
        for (host, token) in expected {
            let line = format!("{token}\n");
            assert_eq!(world.run(&["token", host]).ok(), line, "{source}");
        }
        let facts = world.run(&["token", "b.test", "--format", "json"]).ok();
        assert!(facts.contains(r#""login":null"#), "{source}: {facts}");
        world.run(&["migrate"]);
    }
}

#[test]
fn an_export_names_the_variables_that_it_does_not_write() {
    let mut world = World::new();
    world
        .environment
        .push(("KEYRC_TOKEN_A_TEST".into(), "one".into()));
    let done = world.run(&["export-netrc", "a.test"]);
    assert_eq!(done.code, 3);
    let warning =
        "keyrc: only stored tokens are written to a netrc, not those in `KEYRC_TOKEN_A_TEST`\n";
    assert!(done.err.starts_with(warning), "{}", done.err);
}
