//! Finding entries by the name of their host.

use crate::readers::text::Value;

/// The places of entries in a list, sorted by the lower-case name of the host.
///
/// A lookup takes logarithmic time. Without it, asking about every entry of a file takes quadratic
/// time.
#[derive(Default)]
pub(crate) struct Names {
    sorted: Vec<(Value, usize)>,
    /// The places of the entries for every host, in ascending order.
    pub(crate) defaults: Vec<usize>,
}

impl Names {
    /// Builds the index from places, in ascending order, and names. `None` is an entry for every
    /// host.
    pub(crate) fn new<'a>(names: impl Iterator<Item = (usize, Option<&'a [u8]>)>) -> Self {
        let mut index = Self::default();
        for (place, name) in names {
            match name {
                Some(name) => index.sorted.push((name.to_ascii_lowercase().into(), place)),
                None => index.defaults.push(place),
            }
        }
        index
            .sorted
            .sort_unstable_by(|a, b| (a.0.as_slice(), a.1).cmp(&(b.0.as_slice(), b.1)));
        index
    }

    /// Returns the places of the entries with this name, ignoring case, in ascending order.
    pub(crate) fn find(&self, name: &[u8]) -> impl Iterator<Item = usize> {
        self.find_from(name, 0)
    }

    /// Returns the places from `first` on of the entries with this name, ignoring case.
    pub(crate) fn find_from(&self, name: &[u8], first: usize) -> impl Iterator<Item = usize> {
        let name: Value = name.to_ascii_lowercase().into();
        let start = self
            .sorted
            .partition_point(|(other, place)| (other.as_slice(), *place) < (&name, first));
        self.sorted[start..]
            .iter()
            .take_while(move |(other, _)| *other == name)
            .map(|(_, place)| *place)
    }

    /// Returns the places of the entries with a name that starts with a dot, in no particular
    /// order.
    pub(crate) fn starting_with_dot(&self) -> impl ExactSizeIterator<Item = usize> {
        let start = self
            .sorted
            .partition_point(|(name, _)| name.as_slice() < b".".as_slice());
        let end = self
            .sorted
            .partition_point(|(name, _)| name.as_slice() < b"/".as_slice());
        self.sorted[start..end].iter().map(|(_, place)| *place)
    }

    /// Returns the first place not before `first` of an entry with this name or for every host.
    pub(crate) fn next_for(&self, name: &[u8], first: usize) -> Option<usize> {
        let named = self.find_from(name, first).next();
        let default =
            self.defaults[self.defaults.partition_point(|place| *place < first)..].first();
        named.into_iter().chain(default.copied()).min()
    }
}
