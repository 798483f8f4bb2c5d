//! What each reader makes of each entry of a netrc, and why.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::fmt;

use secrecy::SecretSlice;
use zeroize::Zeroizing;

use crate::host::Host;
use crate::netrc::quirk::{Found, Harm, Outcome, Quirk, quirks};
use crate::netrc::readers::{Answer, Query, Reader};
use crate::netrc::slices::Slices;
use crate::netrc::{Document, Position};

/// As many bytes as a check reads, over all readers and entries.
pub(super) const MOST: usize = 1 << 29;

/// A host that no netrc has: an entry for every host must answer for it.
const ANY_HOST: &str = "every-other-host.invalid";

/// What a reader makes of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// What it says.
    Same,
    /// Another password.
    OtherPassword,
    /// Another login.
    OtherLogin,
    /// Nothing.
    Nothing,
    /// It gives up on the file.
    Lost,
}

impl Verdict {
    /// The one word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::OtherPassword => "other_password",
            Self::OtherLogin => "other_login",
            Self::Nothing => "none",
            Self::Lost => "error",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Same => "read",
            Self::OtherPassword => "a different password",
            Self::OtherLogin => "a different login",
            Self::Nothing => "nothing",
            Self::Lost => "nothing, the whole file is lost",
        })
    }
}

/// Why a reader makes something else of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// What it stumbles over.
    pub quirk: Quirk,
    /// Where that is.
    pub position: Position,
}

/// What one reader makes of one entry.
#[derive(Clone, Debug)]
pub struct View {
    /// The reader.
    pub reader: &'static Reader,
    /// What it makes of it.
    pub verdict: Verdict,
    /// Why, where that is known.
    pub cause: Option<Cause>,
}

/// What the readers make of one entry.
#[derive(Clone, Debug)]
pub struct EntryCheck {
    /// Its place in [`Document::entries`].
    pub entry: usize,
    /// Where it starts.
    pub position: Position,
    /// What it calls the machine; `None` for `default`. Text from a file: escape it before a terminal sees it.
    pub machine: Option<String>,
    /// Its login. Text from a file, as above.
    pub login: Option<String>,
    /// Each reader's view, in the order they were asked for.
    pub views: Vec<View>,
}

impl EntryCheck {
    /// Whether all readers see what it says.
    pub fn agrees(&self) -> bool {
        self.views.iter().all(|view| view.verdict == Verdict::Same)
    }
}

/// The file has so much that is out of the ordinary that asking every reader for every host would take too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMuch;

/// Asks `readers` about the entries for `host`, or all.
///
/// # Errors
/// [`TooMuch`], which a host avoids.
pub fn check(
    document: &Document,
    readers: &[&'static Reader],
    host: Option<&Host>,
) -> Result<Vec<EntryCheck>, TooMuch> {
    let slices = Slices::new(document);
    let asked = asked(document, host);
    // Entries that are asked for alike have one answer.
    let mut answers: HashMap<Query<'_>, Vec<Answer>> = HashMap::new();
    let mut work = 0_usize;
    let mut checks: Vec<EntryCheck> = Vec::with_capacity(asked.len());
    for asked in &asked {
        let query = asked.query();
        let found = match answers.entry(query) {
            Slot::Occupied(known) => known.into_mut(),
            Slot::Vacant(slot) => {
                let slice = slices.for_host(query.host);
                work = work.saturating_add(slice.len().saturating_mul(readers.len()));
                if work > MOST {
                    return Err(TooMuch);
                }
                slot.insert(readers.iter().map(|reader| reader.read_aloud(&slice, &query)).collect())
            }
        };
        let entry = &document.entries()[asked.entry];
        let found = readers.iter().zip(found.iter());
        let views = found.map(|(reader, answer)| View { reader, verdict: asked.verdict(answer), cause: None });
        checks.push(EntryCheck {
            entry: asked.entry,
            position: document.position(entry.range().start),
            machine: document.machine(entry).map(Into::into),
            login: document.login(entry).map(Into::into),
            views: views.collect(),
        });
    }
    if checks.iter().any(|check| !check.agrees()) {
        explain(document, readers, &mut checks);
    }
    Ok(checks)
}

/// One entry, how a reader is asked for it, and what it should answer.
pub(crate) struct Asked {
    pub(crate) entry: usize,
    pub(super) host: String,
    port: Option<u16>,
    login: Option<String>,
    meant: Answer,
}

impl Asked {
    pub(crate) fn query(&self) -> Query<'_> {
        Query { host: &self.host, port: self.port, login: self.login.as_deref() }
    }

    pub(crate) fn verdict(&self, answer: &Answer) -> Verdict {
        match (answer, &self.meant) {
            (found, meant) if found == meant => Verdict::Same,
            (Answer::Error, _) => Verdict::Lost,
            (Answer::Match { login: found, .. }, Answer::Match { login: meant, .. })
                if found.as_deref().unwrap_or_default() != meant.as_deref().unwrap_or_default() =>
            {
                Verdict::OtherLogin
            }
            (Answer::Match { .. }, _) => Verdict::OtherPassword,
            (Answer::None, _) => Verdict::Nothing,
        }
    }
}

/// The entries to ask for. A login is asked for only where a host has several.
pub(crate) fn asked(document: &Document, host: Option<&Host>) -> Vec<Asked> {
    let parts: Vec<_> = document.entries().iter().map(|entry| (entry, document.parts(entry))).collect();
    // Up to two logins of each host: more make no difference.
    let mut logins: HashMap<String, Vec<Option<&[u8]>>> = HashMap::new();
    let name = |machine: Option<&[u8]>| -> (String, Option<u16>) {
        let Some(machine) = machine else { return (ANY_HOST.to_owned(), None) };
        let text = String::from_utf8_lossy(machine);
        match text.parse::<Host>() {
            Ok(host) if host.path().is_empty() => (host.name().to_owned(), host.port()),
            _ => (text.to_ascii_lowercase(), None),
        }
    };
    for (_, [machine, login, _]) in &parts {
        let (known, login) = (logins.entry(name(bytes_of(machine)).0).or_default(), bytes_of(login));
        if known.len() < 2 && !known.contains(&login) {
            known.push(login);
        }
    }
    let mut asked = Vec::new();
    for (at, (entry, [machine, login, password])) in parts.iter().enumerate() {
        let (host_name, port) = name(bytes_of(machine));
        if host.is_some_and(|host| entry.is_default() || host.name() != host_name) {
            continue;
        }
        let several = logins.get(&host_name).is_some_and(|known| known.len() > 1) && !entry.is_default();
        let meant = Answer::Match {
            login: bytes_of(login).map(<[u8]>::to_vec),
            password: bytes_of(password).map(|password| SecretSlice::from(password.to_vec())),
        };
        let login = bytes_of(login).filter(|_| several).map(|login| String::from_utf8_lossy(login).into_owned());
        asked.push(Asked { entry: at, host: host_name, port, login, meant });
    }
    asked
}

fn bytes_of(part: &Option<Zeroizing<Vec<u8>>>) -> Option<&[u8]> {
    part.as_ref().map(|bytes| bytes.as_slice())
}

/// Finds out why, for each view that is not the same.
fn explain(document: &Document, readers: &[&'static Reader], checks: &mut [EntryCheck]) {
    let found = quirks(document);
    let mut own: HashMap<usize, Vec<&Found>> = HashMap::new();
    for quirk in &found {
        if let Some(entry) = quirk.entry {
            own.entry(entry).or_default().push(quirk);
        }
    }
    for (column, reader) in readers.iter().enumerate() {
        let mut harms: HashMap<Quirk, Harm> = HashMap::new();
        let mut harm = |quirk: Quirk| *harms.entry(quirk).or_insert_with(|| Harm::of(quirk, reader));
        let mut ends = [Outcome::Misread, Outcome::Lost].map(|outcome| {
            let behind = found.iter().find(|found| harm(found.quirk).behind == outcome);
            let mut harms_before = |found: &&Found| harm(found.quirk).before == outcome;
            // The first place at which a reader gives up, but the last of those that take the place of what was before.
            let before = if outcome == Outcome::Lost {
                found.iter().find(&mut harms_before)
            } else {
                found.iter().rev().find(&mut harms_before)
            };
            (outcome, behind, before)
        });
        for check in checks.iter_mut().filter(|check| check.views[column].verdict != Verdict::Same) {
            let lost = check.views[column].verdict == Verdict::Lost;
            let (outcome, behind, before) = &mut ends[usize::from(lost)];
            let start = document.entries()[check.entry].range().start;
            let own = own.get(&check.entry).into_iter().flatten().find(|found| harm(found.quirk).own == *outcome);
            let others = [behind.filter(|found| found.at < start), before.filter(|found| found.at > start)];
            // A reader gives up at the first place that it does not understand; an entry is misread for its own sake first.
            let causes = own.copied().into_iter().chain(others.into_iter().flatten());
            let cause = if lost { causes.min_by_key(|found| found.at) } else { causes.into_iter().next() };
            check.views[column].cause =
                cause.map(|found| Cause { quirk: found.quirk, position: document.position(found.at) });
        }
    }
}
