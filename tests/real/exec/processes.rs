//! The processes that a delivery needs: the child that makes a namespace, and the second start of
//! keyrc in it.

use super::ways::{LOOK, NETRC, world};
use super::{Who, World};
use crate::sandbox::finish;

#[test]
fn a_killed_child_is_a_failure() {
    let world = world(Who::User);
    let mut command = world.command("strace");
    command.args([
        "-f",
        "-qqq",
        "-o",
        "/dev/null",
        "-e",
        "trace=unshare",
        "-e",
        "inject=unshare:signal=KILL:when=1",
    ]);
    let done = finish(
        command.args(["keyrc", "exec", "a.test", "--", "sh", "-c", "cat $NETRC"]),
        b"",
    );
    assert!(done.err.starts_with(
        "keyrc: no netrc over ~/.netrc: cannot run a part of keyrc in a child process: the child process was killed\n"
    ));
    assert_eq!(done.ok(), NETRC);
    // Nothing is left if no process can be started.
    for way in ["namespace", "file"] {
        let done = world.refused(
            "clone",
            "EAGAIN",
            &["exec", "--via", way, "a.test", "--", "true"],
        );
        assert!(
            done.err
                .contains("cannot start a process: resource temporarily unavailable"),
            "{done}"
        );
        world.is_clean();
    }
}

#[test]
fn the_internal_argument_does_nothing_in_other_programs() {
    let world = world(Who::User);
    for rest in [
        "",
        "0 1 /nowhere -- true",
        "77 78 /nowhere -- true",
        "-1 x /nowhere -- true",
        "5 - /nowhere -- true",
        "6 6 /nowhere -- true",
    ] {
        // One is a file on the disk, the other is in memory but not sealed.
        let script = "import os, sys; os.dup2(os.open('/dev/null', os.O_RDWR), 5); os.dup2(os.memfd_create('x'), 6); \
                      os.execvp('keyrc', ['keyrc', '--resume-exec'] + sys.argv[1:])";
        let words: Vec<&str> = rest.split_whitespace().collect();
        let output = world
            .run("python3", &[&["-c", script], &words[..]].concat())
            .fails(2);
        assert!(
            output.contains("unexpected argument '--resume-exec'"),
            "{rest}: {output}"
        );
    }
}

#[test]
fn a_failure_in_the_second_process_has_the_same_message() {
    let world = world(Who::User);
    let script = "import fcntl, os, sys; f = os.memfd_create('x', os.MFD_ALLOW_SEALING); fcntl.fcntl(f, 1033, 15); \
                  os.set_inheritable(f, True); \
                  os.execvp('keyrc', ['keyrc', '--resume-exec', str(f), '-', sys.argv[1], '--', sys.argv[2]])";
    let nowhere = world
        .run("python3", &["-c", script, "/nowhere/.netrc", "true"])
        .fails(1);
    assert!(
        nowhere
            .starts_with("keyrc: cannot open the netrc: no such file or directory\nkeyrc: hint: "),
        "{nowhere}"
    );
    let netrc = world.netrc().to_string_lossy().into_owned();
    world.shell("umask 077; echo '# mine' >.netrc").ok();
    assert_eq!(
        world.run("python3", &["-c", script, &netrc, "true"]).ok(),
        ""
    );
    world
        .run("python3", &["-c", script, &netrc, "no-such-command"])
        .fails(127);
    assert_eq!(world.read_netrc(), "# mine\n");
}

#[test]
fn threads_that_a_keyring_leaves_do_not_prevent_a_namespace() {
    let world = World::new(Who::User);
    let line = "printf pw | gnome-keyring-daemon --unlock --components=secrets >keyring.log 2>&1; export KEYRC_STORE=os; \
                printf one | keyrc login a.test -u me --token-stdin >login.log && keyrc exec a.test -- sh -c \"$1\"";
    // The bus logs to standard error.
    let done = world.run(
        "dbus-run-session",
        &["--", "bash", "-c", line, "bash", LOOK],
    );
    assert_eq!(done.out, format!("{NETRC}NETRC=unset\n"), "{done}");
    world.is_clean();
}
