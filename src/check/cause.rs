//! Finds the quirk of a file that explains a verdict.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::fmt;

use crate::check::machine::{self, lookup_name};
use crate::check::quirk::{Harm, Outcome, find_quirks};
use crate::check::{EntryCheck, StrayKind, Strays, Verdict};
use crate::host::Host;
use crate::netrc::{Document, FoundQuirk, Position, Quirk};
use crate::readers::Reader;

/// The quirk that explains a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The quirk.
    pub quirk: Quirk,
    /// Its position.
    pub position: Position,
    /// What an unknown word probably is.
    pub stray: Option<StrayKind>,
}

impl Cause {
    /// Returns an instruction that removes the cause.
    pub fn fix(&self) -> Cow<'static, str> {
        match self.stray {
            Some(stray) => stray.fix(),
            None => self.quirk.fix().into(),
        }
    }
}

impl fmt::Display for Cause {
    /// Describes the cause in a noun phrase.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.stray {
            Some(stray) => stray.fmt(f),
            None => self.quirk.fmt(f),
        }
    }
}

/// Adds the cause to each view with a verdict other than [`Verdict::Same`].
pub(super) fn explain(
    document: &Document,
    readers: &[&'static Reader],
    hosts: &[Host],
    strays: &Strays,
    checks: &mut [EntryCheck],
) {
    let has_port = hosts.iter().any(|host| host.port().is_some());
    let quirks = find_quirks(document);
    let extremes = Extremes::new(&quirks);
    let by_entry = group_by_entry(&quirks);
    let unknown = Unknown {
        document,
        by_host: OnceCell::new(),
    };
    for (column, reader) in readers.iter().enumerate() {
        let misread = Suspects::new(&quirks, &extremes, reader, Outcome::Misread);
        let lost = Suspects::new(&quirks, &extremes, reader, Outcome::Lost);
        for check in checks.iter_mut() {
            let suspects = match check.views[column].verdict {
                Verdict::Same => continue,
                Verdict::Lost => &lost,
                _ => &misread,
            };
            let start = document.entries()[check.entry].range().start;
            let own = by_entry.get(&check.entry).map_or(&[][..], Vec::as_slice);
            let found = suspects
                .certain(own, start)
                .or_else(|| suspects.possible(own, start));
            check.views[column].cause = match found {
                Some(found) => Some(cause(document, strays, found)),
                // The port of the question may be the reason.
                None if has_port => None,
                None => Some(unknown.cause(own, check.entry)),
            };
        }
    }
}

fn cause(document: &Document, strays: &Strays, found: &FoundQuirk) -> Cause {
    let is_stray = found.quirk == Quirk::UnknownWord;
    Cause {
        quirk: found.quirk,
        position: document.position(found.at),
        stray: strays.kind_at(found.at).filter(|_| is_stray),
    }
}

/// Finds a cause if no quirk is known to have the outcome.
struct Unknown<'d> {
    document: &'d Document,
    /// The entries of each host, without regard to ports. Found on first use.
    by_host: OnceCell<HashMap<String, Vec<usize>>>,
}

impl Unknown<'_> {
    /// The only quirk of the entry, another entry for its host, or else its form.
    fn cause(&self, own: &[&FoundQuirk], entry: usize) -> Cause {
        let position = |at| self.document.position(at);
        let entries = self.document.entries();
        let other = self.other(entry);
        let (quirk, at) = match own {
            [only] if only.quirk != Quirk::UnknownWord => (only.quirk, only.at),
            _ => match other {
                Some(other) => (self.kind_of(other), entries[other].range().start),
                None => (Quirk::UnknownWord, entries[entry].range().start),
            },
        };
        Cause {
            quirk,
            position: position(at),
            stray: (quirk == Quirk::UnknownWord).then_some(StrayKind::Unusual),
        }
    }

    /// The quirk of another entry for the same host.
    fn kind_of(&self, other: usize) -> Quirk {
        let machine = self.document.machine(&self.document.entries()[other]);
        let quirk = machine.and_then(|machine| machine::quirk(machine.as_bytes()));
        quirk.unwrap_or(Quirk::OtherLogin)
    }

    /// Another entry for the host of an entry.
    fn other(&self, entry: usize) -> Option<usize> {
        let host = |at: usize| {
            let machine = self.document.machine(&self.document.entries()[at])?;
            Some(lookup_name(machine.as_bytes()).0)
        };
        let by_host = self.by_host.get_or_init(|| {
            let mut by_host: HashMap<String, Vec<usize>> = HashMap::new();
            for at in 0..self.document.entries().len() {
                if let Some(host) = host(at) {
                    by_host.entry(host).or_default().push(at);
                }
            }
            by_host
        });
        let same = by_host.get(&host(entry)?)?;
        same.iter().copied().find(|&other| other != entry)
    }
}

fn group_by_entry(quirks: &[FoundQuirk]) -> HashMap<usize, Vec<&FoundQuirk>> {
    let mut groups: HashMap<usize, Vec<&FoundQuirk>> = HashMap::new();
    for found in quirks {
        if let Some(entry) = found.entry {
            groups.entry(entry).or_default().push(found);
        }
    }
    groups
}

/// The first and the last quirk of each kind, because a file can have hundreds of thousands. Each
/// has its index in the list of all.
struct Extremes<'f> {
    first: Vec<(usize, &'f FoundQuirk)>,
    last: Vec<(usize, &'f FoundQuirk)>,
}

impl<'f> Extremes<'f> {
    fn new(quirks: &'f [FoundQuirk]) -> Self {
        let mut first = [None; Quirk::ALL.len()];
        let mut last = first;
        for (index, found) in quirks.iter().enumerate() {
            first[found.quirk as usize].get_or_insert((index, found));
            last[found.quirk as usize] = Some((index, found));
        }
        Self {
            first: first.into_iter().flatten().collect(),
            last: last.into_iter().flatten().collect(),
        }
    }

    /// Returns the first matching quirk of the file.
    fn first(&self, matches: impl Fn(Quirk) -> bool) -> Option<&'f FoundQuirk> {
        let all = self.first.iter();
        let matching = all.filter(|(_, found)| matches(found.quirk));
        matching
            .min_by_key(|(index, _)| *index)
            .map(|(_, found)| *found)
    }

    /// Returns the last matching quirk of the file.
    fn last(&self, matches: impl Fn(Quirk) -> bool) -> Option<&'f FoundQuirk> {
        let all = self.last.iter();
        let matching = all.filter(|(_, found)| matches(found.quirk));
        matching
            .max_by_key(|(index, _)| *index)
            .map(|(_, found)| *found)
    }
}

/// The quirks of a file that can explain one outcome for one reader.
struct Suspects<'f> {
    quirks: &'f [FoundQuirk],
    reader: &'f Reader,
    outcome: Outcome,
    /// The first quirk that harms the entries after it.
    harms_later: Option<&'f FoundQuirk>,
    /// The quirk that harms the entries before it.
    harms_earlier: Option<&'f FoundQuirk>,
    /// The quirks that have the outcome in some form. Computed on first use.
    possible: OnceCell<Vec<&'f FoundQuirk>>,
}

impl<'f> Suspects<'f> {
    fn new(
        quirks: &'f [FoundQuirk],
        extremes: &Extremes<'f>,
        reader: &'f Reader,
        outcome: Outcome,
    ) -> Self {
        let harms_later = |quirk| Harm::of(quirk, reader).after == outcome;
        let harms_earlier = |quirk| Harm::of(quirk, reader).before == outcome;
        Self {
            quirks,
            reader,
            outcome,
            possible: OnceCell::new(),
            harms_later: extremes.first(harms_later),
            // A reader rejects the file at the first such quirk. If it reads the file, the last
            // quirk counts, because the last entry for a host replaces earlier ones.
            harms_earlier: match outcome {
                Outcome::Lost => extremes.first(harms_earlier),
                _ => extremes.last(harms_earlier),
            },
        }
    }

    /// Returns the quirk that has a sample with this outcome for the reader. `own` are the quirks
    /// of the entry.
    fn certain(&self, own: &[&'f FoundQuirk], start: usize) -> Option<&'f FoundQuirk> {
        let harms_own =
            |found: &&&FoundQuirk| Harm::of(found.quirk, self.reader).own == self.outcome;
        let own = own.iter().find(harms_own).copied();
        let earlier = self.harms_later.filter(|found| found.at < start);
        let later = self.harms_earlier.filter(|found| found.at > start);
        let mut causes = [own, earlier, later].into_iter().flatten();
        match self.outcome {
            Outcome::Lost => causes.min_by_key(|found| found.at),
            _ => causes.next(),
        }
    }

    /// Returns the nearest quirk that has this outcome in some other form or place, preferably one
    /// of the entry itself.
    fn possible(&self, own: &[&'f FoundQuirk], start: usize) -> Option<&'f FoundQuirk> {
        if let Some(own) = own.iter().find(|found| self.is_possible(found)) {
            return Some(own);
        }
        let possible = self.possible.get_or_init(|| {
            let possible = self.quirks.iter().filter(|found| self.is_possible(found));
            possible.collect()
        });
        let next = possible.partition_point(|found| found.at <= start);
        let previous = next.checked_sub(1).unwrap_or(next);
        possible.get(previous).copied()
    }

    fn is_possible(&self, found: &FoundQuirk) -> bool {
        Harm::is_possible(found.quirk, self.reader, self.outcome)
    }
}
