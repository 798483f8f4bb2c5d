//! An index for tools that scan a file for one host.

use crate::readers::entry::Unreadable;
use crate::readers::names::Names;
use crate::readers::text::Value;

/// The places in a text at which a tool that scans for one host compares a host.
///
/// The scans for all hosts are the same up to the first `machine` with the requested host, or
/// `default`. So the text is scanned once for a host that matches nothing, and the scan for each
/// host then jumps from one of the recorded places to the next that matters. Without that, asking
/// about every host of a file takes quadratic time.
pub(crate) struct Outline {
    /// Where the keyword of each place starts, in ascending order.
    starts: Vec<usize>,
    names: Names,
    /// The end of a scan that matches no host.
    end: Result<(), Unreadable>,
}

/// The host that a keyword introduces.
pub(crate) enum Target {
    /// The host of this name.
    Host(Value),
    /// Every host.
    Every,
    /// The name is missing or not accepted.
    Nothing,
}

/// Where a scan continues.
pub(crate) enum Next {
    /// At the keyword that starts there.
    At(usize),
    /// At the end, or at an error.
    End(Result<(), Unreadable>),
}

impl Outline {
    /// Builds an outline from the places in ascending order, and the end of the scan that found
    /// them.
    pub(crate) fn new(stops: &[(usize, Target)], end: Result<(), Unreadable>) -> Self {
        let names = stops
            .iter()
            .enumerate()
            .filter_map(|(at, (_, target))| match target {
                Target::Host(name) => Some((at, Some(name.as_slice()))),
                Target::Every => Some((at, None)),
                Target::Nothing => None,
            });
        Self {
            starts: stops.iter().map(|(start, _)| *start).collect(),
            names: Names::new(names),
            end,
        }
    }

    /// Returns where a scan for a host starts.
    pub(crate) fn first(&self, host: &str) -> Next {
        self.next(host, 0)
    }

    /// Returns where a scan for a host continues after the keyword at `start`, or `None` if
    /// that place is not recorded.
    pub(crate) fn next_at(&self, host: &str, start: usize) -> Option<Next> {
        let at = self.starts.binary_search(&start).ok()?;
        Some(self.next(host, at))
    }

    fn next(&self, host: &str, first: usize) -> Next {
        match self.names.next_for(host.as_bytes(), first) {
            Some(at) => Next::At(self.starts[at]),
            None => Next::End(self.end),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// Returns an outline without places to jump to, so that a scan reads the whole file.
    pub(crate) fn without_jumps() -> Outline {
        Outline::new(&[(0, Target::Every)], Ok(()))
    }

    /// Generates files of entries for a few hosts, with text that can make a scan miss the start of
    /// an entry.
    pub(crate) fn files() -> impl Strategy<Value = String> {
        const PIECES: [&str; 26] = [
            "machine @ login me password pw\n",
            "machine @\n  login you\n  password pw2\n",
            "machine @ login me\n",
            "machine @ password pw\n",
            "machine @\n",
            "machine @ login machine password x\n",
            "machine @ login default password x\n",
            "machine @ login me password \"machine\" ",
            "machine @ login me password \"open\n",
            "machine machine machine @ ",
            "machine default @ ",
            "machine macdef login me ",
            "machine",
            "default login me password pw\n",
            "default login machine password pw\n",
            "login machine ",
            "password default ",
            "macdef init\nmachine @ login x password y\n\n",
            "macdef init machine @ login x\n",
            "# machine @ login x password y\n",
            "# a \" quote\n",
            "\"\" ",
            "\0",
            "\r\n",
            "\n\n",
            "machine @\\",
        ];
        let piece = (prop::sample::select(PIECES.to_vec()), 0..3_usize);
        vec(piece, 1..12).prop_map(|pieces| {
            let hosts = ["a.test", "B.test", "machine"];
            let text = pieces
                .iter()
                .map(|(piece, host)| piece.replace('@', hosts[*host]));
            text.collect()
        })
    }

    /// Questions about hosts with and without entries.
    pub(crate) fn queries() -> impl Iterator<Item = crate::readers::Query<'static>> {
        let hosts = ["a.test", "b.test", "machine", "none.test"];
        hosts.into_iter().flat_map(|host| {
            [None, Some("me"), Some("you")].map(|login| crate::readers::Query {
                host,
                port: None,
                login,
            })
        })
    }
}
