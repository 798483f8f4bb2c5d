//! Requests that a hostile server, repository or program can cause: none of them gets the token of
//! another place, and none of them changes another item.

use keyrc::Scope;

use crate::helper::{check, helper};
use crate::world::World;

const GIT: &str = "protocol=https\nhost=a.test\n";

/// Stores a token as `keyrc login` does.
fn login(world: &mut World, place: &str, login: &str, token: &str) {
    world.input = token.into();
    world
        .run(&["login", place, "-u", login, "--token-stdin"])
        .ok();
}

/// Calls a helper by its own name, with an argument that is not UTF-8.
#[cfg(unix)]
fn keyring_with_bytes(world: &mut World, verb: &str, service: &str) -> u8 {
    use std::os::unix::ffi::OsStringExt;
    let bad = std::ffi::OsString::from_vec(b"\xff".to_vec());
    let words = [verb.into(), service.into(), bad];
    world.run_words("keyring", &words).code
}

#[test]
fn go_gets_the_place_that_the_token_is_stored_for() {
    let mut world = World::new();
    login(&mut world, "a.test/team", "t", "T");
    login(&mut world, "a.test:8443/x", "t", "P");
    login(&mut world, "http://h.test:8080", "t", "H");
    for (url, place, token) in [
        ("https://a.test/team/x/@v/list", "https://a.test/team/", "T"),
        ("https://a.test:8443/x/y", "https://a.test:8443/x/", "P"),
        ("https://h.test:8080/y", "https://h.test:8080/", "H"),
    ] {
        let answer = format!("{place}\n\nAuthorization: Bearer {token}\n\n");
        check(&mut world, &["goauth", url], "", &answer);
    }
    check(&mut world, &["goauth", "http://h.test:8080/"], "", "");
    world.environment = vec![("KEYRC_TOKEN".into(), "E@e.test/p".into())];
    let answer = "https://e.test/p/\n\nAuthorization: Bearer E\n\n";
    check(&mut world, &["goauth", "https://e.test/p/q"], "", answer);
    world.environment.clear();
    // The answer names the requested port, because Go compares it. A token of a netrc is for every
    // port.
    world.write_netrc("machine n.test login me password N\n");
    let answer = "https://n.test:99/\n\nAuthorization: Bearer N\n\n";
    check(&mut world, &["goauth", "https://n.test:99/q"], "", answer);
}

#[test]
fn git_ignores_a_request_with_an_unreadable_value() {
    let mut world = World::new();
    world.has("a.test", "me", "T").has("a.test", "you", "U");
    let list = world.run(&["list"]).ok();
    let long = format!("username=me\npassword={}\n", "x".repeat(65537));
    for values in [
        b"username=me\npassword=a\tb\n".as_slice(),
        b"username=me\npassword=\xff\n",
        b"username=me\npassword=T\r\n",
        b"username=me\npassword=T\0\n",
        b"username=me\npassword=\n",
        b"username=me\ncredential=\x1b\n",
        b"password=a\tb\n",
        b"username=\xff\n",
        b"username=\xff\npassword=T\n",
        b"username=a\tb\npassword=T\n",
        b"username=(no login)\npassword=T\n",
        b"username=me\npath=\xff\npassword=T\n",
        b"username=me\nauthtype=\xff\npassword=T\n",
        b"username=me\noauth_refresh_token=\xff\npassword=T\n",
        long.as_bytes(),
    ] {
        for operation in ["erase", "store"] {
            // git may store an empty password.
            if (operation, values) == ("store", b"username=me\npassword=\n") {
                continue;
            }
            world.input = [GIT.as_bytes(), values].concat();
            world.run(&["helper", "git", operation]).expect(0, "", "");
            assert_eq!(world.run(&["list"]).ok(), list, "{operation}");
            assert_eq!(world.stored("a.test", "me").as_deref(), Some("T"));
        }
    }
    world.input = [GIT.as_bytes(), b"username=\xff\n"].concat();
    world.run(&["helper", "git", "get"]).expect(0, "", "");
}

#[test]
#[cfg(unix)]
fn a_program_ignores_an_argument_that_is_not_text() {
    let mut world = World::new();
    world.has("a.test", "me", "T");
    let list = world.run(&["list"]).ok();
    for verb in ["get", "set", "del"] {
        world.input = "N".into();
        assert_eq!(keyring_with_bytes(&mut world, verb, "a.test"), 1);
        assert_eq!(world.run(&["list"]).ok(), list);
    }
}

#[test]
fn docker_ignores_a_server_that_is_not_text() {
    let mut world = World::new();
    world.has("a.test", "me", "T");
    world.input = b"a.test/\xff".to_vec();
    world.run(&["helper", "docker", "get"]).expect(
        1,
        "credentials not found in native keychain\n",
        "",
    );
    world.input = b"a.test\xff".to_vec();
    assert_eq!(world.run(&["helper", "docker", "erase"]).code, 1);
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("T"));
}

#[test]
fn the_parts_of_a_url_do_not_reach_into_each_other() {
    let mut world = World::new();
    world.has("a.test", "me", "T");
    world.has("evil.test", "me", "E");
    for host in [
        "a.test/.evil.test",
        "a.test?.evil.test",
        "a.test#.evil.test",
        "a.test\\.evil.test",
        "a.test@evil.test",
        "evil.test@a.test",
        "a.test .evil.test",
        "a.test\r",
        "a%2etest",
        "",
    ] {
        let asked = format!("protocol=https\nhost={host}\n");
        check(&mut world, &["git", "get"], &asked, "");
    }
    for protocol in [
        "https://a.test/?",
        "https://a.test/",
        "https:",
        "",
        " https",
    ] {
        let asked = format!("protocol={protocol}\nhost=evil.test\n");
        check(&mut world, &["git", "get"], &asked, "");
    }
    login(&mut world, "service:sudo", "me", "S");
    for (arguments, input) in [
        (&["bazel", "get"][..], "{\"uri\":\"service:sudo\"}"),
        (&["goauth", "service://sudo"], ""),
        (&["terraform", "get", "service:sudo"], ""),
        (&["docker", "get"], "service:sudo"),
        (&["git", "get"], "protocol=service\nhost=sudo\n"),
    ] {
        let done = helper(&mut world, arguments, input);
        assert!(
            !done.out.contains("\"token\"") && !done.out.contains("Bearer"),
            "{}",
            done.out
        );
    }
}

#[test]
fn askpass_reads_the_whole_prompt() {
    let mut world = World::new();
    world.has("a.test", "me", "T").has("evil.test", "me", "E");
    for prompt in [
        "Password for 'https://a.test'@evil.test': ",
        "Password for 'https://a.test'x': ",
        "Password for 'https://a.test\"@evil.test': ",
        "Password for \"https://a.test\\\"@evil.test\": ",
        "Password for 'https://a.test",
        "Password for 'https://a.test': Password for 'https://evil.test': ",
        "Password for 'https://a.test': x",
        "x Password for 'https://a.test': ",
        // An older git does not encode the slash in this login of evil.test.
        "Password for 'https://a.test/me@evil.test': ",
        "Password for 'https://a.test?me@evil.test': ",
        "Password for 'https://%ff@a.test': ",
        "Password for 'https://%0a@a.test': ",
        "Password for 'https://@a.test': ",
        "Password for 'a.test': ",
        "Password for 'service:sudo': ",
        "me@a.test/'s password: ",
        "me@evil.test@a.test's password: ",
    ] {
        let done = helper(&mut world, &["askpass", prompt], "");
        assert_eq!((done.code, &*done.out), (1, ""), "{prompt}");
    }
}

#[test]
fn a_token_for_http_does_not_replace_one_for_https() {
    let mut world = World::new();
    world.has("a.test", "me", "S").has("a.test:8080", "me", "P");
    let http = "protocol=http\nhost=a.test\nusername=me\n";
    check(
        &mut world,
        &["git", "store"],
        &format!("{http}password=H\n"),
        "",
    );
    check(
        &mut world,
        &["git", "get"],
        GIT,
        "username=me\npassword=S\n",
    );
    check(
        &mut world,
        &["git", "get"],
        http,
        "username=me\npassword=H\n",
    );
    assert_eq!(world.scope("a.test", "me"), Scope::default());
    let writes = world.memory.writes();
    check(
        &mut world,
        &["git", "store"],
        &format!("{http}password=H\n"),
        "",
    );
    assert_eq!(world.memory.writes(), writes);
    check(
        &mut world,
        &["git", "erase"],
        &format!("{http}password=S\n"),
        "",
    );
    check(
        &mut world,
        &["git", "erase"],
        &format!("{http}password=H\n"),
        "",
    );
    check(&mut world, &["git", "get"], http, "");
    check(
        &mut world,
        &["git", "get"],
        GIT,
        "username=me\npassword=S\n",
    );
    // http and https on the same port are one server.
    let port = "protocol=http\nhost=a.test:8080\nusername=me\npassword=N\n";
    let refused = helper(&mut world, &["git", "store"], port);
    assert_eq!((refused.code, &*refused.out), (1, ""));
    assert!(refused.err.contains("a token for https"), "{}", refused.err);
    assert_eq!(world.stored("a.test:8080", "me").as_deref(), Some("P"));
    assert_eq!(world.scope("a.test:8080", "me"), Scope::default());
}

#[test]
fn a_tool_removes_only_what_it_stored() {
    let mut world = World::new();
    let items = [
        ("a.test", "me"),
        ("a.test", "you"),
        ("a.test", "token"),
        ("a.test/i", "me"),
        ("a.test/i", "token"),
        ("b.test", "me"),
    ];
    let reset = |world: &mut World| {
        for (host, login) in items {
            world.has(host, login, "T");
        }
    };
    let cargo =
        "{\"v\":1,\"registry\":{\"index-url\":\"sparse+https://a.test/i/\"},\"kind\":\"logout\"}\n";
    for (arguments, input, removed) in [
        (&["cargo"][..], cargo, Some(4)),
        (&["terraform", "forget", "a.test"], "", Some(2)),
        (&["terraform", "forget", "b.test"], "", None),
        (&["docker", "erase"], "b.test/x", None),
        (&["docker", "erase"], "b.test", Some(5)),
        (&["docker", "erase"], "https://b.test", Some(5)),
        (&["keyring", "del", "https://a.test/i", "you"], "", None),
        (&["keyring", "del", "https://a.test/i", "me"], "", Some(3)),
        (
            &["git", "erase"],
            "protocol=https\nhost=a.test\npath=i/x\nusername=me\npassword=T\n",
            None,
        ),
        (
            &["git", "erase"],
            "protocol=https\nhost=a.test\npath=i\nusername=me\npassword=T\n",
            Some(3),
        ),
    ] {
        reset(&mut world);
        helper(&mut world, arguments, input);
        for (at, (host, login)) in items.into_iter().enumerate() {
            let expected = (Some(at) != removed).then_some("T");
            assert_eq!(
                world.stored(host, login).as_deref(),
                expected,
                "{arguments:?} {input}: {login} at {host}"
            );
        }
    }
}

#[test]
fn docker_logs_out_of_one_account_although_it_repeats_the_request() {
    let mut world = World::new();
    world.has("a.test", "me", "T").has("a.test", "you", "U");
    world.run(&["switch", "a.test", "-u", "you"]).ok();
    for server in ["a.test", "a.test", "http://a.test", "https://a.test"] {
        check(&mut world, &["docker", "erase"], server, "");
    }
    assert_eq!(world.stored("a.test", "you"), None);
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("T"));
}

#[test]
fn git_does_not_change_the_default_account() {
    let mut world = World::new();
    let get = |world: &mut World, expected: &str| {
        check(world, &["git", "get"], GIT, expected);
    };
    let store = |world: &mut World, login: &str, token: &str| {
        let asked = format!("{GIT}username={login}\npassword={token}\n");
        check(world, &["git", "store"], &asked, "");
    };
    store(&mut world, "me", "T");
    store(&mut world, "you", "U");
    get(&mut world, "username=me\npassword=T\n");
    store(&mut world, "you", "U");
    store(&mut world, "you", "new");
    store(&mut world, "him", "H");
    get(&mut world, "username=me\npassword=T\n");
    world.run(&["switch", "a.test", "-u", "you"]).ok();
    store(&mut world, "me", "T");
    store(&mut world, "her", "H");
    get(&mut world, "username=you\npassword=new\n");
}

#[test]
fn a_login_of_docker_changes_the_account_and_one_of_cargo_does_not() {
    let mut world = World::new();
    world.has("a.test", "me", "T").has("a.test", "you", "U");
    let given = |login: &str, token: &str| {
        format!("{{\"ServerURL\":\"a.test\",\"Username\":\"{login}\",\"Secret\":\"{token}\"}}")
    };
    for (login, token) in [("you", "U"), ("me", "T"), ("him", "H")] {
        check(&mut world, &["docker", "store"], &given(login, token), "");
        let answer = given(login, token) + "\n";
        check(&mut world, &["docker", "get"], "a.test", &answer);
    }
    check(
        &mut world,
        &["terraform", "store", "a.test"],
        "{\"token\":\"F\"}",
        "",
    );
    let terraform = "{\"token\":\"F\"}\n";
    check(&mut world, &["terraform", "get", "a.test"], "", terraform);
    check(
        &mut world,
        &["git", "get"],
        GIT,
        "username=him\npassword=H\n",
    );
    // After `forget` removes its own token, terraform gets the token of the default account.
    check(&mut world, &["terraform", "forget", "a.test"], "", "");
    let terraform = "{\"token\":\"H\"}\n";
    check(&mut world, &["terraform", "get", "a.test"], "", terraform);
}

#[test]
fn git_does_not_copy_a_token_of_another_source() {
    let mut world = World::new();
    world.write_netrc("machine n.test login me password N\n");
    world.environment = vec![("KEYRC_TOKEN".into(), "E@a.test".into())];
    for (host, login, token) in [("a.test", "x", "E"), ("n.test", "me", "N")] {
        let git = format!("protocol=https\nhost={host}\nusername={login}\npassword={token}\n");
        check(&mut world, &["git", "store"], &git, "");
        assert_eq!(world.stored(host, login), None);
        let changed = git.replace(&format!("password={token}"), "password=other");
        check(&mut world, &["git", "store"], &changed, "");
        assert_eq!(world.stored(host, login).as_deref(), Some("other"));
    }
}

#[test]
fn the_scheme_of_a_token_is_a_word() {
    let mut world = World::new();
    let capability = "capability[]=authtype\n";
    for authtype in [
        "Bearer\r",
        "Bea\x1b[31mrer",
        "Bearer x",
        "B\u{e4}rer",
        "a:b",
        "a,b",
    ] {
        let given = format!("{capability}{GIT}authtype={authtype}\ncredential=T\n");
        check(&mut world, &["git", "store"], &given, "");
        let asked = format!("{capability}{GIT}");
        check(&mut world, &["git", "get"], &asked, "");
    }
    let given = format!("{capability}{GIT}authtype=\nusername=me\npassword=T\n");
    check(&mut world, &["git", "store"], &given, "");
    check(
        &mut world,
        &["git", "get"],
        GIT,
        "username=me\npassword=T\n",
    );
    check(
        &mut world,
        &["goauth", "https://a.test"],
        "",
        "https://a.test/\n\nAuthorization: Bearer T\n\n",
    );
}

#[test]
fn a_long_request_is_refused_in_the_protocol() {
    let mut world = World::new();
    let long = "x".repeat((1 << 20) + 1);
    let problem = "the request is longer than 1 MiB";
    let cargo = format!(
        "{{\"v\":[1]}}\n{{\"Err\":{{\"caused-by\":[],\"kind\":\"other\",\"message\":\"{problem}\"}}}}\n"
    );
    for (arguments, code, out, err) in [
        (
            &["git", "get"][..],
            1,
            String::new(),
            format!("keyrc: {problem}\n"),
        ),
        (&["docker", "get"], 1, format!("{problem}\n"), String::new()),
        (&["cargo"], 0, cargo, String::new()),
        (
            &["bazel", "get"],
            1,
            String::new(),
            format!("keyrc: {problem}\n"),
        ),
        (
            &["keyring", "set", "a.test", "me"],
            1,
            String::new(),
            format!("keyrc: {problem}\n"),
        ),
    ] {
        helper(&mut world, arguments, &long).expect(code, &out, &err);
    }
}

#[test]
fn a_service_with_the_name_of_an_operation_needs_no_input() {
    let mut world = World::new();
    check(&mut world, &["keyring", "set", "set", "store"], "T", "");
    let unread = "x".repeat((1 << 20) + 1);
    check(
        &mut world,
        &["keyring", "get", "set", "store"],
        &unread,
        "T\n",
    );
}
