//! Nothing that a user types between the first question of a command and its last answer is shown,
//! and nothing that is typed before a question answers it.
//!
//! `KEYRC_TEST_RUNS=200` repeats each test; the moments of typing differ from run to run.

use std::hash::{BuildHasher, RandomState};
use std::thread;
use std::time::{Duration, Instant};

use keyrc::store::Fault;
use keyrc::store::vault::{Ask, Protection, Unlock};
use secrecy::SecretString;

use crate::bus::Bus;
use crate::pty::Pty;
use crate::sandbox::{KEYRC, Sandbox};
use crate::vault::Home;

const PASSPHRASE: &str = "Vq7 passphrase";
const TOKEN: &str = "Vq7t0ken";
/// What is typed too early.
const EARLY: &str = "Ear1y";

/// A question, and the answer that is typed as soon as it is shown.
type Step<'a> = (&'a str, &'a str);

fn runs() -> usize {
    std::env::var("KEYRC_TEST_RUNS").map_or(4, |runs| runs.parse().unwrap())
}

/// A random number below `limit`.
fn below(limit: u64) -> u64 {
    RandomState::new().hash_one(()) % limit
}

struct NoAnswer;

impl Ask for NoAnswer {
    fn passphrase(&self, _: &str) -> Result<SecretString, Fault> {
        Err(Fault::Interrupted)
    }
    fn line(&self, _: &str) -> Option<String> {
        None
    }
    fn tell(&self, _: &str) {}
    fn can_answer_again(&self) -> bool {
        false
    }
}

/// A locked vault. Deriving its key takes about 100 ms.
fn locked() -> Home {
    let mut home = Home::without_vault();
    home.set("KEYRC_PASSPHRASE_FILE", "");
    let unlock = Unlock {
        folder: home.path("home/.local/share/keyrc"),
        records: None,
        ask: std::sync::Arc::new(NoAnswer),
        identities: Vec::new(),
        identity_variable: None,
        remember: Duration::ZERO,
    };
    let protection = Protection::Passphrase(SecretString::from(PASSPHRASE));
    unlock.create(&protection, &[], 15).unwrap();
    home
}

/// Types early text at a random moment in the next 40 ms, unless `next` is asked before. Returns
/// whether it may have been typed after the question: the terminal tells what it shows with a
/// delay.
fn type_early(pty: &mut Pty, next: &str, times: usize) -> bool {
    if below(3) == 0 {
        // Before each question the terminal is quiet for 10 ms, so this cannot be too late.
        pty.types(&format!("{EARLY}\r"));
        return false;
    }
    let at = Instant::now() + Duration::from_micros(below(40_000));
    while Instant::now() < at {
        if pty.seen().matches(next).count() >= times {
            return false;
        }
        thread::yield_now();
    }
    pty.types(EARLY);
    thread::sleep(Duration::from_millis(25));
    pty.seen().matches(next).count() >= times
}

/// Types text at a random moment, if typing is hidden then. Afterwards it is the shell's.
fn type_after_the_last_answer(pty: &mut Pty) {
    thread::sleep(Duration::from_micros(below(40_000)));
    if !pty.has_echo() {
        pty.types(EARLY);
        if pty.has_echo() {
            // Too late to be sure, so do not leave it for the assertions.
            pty.forgets(EARLY);
        }
    }
}

/// Answers the questions of a command, types early text before each question but the first, and
/// checks that no typed text was shown and that the terminal is restored. Returns what was shown.
fn converse(sandbox: &Sandbox, args: &[&str], steps: &[Step<'_>]) -> String {
    let mut pty = Pty::start_after("", sandbox, KEYRC, args);
    for (index, (question, answer)) in steps.iter().enumerate() {
        let earlier = steps[..index].iter();
        let times = 1 + earlier.filter(|(other, _)| other == question).count();
        let mut erase = "";
        if index > 0 && type_early(&mut pty, question, times) {
            // Ctrl-U erases what was typed after the question, and may have been shown.
            erase = "\u{15}";
            pty.forgets(EARLY);
        }
        pty.expects_times(question, times);
        if below(2) == 0 {
            thread::sleep(Duration::from_micros(below(3_000)));
        }
        pty.types(&format!("{erase}{answer}\r"));
    }
    type_after_the_last_answer(&mut pty);
    let status = pty.ends();
    let seen = pty.seen();
    assert!(pty.is_restored(), "{args:?}: {seen}");
    assert!(status.success(), "{args:?}: {seen}");
    for (_, answer) in steps {
        let is_visible = ["yse", "y", "me"].contains(answer);
        assert!(is_visible || !seen.contains(answer), "{args:?}: {seen}");
    }
    assert!(!seen.contains(EARLY), "{args:?}: {seen}");
    pty.seen()
}

#[test]
fn login_with_a_locked_vault() {
    let home = locked();
    for _ in 0..runs() {
        home.keyrc(&["vault", "lock"]).ok();
        let steps = [
            ("Passphrase of the vault: ", PASSPHRASE),
            ("Token for me at a.test: ", TOKEN),
        ];
        let seen = converse(&home, &["login", "a.test", "-u", "me"], &steps);
        assert!(seen.contains("unlocking…"), "{seen}");
        assert_eq!(home.keyrc(&["token", "a.test"]).ok(), format!("{TOKEN}\n"));
    }
}

#[test]
fn a_second_try_after_a_wrong_passphrase() {
    let home = locked();
    for _ in 0..runs() {
        home.keyrc(&["vault", "lock"]).ok();
        let question = "Passphrase of the vault: ";
        let steps = [
            (question, "Vq7 wrong"),
            (question, "Vq7 wr0ng"),
            (question, PASSPHRASE),
            ("Login at a.test", "me"),
            ("Token for me at a.test: ", TOKEN),
        ];
        converse(&home, &["login", "a.test"], &steps);
        assert_eq!(home.keyrc(&["token", "a.test"]).ok(), format!("{TOKEN}\n"));
    }
}

#[test]
fn login_with_a_keyring() {
    let bus = Bus::unlocked();
    for _ in 0..runs() {
        let steps = [
            ("Login at a.test", "me"),
            ("Token for me at a.test: ", TOKEN),
        ];
        let seen = converse(&bus, &["login", "a.test"], &steps);
        assert_eq!(seen.matches(": me\r\n").count(), 1, "{seen}");
        assert_eq!(bus.keyrc(&["token", "a.test"]).ok(), format!("{TOKEN}\n"));
    }
}

#[test]
fn helper_that_stores_a_password() {
    let bus = Bus::unlocked();
    let arguments = ["helper", "keyring", "set", "a.test", "me"];
    for _ in 0..runs() {
        converse(
            &bus,
            &arguments,
            &[("Password for 'me' in 'a.test': ", TOKEN)],
        );
        assert_eq!(bus.keyrc(&["token", "a.test"]).ok(), format!("{TOKEN}\n"));
    }
    for protocol in ["git", "docker", "terraform"] {
        let arguments = ["helper", protocol, "store", "a.test"];
        let arguments = &arguments[..if protocol == "terraform" { 4 } else { 3 }];
        let mut pty = Pty::start_after("", &bus, KEYRC, arguments);
        pty.expects("standard input is a terminal");
        assert_eq!(pty.ends().code(), Some(2), "{arguments:?}");
    }
}

/// Creates and changes a vault, with the full cost of a passphrase.
#[test]
fn login_that_creates_a_vault_and_vault_passwd() {
    for _ in 0..runs().div_ceil(4) {
        let mut home = Home::without_vault();
        home.set("KEYRC_PASSPHRASE_FILE", "");
        let steps = [
            ("instead? [Y/n] ", "yse"),
            ("Answer `y` or `n`.", "y"),
            ("New passphrase for the vault", PASSPHRASE),
            ("Repeat the passphrase: ", PASSPHRASE),
            ("Token for me at a.test: ", TOKEN),
        ];
        let seen = converse(&home, &["login", "a.test", "-u", "me"], &steps);
        for explained in ["created the vault in `", "15 minutes", "backup key"] {
            assert_eq!(seen.matches(explained).count(), 1, "{seen}");
        }
        let steps = [
            ("Passphrase of the vault: ", PASSPHRASE),
            ("New passphrase for the vault", "Vq7 other phrase"),
            ("Repeat the passphrase: ", "Vq7 other phrase"),
        ];
        let seen = converse(&home, &["vault", "passwd"], &steps);
        assert!(seen.contains("encrypting…"), "{seen}");
        assert_eq!(home.keyrc(&["token", "a.test"]).ok(), format!("{TOKEN}\n"));
    }
}

#[test]
fn commands_that_only_read_a_locked_vault() {
    let home = locked();
    home.keyrc(&["vault", "lock"]).ok();
    let steps = [
        ("Passphrase of the vault: ", PASSPHRASE),
        ("Token for me at a.test: ", TOKEN),
    ];
    converse(&home, &["login", "a.test", "-u", "me"], &steps);
    for _ in 0..runs() {
        let commands: [&[&str]; 4] = [
            &["token", "a.test"],
            &["export-netrc", "a.test", "--file", "exported"],
            &["migrate", "--keep-source"],
            &["exec", "a.test", "--", "stty", "-a"],
        ];
        for args in commands {
            home.keyrc(&["vault", "lock"]).ok();
            home.write_netrc(&format!("machine a.test login me password {TOKEN}\n"));
            let mut pty = Pty::start(&home, KEYRC, args);
            pty.expects("Passphrase of the vault: ");
            pty.types(&format!("{PASSPHRASE}\r"));
            type_after_the_last_answer(&mut pty);
            assert!(pty.ends().success(), "{}", pty.seen());
            assert!(pty.is_restored(), "{args:?}: {}", pty.seen());
            for typed in [PASSPHRASE, EARLY] {
                assert!(!pty.shows(typed), "{args:?}: {}", pty.seen());
            }
            if args[0] == "exec" {
                pty.expects(" echo ");
            }
        }
    }
}

#[test]
fn text_that_is_typed_before_the_start_answers_nothing() {
    let home = locked();
    for _ in 0..runs() {
        home.keyrc(&["vault", "lock"]).ok();
        let mut pty = Pty::start_after(
            &format!("{EARLY}\r{EARLY}\r{EARLY}"),
            &home,
            KEYRC,
            &["login", "a.test", "-u", "me"],
        );
        for (question, answer) in [
            ("Passphrase of the vault: ", PASSPHRASE),
            ("a.test: ", TOKEN),
        ] {
            pty.expects(question);
            pty.types(&format!("{answer}\r"));
        }
        assert!(pty.ends().success(), "{}", pty.seen());
        assert!(!pty.shows("wrong passphrase"), "{}", pty.seen());
        assert_eq!(home.keyrc(&["token", "a.test"]).ok(), format!("{TOKEN}\n"));
    }
}

#[test]
fn the_longest_token_can_be_pasted_and_a_longer_one_is_refused() {
    let bus = Bus::unlocked();
    let token = "0123456789abcdef".repeat(4096);
    let mut pty = Pty::start(&bus, KEYRC, &["login", "a.test", "-u", "me"]);
    pty.expects("Token for me at a.test: ");
    pty.types(&format!("\u{1b}[200~{token}\u{1b}[201~\r"));
    assert!(pty.ends().success(), "{}", pty.seen());
    assert_eq!(bus.keyrc(&["token", "a.test"]).ok(), format!("{token}\n"));

    let mut pty = Pty::start(&bus, KEYRC, &["login", "a.test", "-u", "me"]);
    pty.expects("Token for me at a.test: ");
    pty.types(&format!("{token}x\r"));
    assert!(!pty.ends().success(), "{}", pty.seen());
    pty.expects("longer than 65536 bytes");
}

#[test]
fn a_passphrase_that_is_typed_at_the_next_question_is_not_shown() {
    let mut home = Home::without_vault();
    home.set("KEYRC_PASSPHRASE_FILE", "");
    let mut pty = Pty::start(&home, KEYRC, &["vault", "init"]);
    pty.expects("New passphrase for the vault (empty to generate one): ");
    pty.types("abd\n");
    pty.expects("Use it anyway? [y/N] ");
    pty.types("abd\n");
    pty.expects("Answer `y` or `n`. Use it anyway? [y/N] ");
    pty.types("\u{3}");
    pty.ends();
    assert!(!pty.seen().contains("abd"), "{}", pty.seen());
}
