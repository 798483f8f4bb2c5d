//! A private D-Bus session, with a gnome-keyring in one of the states that people's machines are
//! in.

use std::io::Write;
use std::ops::{Deref, DerefMut};
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::sandbox::{Sandbox, write};

/// A sandbox with a bus. Ends its processes when dropped.
pub(crate) struct Bus {
    sandbox: Sandbox,
    processes: Vec<Child>,
}

impl Deref for Bus {
    type Target = Sandbox;

    fn deref(&self) -> &Sandbox {
        &self.sandbox
    }
}

impl DerefMut for Bus {
    fn deref_mut(&mut self) -> &mut Sandbox {
        &mut self.sandbox
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        for process in self.processes.iter_mut().rev() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// The bus starts no other services: it knows no other service folders. So no prompt can open
/// during a test.
const CONFIG: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=BUS</listen><auth>EXTERNAL</auth>SERVICES
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#;

/// The password that unlocks the keyring.
pub(crate) const PASSWORD: &str = "the keyring's own password";

impl Bus {
    /// A bus without a keyring.
    pub(crate) fn empty() -> Self {
        Self::configured(|_| String::new())
    }

    /// A bus that runs `command` when a keyring is called.
    pub(crate) fn activating(command: &str) -> Self {
        Self::configured(|sandbox| {
            let service =
                format!("[D-BUS Service]\nName=org.freedesktop.secrets\nExec={command}\n");
            write(&sandbox.path("secrets.service"), service);
            format!("<servicedir>{}</servicedir>", sandbox.path("").display())
        })
    }

    fn configured(services: impl FnOnce(&Sandbox) -> String) -> Self {
        let mut sandbox = Sandbox::new();
        let (config, socket) = (sandbox.path("session.conf"), sandbox.path("run/bus"));
        write(
            &config,
            CONFIG
                .replace("BUS", &socket.to_string_lossy())
                .replace("SERVICES", &services(&sandbox)),
        );
        let daemon = quiet(
            sandbox
                .command("dbus-daemon")
                .arg("--nofork")
                .arg(format!("--config-file={}", config.display())),
        );
        sandbox.set(
            "DBUS_SESSION_BUS_ADDRESS",
            &format!("unix:path={}", socket.display()),
        );
        let bus = Self {
            sandbox,
            processes: vec![daemon],
        };
        // The socket exists before the bus listens on it.
        wait_for("the bus", || UnixStream::connect(&socket).is_ok());
        bus
    }

    /// A keyring that is unlocked, as after logging in to a desktop.
    pub(crate) fn unlocked() -> Self {
        Self::unlocked_with(None)
    }

    /// The same, with a collection from a file with these bytes.
    pub(crate) fn unlocked_with(collection: Option<&[u8]>) -> Self {
        let mut bus = Self::empty();
        if let Some(bytes) = collection {
            let folder = bus.path("home/.local/share/keyrings");
            std::fs::create_dir_all(&folder).unwrap();
            write(&folder.join("login.keyring"), bytes);
        }
        bus.start_keyring(Some(PASSWORD));
        bus
    }

    /// A locked keyring with items, and no prompt to unlock it: a desktop after an automatic login.
    pub(crate) fn locked(fill: impl FnOnce(&Sandbox)) -> Self {
        let mut bus = Self::unlocked();
        fill(&bus);
        bus.stop_keyring();
        bus.start_keyring(None);
        bus
    }

    /// A keyring that was never unlocked and has no collection: a server.
    pub(crate) fn without_collection() -> Self {
        let mut bus = Self::empty();
        bus.start_keyring(None);
        bus
    }

    /// A program that has the keyring's name and never answers.
    pub(crate) fn hanging() -> Self {
        let mut bus = Self::empty();
        let tool = quiet(bus.command("dbus-test-tool").args([
            "black-hole",
            "--session",
            "--name=org.freedesktop.secrets",
        ]));
        bus.processes.push(tool);
        bus.wait_for_owner(true);
        bus
    }

    /// Adds a process that ends with the bus.
    pub(crate) fn ends(&mut self, process: Child) {
        self.processes.push(process);
    }

    fn start_keyring(&mut self, password: Option<&str>) {
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]);
        if password.is_some() {
            command.arg("--unlock").stdin(Stdio::piped());
        }
        let mut daemon = quiet(&mut command);
        if let Some(password) = password {
            daemon
                .stdin
                .take()
                .unwrap()
                .write_all(password.as_bytes())
                .unwrap();
        }
        self.processes.push(daemon);
        self.wait_for_owner(true);
    }

    /// Stops the daemon without ending it: calls reach it and are not answered.
    pub(crate) fn pause_keyring(&self) {
        let daemon = self.processes.last().unwrap().id().to_string();
        self.run("kill", &["-STOP", &daemon]).ok();
    }

    pub(crate) fn stop_keyring(&mut self) {
        let mut daemon = self.processes.pop().unwrap();
        daemon.kill().unwrap();
        daemon.wait().unwrap();
        self.wait_for_owner(false);
    }

    /// The same keyring, unlocked by another daemon.
    pub(crate) fn restart_keyring(&mut self) {
        self.stop_keyring();
        self.start_keyring(Some(PASSWORD));
    }

    fn wait_for_owner(&self, expected: bool) {
        let ask = [
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.DBus",
            "/",
            "org.freedesktop.DBus.NameHasOwner",
        ];
        wait_for("the keyring's name on the bus", || {
            let answer = self.run(
                "dbus-send",
                &[&ask[..], &["string:org.freedesktop.secrets"]].concat(),
            );
            answer.out.contains(&format!("boolean {expected}"))
        });
    }
}

pub(crate) fn quiet(command: &mut Command) -> Child {
    let line = format!("{command:?}");
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    child.unwrap_or_else(|error| panic!("{line}: {error}; tests/run installs what is needed"))
}

pub(crate) fn wait_for(what: &str, mut there: impl FnMut() -> bool) {
    let began = Instant::now();
    while !there() {
        assert!(
            began.elapsed() < Duration::from_secs(20),
            "{what} did not come"
        );
        thread::sleep(Duration::from_millis(10));
    }
}
