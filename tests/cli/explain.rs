//! `keyrc explain`: the credential that a tool would get, and why.

use keyrc::store::{Fault, Lock};
use serde_json::Value;

use crate::helper::check;
use crate::world::World;

#[test]
fn the_answer_has_its_source_and_the_others_their_reasons() {
    let mut world = World::new();
    for (host, login) in [
        ("a.test", "me"),
        ("a.test", "you"),
        ("a.test/team", "bot"),
        ("a.test/other", "bot"),
        ("a.test:8443", "me"),
        ("test", "me"),
        ("http://b.a.test", "me"),
        ("b.test", "me"),
    ] {
        world.has(host, login, "hunter2");
    }
    world.run(&["switch", "a.test", "-u", "me"]).ok();
    world.write_netrc("machine a.test login me password hunter2\n");
    world.run(&["explain", "https://a.test/x"]).expect(
        0,
        "answer    the token for a.test\n\
         source    memory store\n\
         login     me  (the default account)\n\
         scope     https, the default port\n\
         header    Bearer {token}\n\
         rejected  you at a.test in the store: not the default account\n\
         rejected  bot at a.test/other in the store: another path\n\
         rejected  bot at a.test/team in the store: another path\n\
         rejected  me at a.test:8443 in the store: another port\n\
         rejected  me at test in the store: a parent domain\n\
         rejected  me at a.test in the netrc: the store comes first\n",
        "",
    );
    let team = ["explain", "https://a.test/team/x.git", "--tool", "git"];
    assert_eq!(
        world.run(&team).ok().lines().take(7).collect::<Vec<_>>(),
        [
            "answer    the token for a.test/team",
            "source    memory store",
            "login     bot  (the only account)",
            "scope     https, the default port",
            "gets      the login and the token",
            "note      git requests a path only with credential.useHttpPath",
            "rejected  me at a.test in the store: a shorter path or no port",
        ]
    );
    let login = world.run(&["explain", "a.test", "-u", "you"]).ok();
    assert!(login.contains("login     you  (requested)\n"), "{login}");
    assert!(
        login.contains("rejected  me at a.test in the store: another account\n"),
        "{login}"
    );
}

#[test]
fn nothing_is_answered_out_of_scope() {
    let mut world = World::new();
    world.has("a.test", "me", "T");
    let refused = world.run(&["explain", "http://a.test"]);
    assert_eq!(
        (refused.code, &*refused.out),
        (
            3,
            "answer    none\n\
             rejected  me at a.test in the store: stored for https, the default port only\n"
        )
    );
    let refused = world.run(&["explain", "https://sub.a.test"]);
    assert_eq!(
        (refused.code, &*refused.out),
        (
            3,
            "answer    none\nrejected  me at a.test in the store: a parent domain\n"
        )
    );
    world.has("a.test", "you", "T");
    let refused = world.run(&["explain", "a.test"]);
    let reason = "one of several accounts, and none is the default";
    assert_eq!(
        (refused.code, &*refused.out),
        (
            3,
            &*format!(
                "answer    none\nrejected  me at a.test in the store: {reason}\n\
                 rejected  you at a.test in the store: {reason}\n"
            )
        )
    );
    assert_eq!(
        refused.err,
        "keyrc: `a.test` has several accounts: `me`, `you`\n"
    );
    world.fault = Some(Fault::Locked(Lock::Keyring));
    let locked = world.run(&["explain", "a.test"]);
    assert_eq!((locked.code, &*locked.out), (4, "answer    none\n"));
    assert!(
        locked.err.starts_with("keyrc: the keyring is locked\n"),
        "{}",
        locked.err
    );
    world.write_netrc("machine a.test login me password T\n");
    let netrc = world.run(&["explain", "a.test"]).ok();
    assert!(
        netrc.contains("source    `~/.netrc`, in plain text\n"),
        "{netrc}"
    );
    assert!(
        netrc.ends_with("rejected  the store: the keyring is locked\n"),
        "{netrc}"
    );
    world.environment = vec![("KEYRC_TOKEN_A_TEST".into(), "V".into())];
    world.run(&["explain", "a.test", "--tool", "pnpm"]).expect(
        0,
        "answer    the token for a.test\n\
         source    environment variable `KEYRC_TOKEN_A_TEST`\n\
         login     unknown  (a variable has no login)\n\
         scope     https, the default port\n\
         header    Bearer {token}\n",
        "",
    );
}

#[test]
fn variables_and_entries_for_others_are_rejected() {
    let mut world = World::new();
    world.environment = vec![("KEYRC_TOKEN".into(), "T@a.test".into())];
    world.write_netrc("machine a.test login me password T\n");
    let explained = world.run(&["explain", "https://a.test:8443", "-u", "you"]);
    assert_eq!(
        (explained.code, &*explained.out),
        (
            3,
            "answer    none\n\
             rejected  the environment: `KEYRC_TOKEN` is for another host, protocol or port\n\
             rejected  me at a.test in the netrc: another account\n"
        )
    );
}

#[test]
fn expiry_and_scheme_are_shown() {
    let mut world = World::new();
    let stored = "capability[]=authtype\nprotocol=https\nhost=a.test\nauthtype=Bearer\ncredential=T\n\
                  password_expiry_utc=1\n";
    check(&mut world, &["git", "store"], stored, "");
    let git = world.run(&["explain", "a.test", "--tool", "git"]).ok();
    assert!(
        git.contains("gets      the token with authtype Bearer, if it is git 2.46 or newer\n"),
        "{git}"
    );
    assert!(
        git.contains("expires   1970-01-01T00:00:01Z  (expired)\n"),
        "{git}"
    );
    let go = world.run(&["explain", "a.test", "--tool", "go"]).ok();
    assert!(go.contains("header    Bearer {token}\n"), "{go}");
    let pip = world
        .run(&["explain", "https://a.test/simple", "--tool", "pip"])
        .ok();
    assert!(pip.contains("gets      the login and the token\n"), "{pip}");
}

#[test]
fn json_has_the_same_facts() {
    let mut world = World::new();
    world
        .has("a.test", "me", "hunter2")
        .has("a.test", "work", "hunter2");
    let expiring = "protocol=https\nhost=a.test\nusername=work\npassword=hunter2\npassword_expiry_utc=4102444800\n";
    check(&mut world, &["git", "store"], expiring, "");
    world.write_settings(
        "[[account]]\nhost = \"a.test\"\nlogin = \"work\"\ndirectory = \"~\"\n\
         [headers]\n\"a.test\" = \"token {token}\"\n",
    );
    world.directory = Some(world.home.path().to_owned());
    let printed = world.run(&["explain", "a.test", "--format", "json"]).ok();
    assert!(!printed.contains("hunter2"));
    let facts: Value = serde_json::from_str(&printed).unwrap();
    let expected = serde_json::json!({
        "answer": true, "source": "store", "variable": null, "host": "a.test", "login": "work",
        "login_by": "account", "line": 1, "protocol": null, "port": null, "header": "token {token}",
        "expires": "2100-01-01T00:00:00Z",
        "rejected": [
            {"source": "store", "host": "a.test", "login": "me", "reason": "another account"}
        ],
    });
    assert_eq!(facts, expected);
    let none = world.run(&["explain", "b.test", "--format", "json"]);
    let facts: Value = serde_json::from_str(&none.out).unwrap();
    assert_eq!((none.code, &facts["answer"]), (3, &Value::Bool(false)));
    assert_eq!(facts["rejected"], serde_json::json!([]));
}

#[test]
fn a_service_of_pythons_keyring_is_explained() {
    let mut world = World::new();
    check(&mut world, &["keyring", "set", "My Service", "me"], "T", "");
    let explained = world
        .run(&["explain", "My Service", "--tool", "keyring"])
        .ok();
    assert!(
        explained.starts_with("answer    the token for service:My%20Service\n"),
        "{explained}"
    );
}
