//! A token is given only for the protocols and ports that it is for.

use keyrc::Scope;

use crate::world::World;

/// Checks the exit code of `keyrc token` for each URL.
#[track_caller]
fn check(world: &mut World, answered: &[&str], refused: &[&str]) {
    for url in answered {
        assert_eq!(world.run(&["token", url]).ok(), "T\n", "{url}");
    }
    for url in refused {
        let done = world.run(&["token", url]);
        assert_eq!((done.code, done.out.as_str()), (3, ""), "{url}");
    }
}

#[test]
fn login_stores_a_token_for_https_and_one_port() {
    let mut world = World::new();
    world.has("a.test", "me", "T");
    assert_eq!(world.scope("a.test", "me"), Scope::default());
    check(
        &mut world,
        &[
            "a.test",
            "https://a.test",
            "https://a.test:443/x",
            "a.test:443",
        ],
        &[
            "http://a.test",
            "a.test:80",
            "a.test:8443",
            "https://a.test:8443",
            "ftp://a.test",
            "sub.a.test",
        ],
    );
    world.has("b.test:8443", "me", "T");
    check(
        &mut world,
        &["b.test:8443", "https://b.test:8443/x"],
        &["b.test", "http://b.test:8443", "https://b.test:8444"],
    );
}

#[test]
fn login_with_a_url_stores_a_token_for_its_protocol() {
    let mut world = World::new();
    world.has("http://a.test:8080", "me", "T");
    check(
        &mut world,
        &["http://a.test:8080/x", "https://a.test:8080"],
        &["http://a.test", "a.test", "http://a.test:8081"],
    );
}

#[test]
fn http_is_allowed_on_loopback() {
    for host in ["127.0.0.1", "localhost", "[::1]", "127.8.0.9"] {
        let mut world = World::new();
        world.has(host, "me", "T");
        let url = format!("http://{host}/");
        check(&mut world, &[host, &url], &[&format!("http://{host}:81/")]);
    }
}

#[test]
fn migrate_keeps_the_scope_of_a_netrc() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password T\n");
    world.run(&["migrate"]).ok();
    assert_eq!(world.scope("a.test", "me"), Scope::WIDE);
    check(
        &mut world,
        &[
            "a.test",
            "http://a.test",
            "https://a.test:8443",
            "ftp://a.test:2121",
        ],
        &["sub.a.test", "test"],
    );
    let done = world.run(&["status", "a.test"]).ok();
    assert!(done.contains("(any protocol, any port)"), "{done}");
}

#[test]
fn a_token_for_a_port_precedes_one_for_every_port() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password wide\n");
    world.run(&["migrate"]).ok();
    world.has("a.test:8443", "me", "T");
    assert_eq!(world.run(&["token", "https://a.test:8443"]).ok(), "T\n");
    assert_eq!(world.run(&["token", "https://a.test"]).ok(), "wide\n");
}

#[test]
fn scope_narrows_a_token_and_widens_it_again() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password T\n");
    world.run(&["migrate"]).ok();
    let shown = world.run(&["scope", "a.test"]).ok();
    assert_eq!(shown, "me at a.test: any protocol, any port\n");
    let shown = world
        .run(&["scope", "a.test", "--https-only", "--port", "8443"])
        .ok();
    assert_eq!(shown, "me at a.test:8443: https, port 8443\n");
    check(
        &mut world,
        &["a.test:8443"],
        &["a.test", "http://a.test:8443"],
    );
    assert_eq!(world.stored("a.test", "me"), None);
    let shown = world.run(&["scope", "a.test:8443", "--port", "443"]).ok();
    assert_eq!(shown, "me at a.test: https, the default port\n");
    check(&mut world, &["a.test"], &["a.test:8443", "http://a.test"]);
    world.run(&["scope", "a.test", "--any"]).ok();
    check(&mut world, &["a.test", "http://a.test:81"], &[]);
}

#[test]
fn scope_does_not_replace_another_token() {
    let mut world = World::new();
    world.has("a.test", "me", "T");
    world.has("a.test:8443", "me", "other");
    assert_eq!(world.run(&["scope", "a.test", "--port", "8443"]).code, 6);
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("T"));
    assert_eq!(world.stored("a.test:8443", "me").as_deref(), Some("other"));
    assert_eq!(world.run(&["scope", "a.test", "--port", "0"]).code, 2);
}

#[test]
fn a_refused_token_is_explained_with_a_command_that_works() {
    let mut world = World::new();
    world.has("a.test", "me", "T");
    let done = world.run(&["token", "http://a.test"]);
    assert_eq!(
        done.err,
        "keyrc: no credential for `http://a.test`: the one for `a.test` is for https, the default port\n\
         keyrc: hint: to use it for every protocol and port, run `keyrc scope a.test --any`\n"
    );
    world.run(&["scope", "a.test", "--any"]).ok();
    check(&mut world, &["http://a.test"], &[]);
}

#[test]
fn a_migrated_entry_widens_the_same_token_and_keeps_its_other_facts() {
    let mut world = World::new();
    world.has("a.test", "me", "one");
    assert_eq!(world.scope("a.test", "me"), Scope::default());
    world.write_netrc("machine a.test login me password one\n");
    assert_eq!(
        world.run(&["migrate", "-n"]).ok(),
        "would widen    me at a.test to any protocol and any port, as in the file\n"
    );
    assert_eq!(world.scope("a.test", "me"), Scope::default());
    let done = world.run(&["import-netrc", "--format", "json"]);
    assert!(done.out.contains("\"action\":\"widen\""), "{}", done.out);
    world.run(&["scope", "a.test", "--https-only"]).ok();
    let done = world.run(&["migrate"]);
    assert!(
        done.out.starts_with(
            "widened        me at a.test to any protocol and any port, as in the file\n"
        ),
        "{}",
        done.out
    );
    assert_eq!(
        (world.read_netrc().as_str(), world.scope("a.test", "me")),
        ("", Scope::WIDE)
    );
    assert_eq!(world.run(&["token", "http://a.test:8080"]).ok(), "one\n");
}

#[test]
fn a_token_for_one_port_can_be_widened_to_every_port() {
    let mut world = World::new();
    world.has("a.test:8443", "me", "one");
    let hint = "keyrc: no credential for `a.test`\n\
                keyrc: hint: a token is stored for a.test:8443 only; show its scope with \
                `keyrc scope a.test:8443 -u me`\n";
    world.run(&["token", "a.test"]).expect(3, "", hint);
    world.run(&["scope", "a.test:8443", "-u", "me"]).ok();
    let done = world.run(&["scope", "a.test:8443", "--any"]).ok();
    assert_eq!(done, "me at a.test: any protocol, any port\n");
    for url in ["a.test", "http://a.test", "https://a.test:9"] {
        assert_eq!(world.run(&["token", url]).ok(), "one\n", "{url}");
    }
    let done = world.run(&["scope", "a.test", "--port", "0"]);
    assert_eq!(done.code, 2);
    assert!(!done.err.contains("non-zero"), "{}", done.err);
}

#[test]
fn the_scope_is_printed_as_json() {
    let mut world = World::new();
    world.has("a.test", "me", "T");
    let mut fact = |args: &[&str]| -> serde_json::Value {
        let args = [args, &["--format", "json"]].concat();
        serde_json::from_str(&world.run(&args).ok()).unwrap()
    };
    assert_eq!(
        fact(&["scope", "a.test"]),
        serde_json::json!({ "host": "a.test", "login": "me", "protocol": null, "port": null })
    );
    assert_eq!(
        fact(&["scope", "a.test", "--any"]),
        serde_json::json!({ "host": "a.test", "login": "me", "protocol": "any", "port": "any" })
    );
    assert_eq!(
        fact(&["scope", "a.test", "--https-only", "--port", "8443"]),
        serde_json::json!({ "host": "a.test:8443", "login": "me", "protocol": null, "port": null })
    );
}

#[test]
fn the_hint_for_another_path_keeps_the_login() {
    let mut world = World::new();
    world
        .has("a.test", "octo", "one")
        .has("a.test", "work", "two");
    let hint = |world: &mut World, login: &str| {
        let done = world.run(&["scope", "https://a.test/x", "-u", login]);
        assert_eq!(done.code, 3);
        done.err
    };
    let work = hint(&mut world, "work");
    assert!(work.contains("`keyrc scope a.test -u work`"), "{work}");
    let other = hint(&mut world, "other");
    assert!(!other.contains("-u octo"), "{other}");
}

#[test]
fn another_token_at_the_requested_port_is_named_and_kept() {
    let mut world = World::new();
    world
        .has("a.test", "me", "one")
        .has("a.test:8443", "me", "two");
    world.run(&["scope", "a.test", "--port", "8443"]).expect(
        6,
        "",
        "keyrc: another token is stored for me at a.test:8443\n\
         keyrc: hint: if it is the wrong one, remove it first with `keyrc logout a.test:8443 -u me`\n",
    );
    assert_eq!(world.stored("a.test:8443", "me").as_deref(), Some("two"));
    world.run(&["logout", "a.test:8443", "-u", "me"]).ok();
    world.run(&["scope", "a.test", "--port", "8443"]).ok();
}
