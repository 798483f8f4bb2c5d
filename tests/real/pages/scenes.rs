//! The state of the machine before each terminal session of a page, and the answers of the user.

use crate::pages::block::Block;
use crate::pages::machine::Machine;
use crate::pages::terminal::Terminal;
use crate::vault::PASSPHRASE;

/// A terminal session of a page.
pub(super) struct Scene {
    pub(super) page: &'static str,
    /// The first command of the block.
    pub(super) first: &'static str,
    /// Prepares the machine.
    prepare: fn() -> Machine,
    /// What the user answers to each question, in order.
    answers: &'static [&'static str],
}

/// A terminal session that no scene plays.
pub(super) struct Exception {
    pub(super) page: &'static str,
    /// The first command of the block.
    pub(super) first: &'static str,
    /// Why it cannot be played.
    #[expect(dead_code, reason = "for the reader of this list")]
    pub(super) reason: &'static str,
}

pub(super) const HEROKU: &str =
    "machine api.heroku.com\n  login me@example.com\n  password c4cd94da15ea0544802c2cfd5ec4ead3\n";

const SSH_KEY: &str = "mkdir -m 700 .ssh; ssh-keygen -q -t ed25519 -N '' -f .ssh/id_ed25519";

/// The vault has a backup key, and is unlocked for a working day.
const BACKUP_KEY: &str = "keyrc vault recipients add $(age-keygen 2>&1 >/dev/null | cut -d ' ' -f 3); KEYRC_PASSPHRASE_FILE=../passphrase keyrc vault unlock --for 8h";

/// The vault is encrypted to a key that keyrc does not know.
const ENCRYPTED_TO_OTHERS: &str = "set -e; age-keygen -o old.txt; age-keygen -o new.txt; keyrc vault init -i old.txt; cd .local/share/keyrc; age -d -i ~/old.txt vault.age | age -r $(age-keygen -y ~/new.txt) >other; mv other vault.age";

/// Another vault is in the place of the user's.
const REPLACED: &str = "keyrc vault init -i .ssh/id_ed25519; cd .local/share/keyrc; age -R ~/.ssh/id_ed25519.pub <<<'machine a.test login me password x' >other; mv other vault.age";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        page: "README.md",
        first: "keyrc login api.example.com -u me",
        prepare: Machine::new,
        answers: &["s3cret"],
    },
    Scene {
        page: "docs/exec.md",
        first: "keyrc exec -- curl -n https://api.example.com/account",
        prepare: || {
            Machine::new()
                .netrc("")
                .stores("api.example.com", "me", "s3cret")
                .serves(&[("me", "s3cret")])
        },
        answers: &[],
    },
    Scene {
        page: "docs/guide.md",
        first: "keyrc login api.example.com -u me",
        prepare: Machine::new,
        answers: &["s3cret"],
    },
    Scene {
        page: "docs/guide.md",
        first: "keyrc login api.example.com -u work",
        prepare: || Machine::new().stores("api.example.com", "me", "s3cret"),
        answers: &["0ther"],
    },
    Scene {
        page: "docs/netrc.md",
        first: "keyrc check-netrc --all-tools",
        prepare: || {
            Machine::new().netrc("machine api.heroku.com\n  login me@example.com\n  password c4cd94da15ea0544802c2cfd5ec4ead3\n\n# git\nmachine git.example.com\n  login me\n  password \"s3cret\"\n")
        },
        answers: &[],
    },
    Scene {
        page: "docs/stores.md",
        first: "keyrc store copy --from keyring --to vault --dry-run",
        prepare: || {
            Machine::new()
                .stores("api.example.com", "me", "s3cret")
                .stores("git.example.org", "me", "0ther")
                .vault()
        },
        answers: &[],
    },
    Scene {
        page: "docs/stores.md",
        first: "secret-tool lookup service keyrc:api.example.com username me",
        prepare: || Machine::new().stores("api.example.com", "me", "s3cret"),
        answers: &[],
    },
    Scene {
        page: "docs/stores.md",
        first: "keyrc doctor",
        prepare: || {
            let machine = Machine::new().stores("api.example.com", "me", "s3cret");
            machine.bus.keyrc(&["store", "use", "os"]).ok();
            machine
        },
        answers: &[],
    },
    Scene {
        page: "docs/vault.md",
        first: "keyrc vault init",
        prepare: || Machine::without_keyring().netrc(HEROKU),
        answers: &[PASSPHRASE, PASSPHRASE],
    },
    Scene {
        page: "docs/vault.md",
        first: "keyrc login api.example.com -u me",
        prepare: Machine::without_keyring,
        answers: &["y", PASSPHRASE, PASSPHRASE, "s3cret"],
    },
    Scene {
        page: "docs/vault.md",
        first: "age-keygen -o backup.txt",
        prepare: || Machine::without_keyring().vault(),
        answers: &[],
    },
    Scene {
        page: "docs/vault.md",
        first: "keyrc vault unlock --for 8h",
        prepare: || {
            let machine = Machine::without_keyring().vault();
            machine.bus.keyrc(&["vault", "lock"]).ok();
            machine
        },
        answers: &[PASSPHRASE],
    },
    Scene {
        page: "docs/vault.md",
        first: "keyrc vault status",
        prepare: || Machine::without_keyring().vault().runs(BACKUP_KEY),
        answers: &[],
    },
    Scene {
        page: "docs/vault.md",
        first: "keyrc vault init -i ~/.ssh/id_ed25519 -r age1qxptdf3k82ttvlgnv343xz9cyrmcgymz487dwlqj9qgug6xdhp9svwmy82",
        prepare: || Machine::without_keyring().runs(SSH_KEY),
        answers: &[],
    },
    Scene {
        page: "docs/vault.md",
        first: "printf x | keyrc login b.test -u me --token-stdin",
        prepare: || {
            let machine = Machine::without_keyring().runs(ENCRYPTED_TO_OTHERS);
            let key = machine.bus.path("home/new.txt").display().to_string();
            machine.sets("KEYRC_IDENTITY", &key)
        },
        answers: &[],
    },
    Scene {
        page: "docs/vault.md",
        first: "keyrc vault trust --yes",
        prepare: || {
            let machine = Machine::without_keyring().runs(SSH_KEY).runs(REPLACED);
            let key = machine
                .bus
                .path("home/.ssh/id_ed25519")
                .display()
                .to_string();
            machine.sets("KEYRC_IDENTITY", &key)
        },
        answers: &[],
    },
    Scene {
        page: "docs/vault.md",
        first: "cd ~/.local/share/keyrc",
        prepare: || {
            Machine::without_keyring()
                .vault()
                .stores("api.example.com", "me", "s3cret")
        },
        answers: &[PASSPHRASE],
    },
];

/// Blocks that no scene plays.
pub(super) const NOT_PLAYED: &[Exception] = &[Exception {
    page: "docs/exec.md",
    first: "keyrc exec -- curl -n https://api.example.com/",
    reason: "the message depends on who runs the tests, see tests/real/exec/ways.rs",
}];

impl Scene {
    /// Types the commands of a block. Returns what the terminal shows for each.
    pub(super) fn play(&self, block: &Block) -> Vec<String> {
        let machine = (self.prepare)();
        let mut terminal = Terminal::open(&machine);
        let mut answers = self.answers.iter();
        let shown = block
            .steps
            .iter()
            .map(|step| terminal.step(step, &mut answers))
            .collect();
        terminal.close();
        shown
    }
}
