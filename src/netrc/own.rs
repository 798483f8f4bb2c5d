//! Reads files that only keyrc writes.

use std::borrow::Cow;
use std::ops::Range;

use zeroize::Zeroizing;

use crate::netrc::entry::value;
use crate::netrc::parse::Entries;
use crate::netrc::word::Word;

/// Returns the `machine` entries of a file that only keyrc writes, in file order. No entry is
/// ambiguous, because no other tool reads the file.
pub(crate) fn own_entries(bytes: &[u8]) -> impl Iterator<Item = OwnEntry<'_>> {
    Entries::new(bytes).filter_map(move |entry| {
        let machine = value(entry.machine?, bytes);
        let login = entry.login.map(|login| value(login, bytes));
        Some(OwnEntry {
            bytes,
            range: entry.range(),
            machine,
            login,
            password: entry.password,
        })
    })
}

/// An entry of a file that only keyrc writes.
pub(crate) struct OwnEntry<'a> {
    bytes: &'a [u8],
    /// Its position in the file.
    pub(crate) range: Range<usize>,
    pub(crate) machine: Cow<'a, [u8]>,
    pub(crate) login: Option<Cow<'a, [u8]>>,
    password: Option<Word>,
}

impl OwnEntry<'_> {
    /// Returns the password, which is empty if the entry has none.
    pub(crate) fn password(&self) -> Zeroizing<Vec<u8>> {
        match self.password {
            Some(word) => value(word, self.bytes).into_owned().into(),
            None => Zeroizing::default(),
        }
    }
}
