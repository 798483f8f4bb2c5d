//! Nothing is left of the netrc, however the command ends.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::process::Stdio;

use rexpect::session::spawn_command;

use super::{Who, World};

const WAYS: [&str; 3] = ["namespace", "memfd", "file"];

pub(super) fn world() -> World {
    let world = World::new(Who::User);
    world.has("a.test", "me", "one");
    world
}

#[test]
fn nothing_is_left_after_a_command_exits() {
    let world = world();
    for way in WAYS {
        world
            .keyrc(&["exec", "--via", way, "a.test", "--", "true"])
            .ok();
        world.is_clean();
        world
            .keyrc(&["exec", "--via", way, "a.test", "--", "sh", "-c", "exit 42"])
            .fails(42);
        world.is_clean();
    }
}

/// A command can start while keyrc still cleans up after the previous one and holds a lease on the
/// file.
#[test]
fn each_of_many_commands_in_a_row_finds_its_netrc() {
    let world = world();
    let line = "for run in $(seq 200); do \
                keyrc exec --via namespace a.test -- test -s ~/.netrc || echo $run; done";
    let output = world.run("bash", &["-c", line]);
    assert_eq!(output.err, "");
    assert_eq!(output.ok(), "");
    world.is_clean();
}

#[test]
fn nothing_is_left_after_a_command_is_killed() {
    let world = world();
    for way in WAYS {
        for signal in ["KILL", "TERM", "USR1", "SEGV"] {
            let line = "keyrc exec --via $1 a.test -- sh -c 'echo >here; exec sleep 30' & \
                        while ! [ -e here ]; do kill -0 $! || exit; sleep 0.02; done; \
                        rm here; kill -$2 $!; wait $!; echo $?";
            let status = world.run("bash", &["-c", line, "bash", way, signal]).ok();
            assert!(status.trim().parse::<u32>().unwrap() > 128, "{status}");
            world.is_clean();
        }
    }
}

#[test]
fn nothing_is_left_when_the_command_cannot_run() {
    let world = world();
    crate::sandbox::write(&world.path("home/data"), "not a program");
    for way in WAYS {
        let output = world
            .keyrc(&["exec", "--via", way, "a.test", "--", "no-such-command"])
            .fails(127);
        let hint = "keyrc: hint: check the spelling; run shell syntax as `sh -c '…'`\n";
        assert_eq!(
            output,
            format!("keyrc: cannot run `no-such-command`: no such file or directory\n{hint}"),
            "{way}"
        );
        world.is_clean();
        // An unreadable folder in PATH does not change the exit code to 126.
        let line = "mkdir -p -m 0 closed; PATH=$PWD/closed:$PATH exec keyrc exec --via $1 a.test -- no-such-command";
        world.run("bash", &["-c", line, "bash", way]).fails(127);
        let output = world
            .keyrc(&["exec", "--via", way, "a.test", "--", "./data"])
            .fails(126);
        assert_eq!(
            output, "keyrc: cannot run `./data`: permission denied\n",
            "{way}"
        );
        world.is_clean();
    }
}

#[test]
fn nothing_is_left_when_there_is_no_token() {
    let world = world();
    for way in WAYS {
        world
            .keyrc(&["exec", "--via", way, "b.test", "--", "true"])
            .fails(3);
        world.is_clean();
    }
}

#[test]
fn nothing_is_left_after_ctrl_c() {
    let world = world();
    for way in WAYS {
        let mut command = world.command_at_terminal("bash");
        command
            .args(["--norc", "--noprofile"])
            .env("PS1", "READY ")
            .env("TERM", "dumb")
            .stdin(Stdio::inherit());
        let mut session = spawn_command(command, Some(20_000)).unwrap();
        session.exp_string("READY ").unwrap();
        let line = format!(
            "keyrc exec --via {way} a.test -- sh -c 'trap \"echo ag''ain\" CONT; echo star''ted; while :; do sleep 0.1; done'; echo \"status=$?\""
        );
        session.send_line(&line).unwrap();
        session.exp_string("started").unwrap();
        // Job control works as if the shell had started the command itself.
        session.send_control('z').unwrap();
        session.exp_string("Stopped").unwrap();
        session.send_line("fg").unwrap();
        session.exp_string("again").unwrap();
        session.send_control('c').unwrap();
        session.send_line("echo \"then=$?\"").unwrap();
        session.exp_string("then=130").unwrap();
        session.send_line("exit").unwrap();
        session.exp_eof().unwrap();
        world.is_clean();
    }
}

#[test]
fn a_killed_cleanup_process_leaves_an_empty_file_until_the_next_command() {
    let world = world();
    // The cleanup process still has the arguments of keyrc when the command runs.
    let line = "keyrc exec a.test -- sh -c 'echo >here; exec sleep 30' $1 & \
                while ! [ -e here ]; do kill -0 $! || exit; sleep 0.02; done; \
                pkill -KILL -f -- \"^keyrc exec a.test -- .*$1\"; kill $!; wait; true";
    world
        .run(
            "bash",
            &["-c", line, "bash", &super::unseen::unique("keeper")],
        )
        .ok();
    let left = fs::metadata(world.netrc()).unwrap();
    assert_eq!(
        (left.size(), left.mtime(), left.mode() & 0o777),
        (0, 0, 0o600)
    );
    world.keyrc(&["exec", "a.test", "--", "true"]).ok();
    world.is_clean();
}

#[test]
fn nothing_is_left_with_any_umask_and_descriptor_limit() {
    let world = world();
    for way in WAYS {
        let line = "umask 777; exec keyrc exec --via $1 a.test -- sh -c 'cat ${NETRC:-.netrc}'";
        assert!(
            world
                .run("bash", &["-c", line, "bash", way])
                .ok()
                .contains("password one"),
            "{way}"
        );
        world.is_clean();
        for files in 3..16 {
            let line = format!("ulimit -n {files}; exec keyrc exec --via {way} a.test -- true");
            world.shell(&line);
            world.is_clean();
        }
    }
}

#[test]
fn nothing_is_left_when_the_cleanup_cannot_start() {
    let world = world();
    for way in ["namespace", "file"] {
        for fault in [
            "pidfd_open:error=ENOSYS",
            "flock:error=ENOLCK:when=1",
            "clone:error=EAGAIN",
        ] {
            let call = fault.split(':').next().unwrap();
            let line = format!(
                "strace -f -qqq -o /dev/null -e trace={call} -e inject={fault} keyrc exec --via {way} a.test -- true"
            );
            let done = world.shell(&line);
            assert!(
                done.code == Some(1) || (way, call) == ("file", "flock"),
                "{done}"
            );
            world.is_clean();
        }
    }
}

#[test]
fn nothing_is_left_where_the_cleanup_process_would_not_survive() {
    let world = world();
    let first = [
        "--user",
        "--map-current-user",
        "--pid",
        "--fork",
        "--mount-proc",
        "--kill-child",
    ];
    let unshare =
        |args: &[&str]| world.run("unshare", &[&first[..], &["keyrc", "exec"], args].concat());
    let output = unshare(&["--via", "file", "a.test", "--", "true"]).fails(1);
    assert!(
        output.starts_with(
            "keyrc: cannot start a process that cleans up: this process is the init process of a container"
        ),
        "{output}"
    );
    let done = unshare(&["a.test", "--", "sh", "-c", "cat $NETRC"]);
    assert!(
        done.err
            .starts_with("keyrc: no netrc over ~/.netrc: cannot start a process that cleans up"),
        "{done}"
    );
    assert!(done.ok().contains("password one"));
    world.is_clean();
    // If a netrc exists, no cleanup is needed.
    world.shell("umask 077; echo '# mine' >.netrc").ok();
    assert!(
        unshare(&["a.test", "--", "cat", ".netrc"])
            .ok()
            .contains("password one")
    );
    world.shell("rm .netrc").ok();
    // A command that waits for all its children does not wait for the cleanup process.
    let reaper = "import ctypes, os, sys; ctypes.CDLL(None).prctl(36, 1, 0, 0, 0); os.execvp('keyrc', sys.argv[1:])";
    let wait = "import os\ntry:\n  while True: os.wait()\nexcept ChildProcessError: print('done')";
    let args = [
        "5", "python3", "-c", reaper, "keyrc", "exec", "a.test", "--", "python3", "-c", wait,
    ];
    assert_eq!(world.run("timeout", &args).ok(), "done\n");
    world.is_clean();
}
