//! git's own tests for credential helpers: t0303, with the tests of authtype that it does not call.

use std::fs;

use crate::bus::Bus;
use crate::clients::{Call, installed, prepare, shell, vault};
use crate::sandbox::Sandbox;

/// Runs the suite in a home. The test framework of git takes its variables from a line of shell.
fn check(home: &Sandbox, variables: &[&str]) {
    Call::Link.install(home, "bin/git-credential-keyrc", "git");
    let variables: String = variables
        .iter()
        .map(|name| format!("{name}='${name}' "))
        .collect();
    let line = format!(
        "cd {}/t; export TEST_OUTPUT_DIRECTORY=$HOME/results GIT_TEST_CREDENTIAL_HELPER=keyrc; \
         export GIT_TEST_INSTALLED=$(dirname \"$(command -v git)\"); \
         export GIT_TEST_CREDENTIAL_HELPER_SETUP=\"export {variables} PATH='$HOME/bin':\\$PATH\"; \
         sh ./t0303-keyrc.sh --root=$HOME/trash",
        installed("git-suite/source")
    );
    fs::create_dir(home.path("home/results")).unwrap();
    let output = shell(home, &line);
    let all = output.to_string();
    assert!(
        output.ok().ends_with("# passed all 28 test(s)\n1..28\n"),
        "{all}"
    );
}

#[test]
fn the_tests_of_git_pass_with_a_keyring() {
    let bus = Bus::unlocked();
    prepare(&bus);
    check(
        &bus,
        &["HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"],
    );
}

#[test]
fn the_tests_of_git_pass_with_a_vault() {
    check(&vault(), &["HOME", "XDG_RUNTIME_DIR", "KEYRC_STORE"]);
}
