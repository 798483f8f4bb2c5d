//! From a netrc into a store.

use std::collections::HashMap;

use secrecy::SecretString;

use crate::credential::{Account, Login};
use crate::host::{BadHost, Host};
use crate::netrc::{Document, Edits, Entry, Position};
use crate::readers::Reader;
use crate::secret;

use crate::plan::ambiguity::{Reading, Readings};
use crate::plan::reasons::{Leave, Stay};

impl ImportAction {
    /// The one word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Store => "store",
            Self::Same => "same",
            Self::Replace => "replace",
            Self::Conflict => "conflict",
            Self::Leave(_) => "leave",
        }
    }

    /// Why the entry stays, where it does.
    pub fn reason(self) -> Option<String> {
        match self {
            Self::Conflict => Some("the store has another token".to_owned()),
            Self::Leave(why) => Some(why.to_string()),
            _ => None,
        }
    }
}

/// What an import does with the entries of one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportAction {
    /// The store does not have it yet.
    Store,
    /// The store has the same secret.
    Same,
    /// The store has another secret, and it is to be replaced.
    Replace,
    /// The store has another secret, and nobody said which is right.
    Conflict,
    /// It stays in the file alone.
    Leave(Leave),
}

/// The entries of one account, or one entry that has none, and what becomes of them.
#[derive(Clone, Debug)]
pub struct ImportStep {
    /// Their places in [`Document::entries`].
    pub entries: Vec<usize>,
    /// Where the first one stands.
    pub position: Position,
    /// What the file calls the machine; `None` for `default`. Text from a file: escape it before a terminal sees it.
    pub machine: Option<String>,
    /// What the file has for a login. Text from a file, as above.
    pub login: Option<String>,
    /// What is done.
    pub action: ImportAction,
    /// What keeps the entries in the file although they are imported.
    pub stays: Option<Stay>,
    /// What readers make of it, where it is left because they differ.
    pub readings: Vec<Reading>,
    found: Option<(Account, SecretString)>,
}

impl ImportStep {
    /// Whose secret it is, and the secret; `None` for what is left.
    pub fn credential(&self) -> Option<(&Account, &SecretString)> {
        self.found
            .as_ref()
            .map(|(account, secret)| (account, secret))
    }
}

/// The entries of a netrc, sorted by account: what could be imported, before anyone asked the store.
#[derive(Debug)]
pub struct Candidates {
    steps: Vec<ImportStep>,
}

impl Candidates {
    /// Sorts the entries of `document` for `hosts`, or all where none are given.
    ///
    /// An entry that tools read in more than one way is taken as `chosen` read it, if they agree; without any it is left.
    pub fn new(document: &Document, hosts: &[Host], chosen: &[&'static Reader]) -> Self {
        let mut readings = Readings::new(document, chosen);
        let mut steps: Vec<ImportStep> = Vec::new();
        let mut place: HashMap<Account, usize> = HashMap::new();
        for (at, entry) in document.entries().iter().enumerate() {
            let step = step(document, at, entry, &mut readings);
            let Some((account, secret)) = &step.found else {
                if hosts.is_empty() || is_named(&step, hosts) {
                    steps.push(step);
                }
                continue;
            };
            if !hosts.is_empty() && !hosts.contains(&account.host) {
                continue;
            }
            match place.get(account).map(|&at| &mut steps[at]) {
                None => {
                    place.insert(account.clone(), steps.len());
                    steps.push(step);
                }
                Some(first) => {
                    let is_open = !matches!(first.action, ImportAction::Leave(_));
                    if is_open
                        && first
                            .found
                            .as_ref()
                            .is_some_and(|(_, other)| !secret::equal(other, secret))
                    {
                        // Whichever of them a tool takes, a migration would lose the other.
                        first.action = ImportAction::Leave(Leave::TwoPasswords);
                        first.readings = readings.all(first.entries[0]);
                    }
                    first.stays = first.stays.or(step.stays);
                    first.entries.push(at);
                }
            }
        }
        Self { steps }
    }

    /// Whether there is anything for a host at all.
    pub fn has(&self, host: &Host) -> bool {
        let is_for = |step: &ImportStep| match &step.found {
            Some((account, _)) => account.host == *host,
            None => is_named(step, std::slice::from_ref(host)),
        };
        self.steps.iter().any(is_for)
    }

    /// The accounts to ask the store about.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        let open = self
            .steps
            .iter()
            .filter(|step| step.action == ImportAction::Store);
        open.filter_map(|step| step.found.as_ref().map(|(account, _)| account))
    }

    /// The plan, given what the store has for those accounts. With `force` the file wins where the two differ.
    pub fn plan(mut self, stored: &HashMap<Account, SecretString>, force: bool) -> Import {
        for step in &mut self.steps {
            let Some((account, secret)) = &step.found else {
                continue;
            };
            step.action = match (step.action, stored.get(account)) {
                (ImportAction::Store, Some(kept)) if secret::equal(kept, secret) => {
                    ImportAction::Same
                }
                (ImportAction::Store, Some(_)) if force => ImportAction::Replace,
                (ImportAction::Store, Some(_)) => ImportAction::Conflict,
                (decided, _) => decided,
            };
        }
        Import { steps: self.steps }
    }
}

fn is_named(step: &ImportStep, hosts: &[Host]) -> bool {
    let host = step
        .machine
        .as_ref()
        .and_then(|machine| machine.parse().ok());
    host.is_some_and(|host| hosts.contains(&host))
}

/// An entry as the chosen readers have it, if they all find the same.
fn as_chosen(
    document: &Document,
    at: usize,
    readings: &mut Readings<'_>,
) -> Result<(Account, SecretString), Leave> {
    let entry = &document.entries()[at];
    let host = host_of(document, entry)?;
    if entry.has_account {
        return Err(Leave::Account);
    }
    let (login, password) = readings.chosen(at)?;
    Ok((
        Account {
            host,
            login: login.parse().map_err(Leave::Login)?,
        },
        password,
    ))
}

fn host_of(document: &Document, entry: &Entry) -> Result<Host, Leave> {
    let machine = document.machine(entry).ok_or(Leave::Host(BadHost::Empty))?;
    if machine.contains(['/', '?', '#']) {
        return Err(Leave::MoreThanHost);
    }
    machine.parse().map_err(Leave::Host)
}

fn step(document: &Document, at: usize, entry: &Entry, readings: &mut Readings<'_>) -> ImportStep {
    let found = match credential(document, entry) {
        Err(Leave::Doubt(_)) if readings.is_chosen() => as_chosen(document, at, readings),
        found => found,
    };
    let in_doubt = matches!(found, Err(Leave::Doubt(_) | Leave::NotChosen));
    ImportStep {
        entries: vec![at],
        position: document.position(entry.start),
        machine: document.machine(entry).map(Into::into),
        login: document.login(entry).map(Into::into),
        action: found
            .as_ref()
            .map_or_else(|&why| ImportAction::Leave(why), |_| ImportAction::Store),
        stays: match () {
            () if entry.has_macro => Some(Stay::Macro),
            () if entry.doubt().is_some()
                && found
                    .as_ref()
                    .is_ok_and(|(_, secret)| says_more(document, entry, secret)) =>
            {
                Some(Stay::MoreWords)
            }
            () => None,
        },
        readings: if in_doubt {
            readings.all(at)
        } else {
            Vec::new()
        },
        found: found.ok(),
    }
}

/// Whether an entry says more than that it has this secret: it has other words, or the secret is not its whole password.
fn says_more(document: &Document, entry: &Entry, secret: &SecretString) -> bool {
    let is_whole = |password: &[u8]| {
        secret::from_bytes(password).is_ok_and(|password| secret::equal(&password, secret))
    };
    document.says_more(entry)
        || !document
            .password_readings(entry)
            .iter()
            .any(|password| is_whole(password))
}

fn credential(document: &Document, entry: &Entry) -> Result<(Account, SecretString), Leave> {
    if entry.is_default() {
        return Err(Leave::Default);
    }
    if let Some(kind) = entry.doubt() {
        return Err(Leave::Doubt(kind));
    }
    let host = host_of(document, entry)?;
    let login: Login = document
        .login(entry)
        .ok_or(Leave::NoLogin)?
        .parse()
        .map_err(Leave::Login)?;
    let secret = document
        .secret(entry)
        .ok_or(Leave::NoPassword)?
        .map_err(Leave::Secret)?;
    if entry.has_account {
        return Err(Leave::Account);
    }
    Ok((Account { host, login }, secret))
}

/// What an import would do, entry by entry in the order of the file.
#[derive(Debug)]
pub struct Import {
    steps: Vec<ImportStep>,
}

impl Import {
    /// The steps.
    pub fn steps(&self) -> &[ImportStep] {
        &self.steps
    }

    pub(crate) fn steps_mut(&mut self) -> &mut [ImportStep] {
        &mut self.steps
    }

    /// The edit that takes what the store now has out of the file, for a migration.
    ///
    /// What has something to [stay](ImportStep::stays) for stays.
    pub fn removal<'d>(&self, document: &'d Document) -> Edits<'d> {
        let mut edits = Edits::new(document);
        for &entry in self.moved() {
            edits.remove(&document.entries()[entry]);
        }
        edits
    }

    /// Gives the steps that stay their places in the file as it is after the [`removal`](Self::removal).
    pub fn relocate(&mut self, after: &Document) {
        let mut gone: Vec<usize> = self.moved().copied().collect();
        gone.sort_unstable();
        for step in self.steps.iter_mut().filter(|step| !step.moves()) {
            let first = step.entries[0];
            let now = first - gone.partition_point(|&entry| entry < first);
            step.position = after.position(after.entries().get(now).map_or(0, |entry| entry.start));
        }
    }

    fn moved(&self) -> impl Iterator<Item = &usize> {
        self.steps
            .iter()
            .filter(|step| step.moves())
            .flat_map(|step| &step.entries)
    }
}

impl ImportStep {
    /// Whether something is put into the store.
    pub fn writes(&self) -> bool {
        matches!(self.action, ImportAction::Store | ImportAction::Replace)
    }

    /// Whether a migration takes the entries out of the file.
    pub fn moves(&self) -> bool {
        self.stays.is_none() && (self.writes() || self.action == ImportAction::Same)
    }
}
