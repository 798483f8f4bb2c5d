//! Hints help: the user runs a command that fails, follows the hint, and the command works.
//!
//! `tests/layers/commands.rs` checks that the command in each hint exists.

use std::process::Command;

use crate::world::World;

/// A command that fails, and what its hint offers.
struct Scene {
    prepare: fn(&mut World),
    command: &'static [&'static str],
    /// The text in backticks that the user follows: a command, options to add, or a variable to
    /// set.
    offer: &'static str,
    /// The values for the placeholders of the offer.
    values: &'static [(&'static str, &'static str)],
    /// What the user types or pipes in after the hint.
    typed: &'static [&'static str],
    /// The exit code of the command after the hint was followed.
    code: u8,
}

impl Scene {
    const BASE: Self = Self {
        prepare: |_| {},
        command: &[],
        offer: "",
        values: &[],
        typed: &[],
        code: 0,
    };

    fn play(&self) {
        let mut world = World::new();
        (self.prepare)(&mut world);
        let home = world.home.path().to_string_lossy().into_owned();
        let own = |word: &&str| word.replace('~', &home);
        let mut command: Vec<String> = self.command.iter().map(own).collect();
        let failed = world.run(&strs(&command));
        assert_ne!(failed.code, 0, "{:?} works", self.command);
        let hint = failed.err.split("keyrc: hint: ").nth(1).unwrap_or_default();
        let offers: Vec<&str> = hint.split('`').skip(1).step_by(2).collect();
        assert!(
            offers.contains(&self.offer),
            "{:?}: {}",
            self.command,
            failed.err
        );

        let offer = self
            .offer
            .replace('~', &world.home.path().to_string_lossy());
        let words: Vec<String> = offer.split(' ').map(|word| self.filled(word)).collect();
        match words[0].as_str() {
            "keyrc" => {
                let done = self.run(&mut world, &words[1..]);
                assert_eq!(done.code, 0, "{offer}: {}", done.err);
            }
            "unset" => world.environment.retain(|(name, _)| *name != words[1]),
            "chmod" | "rm" => {
                let status = Command::new(&words[0]).args(&words[1..]).status();
                assert!(status.unwrap().success(), "{offer}");
            }
            word if word.starts_with('-') => command.extend(words),
            word => {
                let (name, value) = word.split_once('=').expect("a variable");
                world.environment.retain(|(other, _)| other != name);
                world.environment.push((name.into(), value.into()));
            }
        }
        let done = self.run(&mut world, &command);
        assert_eq!(
            done.code, self.code,
            "{command:?} after {offer}: {}",
            done.err
        );
    }

    fn filled(&self, word: &str) -> String {
        let value = self.values.iter().find(|(name, _)| *name == word);
        value.map_or(word, |(_, value)| value).to_owned()
    }

    fn run(&self, world: &mut World, words: &[String]) -> crate::world::Output {
        if words.iter().any(|word| word == "--token-stdin") {
            world.input = self.typed[0].as_bytes().to_vec();
        } else {
            world.typed = Some(self.typed.to_vec());
        }
        world.run(&strs(words))
    }
}

fn strs(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

const PASSPHRASE: &str = "correct horse battery staple";

const PLAIN: &str = "machine a.test login me password other\n";

/// Tools disagree about the backslash.
const AMBIGUOUS: &str = "machine a.test login me password x\\y\n";

/// All tools but some read the token without the quotes.
const QUOTED: &str = "machine a.test login me password \"x\"\n";

const SCENES: &[Scene] = &[
    Scene {
        command: &["token", "a.test", "-u", "me"],
        offer: "keyrc login a.test -u me",
        typed: &["s3cret"],
        ..Scene::BASE
    },
    Scene {
        command: &["token", "a.test"],
        offer: "keyrc login a.test",
        typed: &["me", "s3cret"],
        ..Scene::BASE
    },
    Scene {
        command: &["token", "gihub.com"],
        offer: "keyrc login github.com",
        typed: &["me", "s3cret"],
        code: 3,
        ..Scene::BASE
    },
    Scene {
        prepare: two_accounts,
        command: &["token", "a.test"],
        offer: "-u al",
        ..Scene::BASE
    },
    Scene {
        prepare: two_accounts,
        command: &["token", "a.test"],
        offer: "keyrc switch a.test -u al",
        ..Scene::BASE
    },
    Scene {
        prepare: two_accounts,
        command: &["logout", "a.test"],
        offer: "-u al",
        ..Scene::BASE
    },
    Scene {
        prepare: one_account,
        command: &["token", "https://a.test:8443/"],
        offer: "keyrc scope a.test --any",
        ..Scene::BASE
    },
    Scene {
        prepare: one_account,
        command: &["logout", "b.test", "-u", "me"],
        offer: "keyrc list",
        code: 3,
        ..Scene::BASE
    },
    Scene {
        command: &["login", "a.test", "-u", "me"],
        offer: "--token-stdin",
        typed: &["s3cret"],
        ..Scene::BASE
    },
    Scene {
        prepare: |world| {
            world
                .environment
                .push(("KEYRC_TOKEN_A_TEST".into(), "x".into()))
        },
        command: &["login", "a.test", "-u", "me"],
        offer: "unset KEYRC_TOKEN_A_TEST",
        typed: &["s3cret"],
        ..Scene::BASE
    },
    Scene {
        prepare: |world| {
            world.real_stores = true;
            world
                .environment
                .push(("KEYRC_TIMEOUT".into(), "soon".into()));
        },
        command: &["list", "--store", "vault"],
        offer: "KEYRC_TIMEOUT=30",
        code: 4,
        ..Scene::BASE
    },
    Scene {
        prepare: |world| world.write_netrc_with_mode(QUOTED, 0o644),
        command: &["import-netrc"],
        offer: "chmod 600 ~/.netrc",
        ..Scene::BASE
    },
    Scene {
        prepare: |world| std::os::unix::fs::symlink("nowhere", world.netrc()).unwrap(),
        command: &["check-netrc"],
        offer: "rm ~/.netrc",
        code: 1,
        ..Scene::BASE
    },
    Scene {
        prepare: |world| world.write_netrc(format!("{PLAIN}{}", "#\n".repeat(600_000))),
        command: &["check-netrc"],
        offer: "--max-size 16777216",
        ..Scene::BASE
    },
    Scene {
        prepare: |world| world.write_netrc(QUOTED),
        command: &["check-netrc"],
        offer: "keyrc check-netrc ~/.netrc --fix",
        ..Scene::BASE
    },
    Scene {
        prepare: |world| world.write_netrc(PLAIN),
        command: &["check-netrc", "~/.netrc", "b.test"],
        offer: "keyrc check-netrc ~/.netrc",
        code: 3,
        ..Scene::BASE
    },
    Scene {
        prepare: |world| {
            one_account(world);
            world.write_netrc(PLAIN);
        },
        command: &["migrate"],
        offer: "--force",
        ..Scene::BASE
    },
    Scene {
        prepare: |world| world.write_netrc(AMBIGUOUS),
        command: &["migrate"],
        offer: "--as TOOL",
        values: &[("TOOL", "curl-8.16")],
        ..Scene::BASE
    },
    Scene {
        command: &["export-netrc", "--all", "--yes"],
        offer: "keyrc login HOST",
        values: &[("HOST", "a.test")],
        typed: &["me", "s3cret"],
        ..Scene::BASE
    },
    Scene {
        prepare: without_vault,
        command: &["store", "use", "vault"],
        offer: "keyrc vault init",
        typed: &[PASSPHRASE, PASSPHRASE],
        ..Scene::BASE
    },
    Scene {
        prepare: without_vault,
        command: &["list", "--store", "vault"],
        offer: "keyrc --store vault vault init",
        typed: &[PASSPHRASE, PASSPHRASE],
        ..Scene::BASE
    },
];

fn one_account(world: &mut World) {
    world.has("a.test", "me", "s3cret");
}

fn without_vault(world: &mut World) {
    world.real_stores = true;
}

fn two_accounts(world: &mut World) {
    world.has("a.test", "al", "1").has("a.test", "me", "2");
}

#[test]
fn following_a_hint_helps() {
    for scene in SCENES {
        scene.play();
    }
}
