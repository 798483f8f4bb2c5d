//! `keyrc helper`: the bytes of each protocol. The expected ones are those of the specifications
//! that the modules in `src/protocol/` name.

use keyrc::Scope;

use crate::world::{Output, World};

const GIT: &str = "protocol=https\nhost=a.test\n\n";

/// A world with a token for me at a.test.
fn world() -> World {
    let mut world = World::new();
    world.has("a.test", "me", "T");
    world
}

pub(crate) fn helper(world: &mut World, arguments: &[&str], input: &str) -> Output {
    world.input = input.into();
    world.run(&[&["helper"], arguments].concat())
}

#[track_caller]
pub(crate) fn check(world: &mut World, arguments: &[&str], input: &str, expected: &str) {
    let done = helper(world, arguments, input);
    assert_eq!(
        (done.code, &*done.out, &*done.err),
        (0, expected, ""),
        "{arguments:?} {input:?}"
    );
}

#[test]
fn git_gets_a_login_and_a_password() {
    let mut world = world();
    check(
        &mut world,
        &["git", "get"],
        GIT,
        "username=me\npassword=T\n",
    );
    let asked =
        "capability[]=authtype\ncapability[]=state\nprotocol=https\nhost=a.test\nusername=me\n";
    let answer = "capability[]=state\nstate[]=keyrc:seen=1\nusername=me\npassword=T\n";
    check(&mut world, &["git", "get"], asked, answer);
    for nothing in [
        "",
        "\n",
        "host=a.test\n\n",
        "protocol=https\n\nhost=a.test\n",
        "protocol=https\nhost=b.test\n\n",
        "protocol=https\nhost=sub.a.test\n\n",
        "protocol=https\nhost=a.test:8443\n\n",
        "protocol=http\nhost=a.test\n\n",
        "protocol=https\nhost=a.test\nusername=other\n\n",
        "protocol=cert\npath=/key.pem\n\n",
        "protocol=https\nno equals sign\nhost=a.test\n\n",
    ] {
        check(&mut world, &["git", "get"], nothing, "");
    }
    check(&mut world, &["git", "frobnicate"], GIT, "");
    let capabilities = "version 0\ncapability authtype\ncapability state\n";
    check(&mut world, &["git", "capability"], "", capabilities);
}

#[test]
fn git_stores_and_erases() {
    let mut world = World::new();
    let given = "protocol=https\nhost=a.test\nusername=me\npassword=T\noauth_refresh_token=R\npassword_expiry_utc=4102444800\n\n";
    check(&mut world, &["git", "store"], given, "");
    assert_eq!(world.scope("a.test", "me"), Scope::default());
    let answer = "username=me\npassword=T\npassword_expiry_utc=4102444800\noauth_refresh_token=R\n";
    check(&mut world, &["git", "get"], GIT, answer);
    // Not the rejected password, so it stays.
    let other = "protocol=https\nhost=a.test\nusername=me\npassword=old\n\n";
    check(&mut world, &["git", "erase"], other, "");
    check(&mut world, &["git", "get"], GIT, answer);
    check(&mut world, &["git", "erase"], "protocol=https\n\n", "");
    check(&mut world, &["git", "get"], GIT, answer);
    check(&mut world, &["git", "erase"], given, "");
    check(&mut world, &["git", "get"], GIT, "");
}

#[test]
fn git_stores_a_header_only_for_those_who_know_it() {
    let mut world = World::new();
    let given =
        "capability[]=authtype\nprotocol=https\nhost=a.test\nauthtype=Bearer\ncredential=T\n";
    check(&mut world, &["git", "store"], given, "");
    check(&mut world, &["git", "get"], GIT, "");
    let asked = format!("capability[]=authtype\n{GIT}");
    let answer = "capability[]=authtype\nauthtype=Bearer\ncredential=T\n";
    check(&mut world, &["git", "get"], &asked, answer);
    let ephemeral = "capability[]=authtype\nprotocol=https\nhost=b.test\nauthtype=Bearer\ncredential=T\nephemeral=1\n";
    check(&mut world, &["git", "store"], ephemeral, "");
    let seen = "protocol=https\nhost=c.test\nusername=me\npassword=T\nstate[]=keyrc:seen=1\n";
    check(&mut world, &["git", "store"], seen, "");
    assert_eq!(world.run(&["list"]).ok(), "a.test  (no login)\n");
}

#[test]
fn docker_speaks_on_standard_output() {
    let mut world = world();
    let answer = "{\"ServerURL\":\"https://a.test\",\"Username\":\"me\",\"Secret\":\"T\"}\n";
    check(&mut world, &["docker", "get"], "https://a.test\n", answer);
    check(
        &mut world,
        &["docker", "list"],
        "unused",
        "{\"a.test\":\"me\"}\n",
    );
    for (arguments, input, out) in [
        (
            "get",
            "b.test",
            "credentials not found in native keychain\n",
        ),
        ("get", " \n", "no credentials server URL\n"),
        ("erase", "", "no credentials server URL\n"),
        (
            "store",
            "{\"Username\":\"me\",\"Secret\":\"T\"}",
            "no credentials server URL\n",
        ),
        (
            "store",
            "{\"ServerURL\":\"a.test\",\"Secret\":\"T\"}",
            "no credentials username\n",
        ),
        ("store", "not JSON", "the request is not valid JSON\n"),
        (
            "frobnicate",
            "",
            "unknown operation: use store, get, erase, list or version\n",
        ),
    ] {
        let done = helper(&mut world, &["docker", arguments], input);
        assert_eq!(
            (done.code, &*done.out, &*done.err),
            (1, out, ""),
            "{arguments} {input}"
        );
    }
    let given = "{\"ServerURL\":\"b.test:5000\",\"Username\":\"<token>\",\"Secret\":\"a\\\"b\"}";
    check(&mut world, &["docker", "store"], given, "");
    let answer = "{\"ServerURL\":\"b.test:5000\",\"Username\":\"<token>\",\"Secret\":\"a\\\"b\"}\n";
    check(&mut world, &["docker", "get"], "b.test:5000", answer);
    check(&mut world, &["docker", "erase"], "b.test:5000", "");
    check(&mut world, &["docker", "erase"], "b.test:5000", "");
    check(&mut world, &["docker", "list"], "", "{\"a.test\":\"me\"}\n");
    let version = helper(&mut world, &["docker", "version"], "").ok();
    assert!(version.starts_with("keyrc (keyrc) "), "{version}");
}

#[test]
fn docker_gets_a_username_with_a_token_of_an_unknown_account() {
    let mut world = World::new();
    world.write_netrc("machine n.test password T\n");
    for host in [
        "a.test",
        "eu.gcr.io",
        "europe-docker.pkg.dev",
        "quay.io",
        "notquay.io",
    ] {
        world
            .environment
            .push(("KEYRC_TOKEN".into(), format!("T@{host}")));
        let username = match host {
            "eu.gcr.io" | "europe-docker.pkg.dev" => "oauth2accesstoken",
            "quay.io" => "$oauthtoken",
            _ => "token",
        };
        let answer =
            format!("{{\"ServerURL\":\"{host}\",\"Username\":\"{username}\",\"Secret\":\"T\"}}\n");
        check(&mut world, &["docker", "get"], host, &answer);
        world.environment.clear();
    }
    let answer = "{\"ServerURL\":\"n.test\",\"Username\":\"token\",\"Secret\":\"T\"}\n";
    check(&mut world, &["docker", "get"], "n.test", answer);
}

#[test]
fn cargo_speaks_lines_of_json() {
    let mut world = world();
    let ask = |kind: &str, host: &str| {
        format!(
            "{{\"v\":1,\"registry\":{{\"index-url\":\"sparse+https://{host}/index/\",\"name\":\"r\"}},\"kind\":\"{kind}\",\"operation\":\"read\",\"token\":\"N\",\"args\":[]}}\n"
        )
    };
    let answer = |token: &str| {
        format!(
            "{{\"Ok\":{{\"cache\":\"session\",\"kind\":\"get\",\"operation_independent\":true,\"token\":\"{token}\"}}}}\n"
        )
    };
    let hello = "{\"v\":[1]}\n";
    let not_found = "{\"Err\":{\"kind\":\"not-found\"}}\n";
    for (asked, expected) in [
        (ask("get", "a.test"), answer("Bearer T")),
        (ask("get", "b.test"), not_found.to_owned()),
        (
            ask("get", "a.test") + &ask("get", "b.test"),
            answer("Bearer T") + not_found,
        ),
        (
            ask("unknown", "a.test"),
            "{\"Err\":{\"kind\":\"operation-not-supported\"}}\n".to_owned(),
        ),
        (String::new(), String::new()),
    ] {
        check(
            &mut world,
            &["cargo", "--cargo-plugin"],
            &asked,
            &format!("{hello}{expected}"),
        );
    }
    for (kind, expected) in [
        ("login", "{\"Ok\":{\"kind\":\"login\"}}\n".to_owned()),
        ("get", answer("N")),
        ("logout", "{\"Ok\":{\"kind\":\"logout\"}}\n".to_owned()),
        ("get", not_found.to_owned()),
    ] {
        let expected = format!("{hello}{expected}");
        check(
            &mut world,
            &["cargo"],
            &ask(kind, "index.crates.io"),
            &expected,
        );
    }
}

#[test]
fn bazel_gets_a_header() {
    let mut world = world();
    let uri = |host: &str| format!("{{\"uri\":\"https://{host}/x\",\"more\":1}}");
    let answer = "{\"headers\":{\"Authorization\":[\"Bearer T\"]}}\n";
    check(
        &mut world,
        &["bazel", "get", "--more"],
        &uri("a.test"),
        answer,
    );
    check(&mut world, &["bazel", "get"], &uri("b.test"), "{}\n");
    for (arguments, input) in [
        (&["bazel"][..], ""),
        (&["bazel", "put"], ""),
        (&["bazel", "get"], "{}"),
    ] {
        assert_eq!(helper(&mut world, arguments, input).code, 1);
    }
}

#[test]
fn keyring_answers_as_that_of_python() {
    let mut world = world();
    let creds = ["--mode=creds", "--output=json"];
    let answer = "{\"password\":\"T\",\"username\":\"me\"}\n";
    check(
        &mut world,
        &[
            "keyring",
            creds[0],
            creds[1],
            "get",
            "https://a.test/simple/",
        ],
        "",
        answer,
    );
    check(
        &mut world,
        &["keyring", "get", "https://a.test/simple/", "me"],
        "",
        "T\n",
    );
    check(
        &mut world,
        &["keyring", "get", "a.test", "--mode", "creds"],
        "",
        "me\nT\n",
    );
    check(
        &mut world,
        &["keyring", "set", "b.test:99", "you"],
        "p w\n",
        "",
    );
    check(
        &mut world,
        &["keyring", "get", "b.test:99", "you"],
        "",
        "p w\n",
    );
    check(&mut world, &["keyring", "del", "b.test:99", "you"], "", "");
    for (arguments, code) in [
        (&["get", "b.test:99", "you"][..], 1),
        (&["del", "b.test:99", "you"], 1),
        (&["get", "a.test", "other"], 1),
        (&["get", "a.test"], 2),
        (&["get", "--frobnicate", "a.test", "me"], 2),
        (&[], 2),
    ] {
        let done = helper(&mut world, &[&["keyring"], arguments].concat(), "");
        assert_eq!((done.code, &*done.out), (code, ""), "{arguments:?}");
    }
}

#[test]
fn the_other_protocols_answer_in_their_form() {
    let mut world = world();
    check(&mut world, &["goauth"], "", "");
    let answer = "https://a.test/\n\nAuthorization: Bearer T\n\n";
    check(
        &mut world,
        &["goauth", "https://a.test/x/@v/list"],
        "HTTP/1.1 401 Unauthorized\n\n",
        answer,
    );
    check(&mut world, &["goauth", "https://b.test/x"], "", "");
    check(
        &mut world,
        &["terraform", "get", "a.test"],
        "",
        "{\"token\":\"T\"}\n",
    );
    check(&mut world, &["terraform", "get", "b.test"], "", "{}\n");
    check(
        &mut world,
        &["terraform", "store", "b.test"],
        "{\"token\":\"N\"}",
        "",
    );
    check(
        &mut world,
        &["terraform", "get", "b.test"],
        "",
        "{\"token\":\"N\"}\n",
    );
    check(&mut world, &["terraform", "forget", "b.test"], "", "");
    check(&mut world, &["terraform", "forget", "b.test"], "", "");
    let more = helper(
        &mut world,
        &["terraform", "store", "b.test"],
        "{\"token\":\"N\",\"x\":1}",
    );
    assert_eq!(
        (more.code, &*more.err),
        (
            1,
            "keyrc: the object has more than a `token`, which keyrc cannot store\n"
        )
    );
    check(&mut world, &["pnpm", "a.test"], "", "Bearer T");
    let answer = "{\"AccessKeyId\":\"me\",\"SecretAccessKey\":\"T\",\"Version\":1}\n";
    check(&mut world, &["aws", "a.test"], "", answer);
    check(&mut world, &["ansible", "--vault-id", "a.test"], "", "T\n");
    assert_eq!(
        helper(&mut world, &["ansible", "--vault-id", "b.test"], "").code,
        2
    );
}

#[test]
fn askpass_answers_the_prompts_that_it_knows() {
    let mut world = world();
    for (place, token) in [
        ("ssh://b.test", "SSH"),
        ("ssh://[::1]", "SIX"),
        ("service:sudo", "SUDO"),
        ("service:/home/me/.ssh/id", "KEY"),
    ] {
        world.input = token.into();
        world
            .run(&["login", place, "-u", "me", "--token-stdin"])
            .ok();
    }
    for (prompt, answer) in [
        ("Username for 'https://a.test': ", "me\n"),
        ("Password for 'https://me@a.test': ", "T\n"),
        ("Password for \"https://me@a.test\"", "T\n"),
        ("Password for \"https://me@a.test\":", "T\n"),
        ("Password for 'https://%6De@a.test/x': ", "T\n"),
        ("me@b.test's password: ", "SSH\n"),
        ("(me@b.test) Password: ", "SSH\n"),
        ("(me@b.test) password:", "SSH\n"),
        ("me@::1's password: ", "SIX\n"),
        ("[sudo] password for me: ", "SUDO\n"),
        ("Enter passphrase for key '/home/me/.ssh/id': ", "KEY\n"),
        ("Enter passphrase for /home/me/.ssh/id: ", "KEY\n"),
        // The password of another account, or another kind of secret.
        ("Password for 'https://you@a.test': ", ""),
        ("Password for 'ssh://me@a.test': ", ""),
        ("you@b.test's password: ", ""),
        ("me@a.test's password: ", ""),
        ("(me@b.test) Verification code: ", ""),
        ("[sudo] password for you: ", ""),
        ("Enter passphrase for key '/home/me/.ssh/other': ", ""),
        (
            "The authenticity of host 'b.test' can't be established.\nAre you sure you want to continue connecting (yes/no/[fingerprint])? ",
            "",
        ),
        ("", ""),
    ] {
        let done = helper(&mut world, &["askpass", prompt], "");
        assert_eq!(
            (done.code, &*done.out),
            (u8::from(answer.is_empty()), answer),
            "{prompt}"
        );
    }
}

#[test]
fn kubectl_gets_the_version_that_it_asked_for() {
    let mut world = world();
    for version in ["v1", "v1beta1"] {
        let info = format!(
            "{{\"apiVersion\":\"client.authentication.k8s.io/{version}\",\"kind\":\"ExecCredential\",\"spec\":{{\"interactive\":false,\"cluster\":{{\"server\":\"https://a.test\"}}}}}}"
        );
        world.environment = vec![("KUBERNETES_EXEC_INFO".into(), info)];
        let answer = format!(
            "{{\"apiVersion\":\"client.authentication.k8s.io/{version}\",\"kind\":\"ExecCredential\",\"status\":{{\"token\":\"T\"}}}}\n"
        );
        check(&mut world, &["kubectl"], "", &answer);
    }
    world.environment.clear();
    let done = helper(&mut world, &["kubectl", "a.test"], "");
    assert_eq!((done.code, &*done.out), (1, ""));
}

#[test]
fn the_name_of_the_program_selects_the_protocol() {
    let mut world = world();
    world.input = GIT.into();
    for name in ["git-credential-keyrc", "/opt/bin/git-credential-mine"] {
        world.input = GIT.into();
        assert_eq!(
            world.run_as(name, &["get"]).ok(),
            "username=me\npassword=T\n"
        );
    }
    let done = world.run_as("keyring", &["get", "a.test", "me"]);
    assert_eq!(done.ok(), "T\n");
    // Cargo calls the provider `keyrc` with this argument.
    world.input.clear();
    let done = world.run(&["--cargo-plugin"]);
    assert_eq!(done.ok(), "{\"v\":[1]}\n");
}
