//! Messages about a command show no secret of its arguments.

use crate::exec::Who;
use crate::exec::ways::world;

#[test]
fn a_url_in_place_of_the_command_is_shown_without_its_password() {
    let world = world(Who::User);
    for (command, shown) in [
        ("https://me:hunter2@a.test/x", "https://********@a.test/x"),
        ("me:hunter2@a.test", "********@a.test"),
        ("https://hunter2@a.test/x", "https://********@a.test/x"),
        ("https://me:hunter2/x@a.test", "https://********@a.test"),
    ] {
        for way in ["auto", "memfd", "file"] {
            let args = ["exec", "--via", way, "a.test", "--", command];
            let error = world.keyrc(&args).fails(127);
            assert!(
                error.ends_with(&format!(
                    "keyrc: cannot run `{shown}`: no such file or directory\n\
                     keyrc: hint: the command is missing: write it before the URL, as in \
                     `keyrc exec -- curl -n URL`\n"
                )),
                "{error}"
            );
        }
    }
}

#[test]
fn arguments_in_the_word_of_the_command_are_not_shown() {
    let world = world(Who::User);
    for (command, shown) in [
        ("TOKEN=hunter2", "TOKEN=********"),
        ("curl -u me:hunter2 https://a.test", "curl …"),
        ("--user=me:hunter2", "--user=********"),
    ] {
        let args = ["exec", "a.test", "--", command, "curl"];
        let error = world.keyrc(&args).fails(127);
        assert!(
            error.contains(&format!("cannot run `{shown}`: ")),
            "{error}"
        );
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn other_messages_show_no_password_of_a_url() {
    let world = world(Who::User);
    for args in [
        &["--", "curl", "https://me:hunter2@b.test/"][..],
        &["--", "curl", "-u", "me:hunter2", "https://b.test/"],
        &[
            "-v",
            "--optional",
            "--",
            "curl",
            "https://me:hunter2@b.test/",
        ],
        &["-v", "--", "curl", "https://me:hunter2@a.test:8443/"],
        &["https://me:hunter2@b.test/", "--", "true"],
        &["-u", "me:hunter2", "b.test", "--", "true"],
    ] {
        let done = world.keyrc(&[&["exec"], args].concat());
        assert!(!done.err.contains("hunter2"), "{done}");
    }
}

#[test]
fn an_unusable_folder_for_temporary_files_is_ignored() {
    let world = world(Who::User);
    for variables in [
        "XDG_RUNTIME_DIR=rel TMPDIR=",
        "XDG_RUNTIME_DIR= TMPDIR=rel",
        "XDG_RUNTIME_DIR= TMPDIR=",
    ] {
        let line = format!(
            "mkdir -p rel; {variables} keyrc exec --via file a.test -- sh -c 'echo $NETRC; ls rel'"
        );
        let path = world.shell(&line).ok();
        assert!(path.starts_with("/tmp/keyrc-"), "{path}");
    }
}

#[test]
fn a_delivery_that_fails_is_not_suggested() {
    let world = world(Who::User);
    let line = "XDG_RUNTIME_DIR=/nowhere TMPDIR=/nowhere keyrc exec --via file a.test -- true";
    let error = world.shell(line).fails(1);
    assert!(
        error.contains("hint: ") && !error.contains("--via"),
        "{error}"
    );
}
