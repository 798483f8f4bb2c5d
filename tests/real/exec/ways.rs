//! Which delivery is used on which machine, and the messages about it.

use super::{Who, World};
use crate::sandbox::{Output, finish};

/// The netrc as the command sees it.
pub(super) const LOOK: &str = "cat ${NETRC:-~/.netrc}; echo \"NETRC=${NETRC-unset}\"";

pub(super) const NETRC: &str = "machine a.test\n  login me\n  password one\n";

pub(super) fn world(who: Who) -> World {
    let world = World::new(who);
    world.has("a.test", "me", "one");
    world
}

impl World {
    /// Runs keyrc where user namespaces are forbidden, as in a container.
    pub(super) fn without_namespaces(&self, args: &[&str]) -> Output {
        let forbid = "echo 0 >/proc/sys/user/max_user_namespaces && exec setpriv --inh-caps=-all --ambient-caps=-all \"$@\"";
        let mut command = self.command("unshare");
        command.args([
            "--user",
            "--map-current-user",
            "--keep-caps",
            "sh",
            "-c",
            forbid,
            "sh",
            "keyrc",
        ]);
        finish(command.args(args), b"")
    }

    /// Runs keyrc where a system call fails, as under a seccomp filter or AppArmor.
    pub(super) fn refused(&self, call: &str, error: &str, args: &[&str]) -> Output {
        let mut command = self.command("strace");
        command.args([
            "-f",
            "-qqq",
            "-o",
            "/dev/null",
            "-e",
            &format!("trace={call}"),
        ]);
        command.args(["-e", &format!("inject={call}:error={error}"), "keyrc"]);
        finish(command.args(args), b"")
    }
}

const FALLEN: &str = "keyrc: hint: tools find it through the variable NETRC or `{}` in an option; see docs/exec.md\n";

#[test]
fn a_namespace_replaces_the_netrc_for_every_user() {
    for who in [Who::User, Who::Root] {
        let world = world(who);
        let done = world.keyrc(&["exec", "a.test", "--", "sh", "-c", LOOK]);
        assert_eq!(
            (&*done.out, &*done.err),
            (&*format!("{NETRC}NETRC=unset\n"), ""),
            "{done}"
        );
        let kind = "stat -c '%F %a %u' ~/.netrc && id -u";
        let kind = world
            .keyrc(&["exec", "a.test", "--", "sh", "-c", kind])
            .ok();
        let (file, user) = kind.trim_end().split_once('\n').unwrap();
        assert_eq!(file, format!("regular file 600 {user}"));
        world.is_clean();
    }
}

#[test]
fn the_users_netrc_variable_does_not_hide_the_tokens() {
    let mut world = world(Who::User);
    world.set("NETRC", "/nowhere");
    assert_eq!(
        world
            .keyrc(&["exec", "a.test", "--", "sh", "-c", LOOK])
            .ok(),
        format!("{NETRC}NETRC=unset\n")
    );
}

#[test]
fn memory_is_used_where_namespaces_are_forbidden() {
    let world = world(Who::User);
    let done = world.without_namespaces(&["exec", "a.test", "--", "sh", "-c", LOOK]);
    let why = "keyrc: no netrc over ~/.netrc: cannot make a user namespace: user.max_user_namespaces allows no more\n";
    assert_eq!(done.err, format!("{why}{FALLEN}"));
    let output = done.ok();
    assert!(
        output.starts_with(NETRC) && output.contains("NETRC=/proc/self/fd/"),
        "{output}"
    );

    let done = world.without_namespaces(&[
        "exec",
        "--via",
        "namespace",
        "a.test",
        "--",
        "sh",
        "-c",
        LOOK,
    ]);
    let output = done.fails(1);
    assert!(
        output.starts_with(
            "keyrc: cannot make a user namespace: user.max_user_namespaces allows no more\n"
        ),
        "{output}"
    );
    world.is_clean();
}

#[test]
fn memory_is_used_where_a_system_call_is_refused() {
    for who in [Who::User, Who::Root] {
        let world = world(who);
        for (call, error, tried) in [
            (
                "unshare",
                "EPERM",
                if who == Who::User {
                    "make a user namespace"
                } else {
                    "make a mount namespace"
                },
            ),
            // Ubuntu lets every user create a user namespace, but not mount anything in it.
            ("mount", "EACCES", "make the mounts private"),
            ("fsopen", "EPERM", "mount a file system in memory"),
            ("move_mount", "EACCES", "mount a file system in memory"),
            // A kernel without the system call.
            ("open_tree", "ENOSYS", "make a mount of the netrc"),
            ("umount2", "EPERM", "unmount the file system in memory"),
        ] {
            let done = world.refused(call, error, &["exec", "a.test", "--", "sh", "-c", LOOK]);
            assert!(
                done.err
                    .starts_with(&format!("keyrc: no netrc over ~/.netrc: cannot {tried}: ")),
                "{call}: {done}"
            );
            assert!(done.err.ends_with(FALLEN), "{call}: {done}");
            let output = done.ok();
            assert!(
                output.starts_with(NETRC) && output.contains("NETRC=/proc/self/fd/"),
                "{call}: {output}"
            );
            world.is_clean();
        }
    }
}

#[test]
fn the_keyring_is_not_asked_when_the_delivery_is_impossible() {
    let mut world = world(Who::User);
    // The key is missing: opening the vault would fail with another exit code.
    world.set("KEYRC_IDENTITY", "/nowhere");
    world.keyrc(&["vault", "lock"]);
    let done = world.refused(
        "unshare",
        "EPERM",
        &["exec", "--via", "namespace", "a.test", "--", "true"],
    );
    assert!(
        done.err
            .starts_with("keyrc: cannot make a user namespace: operation not permitted\n"),
        "{done}"
    );
    done.fails(1);
}

#[test]
fn a_netrc_in_memory_can_be_reopened_but_not_changed() {
    for who in [Who::User, Who::Root] {
        let world = world(who);
        let line = "cat $1; cat $1; (cat $1); stat -Lc '%F %a' $1; echo more >>$1 || echo refused";
        let done = world.keyrc(&[
            "exec", "--via", "memfd", "a.test", "--", "sh", "-c", line, "sh", "{}",
        ]);
        assert_eq!(
            done.out,
            format!("{NETRC}{NETRC}{NETRC}regular file 600\nrefused\n")
        );
    }
}

#[test]
fn a_private_file_is_removed_with_the_command() {
    for who in [Who::User, Who::Root] {
        let world = world(who);
        let line = "cat $NETRC; stat -c '%F %a' $NETRC \"$(dirname $NETRC)\"; echo $NETRC";
        let output = world
            .keyrc(&["exec", "--via", "file", "a.test", "--", "sh", "-c", line])
            .ok();
        let (output, path) = output.trim_end().rsplit_once('\n').unwrap();
        assert_eq!(output, format!("{NETRC}regular file 600\ndirectory 700"));
        assert!(
            path.starts_with(&*world.path("run/keyrc-").to_string_lossy()),
            "{path}"
        );
        world.is_clean();
    }
}

#[test]
fn a_tool_that_may_not_find_the_netrc_is_named() {
    let world = world(Who::User);
    let run = |program: &str, more: &[&str]| {
        let args = [
            &[
                "exec",
                "--via",
                "memfd",
                "a.test",
                "--",
                program,
                "--version",
            ],
            more,
        ]
        .concat();
        let done = world.keyrc(&args);
        done.err
    };
    let output =
        "may not find its netrc: not every version reads the variable NETRC\nkeyrc: hint: ";
    let other = "see docs/exec.md for how to allow namespaces, and docs/guide.md for alternatives";
    assert_eq!(
        run("curl", &[]),
        format!("keyrc: `curl` {output}add `--netrc-file {{}}` to its arguments\n")
    );
    assert_eq!(run("wget", &[]), format!("keyrc: `wget` {output}{other}\n"));
    assert_eq!(run("curl", &["--netrc-file", "{}"]), "");
    assert_eq!(run("python3", &[]), "");
}

#[test]
fn verbose_output_describes_the_delivery_without_secrets() {
    let world = world(Who::User);
    let output = |way: &str| {
        world
            .keyrc(&["exec", "-v", "--via", way, "a.test", "--", "true"])
            .err
    };
    let token = "keyrc: the command gets the token for me at a.test\n";
    assert_eq!(
        output("auto"),
        format!(
            "{token}keyrc: `~/.netrc` is a private file for the command, in its own namespace\n"
        )
    );
    assert!(output("memfd").starts_with(&format!(
        "{token}keyrc: the netrc is in memory, and NETRC is `/proc/self/fd/"
    )));
    let file = "keyrc: the netrc is in a private file until the command ends, and NETRC is `";
    assert!(output("file").starts_with(&format!("{token}{file}")));
}

#[test]
fn doctor_reports_deliveries_without_running_a_command() {
    let world = world(Who::User);
    let line = |done: Output| {
        done.out
            .lines()
            .find(|line| line.contains(" exec "))
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        line(world.keyrc(&["doctor"])),
        "ok   exec       gives a command its own ~/.netrc"
    );
    let closed = line(world.without_namespaces(&["doctor"]));
    assert_eq!(
        closed,
        "-    exec       gives a command a netrc in memory, which some tools do not find: cannot make a user namespace: \
         user.max_user_namespaces allows no more"
    );
    world.is_clean();
}

#[test]
fn a_file_is_used_and_reported_where_memory_is_impossible() {
    let world = world(Who::User);
    // This has the same effect as vm.memfd_noexec.
    let done = world.refused(
        "memfd_create",
        "EACCES",
        &["exec", "a.test", "--", "sh", "-c", "cat $NETRC"],
    );
    let why = "cannot make a file in memory: permission denied";
    let hint = "it is in a private file until the command ends; NETRC and `{}` in an option contain its path";
    let output = format!(
        "keyrc: no netrc over ~/.netrc: {why}\nkeyrc: no netrc in memory: {why}\nkeyrc: hint: {hint}\n"
    );
    assert_eq!((&*done.out, &*done.err), (NETRC, &*output));
    world.is_clean();
}

#[test]
fn a_private_file_is_not_created_behind_a_link_of_another_user() {
    if !super::is_root() {
        // Only root can make a link of another user.
        return;
    }
    let world = world(Who::User);
    let other = world.path("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::set_permissions(&other, std::os::unix::fs::PermissionsExt::from_mode(0o777)).unwrap();
    let link = world.path("link");
    std::os::unix::fs::symlink(&other, &link).unwrap();
    std::os::unix::fs::lchown(&link, Some(1), Some(1)).unwrap();
    let link = link.display();
    let line = format!(
        "XDG_RUNTIME_DIR={link} TMPDIR={link} keyrc exec --via file a.test -- sh -c 'echo $NETRC'"
    );
    let error = world.shell(&line).fails(1);
    assert!(error.contains("link"), "{error}");
    assert!(other.read_dir().unwrap().next().is_none());
}
