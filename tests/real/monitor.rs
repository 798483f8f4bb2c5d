//! The calls that programs make on a private bus, as dbus-monitor prints them.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Stdio};

use crate::bus::{Bus, wait_for};

/// A running dbus-monitor. Ends when it is dropped.
pub(crate) struct Monitor {
    process: Child,
    log: PathBuf,
    /// The number of calls before the test began.
    earlier: usize,
}

impl Drop for Monitor {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Monitor {
    /// Starts to record. Returns when the first call is recorded.
    pub(crate) fn start(bus: &Bus) -> Self {
        let log = bus.path("calls");
        #[expect(clippy::disallowed_methods, reason = "the output of dbus-monitor")]
        let file = fs::File::create(&log).unwrap();
        let process = bus
            .command("dbus-monitor")
            .args(["--session", "type=method_call"])
            .stdout(file)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut monitor = Self {
            process,
            log,
            earlier: 0,
        };
        wait_for("the monitor", || {
            ping(bus);
            monitor.all().iter().any(|name| name == "Ping")
        });
        monitor.earlier = monitor.all().len();
        monitor
    }

    /// The methods that were called since the start, without those that open a connection.
    pub(crate) fn calls(&self) -> Vec<String> {
        let calls = self.all().split_off(self.earlier);
        let of_a_connection = |name: &String| name == "Hello" || name == "Ping";
        calls
            .into_iter()
            .filter(|name| !of_a_connection(name))
            .collect()
    }

    fn all(&self) -> Vec<String> {
        let log = fs::read_to_string(&self.log).unwrap();
        let calls = log.lines().filter(|line| line.starts_with("method call"));
        calls
            .filter_map(|line| Some(line.split_once("member=")?.1.to_owned()))
            .collect()
    }
}

fn ping(bus: &Bus) {
    let call = [
        "--session",
        "--print-reply",
        "--dest=org.freedesktop.DBus",
        "/",
        "org.freedesktop.DBus.Peer.Ping",
    ];
    bus.run("dbus-send", &call).ok();
}
