//! The machine on which a terminal session of a page runs.

use crate::bus::Bus;
use crate::exec::servers::Front;
use crate::sandbox::write;
use crate::server::Server;
use crate::vault::PASSPHRASE;

/// A machine with a user, a keyring and perhaps a web server. Ends its processes when dropped.
pub(super) struct Machine {
    pub(super) bus: Bus,
    server: Option<(Server, Front)>,
}

impl Machine {
    /// With an unlocked keyring.
    pub(super) fn new() -> Self {
        Self::with(Bus::unlocked())
    }

    /// Without D-Bus.
    pub(super) fn without_keyring() -> Self {
        let mut bus = Bus::empty();
        bus.set("DBUS_SESSION_BUS_ADDRESS", "");
        Self::with(bus)
    }

    fn with(bus: Bus) -> Self {
        Self { bus, server: None }
    }

    pub(super) fn netrc(self, text: &str) -> Self {
        self.bus.write_netrc(text);
        self
    }

    pub(super) fn stores(self, host: &str, login: &str, token: &str) -> Self {
        self.bus.has(host, login, token);
        self
    }

    /// Runs a line of shell.
    pub(super) fn runs(self, line: &str) -> Self {
        self.bus.shell(line).ok();
        self
    }

    /// Sets a variable for every command.
    pub(super) fn sets(mut self, name: &str, value: &str) -> Self {
        self.bus.set(name, value);
        self
    }

    /// Creates a vault, and unlocks it.
    pub(super) fn vault(self) -> Self {
        let path = self.bus.path("passphrase");
        write(&path, format!("{PASSPHRASE}\n"));
        let path = path.to_string_lossy().into_owned();
        let init = format!(
            "KEYRC_PASSPHRASE_FILE={path} keyrc vault init && KEYRC_PASSPHRASE_FILE={path} keyrc vault unlock"
        );
        self.bus.shell(&init).ok();
        self
    }

    /// Serves every host name for curl, with a greeting for these pairs of login and password.
    pub(super) fn serves(mut self, accounts: &[(&str, &str)]) -> Self {
        let server = Server::start(accounts, None).unwrap();
        let front = Front::start(&self.bus.path(""), server.port());
        let port = front.port();
        write(
            &self.bus.path("home/.curlrc"),
            format!("connect-to = \"::127.0.0.1:{port}\"\ninsecure\nsilent\n"),
        );
        self.server = Some((server, front));
        self
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.bus.keyrc(&["vault", "lock"]);
    }
}
