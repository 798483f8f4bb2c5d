//! Other processes do not see the netrc, and no file ever contains it.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tempfile::NamedTempFile;

use super::{Who, World};
use crate::bus::wait_for;
use crate::sandbox::finish;

/// Folders besides the sandbox in which every program may write.
const SHARED: [&str; 3] = ["/tmp", "/dev/shm", "/var/tmp"];

/// `token` with a unique suffix.
pub(crate) fn unique(token: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!(
        "{token}-{}-{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    )
}

/// Reads every file as soon as a process creates or writes it, until it is dropped.
pub(crate) struct Watch {
    token: String,
    sandbox: PathBuf,
    /// Older files are ignored.
    stamp: NamedTempFile,
    programs: Vec<Child>,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    paths: BTreeSet<PathBuf>,
    with_token: BTreeSet<PathBuf>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        for program in &mut self.programs {
            let _ = program.kill();
            let _ = program.wait();
        }
    }
}

impl Watch {
    pub(crate) fn start(world: &World, token: &str) -> Self {
        let (sandbox, stamp) = (world.path(""), NamedTempFile::new().unwrap());
        let (programs, seen) = (Vec::new(), Arc::default());
        let mut watch = Self {
            token: token.to_owned(),
            sandbox: sandbox.clone(),
            stamp,
            programs,
            seen,
        };
        watch.watch(Command::new("inotifywait").arg("-r").arg(sandbox));
        watch.watch(Command::new("inotifywait").args(SHARED));
        watch
    }

    fn watch(&mut self, command: &mut Command) {
        command.args([
            "-m",
            "-e",
            "create,modify,close_write,moved_to,attrib",
            "--format",
            "%w%f",
        ]);
        let mut program = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("tests/run installs it");
        let mut ready = BufReader::new(program.stderr.take().unwrap()).lines();
        assert!(
            ready.any(|line| line.unwrap().starts_with("Watches established")),
            "inotifywait watches"
        );
        let paths = BufReader::new(program.stdout.take().unwrap());
        self.programs.push(program);
        let (token, seen) = (self.token.clone(), self.seen.clone());
        thread::spawn(move || {
            for path in paths.lines().map_while(Result::ok).map(PathBuf::from) {
                // Reading a pipe of another test would never end.
                let is_file = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
                let bytes = if is_file {
                    fs::read(&path).unwrap_or_default()
                } else {
                    Vec::new()
                };
                let mut seen = seen.lock().unwrap();
                if bytes
                    .windows(token.len())
                    .any(|window| window == token.as_bytes())
                {
                    seen.with_token.insert(path.clone());
                }
                seen.paths.insert(path);
            }
        });
    }

    /// The files that contained the token at some time.
    pub(crate) fn found(self) -> Vec<PathBuf> {
        // Events arrive in order: when these two have been seen, all earlier ones have been, too.
        let probes = [self.sandbox.join("home"), PathBuf::from(SHARED[0])].map(|folder| {
            tempfile::Builder::new()
                .prefix("probe")
                .tempfile_in(folder)
                .unwrap()
        });
        wait_for("the sight of a file", || {
            let seen = self.seen.lock().unwrap();
            probes.iter().all(|probe| seen.paths.contains(probe.path()))
        });
        let mut find = Command::new("find");
        find.arg(&self.sandbox)
            .args(SHARED)
            .args(["-type", "f", "-newer"])
            .arg(self.stamp.path());
        find.args(["-exec", "grep", "-lsF", "-e", &self.token, "{}", "+"]);
        let mut found: BTreeSet<PathBuf> = finish(&mut find, b"")
            .out
            .lines()
            .map(PathBuf::from)
            .collect();
        found.extend(self.seen.lock().unwrap().with_token.iter().cloned());
        found.into_iter().collect()
    }
}

#[test]
fn the_watch_sees_a_file_that_has_a_token_for_a_moment() {
    let world = World::new(Who::Runner);
    let token = unique("token");
    let path = world.netrc();
    let watch = Watch::start(&world, &token);
    crate::sandbox::write(&path, &token);
    wait_for("the sight of the netrc", || {
        watch.seen.lock().unwrap().with_token.contains(&path)
    });
    fs::remove_file(&path).unwrap();
    assert_eq!(watch.found(), std::slice::from_ref(&path));
    let watch = Watch::start(&world, &token);
    crate::sandbox::write(&path, &token);
    assert_eq!(watch.found(), [path]);
}

/// A command that reads its netrc, waits, and reads it again on request.
struct Running {
    child: Child,
}

impl Running {
    fn start(world: &World, args: &[&str]) -> Self {
        let line = "cat ${NETRC:-~/.netrc} >/dev/null && echo ready; read line; cat ${NETRC:-~/.netrc} | wc -l";
        let mut command = world.command("keyrc");
        command
            .args(args)
            .args(["--", "sh", "-c", line])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut byte = [0; 6];
        std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut byte).unwrap();
        assert_eq!(&byte, b"ready\n");
        Self { child }
    }

    /// Makes it read once more. Returns the lines that it read.
    fn finish(mut self) -> String {
        self.child.stdin.take().unwrap().write_all(b"\n").unwrap();
        let done = self.child.wait_with_output().unwrap();
        String::from_utf8(done.stdout).unwrap().trim().to_owned()
    }
}

#[test]
fn other_processes_of_the_user_do_not_see_the_token() {
    for who in [Who::User, Who::Root] {
        for way in ["namespace", "memfd"] {
            let world = World::new(who);
            let token = unique("token");
            world.has("a.test", "me", &token);
            let running = Running::start(&world, &["exec", "--via", way, "a.test"]);
            let outside = "cat ~/.netrc 2>/dev/null; grep -c netrc /proc/self/mountinfo; cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ";
            let seen = world
                .shell(&format!("({outside}) 2>/dev/null | tr '\\0' '\\n'; true"))
                .ok();
            assert!(seen.starts_with("0\n"), "{seen}");
            assert!(seen.contains("HOME=") && !seen.contains(&token), "{way}");
            if way == "namespace" {
                assert_eq!(
                    fs::metadata(world.netrc()).unwrap().len(),
                    0,
                    "the file below it is empty"
                );
            }
            assert_eq!(running.finish(), "3");
            world.is_clean();
        }
    }
}

#[test]
fn two_commands_see_their_own_netrc_and_the_last_one_cleans_up() {
    let world = World::new(Who::User);
    world.has("a.test", "me", "one");
    world.has("b.test", "you", "two");
    let one = Running::start(&world, &["exec", "a.test"]);
    let both = Running::start(&world, &["exec", "--all"]);
    assert_eq!(one.finish(), "3");
    // In this time its cleanup process ends, and leaves the file to the other command.
    thread::sleep(Duration::from_millis(200));
    assert!(world.netrc().exists(), "the other one still lies over it");
    let again = Running::start(&world, &["exec", "b.test"]);
    assert_eq!(both.finish(), "6");
    thread::sleep(Duration::from_millis(200));
    assert_eq!(again.finish(), "3");
    world.is_clean();
}

#[test]
fn keyrc_writes_the_token_into_memory_and_nowhere_else() {
    for way in ["namespace", "memfd"] {
        // Only root can read the memory of keyrc, even if it is a process of the same user.
        let world = World::new(Who::Root);
        let token = unique("token");
        world.has("a.test", "me", &token);
        let mut strace = world.command("strace");
        strace.args(["-f", "-qq", "-y", "-s", "4096"]);
        strace.args([
            "-e",
            "trace=write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,vmsplice",
        ]);
        let exec = [
            "keyrc", "exec", "--via", way, "--env", "T=a.test", "a.test", "--", "true",
        ];
        let done = finish(strace.args(exec), b"");
        let written: Vec<&str> = done
            .err
            .lines()
            .filter(|line| line.contains(&token))
            .collect();
        assert!(!written.is_empty(), "{done}");
        for line in written {
            assert!(
                line.contains("write(") && line.contains("</memfd:netrc"),
                "{line}"
            );
        }
        done.ok();
    }
}
