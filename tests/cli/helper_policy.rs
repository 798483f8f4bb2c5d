//! The requests of tools that use or change a stored credential, in every protocol.

use keyrc::Scope;

use crate::helper::{check, helper};
use crate::world::World;

const TOKEN: &str = "hunter2";

/// A call of each protocol that requests a URL: arguments and input.
fn calls(url: &str) -> Vec<(Vec<String>, String)> {
    let (protocol, rest) = url.split_once("://").unwrap();
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    let prompt = format!("Password for '{url}': ");
    vec![
        (
            words(&["git", "get"]),
            format!("protocol={protocol}\nhost={host}\npath={path}\n"),
        ),
        (words(&["docker", "get"]), url.to_owned()),
        (
            words(&["cargo"]),
            format!(
                "{{\"v\":1,\"registry\":{{\"index-url\":\"sparse+{url}\"}},\"kind\":\"get\",\"operation\":\"read\"}}\n"
            ),
        ),
        (words(&["bazel", "get"]), format!("{{\"uri\":\"{url}\"}}")),
        (words(&["keyring", "get", url, "me"]), String::new()),
        (
            words(&["keyring", "--mode=creds", "get", url]),
            String::new(),
        ),
        (words(&["kubectl"]), String::new()),
        (words(&["terraform", "get", url]), String::new()),
        (words(&["aws", url]), String::new()),
        (words(&["pnpm", url]), String::new()),
        (words(&["ansible", "--vault-id", url]), String::new()),
        (words(&["askpass", &prompt]), String::new()),
    ]
}

/// `expected` is true if the answer has the token. Go sends headers only over https.
#[track_caller]
fn answers(world: &mut World, url: &str, expected: bool) {
    let go = helper(world, &["goauth", url], "");
    let is_https = url.starts_with("https:");
    assert_eq!(go.out.contains(TOKEN), expected && is_https, "goauth {url}");

    let info = format!(
        "{{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"spec\":{{\"cluster\":{{\"server\":\"{url}\"}}}}}}"
    );
    world.environment = vec![("KUBERNETES_EXEC_INFO".into(), info)];
    for (arguments, input) in calls(url) {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let done = helper(world, &words, &input);
        assert_eq!(
            done.out.contains(TOKEN),
            expected,
            "{words:?} {input} {}",
            done.out
        );
        assert!(!done.err.contains(TOKEN));
    }
}

#[test]
fn a_narrow_credential_answers_only_https_and_its_own_port_and_path() {
    let mut world = World::new();
    world.has("https://a.test/team", "me", TOKEN);
    answers(&mut world, "https://a.test/team", true);
    answers(&mut world, "https://a.test/team/x", true);
    for url in [
        "http://a.test/team",
        "https://a.test",
        "https://a.test/teams",
        "https://a.test/tea",
        "https://a.test/other",
        "https://a.test:8443/team",
        "http://a.test:443/team",
        "https://sub.a.test/team",
        "https://test/team",
        "https://a.test.evil.test/team",
        "https://aa.test/team",
        "ftp://a.test/team",
    ] {
        answers(&mut world, url, false);
    }
}

#[test]
fn http_is_answered_on_loopback_and_if_it_was_stored() {
    let mut world = World::new();
    world
        .has("127.0.0.1:8080", "me", TOKEN)
        .has("http://h.test", "me", TOKEN);
    answers(&mut world, "http://127.0.0.1:8080/x", true);
    answers(&mut world, "http://127.0.0.1:8081/x", false);
    answers(&mut world, "http://h.test/x", true);
    answers(&mut world, "http://h.test:8080/x", false);
}

#[test]
fn only_a_wide_credential_answers_for_another_port() {
    let mut world = World::new();
    world.write_netrc(format!("machine a.test login me password {TOKEN}\n"));
    assert_eq!(world.run(&["migrate"]).code, 0);
    assert_eq!(world.scope("a.test", "me"), Scope::WIDE);
    answers(&mut world, "https://a.test:8443/x", true);
    answers(&mut world, "http://a.test/x", true);
    answers(&mut world, "https://sub.a.test/x", false);
}

#[test]
fn an_unchanged_credential_is_not_written_again() {
    let mut world = World::new();
    let git = format!("protocol=https\nhost=a.test\nusername=me\npassword={TOKEN}\n");
    let docker = format!("{{\"ServerURL\":\"a.test\",\"Username\":\"me\",\"Secret\":\"{TOKEN}\"}}");
    let empty = "protocol=https\nhost=b.test\nusername=\npassword=\n";
    check(&mut world, &["git", "store"], &git, "");
    check(&mut world, &["git", "store"], empty, "");
    let writes = world.memory.writes();
    for _ in 0..3 {
        check(&mut world, &["git", "store"], &git, "");
        check(&mut world, &["git", "store"], empty, "");
        check(&mut world, &["docker", "store"], &docker, "");
        check(
            &mut world,
            &["keyring", "set", "https://a.test/", "me"],
            TOKEN,
            "",
        );
    }
    assert_eq!(world.memory.writes(), writes);
    check(
        &mut world,
        &["git", "store"],
        &git.replace(TOKEN, "new"),
        "",
    );
    assert_eq!(world.memory.writes(), writes + 1);
}

#[test]
fn a_credential_that_a_shorter_path_answers_is_not_written_again() {
    let mut world = World::new();
    world.has("a.test", "me", TOKEN);
    let git = format!("protocol=https\nhost=a.test\npath=x.git\nusername=me\npassword={TOKEN}\n");
    check(&mut world, &["git", "store"], &git, "");
    assert_eq!(world.run(&["list"]).ok(), "a.test  me\n");
    check(&mut world, &["git", "store"], &git.replace(TOKEN, "N"), "");
    assert_eq!(world.stored("a.test/x.git", "me").as_deref(), Some("N"));
    // The item of the longer path has another token, so git's token replaces it.
    check(&mut world, &["git", "store"], &git, "");
    assert_eq!(world.stored("a.test/x.git", "me").as_deref(), Some(TOKEN));
    // The store has no credential for http, so git's credential is added.
    let http = format!("protocol=http\nhost=a.test\nusername=me\npassword={TOKEN}\n");
    check(&mut world, &["git", "store"], &http, "");
    check(
        &mut world,
        &["git", "get"],
        "protocol=http\nhost=a.test\n",
        &format!("username=me\npassword={TOKEN}\n"),
    );
}

#[test]
fn a_credential_of_a_netrc_keeps_its_form_and_scope() {
    let mut world = World::new();
    let netrc = format!("machine a.test\n  login {TOKEN}\n  password x-oauth-basic\n");
    world.write_netrc(&netrc);
    assert_eq!(world.run(&["migrate"]).code, 0);
    let writes = world.memory.writes();
    let asked = "protocol=https\nhost=a.test\n";
    let answer = format!("username=\npassword={TOKEN}\n");
    check(&mut world, &["git", "get"], asked, &answer);
    check(
        &mut world,
        &["git", "store"],
        &format!("{asked}{answer}"),
        "",
    );
    assert_eq!(world.memory.writes(), writes);
    assert_eq!(world.run(&["export-netrc", "a.test"]).code, 0);
    assert_eq!(world.read_netrc(), netrc);
}

#[test]
fn erase_removes_only_what_matches() {
    let mut world = World::new();
    let stored = [
        ("a.test", "me"),
        ("a.test", "you"),
        ("a.test/x", "me"),
        ("a.test:8443", "me"),
        ("sub.a.test", "me"),
        ("test", "me"),
    ];
    for (host, login) in stored {
        world.has(host, login, TOKEN);
    }
    let list = world.run(&["list"]).ok();
    let base = "protocol=https\nhost=a.test\n";
    for other in [
        format!("{base}username=me\npassword=other\n"),
        format!("{base}username=me\npassword=\n"),
        format!("{base}username=him\npassword={TOKEN}\n"),
        format!("{base}username=\npassword={TOKEN}\n"),
        format!("protocol=http\nhost=a.test\nusername=me\npassword={TOKEN}\n"),
        format!("protocol=https\nhost=b.a.test\nusername=me\npassword={TOKEN}\n"),
        "protocol=https\n".to_owned(),
        "host=a.test\n".to_owned(),
        String::new(),
    ] {
        check(&mut world, &["git", "erase"], &other, "");
        assert_eq!(world.run(&["list"]).ok(), list, "{other}");
    }
    check(
        &mut world,
        &["git", "erase"],
        &format!("{base}username=me\npassword={TOKEN}\n"),
        "",
    );
    let mut left: Vec<_> = stored.into_iter().collect();
    left.remove(0);
    for (host, login) in left {
        assert_eq!(
            world.stored(host, login).as_deref(),
            Some(TOKEN),
            "{login} at {host}"
        );
    }
    assert_eq!(world.stored("a.test", "me"), None);
}

#[test]
fn one_session_of_cargo_has_several_requests() {
    let mut world = World::new();
    let ask = |kind: &str, token: &str| {
        format!(
            "{{\"v\":1,\"registry\":{{\"index-url\":\"sparse+https://a.test/i/\"}},\"kind\":\"{kind}\",\"operation\":\"read\"{token}}}\n"
        )
    };
    let session = [
        ask("get", ""),
        ask("login", ",\"token\":\"N\""),
        ask("get", ""),
        ask("logout", ""),
        ask("get", ""),
    ]
    .concat();
    let done = helper(&mut world, &["cargo", "--cargo-plugin"], &session).ok();
    let kinds: Vec<&str> = done
        .lines()
        .map(|line| match line {
            _ if line.contains("not-found") => "none",
            _ if line.contains("Bearer N") => "token",
            _ if line.contains("login") => "login",
            _ if line.contains("logout") => "logout",
            _ => "hello",
        })
        .collect();
    assert_eq!(kinds, ["hello", "none", "login", "token", "logout", "none"]);
}
