//! Hints that need a real store help: the command fails, the user follows its hint, and the command
//! works.
//!
//! `tests/cli/hints.rs` has those that need none.

use crate::bus::Bus;
use crate::sandbox::write;

/// A command that fails, and what its hint offers.
struct Scene {
    /// Starts a keyring.
    bus: fn() -> Bus,
    /// Shell that prepares the machine.
    prepare: &'static str,
    command: &'static str,
    /// The command in backticks that the user follows.
    offer: &'static str,
    /// The placeholder of the offer, and the text that the user types for it.
    value: (&'static str, &'static str),
    /// Whether the command works afterwards.
    works: bool,
}

impl Scene {
    const BASE: Self = Self {
        bus: Bus::empty,
        prepare: "",
        command: "",
        offer: "",
        value: ("", ""),
        works: true,
    };

    fn play(&self) {
        let mut bus = (self.bus)();
        let passphrase = bus.path("passphrase");
        write(&passphrase, "tulip ember quarry nine\n");
        bus.set("KEYRC_PASSPHRASE_FILE", &passphrase.to_string_lossy());
        bus.shell(&format!("set -e; {}", self.prepare)).ok();
        let failed = bus.shell(self.command);
        assert_ne!(failed.code, Some(0), "{failed}");
        let hint = failed.err.split("keyrc: hint: ").nth(1).unwrap_or_default();
        let mut offers = hint.split('`').skip(1).step_by(2);
        assert!(offers.any(|offer| offer == self.offer), "{failed}");

        let line = match self.value {
            ("", _) => self.offer.to_owned(),
            (placeholder, text) => self.offer.replace(placeholder, text),
        };
        bus.shell(&line).ok();
        let again = bus.shell(self.command);
        assert_eq!(again.code == Some(0), self.works, "after {line}: {again}");
        bus.shell("keyrc vault lock");
    }
}

const LOGIN: &str = "keyrc login a.test -u me --token-stdin <<<s3cret";

const SCENES: &[Scene] = &[
    Scene {
        command: LOGIN,
        offer: "keyrc vault init",
        ..Scene::BASE
    },
    Scene {
        prepare: "keyrc vault init; keyrc vault lock",
        command: "KEYRC_PASSPHRASE_FILE= keyrc list",
        offer: "keyrc vault unlock",
        ..Scene::BASE
    },
    Scene {
        prepare: "keyrc vault init",
        command: "keyrc vault init",
        offer: "keyrc list --store vault",
        works: false,
        ..Scene::BASE
    },
    Scene {
        prepare: "keyrc vault init; keyrc store use keyring",
        command: LOGIN,
        offer: "keyrc store use vault",
        ..Scene::BASE
    },
    Scene {
        prepare: "keyrc vault init",
        command: "keyrc vault recipients remove $(age-keygen 2>/dev/null | age-keygen -y)",
        offer: "keyrc vault recipients list",
        works: false,
        ..Scene::BASE
    },
    Scene {
        prepare: "age-keygen -o key.txt 2>/dev/null; keyrc vault init -i key.txt",
        command: "KEYRC_IDENTITY=$HOME/key.txt keyrc vault recipients remove $(age-keygen -y key.txt)",
        offer: "keyrc vault recipients add RECIPIENT",
        value: (
            "keyrc vault recipients add RECIPIENT",
            "age-keygen -o new.txt; KEYRC_IDENTITY=$HOME/key.txt keyrc vault recipients add $(age-keygen -y new.txt)",
        ),
        works: false,
        ..Scene::BASE
    },
    Scene {
        bus: Bus::unlocked,
        prepare: "keyrc login a.test:8443 -u me --token-stdin <<<s3cret",
        command: "keyrc exec -- true https://a.test:8443/",
        offer: "keyrc exec --any-port -- COMMAND",
        value: ("COMMAND", "true https://a.test:8443/"),
        works: false,
    },
    Scene {
        bus: Bus::unlocked,
        prepare: "keyrc login a.test:8443 -u me --token-stdin <<<s3cret",
        command: "keyrc exec -- true https://a.test:8443/",
        offer: "keyrc exec --header a.test:8443 -- curl -H @- URL",
        value: ("curl -H @- URL", "grep -x 'Authorization: Bearer s3cret'"),
        works: false,
    },
];

#[test]
fn following_a_hint_about_a_store_helps() {
    for scene in SCENES {
        scene.play();
    }
}
