//! The examples, run as the documentation describes.

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
    let shown = Sandbox::new().run(&example("tour").to_string_lossy(), &[]);
    assert!(
        shown.out.contains("200") && shown.out.contains("401"),
        "{shown}"
    );
    shown.ok();
}
