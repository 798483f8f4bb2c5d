//! The examples, run as the documentation describes.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::bus::Bus;
use crate::sandbox::{KEYRC, Sandbox};

fn example(name: &str) -> PathBuf {
    let path = Path::new(KEYRC)
        .parent()
        .unwrap()
        .join("examples")
        .join(name);
    assert!(path.exists(), "tests/run builds {}", path.display());
    path
}

#[test]
fn another_program_offers_login() {
    let bus = Bus::unlocked();
    let acme = example("acme").to_string_lossy().into_owned();
    bus.pipe("hunter2", &acme, &["login", "me"]).ok();
    assert_eq!(bus.run(&acme, &["token"]).ok(), "hunter2\n");
    assert_eq!(bus.keyrc(&["list"]).ok(), "api.acme.example  me\n");
    bus.run(&acme, &["logout"]).ok();
    assert_eq!(
        bus.run(&acme, &["token"]).fails(1),
        "acme: no credential for `api.acme.example`\n"
    );
}

#[test]
fn the_tour_runs_without_a_keyring() {
    check_tour(Sandbox::new(), "curl -qsS -n");
}

#[test]
fn the_tour_runs_without_curl() {
    let mut sandbox = Sandbox::new();
    let folder = sandbox.path("none");
    std::fs::create_dir(&folder).unwrap();
    for program in ["env", "setsid"] {
        symlink(Path::new("/usr/bin").join(program), folder.join(program)).unwrap();
    }
    sandbox.set("PATH", &folder.to_string_lossy());
    check_tour(sandbox, "tour request");
}

/// Checks that the tour logs in with `exec`, and ends with a netrc without tokens.
fn check_tour(sandbox: Sandbox, client: &str) {
    let shown = sandbox.run(&example("tour").to_string_lossy(), &[]).ok();
    let (before, exec) = shown.split_once("\n$ keyrc exec -- ").expect(&shown);
    assert!(
        before.ends_with("401\n\n# Give the token to this command only:\n"),
        "{before}"
    );
    assert!(exec.contains(client), "{exec}");
    let (response, end) = exec
        .split_once("\n# The netrc is as before:\n")
        .expect(exec);
    assert!(response.ends_with("200\n"), "{response}");
    assert!(!end.contains("tour-token"), "{end}");
}
