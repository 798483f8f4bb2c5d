//! Items that only helper protocols make: without a login, with an empty login or secret, and for an
//! opaque service.

use crate::helper::{check, helper};
use crate::world::World;

#[test]
fn git_gets_back_what_it_stored() {
    let mut world = World::new();
    let host = "protocol=https\nhost=a.test\n";
    for values in [
        "username=\npassword=\n",
        "username=me\npassword=\n",
        "username=\npassword=T\n",
        "password=T\n",
        "password=\n",
    ] {
        check(
            &mut world,
            &["git", "store"],
            &format!("{host}{values}"),
            "",
        );
        check(&mut world, &["git", "get"], host, values);
        check(&mut world, &["git", "erase"], host, "");
        check(&mut world, &["git", "get"], host, "");
    }
    // A request to erase an empty password does not erase another password.
    check(
        &mut world,
        &["git", "store"],
        &format!("{host}username=me\npassword=T\n"),
        "",
    );
    check(
        &mut world,
        &["git", "erase"],
        &format!("{host}username=me\npassword=\n"),
        "",
    );
    check(
        &mut world,
        &["git", "get"],
        host,
        "username=me\npassword=T\n",
    );
}

#[test]
fn a_service_is_any_text() {
    let mut world = World::new();
    for (service, login) in [
        ("Mercurial", "alice@@http://127.0.0.1:1"),
        ("poetry-repository-x", "__poetry_source_empty_username__"),
        ("My Service/ü 1", "me"),
        ("my service/ü 1", "me"),
        ("uv:https://a.test/x#y", "me"),
        ("443", "me"),
        ("x", ""),
    ] {
        let token = format!("token of {service}");
        check(&mut world, &["keyring", "set", service, login], &token, "");
    }
    for (service, login) in [
        ("Mercurial", "alice@@http://127.0.0.1:1"),
        ("My Service/ü 1", "me"),
        ("my service/ü 1", "me"),
        ("443", "me"),
        ("x", ""),
    ] {
        let token = format!("token of {service}\n");
        check(&mut world, &["keyring", "get", service, login], "", &token);
    }
    let creds = ["keyring", "get", "x", "--mode", "creds"];
    check(&mut world, &creds, "", "\ntoken of x\n");
    // No request for a host is answered with the token of a service.
    for (protocol, input) in [
        ("git", "protocol=https\nhost=mercurial\n"),
        ("git", "protocol=https\nhost=x\n"),
    ] {
        check(&mut world, &[protocol, "get"], input, "");
    }
    check(&mut world, &["docker", "list"], "", "{}\n");
    check(&mut world, &["keyring", "del", "443", "me"], "", "");
    assert_eq!(
        helper(&mut world, &["keyring", "get", "443", "me"], "").code,
        1
    );
    let url = ["keyring", "set", "https://me:secret@a.test/", "me"];
    assert_eq!(helper(&mut world, &url, "T").code, 1);
}

#[test]
fn a_service_does_not_get_the_token_of_a_host_with_its_name() {
    let mut world = World::new();
    world.has("mercurial", "me", "old");
    let got = helper(&mut world, &["keyring", "get", "Mercurial", "me"], "");
    assert_eq!((got.code, got.out.as_str()), (1, ""));
}

/// A world with a service, an empty token, and a usual token.
fn odd_world() -> World {
    let mut world = World::new();
    check(&mut world, &["keyring", "set", "My Service", "me"], "S", "");
    check(
        &mut world,
        &["keyring", "set", "My Service", "you"],
        "S",
        "",
    );
    check(&mut world, &["keyring", "set", "e.test", "me"], "\n", "");
    world.has("a.test", "me", "T");
    world
}

#[test]
fn commands_show_and_remove_such_items() {
    let mut world = odd_world();
    let listed = "a.test                me\ne.test                me\n\
                  service:My%20Service  me\nservice:My%20Service  you  (default)\n";
    assert_eq!(world.run(&["list"]).ok(), listed);
    for service in ["service:My%20Service", "service:My Service"] {
        let token = world.run(&["token", service, "-u", "me"]);
        assert_eq!(token.ok(), "S\n");
    }
    assert_eq!(world.run(&["token", "e.test"]).ok(), "\n");
    world.run(&["status", "service:My Service"]);
    let status = world.run(&["status", "e.test"]);
    assert_eq!(status.code, 0, "{}", status.err);
    let removed = world.run(&["logout", "service:My Service", "-u", "you"]);
    assert_eq!(removed.code, 0, "{}", removed.err);
    assert_eq!(world.run(&["logout", "e.test"]).code, 0);
    let left = "a.test                me\nservice:My%20Service  me\n";
    assert_eq!(world.run(&["list"]).ok(), left);
}

#[test]
fn a_machine_of_a_netrc_is_not_a_service() {
    let mut world = World::new();
    let netrc = "machine service:x login me password T\n# machine service:hunter2 login\n";
    world.write_netrc(netrc);
    assert_eq!(world.run(&["migrate"]).code, 5);
    assert_eq!(world.read_netrc(), netrc);
    assert_eq!(world.run(&["token", "service:x"]).code, 3);
    let checked = world.run(&["check-netrc"]);
    assert!(!(checked.out + &checked.err).contains("hunter2"));
    assert_eq!(helper(&mut world, &["docker", "get"], "service:x").code, 1);
}

#[test]
fn keyring_prints_a_backend_for_python() {
    let mut world = World::new();
    let printed = world.run(&["helper", "keyring", "--python-backend"]).ok();
    assert!(printed.contains("class Keyring(KeyringBackend):"));
    let done = helper(&mut world, &["keyring", "--python-backend", "get"], "");
    assert_eq!((done.code, &*done.out), (2, ""));
}

#[test]
fn login_refuses_an_empty_token() {
    let mut world = World::new();
    world.input = b"\n".to_vec();
    let refused = world.run(&["login", "a.test", "-u", "me", "--token-stdin"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.starts_with("keyrc: the token is empty\n"));
}

#[test]
fn a_netrc_gets_only_hosts_with_a_token() {
    let mut world = odd_world();
    let export = world.run(&["export-netrc", "--all", "-n"]);
    assert_eq!(
        export.out,
        "+ machine a.test login me password ********\n\
         ! machine e.test login me password ********  [its token is empty]\n\
         ! machine service:My%20Service login you password ********  \
         [a netrc has only hosts, and this is a service]\n"
    );
    assert_eq!(export.err, "keyrc: 2 credentials were skipped\n");
}
