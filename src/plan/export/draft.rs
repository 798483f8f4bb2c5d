//! The steps of an export, decided from the file and the store alone, before any reader is asked.

use std::collections::{HashMap, HashSet};

use crate::credential::{Account, LoginPassword, Secret, TokenPlace};
use crate::host::Host;
use crate::netrc::{Document, Edits, Entry, MachineName, Style};
use crate::plan::OnConflict;
use crate::plan::export::form::Form;
use crate::plan::export::place::{Place, Placement};
use crate::plan::export::{ExportAction, ExportStep};
use crate::plan::reasons::Skip;
use crate::secret;
use crate::text::{MASK, escaped};

/// The steps of an export and the changes that they make.
pub(super) struct Draft<'d, 'c> {
    document: &'d Document,
    credentials: &'c [(Account, Secret)],
    pub(super) steps: Vec<ExportStep>,
    /// The steps that change the file, in the order in which new entries are written.
    pub(super) changes: Vec<Change<'d, 'c>>,
}

/// One step that changes the file.
pub(super) struct Change<'d, 'c> {
    /// The index of the step.
    pub(super) step: usize,
    pub(super) form: &'c Form,
    /// The entry that gets another password; `None` for a new entry.
    pub(super) entry: Option<&'d Entry>,
    /// Whether every reader still finds entries after those that are written for this host. The
    /// entries of a host stay in their order: many readers use the first or the last one.
    pub(super) is_plain: bool,
}

impl<'d, 'c> Draft<'d, 'c> {
    /// Decides what to do with each credential. `skips` are reasons that an earlier trial found, by
    /// credential.
    pub(super) fn new(
        document: &'d Document,
        credentials: &'c [(Account, Secret)],
        on_conflict: OnConflict,
        forms: &'c [Result<Form, Skip>],
        skips: &HashMap<usize, Skip>,
    ) -> Self {
        let mut draft = Self {
            document,
            credentials,
            steps: Vec::with_capacity(credentials.len()),
            changes: Vec::new(),
        };
        // The first account for each machine name.
        let mut machines: HashMap<String, &Host> = HashMap::new();
        for (step, (account, secret)) in credentials.iter().enumerate() {
            let form = forms[step].as_ref();
            let machine = form.map_or(MachineName::Name, |form| form.style.machine);
            let entries: Vec<&Entry> = entries_of(document, account, machine).collect();
            let action = match skips.get(&step) {
                Some(reason) => Err(reason.clone()),
                None => decide(document, account, secret, on_conflict, &entries),
            };
            let action = action.and_then(|action| {
                let form = form.map_err(Clone::clone)?;
                let owner = machines.entry(machine.of(&account.host));
                if *owner.or_insert(&account.host) != &account.host {
                    return Err(Skip::SameMachine);
                }
                if matches!(action, ExportAction::Add | ExportAction::Replace) {
                    let entry = entries.first().copied();
                    let is_plain = form.is_plain;
                    draft.changes.push(Change {
                        step,
                        form,
                        entry,
                        is_plain,
                    });
                }
                Ok(action)
            });
            draft.steps.push(ExportStep {
                account: account.clone(),
                fields: fields(account, secret),
                machine,
                action: action.unwrap_or_else(ExportAction::Skip),
                notes: Vec::new(),
            });
        }
        draft.order_changes();
        draft
    }

    /// Moves the hosts with a long or quoted value to the end: some readers find nothing after it.
    fn order_changes(&mut self) {
        let host = |change: &Change<'_, '_>| &self.credentials[change.step].0.host;
        let others = self.changes.iter().filter(|change| !change.is_plain);
        let others: HashSet<&Host> = others.map(host).collect();
        for change in &mut self.changes {
            change.is_plain = !others.contains(&self.credentials[change.step].0.host);
        }
        self.changes.sort_by_key(|change| !change.is_plain);
    }

    /// Returns the edits that make the changes, with new entries at the given places.
    pub(super) fn edits(&self, placement: Placement) -> Edits<'d> {
        let mut edits = Edits::new(self.document);
        for change in &self.changes {
            let (account, secret) = &self.credentials[change.step];
            let style: Style = change.form.style;
            let place = if change.is_plain {
                placement.plain
            } else {
                placement.other
            };
            let written = match (change.entry, place) {
                (Some(entry), _) => edits.set_credential(entry, secret, style),
                (None, Place::End) => edits.add_credential(account, secret, style),
                (None, Place::At(at)) => edits.insert(at, account, secret, style),
            };
            debug_assert!(written.is_ok(), "`choose_form` wrote the same value");
        }
        edits
    }

    /// Whether the entry of a step has no name of an account.
    pub(super) fn is_without_name(&self, step: usize) -> bool {
        self.credentials[step].0.login.is_none()
    }

    /// Returns the credential of a step.
    pub(super) fn secret(&self, step: usize) -> &Secret {
        &self.credentials[step].1
    }
}

/// Returns the entries for an account. If the machine name has a port or brackets, other spellings
/// do not count.
pub(super) fn entries_of<'d, 'a>(
    document: &'d Document,
    account: &'a Account,
    machine: MachineName,
) -> impl Iterator<Item = &'d Entry> + use<'d, 'a> {
    let name = machine.of(&account.host);
    let any_spelling = name == account.host.name();
    let has_name = move |entry: &Entry| {
        document
            .machine(entry)
            .is_some_and(|machine| machine.eq_ignore_ascii_case(&name))
    };
    let login = account.login.name();
    document
        .all(&account.host, login)
        .filter(move |entry| login.is_some() || document.has_no_name(entry))
        .filter(move |entry| any_spelling || has_name(entry))
}

fn decide(
    document: &Document,
    account: &Account,
    secret: &Secret,
    on_conflict: OnConflict,
    entries: &[&Entry],
) -> Result<ExportAction, Skip> {
    if account.host.is_service() {
        return Err(Skip::Service);
    }
    if !account.host.path().is_empty() {
        return Err(Skip::Path);
    }
    if secret::is_empty(&secret.token) {
        return Err(Skip::EmptyToken);
    }
    if let Some(quirk) = entries.iter().find_map(|entry| document.obstacle(entry)) {
        return Err(Skip::Ambiguous(quirk));
    }
    let is_same = |entry: &&Entry| has_secret(document, entry, secret);
    match entries {
        [] => Ok(ExportAction::Add),
        entries if entries.iter().all(is_same) => Ok(ExportAction::Same),
        [_, _, ..] => Err(Skip::TwoPasswords),
        [entry] if !is_in_place(document, entry, secret) => Ok(ExportAction::Conflict),
        [entry] if document.secret(entry).is_none() && !secret.place.is_login() => {
            Ok(ExportAction::Replace)
        }
        [_] if on_conflict == OnConflict::Replace => Ok(ExportAction::Replace),
        [_] => Ok(ExportAction::Conflict),
    }
}

/// Whether an entry has this secret.
pub(super) fn has_secret(document: &Document, entry: &Entry, secret: &Secret) -> bool {
    matches!(document.credential(entry), Some(Ok(found)) if found.covers(secret))
}

/// Whether replacing only the token makes an entry that has this secret.
fn is_in_place(document: &Document, entry: &Entry, secret: &Secret) -> bool {
    let with_token = |found: Secret| Secret {
        token: secret.token.clone(),
        ..found
    };
    match document.credential(entry) {
        Some(Ok(found)) => with_token(found).covers(secret),
        _ => matches!(secret.place, TokenPlace::Password),
    }
}

/// Returns the fields of the entry for a credential on one line, with everything secret masked.
fn fields(account: &Account, secret: &Secret) -> String {
    let mut fields = match (&secret.place, account.login.name()) {
        (TokenPlace::Login(LoginPassword::Missing), _) => format!("login {MASK}"),
        (TokenPlace::Login(LoginPassword::Empty), _) => format!("login {MASK} password \"\""),
        (TokenPlace::Login(_), _) => format!("login {MASK} password {MASK}"),
        (TokenPlace::AfterEmptyLogin, _) => format!("login \"\" password {MASK}"),
        (TokenPlace::Password, None) => format!("password {MASK}"),
        (TokenPlace::Password, Some(login)) => {
            format!("login {} password {MASK}", escaped(login))
        }
    };
    if secret.account.is_some() {
        fields += &format!(" account {MASK}");
    }
    fields
}

/// Whether the parser still finds every entry of `before` in `after`, unchanged and in the same
/// order, except for those that get another password.
pub(super) fn keeps_entries(
    before: &Document,
    after: &Document,
    replaced: &HashSet<usize>,
) -> bool {
    let mut later = after
        .entries()
        .iter()
        .map(|entry| (&after.bytes()[entry.range()], entry.ambiguity()));
    before
        .entries()
        .iter()
        .filter(|entry| !replaced.contains(&entry.start))
        .map(|entry| (&before.bytes()[entry.range()], entry.ambiguity()))
        .all(|entry| later.any(|other| other == entry))
}
