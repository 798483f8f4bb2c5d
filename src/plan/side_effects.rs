//! The entries beside those that are written: which tools read one before, and do not after.

use std::collections::{HashMap, VecDeque};

use crate::netrc::Document;
use crate::readers::Reader;

use crate::check::question::{Budget, TooMuch};
use crate::check::{EntryCheck, Verdict, check_within};

/// An entry that was not to be changed, and that some tools read no longer: they find a part that it lacks in the entry
/// behind it, or take another login of its host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bystander {
    /// What it calls the machine; `None` for `default`. Text from a file: escape it before a terminal sees it.
    pub machine: Option<String>,
    /// Its login. Text from a file, as above.
    pub login: Option<String>,
    /// The tools.
    pub readers: Vec<&'static str>,
}

/// The bystanders among the entries of a file, given how it will be. The same entries are in it, in the same order.
pub(crate) fn bystanders(
    before: &Document,
    after: &Document,
    readers: &[&'static Reader],
) -> Result<Vec<Bystander>, TooMuch> {
    let checks = |document| check_within(&mut Budget::new(), document, readers, &[]);
    let (before, after) = (checks(before)?, checks(after)?);
    let mut later: HashMap<_, VecDeque<&EntryCheck>> = HashMap::new();
    for check in &after {
        later
            .entry((&check.machine, &check.login))
            .or_default()
            .push_back(check);
    }
    let mut found = Vec::new();
    for check in &before {
        let Some(now) = later
            .get_mut(&(&check.machine, &check.login))
            .and_then(VecDeque::pop_front)
        else {
            continue;
        };
        let pairs = check.views.iter().zip(&now.views);
        let lost = pairs.filter(|(before, now)| {
            before.verdict == Verdict::Same && now.verdict != Verdict::Same
        });
        let readers: Vec<_> = lost.map(|(before, _)| before.reader.name).collect();
        if !readers.is_empty() {
            found.push(Bystander {
                machine: check.machine.clone(),
                login: check.login.clone(),
                readers,
            });
        }
    }
    Ok(found)
}
