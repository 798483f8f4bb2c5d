//! Entries of a netrc as candidates for an import: account and token, or why the entry is skipped.

use secrecy::SecretString;

use crate::check::machine;
use crate::credential::Account;
use crate::host::{BadHost, Host};
use crate::netrc::{Document, Entry, Position, Quirk};
use crate::secret;

use crate::plan::ambiguity::{Reading, Readings};
use crate::plan::reasons::{ImportSkip, Keep};

/// The entries of one account, or a single entry without a usable account. Its `Debug` shows no
/// token.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Indexes into [`Document::entries`]. Never empty.
    pub entries: Vec<usize>,
    /// The start of the first entry.
    pub position: Position,
    /// The place of what the entry is skipped for, or else its start.
    pub fault: Position,
    /// The machine as the file spells it; `None` for `default`. Escape it before printing: it is
    /// text from a file.
    pub machine: Option<String>,
    /// The login as the file spells it. Escape it before printing.
    pub login: Option<String>,
    /// Why a migration keeps the entries in the file even if the token is stored.
    pub keep: Option<Keep>,
    /// The different readings of the first entry. Empty if all tools read the same.
    pub readings: Vec<Reading>,
    account: Option<Account>,
    token: Result<SecretString, ImportSkip>,
}

/// The account, and the token or why it is skipped.
type Content = (Option<Account>, Result<SecretString, ImportSkip>);

impl Candidate {
    /// Reads the entry with index `at`.
    ///
    /// If tools read it in different ways, the tools chosen for `readings` decide. Without any, it
    /// is skipped.
    pub(super) fn new(document: &Document, at: usize, readings: &mut Readings<'_>) -> Self {
        let entry = &document.entries()[at];
        let content = match content(document, at, readings) {
            Err(ImportSkip::Ambiguous(_)) if readings.has_chosen() => {
                chosen_content(document, at, readings)
            }
            content => content,
        };
        let is_disputed = matches!(
            content,
            Err(ImportSkip::Ambiguous(_) | ImportSkip::NoSingleReading)
        );
        let fault = content
            .as_ref()
            .err()
            .and_then(|skip| readings.place(at, *skip));
        let (account, token): Content = match content {
            Ok((account, token)) => (Some(account), Ok(token)),
            Err(skip) => (None, Err(skip)),
        };
        Self {
            entries: vec![at],
            position: document.position(entry.start),
            fault: document.position(fault.unwrap_or(entry.start)),
            machine: document.machine(entry).map(Into::into),
            login: document.shown_login(entry).map(Into::into),
            keep: keep(document, at, token.as_ref().ok(), readings),
            readings: if is_disputed {
                readings.of_entry(at)
            } else {
                Vec::new()
            },
            account,
            token,
        }
    }

    /// The account of the entries, if they have one.
    pub fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    /// The account and its token, unless the entries are skipped.
    pub fn credential(&self) -> Option<(&Account, &SecretString)> {
        Some((self.account.as_ref()?, self.token.as_ref().ok()?))
    }

    /// Why the entries are skipped, if they are.
    pub fn skip(&self) -> Option<ImportSkip> {
        self.token.as_ref().err().copied()
    }

    /// Whether the entries are for `host`.
    pub(super) fn is_for(&self, host: &Host) -> bool {
        match &self.account {
            Some(account) => account.host == *host,
            None => self
                .machine
                .as_ref()
                .is_some_and(|machine| machine.parse::<Host>().is_ok_and(|found| found == *host)),
        }
    }

    /// Adds another entry of the same account.
    ///
    /// If their tokens differ, the account is skipped: whichever token was stored, a migration
    /// would lose the other.
    pub(super) fn merge(&mut self, other: Self, readings: &mut Readings<'_>) {
        if let (Ok(token), Ok(other)) = (&self.token, &other.token)
            && !secret::equal(token, other)
        {
            self.token = Err(ImportSkip::SeveralTokens);
            self.readings = readings.of_entry(self.entries[0]);
        }
        self.keep = self.keep.take().or(other.keep);
        self.entries.extend(other.entries);
    }
}

/// Reads an entry that every tool reads alike.
fn content(
    document: &Document,
    at: usize,
    readings: &mut Readings<'_>,
) -> Result<(Account, SecretString), ImportSkip> {
    let entry = &document.entries()[at];
    if entry.is_default() {
        return Err(ImportSkip::Default);
    }
    if let Some(skip) = readings.doubt(at) {
        return Err(skip);
    }
    let host = host(document, entry)?;
    if document.is_token_login(entry) {
        return Err(ImportSkip::TokenLogin);
    }
    let login = document.login(entry).ok_or(ImportSkip::NoLogin)?;
    let login = login.parse().map_err(ImportSkip::Login)?;
    let token = document.secret(entry).ok_or(ImportSkip::NoPassword)?;
    let token = token.map_err(ImportSkip::Token)?;
    if entry.has_account {
        return Err(ImportSkip::Account);
    }
    Ok((Account { host, login }, token))
}

/// Reads an entry as the chosen tools do, if they agree.
fn chosen_content(
    document: &Document,
    at: usize,
    readings: &mut Readings<'_>,
) -> Result<(Account, SecretString), ImportSkip> {
    let entry = &document.entries()[at];
    let host = host(document, entry)?;
    if entry.has_account {
        return Err(ImportSkip::Account);
    }
    if document.is_token_login(entry) {
        return Err(ImportSkip::TokenLogin);
    }
    let (login, token) = readings.chosen(at)?;
    let login = login.parse().map_err(ImportSkip::Login)?;
    Ok((Account { host, login }, token))
}

fn host(document: &Document, entry: &Entry) -> Result<Host, ImportSkip> {
    let machine = document.machine(entry);
    let machine = machine.ok_or(ImportSkip::Host(BadHost::Empty))?;
    if machine.contains(['/', '?', '#']) {
        return Err(ImportSkip::Url);
    }
    let quirk = machine::quirk(machine.as_bytes()).filter(|quirk| {
        use Quirk::{DotAtEnd, DotFirst, MachineList, Wildcard};
        matches!(quirk, DotAtEnd | DotFirst | MachineList | Wildcard)
    });
    if let Some(quirk) = quirk {
        return Err(ImportSkip::Machine(quirk));
    }
    machine.parse().map_err(ImportSkip::Host)
}

/// Why an entry must stay in the file although `token` is stored.
fn keep(
    document: &Document,
    at: usize,
    token: Option<&SecretString>,
    readings: &mut Readings<'_>,
) -> Option<Keep> {
    let entry = &document.entries()[at];
    if entry.has_macro {
        return Some(Keep::Macro);
    }
    // Only an ambiguous entry can hold more than its token.
    let token = token.filter(|_| readings.doubt(at).is_some())?;
    holds_more(document, entry, token).then_some(Keep::MoreWords)
}

/// Whether an entry has other words, or a password of which `token` is only a part.
fn holds_more(document: &Document, entry: &Entry, token: &SecretString) -> bool {
    let is_token = |password: &[u8]| {
        secret::from_bytes(password).is_ok_and(|password| secret::equal(&password, token))
    };
    let passwords = document.password_readings(entry);
    document.says_more(entry) || !passwords.iter().any(|password| is_token(password))
}
