//! A netrc of the user stays as it is while a command has another one.

use std::fs;
use std::os::unix::fs::MetadataExt;

use super::left::world;
use super::{Who, World};

#[test]
fn a_netrc_of_the_user_is_never_removed() {
    for before in [None, Some(""), Some("# mine\n")] {
        let world = world();
        let own = |text: &str| {
            world
                .shell(&format!("umask 077; printf '{text}' >.netrc"))
                .ok()
        };
        if let Some(text) = before {
            own(text);
        }
        let inode = || fs::metadata(world.netrc()).ok().map(|found| found.ino());
        let own_inode = inode();
        world
            .keyrc(&["exec", "a.test", "--", "grep", "-q", "one", ".netrc"])
            .ok();
        world.is_over();
        assert_eq!(inode(), own_inode);
        assert_eq!(
            before.is_some().then(|| world.read_netrc()).as_deref(),
            before
        );
        // Another process writes a netrc while the command runs: into the file, or over it.
        for write in ["echo '# new' >.netrc", "echo '# new' >new && mv new .netrc"] {
            let line = "umask 077; keyrc exec a.test -- sh -c 'echo >here; exec sleep 0.3' & \
                        while ! [ -e here ]; do kill -0 $! || exit; sleep 0.02; done; rm here; eval \"$1\"; wait";
            world.run("bash", &["-c", line, "bash", write]).ok();
            world.is_over();
            assert_eq!(world.read_netrc(), "# new\n", "{write}");
            if before.is_none() {
                fs::remove_file(world.netrc()).unwrap();
            }
        }
    }
}

#[test]
fn a_link_is_followed_and_a_dangling_one_is_kept() {
    let world = world();
    world
        .shell("mkdir dots; umask 077; echo '# mine' >dots/netrc; ln -s dots/netrc .netrc")
        .ok();
    assert!(
        world
            .keyrc(&["exec", "a.test", "--", "cat", ".netrc"])
            .ok()
            .contains("password one")
    );
    assert_eq!(world.read_netrc(), "# mine\n");
    for (line, why) in [
        (
            "rm dots/netrc",
            "resolve the path of the netrc: a link to a file that does not exist",
        ),
        (
            "rm .netrc; mkdir .netrc",
            "mount over the netrc: not a regular file",
        ),
    ] {
        world.shell(line).ok();
        let done = world.keyrc(&["exec", "a.test", "--", "sh", "-c", "cat $NETRC"]);
        assert!(
            done.err
                .starts_with(&format!("keyrc: no netrc over ~/.netrc: cannot {why}\n")),
            "{done}"
        );
        assert!(done.ok().contains("password one"));
        let output = world
            .keyrc(&["exec", "--via", "namespace", "a.test", "--", "true"])
            .fails(1);
        assert!(
            output.starts_with(&format!("keyrc: cannot {why}\n")),
            "{output}"
        );
        let names = world.shell("ls -A").ok();
        assert!(
            names.contains(".netrc\n") && !names.contains("keyrc-"),
            "{names}"
        );
    }
}

#[test]
fn a_command_cannot_write_to_the_temporary_netrc() {
    let world = world();
    for who in [Who::User, Who::Root] {
        let world = if who == Who::User {
            &world
        } else {
            &{
                let world = World::new(who);
                world.has("a.test", "me", "one");
                world
            }
        };
        let line = "echo more >>.netrc || echo refused; rm -f .netrc || echo refused; echo x >x; mv -f x .netrc || echo refused";
        assert_eq!(
            world.keyrc(&["exec", "a.test", "--", "sh", "-c", line]).out,
            "refused\nrefused\nrefused\n"
        );
        world.is_clean();
    }
}

#[test]
fn a_write_through_an_older_descriptor_is_not_lost() {
    let world = world();
    let line = "keyrc exec a.test -- sh -c 'echo >here; exec sleep 0.3' & \
                while ! [ -e here ]; do kill -0 $! || exit; sleep 0.02; done; \
                exec 3>>.netrc; wait; sleep 0.2; echo '# mine' >&3";
    world.shell(line).ok();
    world.is_over();
    assert_eq!(world.read_netrc(), "# mine\n");
}

#[test]
fn an_empty_netrc_of_the_user_is_kept() {
    for line in ["chmod 644 .netrc", "ln .netrc other"] {
        let world = world();
        world
            .shell(&format!("umask 077; >.netrc; touch -d @0 .netrc; {line}"))
            .ok();
        world.keyrc(&["exec", "a.test", "--", "true"]).ok();
        world.is_over();
        assert_eq!(world.read_netrc(), "", "{line}");
    }
}
