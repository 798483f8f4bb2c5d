//! Tools send the same login and password before a migration, through `exec`, and after an export.

use std::fs;

use super::{Who, World};
use crate::sandbox::write;
use crate::server::Server;

const TOKEN: &str = "ghp_AAAAbbbbCCCCddddEEEEffff0000111122";

/// Checks the answer of a server with one account. Its token is not where most files have it.
#[track_caller]
fn check(fields: &str, login: &str, password: &str) {
    let world = World::new(Who::Runner);
    fs::create_dir(world.path("www")).unwrap();
    write(&world.path("www/index.html"), "hello");
    let server = Server::start(&[(login, password)], Some(world.path("www"))).unwrap();
    let url = format!("http://127.0.0.1:{}/", server.port());
    let curl = ["curl", "-sS", "-n", &url];
    let file = format!("machine 127.0.0.1\n{fields}");
    world.write_netrc(&file);
    let answer = |stage: &str, done: String| assert_eq!(done, "hello", "{stage}: {fields}");
    answer("before", world.run("curl", &curl[1..]).ok());
    let moved = world.keyrc(&["migrate"]).ok();
    assert!(!moved.contains(TOKEN), "{moved}");
    assert_eq!(world.read_netrc(), "");
    let listed = world.keyrc(&["list"]).ok();
    assert_eq!(listed, "127.0.0.1  (no login)\n");
    let command = [&["exec", "--"][..], &curl[..]].concat();
    answer("exec", world.keyrc(&command).ok());
    world.keyrc(&["export-netrc", "127.0.0.1"]).ok();
    assert_eq!(world.read_netrc(), file);
    answer("after", world.run("curl", &curl[1..]).ok());
    world.is_over();
}

#[test]
fn curl_sends_a_token_that_is_the_login_as_before() {
    let login = format!("  login {TOKEN}\n");
    check(
        &format!("{login}  password x-oauth-basic\n"),
        TOKEN,
        "x-oauth-basic",
    );
    check(&format!("{login}  password \"\"\n"), TOKEN, "");
    check(&login, TOKEN, "");
}

#[test]
fn curl_sends_a_password_without_a_login_as_before() {
    check(&format!("  login \"\"\n  password {TOKEN}\n"), "", TOKEN);
}
