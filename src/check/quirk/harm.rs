//! Computes which readers a quirk harms, by asking their models about samples.

use std::sync::OnceLock;

use crate::check::machine::short_address;
use crate::check::quirk::sample::{AFTER, BEFORE, Place, Sample, ordinary};
use crate::check::quirk::table::COUNT;
use crate::netrc::Quirk;
use crate::readers::{Answer, Query, READERS, Reader};

/// How a quirk affects one reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Harm {
    /// The outcome for the entry that has the quirk.
    pub own: Outcome,
    /// The outcome for an entry before it.
    pub before: Outcome,
    /// The outcome for an entry after it.
    pub after: Outcome,
}

/// How a reader reads an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It reads the entry correctly.
    Read,
    /// It reads something else, or does not find the entry.
    Misread,
    /// It rejects the whole file.
    Lost,
}

/// The harm of each quirk to each of [`READERS`], computed on first use.
static HARMS: [OnceLock<Vec<Harm>>; COUNT] = [const { OnceLock::new() }; COUNT];

/// The harm of each form of a quirk to each of [`READERS`], computed on first use.
static ALL_FORMS: [OnceLock<Vec<Vec<Harm>>>; COUNT] = [const { OnceLock::new() }; COUNT];

impl Harm {
    /// Returns how a quirk affects a reader, by asking its model about the sample of the quirk.
    pub fn of(quirk: Quirk, reader: &Reader) -> Self {
        let harms = HARMS[quirk as usize].get_or_init(|| {
            let sample = (quirk.row().sample)();
            READERS
                .iter()
                .map(|reader| Self::in_sample(&sample, reader))
                .collect()
        });
        READERS
            .iter()
            .zip(harms)
            .find(|(known, _)| *known == reader)
            .map_or(Self::NONE, |(_, harm)| *harm)
    }

    /// Whether any form of a quirk, anywhere in a file, can lead to an outcome for any entry.
    pub(crate) fn is_possible(quirk: Quirk, reader: &Reader, outcome: Outcome) -> bool {
        let harms = ALL_FORMS[quirk as usize].get_or_init(|| {
            READERS
                .iter()
                .map(|reader| Self::in_all_forms(quirk, reader))
                .collect()
        });
        let known = READERS
            .iter()
            .zip(harms)
            .find(|(known, _)| *known == reader);
        known.is_some_and(|(_, harms)| {
            harms
                .iter()
                .any(|harm| [harm.own, harm.before, harm.after].contains(&outcome))
        })
    }

    fn in_all_forms(quirk: Quirk, reader: &Reader) -> Vec<Self> {
        let (sample, variants) = ((quirk.row().sample)(), (quirk.row().variants)());
        let places = [Place::First, Place::Between, Place::Last];
        let moved = places.map(|place| sample.clone().at(place));
        let all = moved.iter().chain(&variants);
        all.map(|sample| Self::in_sample(sample, reader)).collect()
    }

    const NONE: Self = Self {
        own: Outcome::Read,
        before: Outcome::Read,
        after: Outcome::Read,
    };

    fn in_sample(sample: &Sample, reader: &Reader) -> Self {
        let file = sample.file();
        let usual = short_address(sample.query.host).filter(|_| reader.rewrites_addresses());
        let query = Query {
            host: usual.as_deref().unwrap_or(sample.query.host),
            ..sample.query
        };
        let own = match sample.expected() {
            Some(expected) => outcome(reader.read_with_errors(&file, &query), &expected),
            None => Outcome::Read,
        };
        let other = |host| {
            let query = Query {
                host,
                port: None,
                login: None,
            };
            outcome(reader.read_with_errors(&file, &query), &ordinary())
        };
        Self {
            own,
            before: other(BEFORE),
            after: other(AFTER),
        }
    }
}

fn outcome(found: Answer, expected: &Answer) -> Outcome {
    match found {
        found if found == *expected => Outcome::Read,
        Answer::Error => Outcome::Lost,
        _ => Outcome::Misread,
    }
}
