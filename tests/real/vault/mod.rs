//! The vault: the real program, the real age, the real kernel, and no bus, no daemon, no terminal.

mod age;
mod harm;
mod hostile;
mod kernel;
mod planted;
mod status;
mod work;

use std::ops::{Deref, DerefMut};
use std::path::PathBuf;

use crate::sandbox::{Sandbox, write};

pub(crate) const PASSPHRASE: &str = "correct horse battery staple";

/// A sandbox with a passphrase file. Dropping it removes the key of its vault from the kernel.
pub(crate) struct Home(Sandbox);

impl Deref for Home {
    type Target = Sandbox;

    fn deref(&self) -> &Sandbox {
        &self.0
    }
}

impl DerefMut for Home {
    fn deref_mut(&mut self) -> &mut Sandbox {
        &mut self.0
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        self.keyrc(&["vault", "lock"]);
    }
}

impl Home {
    /// No vault yet.
    pub(crate) fn without_vault() -> Self {
        let mut sandbox = Sandbox::new();
        write(&sandbox.path("passphrase"), format!("{PASSPHRASE}\n"));
        let path = sandbox.path("passphrase").to_string_lossy().into_owned();
        sandbox.set("KEYRC_PASSPHRASE_FILE", &path);
        Self(sandbox)
    }

    /// An unlocked vault with a passphrase.
    pub(crate) fn new() -> Self {
        let home = Self::without_vault();
        home.keyrc(&["vault", "init"]).ok();
        home
    }

    /// The same, without the passphrase file.
    pub(crate) fn forgetful() -> Self {
        let mut home = Self::new();
        home.set("KEYRC_PASSPHRASE_FILE", "");
        home
    }

    pub(crate) fn vault(&self) -> PathBuf {
        self.path("home/.local/share/keyrc/vault.age")
    }

    pub(crate) fn identity(&self) -> PathBuf {
        self.path("home/.local/share/keyrc/identity.age")
    }
}
