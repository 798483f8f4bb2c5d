//! Invalid arguments, tokens, answers and settings: each gets a message, a hint and its exit code,
//! and changes nothing.

use crate::world::World;

#[track_caller]
fn check_token(input: &[u8], message: &str) {
    let mut world = World::new();
    world.has("a.test", "me", "kept");
    world.input = input.to_vec();
    let done = world.run(&["login", "a.test", "-u", "me", "--token-stdin"]);
    assert_eq!((done.code, done.err.lines().next()), (2, Some(message)));
    assert!(done.err.contains("keyrc: hint: "), "{}", done.err);
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("kept"));
}

#[test]
fn an_invalid_token_is_refused() {
    check_token(b"", "keyrc: the token is empty");
    check_token(b"\n", "keyrc: the token is empty");
    check_token(
        b"two\nlines\n",
        "keyrc: the token has a line break or another control character",
    );
    check_token(
        b"bell\x07",
        "keyrc: the token has a line break or another control character",
    );
    check_token(
        b"nul\0",
        "keyrc: the token has a line break or another control character",
    );
    check_token(b"\xFF\xFE", "keyrc: the token is not UTF-8 text");
    check_token(
        &[b'x'; 65 * 1024],
        "keyrc: the token is longer than 65536 bytes",
    );
}

#[test]
fn the_longest_token_is_stored_whole() {
    let mut world = World::new();
    let token = "x".repeat(64 * 1024);
    world.has("a.test", "me", &token);
    assert_eq!(world.run(&["token", "a.test"]).ok(), token + "\n");
}

#[test]
fn an_invalid_host_is_refused_and_not_repeated() {
    let mut world = World::new();
    for (host, reason, hint) in [
        (
            "a b",
            "it has a space or a control character",
            "write a host as `api.example.com`, or its URL",
        ),
        (
            "https://me:hunter2@a.test",
            "it starts with a login and `@`",
            "give the login with `-u NAME`",
        ),
        (
            "http:\\\\a.test",
            "it has a backslash or a percent sign, which programs interpret in different ways",
            "write a host as `api.example.com`, or its URL",
        ),
        (
            "://a.test",
            "it is neither a host name nor an address",
            "write a host as `api.example.com`, or its URL",
        ),
        (
            "",
            "it is empty",
            "write a host as `api.example.com`, or its URL",
        ),
        (
            "a.test:http",
            "its port is not a number from 1 to 65535",
            "write a host as `api.example.com`, or its URL",
        ),
    ] {
        for command in [
            &["token"][..],
            &["login", "-u", "me"],
            &["logout"],
            &["status"],
            &["export-netrc"],
            &["switch", "-u", "me"],
        ] {
            let args: Vec<&str> = command.iter().copied().chain([host]).collect();
            world.run(&args).expect(
                2,
                "",
                &format!("keyrc: this is not a host: {reason}\nkeyrc: hint: {hint}\n"),
            );
        }
    }
}

#[test]
fn a_token_after_the_host_is_refused_and_not_repeated() {
    let mut world = World::new();
    for token in [
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
        "SG.abcdef.ghijkl",
    ] {
        for args in [
            &["login", "a.test", token, "-u", "me", "--token-stdin"][..],
            &["login", token],
            &["token", token],
            &["status", token],
            &["logout", token],
            &["exec", token, "--", "true"],
        ] {
            world.run(args).expect(
                2,
                "",
                "keyrc: this is not a host: it looks like a token\n\
                 keyrc: hint: pipe a token to `keyrc login HOST --token-stdin`\n",
            );
        }
    }
    for token in ["01234567-89ab-cdef-0123-456789abcdef", "hf_abc"] {
        world.typed = Some(vec!["x"]);
        world.run(&["login", "a.test", token, "-u", "me"]).expect(
            2,
            "",
            "keyrc: one of the hosts looks like a token\n\
             keyrc: hint: leave the token out: keyrc asks for it, or reads it with `--token-stdin`\n",
        );
    }
}

#[test]
fn a_word_next_to_a_host_that_has_no_dot_is_refused_and_not_repeated() {
    let mut world = World::new();
    for words in [
        ["a.test", "octo"],
        ["a.test", "hunter2hunter2"],
        ["octo", "a.test"],
        ["hunter2hunter2", "a.test"],
        ["octo", "hunter2"],
    ] {
        for rest in [&["-u", "me", "--token-stdin"][..], &["--token-stdin"], &[]] {
            world.input = b"x\n".to_vec();
            world.typed = Some(vec!["x", "x"]);
            let args: Vec<&str> = ["login"]
                .iter()
                .chain(&words)
                .chain(rest)
                .copied()
                .collect();
            world.run(&args).expect(
                2,
                "",
                "keyrc: one of the words is probably not a host: it has no dot\n\
                 keyrc: hint: give an account as `-u NAME`; if the word is a host, name only \
                 that host\n",
            );
        }
    }
}

#[test]
fn a_host_without_a_dot_is_not_taken_for_a_token() {
    let mut world = World::new();
    for host in ["localhost", "gitlab", "my_host.test"] {
        world.has(host, "me", "1");
        assert_eq!(world.stored(host, "me").as_deref(), Some("1"));
    }
}

#[test]
fn an_invalid_login_is_refused() {
    let mut world = World::new();
    let long = "x".repeat(256);
    for (login, reason) in [
        ("a\nb", "it has a control character"),
        (&long, "it is longer than 255 bytes"),
    ] {
        world.run(&["login", "a.test", "-u", login]).expect(
            2,
            "",
            &format!("keyrc: this is not a login: {reason}\n"),
        );
    }
}

#[test]
fn a_question_without_a_terminal_fails_with_a_hint() {
    let mut world = World::new();
    world.run(&["login", "a.test", "-u", "me"]).expect(
        2,
        "",
        "keyrc: there is no terminal to ask for the token\nkeyrc: hint: pipe it in, and add `--token-stdin`\n",
    );
    world.run(&["login", "a.test"]).expect(
        2,
        "",
        "keyrc: there is no terminal to ask for the login\nkeyrc: hint: name it with `-u NAME`\n",
    );
}

#[test]
fn the_end_of_input_at_a_question_interrupts() {
    let mut world = World::new();
    world.typed = Some(vec![]);
    let done = world.run(&["login", "a.test", "-u", "me"]);
    assert_eq!(
        (done.code, done.err.as_str()),
        (130, "Token for me at a.test: \nkeyrc: interrupted\n")
    );
}

#[test]
fn an_invalid_setting_is_reported_with_its_line() {
    let mut world = World::new();
    std::fs::create_dir(world.home.path().join("settings")).unwrap();
    for (text, line) in [
        ("x = 1\n", ":1"),
        ("# c\ndefault_host = 'a b'\n", ":2"),
        ("[logins]\n'a' = 1\n", ":2"),
        ("[logins]\n'A.test' = 'me'\n", ":2"),
        ("[headers]\n'a.test' = 'Bearer'\n", ":2"),
        ("[headers]\n'a.test' = \"X\\n{token}\"\n", ":2"),
        ("[headers]\n'https://a.test' = '{token}'\n", ":2"),
        ("= hunter2", ":1"),
    ] {
        #[expect(clippy::disallowed_methods, reason = "the user's settings")]
        std::fs::write(world.home.path().join("settings/config.toml"), text).unwrap();
        let done = world.run(&["token", "a.test"]);
        assert_eq!(done.code, 1, "{text:?}");
        assert!(
            done.err
                .starts_with(&format!("keyrc: `~/settings/config.toml`{line}")),
            "{}",
            done.err
        );
        assert!(!done.err.contains("hunter2"), "{}", done.err);
    }
}

#[test]
fn control_characters_in_names_are_escaped() {
    let mut world = World::new();
    world.memory.insert(
        &[
            ("service", "keyrc:a.test"),
            ("username", "me\u{202e}x"),
            ("application", "keyrc"),
        ],
        b"one",
    );
    assert_eq!(world.run(&["list"]).ok(), "a.test  me\\u{202e}x\n");
    assert!(
        world
            .run(&["list", "--format", "json"])
            .ok()
            .contains(r"me\u202ex")
    );
    world.write_netrc("machine \u{9b}31m login x password y\n");
    assert!(
        world
            .run(&["import-netrc"])
            .out
            .starts_with("skipped        \\u{9b}31m: line 1: ")
    );
}

#[test]
fn no_error_of_the_command_line_repeats_a_typed_word() {
    let mut world = World::new();
    for secret in ["hunter2", "Hunter2-\u{9b}\u{202e}", "ghp_AAAAbbbbCCCC"] {
        let option = format!("--{secret}");
        let format = format!("--format={secret}");
        let size = format!("--max-size={secret}");
        let unexpected = format!("--yes={secret}");
        for args in [
            &[secret][..],
            &[option.as_str()],
            &["vault", secret],
            &["vault", "passwd", secret],
            &["vault", "unlock", "--for", secret],
            &["store", secret],
            &["store", "use", secret],
            &["list", &format],
            &["list", "--format", secret],
            &["doctor", secret],
            &["check-netrc", &size],
            &["check-netrc", "--for", secret],
            &["migrate", "--as", secret],
            &["token", "a.test", secret],
            &["login", "a.test", &option],
            &["logout", &unexpected],
            &["exec", "a.test", "--via", secret, "--", "true"],
            &["--store", secret, "list"],
            &["completions", secret],
        ] {
            let done = world.run(args);
            let shown = format!("{}{}", done.out, done.err);
            assert_eq!(done.code, 2, "{args:?}: {shown}");
            assert!(!shown.contains(secret), "{args:?}: {shown}");
        }
    }
}

#[test]
fn a_token_in_a_path_is_not_repeated() {
    let mut world = World::new();
    let token = format!("ghp_{}", "a1".repeat(18));
    for args in [
        &["token", &*format!("a.test/{token}")][..],
        &["status", &format!("a.test/{token}")],
        &["check-netrc", "--file", &token],
        &["migrate", "--file", &token],
        &["vault", "init", "-i", &token],
        &["vault", "init", "-R", &token],
        &["login", &format!("a.test/{token}"), "--token-stdin"],
        &["login", "a.test", "-u", &token, "--token-stdin"],
    ] {
        let done = world.run(args);
        assert_ne!(done.code, 0, "{args:?}");
        let printed = done.out + &done.err;
        assert!(!printed.contains(&token[5..]), "{args:?}: {printed}");
    }
    assert!(world.run(&["list"]).out.is_empty());
}

#[test]
fn a_password_before_a_host_is_not_repeated() {
    for args in [
        &["exec", "me:hunter2@a.test", "--", "true"][..],
        &["exec", "--env", "X=me:hunter2@a.test", "--", "true"],
        &["exec", "--stdin", "me:hunter2@a.test", "--", "true"],
        &[
            "exec",
            "--header",
            "https://me:hunter2@a.test",
            "--",
            "true",
        ],
        &["token", "me:hunter2@a.test"],
        &["scope", "me:hunter2@a.test"],
        &["migrate", "me:hunter2@a.test"],
    ] {
        let done = World::new().run(args);
        assert_eq!(done.code, 2, "{args:?}: {}", done.err);
        assert!(!(done.out + &done.err).contains("hunter2"), "{args:?}");
    }
}

#[test]
fn a_password_after_a_login_is_not_repeated() {
    for command in ["token", "scope", "switch", "logout", "export-netrc", "exec"] {
        let mut world = World::new();
        world.has("a.test", "you", "one");
        let rest: &[&str] = if command == "exec" {
            &["--", "true"]
        } else {
            &[]
        };
        let done = world.run(&[&[command, "a.test", "-u", "me:hunter2"], rest].concat());
        assert_ne!(done.code, 0, "{command}");
        assert!(!(done.out + &done.err).contains("hunter2"), "{command}");
    }
}
