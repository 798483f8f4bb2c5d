//! A program on a terminal of its own, with echo on as a user's has it, and everything that the
//! terminal shows.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};

use crate::sandbox::Sandbox;

/// How long to wait for what should happen at once. The machine may be busy.
const LIMIT: Duration = Duration::from_secs(60);

pub(crate) struct Pty {
    master: File,
    child: Child,
    seen: Arc<Mutex<Vec<u8>>>,
    /// Open for the whole test, so that the output after the end of the program can be read.
    _slave: File,
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Pty {
    /// Starts a program, with `typed` typed before it starts.
    pub(crate) fn start_after(
        typed: &str,
        sandbox: &Sandbox,
        program: &str,
        args: &[&str],
    ) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = PathBuf::from(ptsname(&master, Vec::new()).unwrap().into_string().unwrap());
        let slave = OpenOptions::new()
            .read(true)
            .write(true)
            .open(name)
            .unwrap();
        let mut master = File::from(master);
        master.write_all(typed.as_bytes()).unwrap();
        let stream = || slave.try_clone().unwrap();
        let child = sandbox
            .command_at_terminal("setsid")
            .args(["--ctty", "--wait", program])
            .args(args)
            .stdin(stream())
            .stdout(stream())
            .stderr(stream())
            .spawn()
            .unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (mut reader, shown) = (master.try_clone().unwrap(), seen.clone());
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count) = reader.read(&mut buffer) {
                shown.lock().unwrap().extend(&buffer[..count]);
            }
        });
        Self {
            master,
            child,
            seen,
            _slave: slave,
        }
    }

    pub(crate) fn start(sandbox: &Sandbox, program: &str, args: &[&str]) -> Self {
        Self::start_after("", sandbox, program, args)
    }

    /// Everything that the terminal has shown.
    pub(crate) fn seen(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().unwrap()).into_owned()
    }

    pub(crate) fn shows(&self, text: &str) -> bool {
        self.seen().contains(text)
    }

    /// Removes `text` from what the terminal has shown.
    pub(crate) fn forgets(&self, text: &str) {
        thread::sleep(Duration::from_millis(20));
        let seen = self.seen().replace(text, "");
        *self.seen.lock().unwrap() = seen.into_bytes();
    }

    /// Sends a signal to the program.
    pub(crate) fn signals(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Whether the terminal shows what is typed, edits lines, and turns Ctrl-C into a signal.
    pub(crate) fn is_restored(&self) -> bool {
        let modes = tcgetattr(&self.master).unwrap().local_modes;
        modes
            .contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG | LocalModes::IEXTEN)
    }

    pub(crate) fn has_echo(&self) -> bool {
        let modes = tcgetattr(&self.master).unwrap().local_modes;
        modes.contains(LocalModes::ECHO)
    }

    pub(crate) fn types(&mut self, text: &str) {
        self.master.write_all(text.as_bytes()).unwrap();
    }

    #[track_caller]
    pub(crate) fn waits_until(&self, what: &str, is_true: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !is_true(self) {
            assert!(began.elapsed() < LIMIT, "no {what}: {}", self.seen());
            thread::yield_now();
        }
    }

    /// Waits until `text` was shown `times` times.
    #[track_caller]
    pub(crate) fn expects_times(&self, text: &str, times: usize) {
        self.waits_until(text, |pty| pty.seen().matches(text).count() >= times);
    }

    #[track_caller]
    pub(crate) fn expects(&self, text: &str) {
        self.expects_times(text, 1);
    }

    /// Waits for the end of the program and for its output.
    #[track_caller]
    pub(crate) fn ends(&mut self) -> ExitStatus {
        let began = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(began.elapsed() < LIMIT, "no end: {}", self.seen());
            thread::sleep(Duration::from_millis(1));
        };
        thread::sleep(Duration::from_millis(20));
        status
    }
}
