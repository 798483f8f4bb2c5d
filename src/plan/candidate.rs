//! Entries of a netrc as candidates for an import: account and token, or why the entry is skipped.

use secrecy::SecretString;

use crate::check::machine;
use crate::credential::{Account, Login, Scope, Secret};
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
    /// The position of the text that makes keyrc skip the entry, or the start of the entry.
    pub fault: Position,
    /// The machine as the file spells it, without the login and the password of a URL; `None` for
    /// `default`. Escape it before printing: it is text from a file.
    pub machine: Option<String>,
    /// The login as the file spells it, masked if it may be a token. Escape it before printing.
    pub login: Option<String>,
    /// Why a migration keeps the entries in the file even if the token is stored.
    pub keep: Option<Keep>,
    /// The different readings of the first entry. Empty if all tools read the same.
    pub readings: Vec<Reading>,
    account: Option<Account>,
    token: Result<Secret, ImportSkip>,
}

/// The account, and the token or why it is skipped.
type Content = (Option<Account>, Result<Secret, ImportSkip>);

impl Candidate {
    /// Reads the entry with index `at`.
    ///
    /// If tools read it in different ways, the tools chosen for `readings` decide. Without any, it
    /// is skipped.
    pub(super) fn new(document: &Document, at: usize, readings: &mut Readings<'_>) -> Self {
        let entry = &document.entries()[at];
        let (content, is_clear) = match content(document, at, readings) {
            Err(ImportSkip::Ambiguous(_)) if readings.has_chosen() => {
                (chosen_content(document, at, readings), false)
            }
            content => (content, true),
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
            Ok((account, token)) => (Some(account), Ok(wide(token))),
            Err(skip) => (None, Err(skip)),
        };
        Self {
            entries: vec![at],
            position: document.position(entry.start),
            fault: document.position(fault.unwrap_or(entry.start)),
            machine: document.shown_machine(entry),
            login: document.shown_login(entry).map(Into::into),
            keep: keep(document, entry, token.as_ref().ok().filter(|_| !is_clear)),
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

    /// The account and its secret, unless the entries are skipped.
    pub fn credential(&self) -> Option<(&Account, &Secret)> {
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
                .is_some_and(|machine| Host::of_machine(machine).is_ok_and(|found| found == *host)),
        }
    }

    /// Adds another entry of the same account.
    ///
    /// If their tokens differ, the account is skipped: whichever token was stored, a migration
    /// would lose the other.
    pub(super) fn merge(&mut self, other: Self, readings: &mut Readings<'_>) {
        if let (Ok(token), Ok(other)) = (&self.token, &other.token)
            && !(token.covers(other) && other.covers(token))
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
) -> Result<(Account, Secret), ImportSkip> {
    let entry = &document.entries()[at];
    if entry.is_default() {
        return Err(ImportSkip::Default);
    }
    // An empty word in a clear place is stored as it is.
    let has_clear_blank = entry.ambiguity().is_some() && document.obstacle(entry).is_none();
    if let Some(skip) = readings.doubt(at).filter(|_| !has_clear_blank) {
        return Err(skip);
    }
    let host = host(document, entry)?;
    // Stored as a login, it would be shown wherever accounts are listed.
    if document.is_password_elsewhere(entry) {
        return Err(ImportSkip::TokenLogin);
    }
    let secret = document.credential(entry).ok_or(ImportSkip::NoPassword)?;
    let secret = secret.map_err(ImportSkip::Token)?;
    let login = match document.login(entry) {
        Some(login) if !document.has_no_name(entry) => login.parse().map_err(ImportSkip::Login)?,
        _ => Login::none(),
    };
    // A second `account`.
    if secret.account.is_some() && document.says_more(entry) {
        return Err(ImportSkip::Account);
    }
    Ok((Account { host, login }, secret))
}

/// Reads an entry as the chosen tools do, if they agree.
fn chosen_content(
    document: &Document,
    at: usize,
    readings: &mut Readings<'_>,
) -> Result<(Account, Secret), ImportSkip> {
    let entry = &document.entries()[at];
    let host = host(document, entry)?;
    if entry.account.is_some() {
        return Err(ImportSkip::Account);
    }
    if document.is_token_login(entry) || document.is_password_elsewhere(entry) {
        return Err(ImportSkip::TokenLogin);
    }
    let (login, token) = readings.chosen(at)?;
    let login = login.parse().map_err(ImportSkip::Login)?;
    Ok((Account { host, login }, Secret::new(token)))
}

/// Tools use an entry of a netrc for every protocol and port.
fn wide(secret: Secret) -> Secret {
    let scope = Scope::WIDE;
    Secret { scope, ..secret }
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
    Host::of_machine(&machine).map_err(ImportSkip::Host)
}

/// Why an entry must stay in the file although `secret` is stored, if tools disagree about it.
fn keep(document: &Document, entry: &Entry, secret: Option<&Secret>) -> Option<Keep> {
    if entry.has_macro {
        return Some(Keep::Macro);
    }
    holds_more(document, entry, &secret?.token).then_some(Keep::MoreWords)
}

/// Whether an entry has other words, or a password of which `token` is only a part.
fn holds_more(document: &Document, entry: &Entry, token: &SecretString) -> bool {
    let is_token = |password: &[u8]| {
        secret::from_bytes(password).is_ok_and(|password| secret::equal(&password, token))
    };
    let passwords = document.password_readings(entry);
    document.says_more(entry) || !passwords.iter().any(|password| is_token(password))
}
