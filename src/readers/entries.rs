//! The entries of a file, with an index.

use crate::readers::entry::ReaderEntry;
use crate::readers::names::Names;

/// The entries of a file.
pub(crate) struct Entries {
    pub(crate) list: Vec<ReaderEntry>,
    pub(crate) names: Names,
    /// Whether the tool fails after these entries, unless one of them answers.
    pub(crate) is_cut_short: bool,
}

impl Entries {
    pub(crate) fn new(list: Vec<ReaderEntry>) -> Self {
        let names = list.iter().map(|entry| entry.machine.as_deref());
        let names = Names::new(names.map(|name| name.map(Vec::as_slice)).enumerate());
        Self {
            list,
            names,
            is_cut_short: false,
        }
    }
}
