//! The stores to check the rules with, each in a separate process.

use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use keyrc::keyring_core::{CredentialStore, get_default_store};
use keyrc::store::memory::Memory;
use keyrc::store::vault::{Ask, Protection, Unlock, Vault};
use keyrc::store::{Fault, Naming, Patience, Store};
use keyrc::{SecretString, secret::from_bytes};

use super::check;
use super::subject::{Subject, account, secret, text};
use crate::bus::Bus;
use crate::keyrings::is_bad_handshake;
use crate::sandbox::{Output, Sandbox, finish};

fn patience() -> Patience {
    Patience::new(Duration::from_secs(20))
}

fn new_memory() -> Subject {
    let memory = Memory::new();
    let beneath: Arc<CredentialStore> = Arc::new(memory.clone());
    let again = move || {
        Store::new(
            Arc::new(memory.clone()),
            "memory",
            Naming::Attributes,
            patience(),
        )
    };
    Subject::new("memory", again(), beneath, again)
}

/// A vault in a folder, created if it does not exist. Each handle is unlocked separately, and reads
/// the file itself.
fn open_vault(folder: &Path) -> Subject {
    let unlock = Unlock {
        records: None,
        folder: folder.to_owned(),
        ask: Arc::new(Passphrase),
        identities: Vec::new(),
        identity_variable: None,
        remember: Duration::from_secs(60),
    };
    if !Vault::exists(folder) {
        let protection = Protection::Passphrase(Passphrase.passphrase("").unwrap());
        unlock.create(&protection, &[], 10).unwrap();
    }
    let vault = unlock.open().unwrap();
    let again = move || Store::of_vault(unlock.open().unwrap(), patience());
    Subject::new(
        "vault",
        Store::of_vault(vault.clone(), patience()),
        Arc::new(vault),
        again,
    )
}

/// The Secret Service. A second handle uses the same connection, because the keyring crate has one
/// for the whole process. A second process checks that another connection sees the same items.
fn secret_service(name: &'static str) -> Subject {
    let again = || Store::open(patience()).unwrap_or_else(|fault| refused(&fault));
    Subject::new(name, again(), get_default_store().unwrap(), again)
}

/// KWallet with a session that works. Its daemon sometimes agrees on a wrong key, see
/// [`is_bad_handshake`], and the keyring crate has one session for the whole process. A wrong
/// secret is not mistaken for that.
fn open_wallet() -> Subject {
    let subject = secret_service("KWallet");
    let account = account("first.test", "me");
    let first = subject
        .store
        .set(&account, &secret("first"))
        .and_then(|()| subject.store.get(&account));
    assert_eq!(
        text(&first.unwrap_or_else(|fault| refused(&fault))),
        "first"
    );
    subject.store.delete(&account).unwrap();
    subject
}

/// The exit status of a process without a working session.
const BAD_HANDSHAKE: i32 = 75;

fn refused(fault: &Fault) -> ! {
    if is_bad_handshake(&fault.to_string()) {
        std::process::exit(BAD_HANDSHAKE);
    }
    panic!("{fault}")
}

/// The passphrase of every vault here.
struct Passphrase;

impl Ask for Passphrase {
    fn passphrase(&self, _: &str) -> Result<SecretString, Fault> {
        Ok(from_bytes(b"correct horse").unwrap())
    }

    fn line(&self, _: &str) -> Option<String> {
        None
    }

    fn tell(&self, _: &str) {}

    fn can_answer_again(&self) -> bool {
        false
    }
}

/// The items that the first process leaves for the second.
const LEFT: [(&str, &str, &str); 4] = [
    ("a.test", "me", "hunter2"),
    ("a.test:8443/x", "a b", "# \"q\""),
    ("[::1]", "\u{fc}", "\u{1f511}"),
    ("b.test", "", "no login"),
];

/// The environment variable that names the store to test in this process.
const STORE: &str = "KEYRC_TEST_STORE";

/// Set for the second process, which looks for the items of the first.
const LATER: &str = "KEYRC_TEST_LATER";

#[test]
#[ignore = "the other tests run it, in a process and an environment of its own"]
fn in_this_process() {
    let name = std::env::var(STORE).unwrap();
    let subject = match name.as_str() {
        "vault" => open_vault(&Path::new(&std::env::var("HOME").unwrap()).join("vault")),
        "gnome-keyring" => secret_service("gnome-keyring"),
        "keepassxc" => secret_service("KeePassXC"),
        "kwallet" => open_wallet(),
        other => panic!("no store is called {other}"),
    };
    if std::env::var_os(LATER).is_none() {
        check(&subject);
        LEFT.iter()
            .for_each(|(host, login, token)| subject.set(host, login, token));
    } else {
        let mut all = LEFT.map(|(host, login, _)| account(host, login));
        all.sort();
        assert_eq!(subject.list(), all, "what another process left");
        LEFT.iter()
            .for_each(|(host, login, token)| subject.has(host, login, token));
        subject.clear();
    }
}

/// Runs [`in_this_process`] in a sandbox. Repeats it at most twice, if the session does not work.
fn process(sandbox: &Sandbox, store: &str, later: bool) -> Output {
    let this = std::env::current_exe().unwrap();
    let once = || {
        let mut command = sandbox.command(&this.to_string_lossy());
        command
            .args([
                "--exact",
                "--ignored",
                "--nocapture",
                "contract::stores::in_this_process",
            ])
            .env(STORE, store);
        command.envs(later.then_some((LATER, "1")));
        finish(&mut command, b"")
    };
    let mut done = once();
    for _ in 1..3 {
        if done.code == Some(BAD_HANDSHAKE) {
            done = once();
        }
    }
    done
}

/// Runs two processes, one after the other: the first checks the rules, the second the items that
/// the first left.
fn hold<S: Deref<Target = Sandbox>>(mut sandbox: S, store: &str, between: impl FnOnce(&mut S)) {
    let first = process(&sandbox, store, false).ok();
    between(&mut sandbox);
    let second = process(&sandbox, store, true).ok();
    for done in [first, second] {
        assert!(done.contains("1 passed"), "{done}");
    }
}

#[test]
fn memory() {
    check(&new_memory());
}

#[test]
fn vault() {
    hold(Box::new(Sandbox::new()), "vault", |_| {});
}

#[test]
fn gnome_keyring() {
    hold(Bus::unlocked(), "gnome-keyring", Bus::restart_keyring);
}

#[test]
fn keepassxc() {
    hold(Bus::keepassxc(), "keepassxc", |_| {});
}

#[test]
fn kwallet() {
    hold(Bus::kwallet(), "kwallet", |_| {});
}
