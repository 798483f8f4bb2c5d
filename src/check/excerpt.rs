//! What of a large file matters for one host, so that a check of every host does not read all of it for each.

use std::collections::{HashMap, HashSet};
use std::ops::{Deref, Range};

use zeroize::Zeroizing;

use crate::host::Host;
use crate::netrc::Document;
use crate::netrc::entry::value;
use crate::netrc::keyword::Keyword;
use crate::netrc::{Entry, Quirk};

/// A smaller file is read whole.
const LARGE: usize = 8 * 1024;

/// A longer piece is not plain: some readers have a bound for a line.
const LONG: usize = 1024;

/// A file in pieces of whole lines.
///
/// A piece that is one plain entry makes no difference to any reader that looks for another host; that is checked with
/// random files. Every other piece, and the one behind it, is for every host.
#[derive(Debug)]
pub(crate) struct Slices<'d> {
    document: &'d Document,
    odd: Vec<Range<usize>>,
    plain: HashMap<String, Vec<Range<usize>>>,
    /// Hosts with entries that lack something: some readers find it in any of the entries behind.
    partial: HashSet<String>,
}

/// All of a file, or some pieces of it.
pub(crate) enum Part<'d> {
    Whole(&'d [u8]),
    Some(Zeroizing<Vec<u8>>),
}

impl Deref for Part<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Whole(bytes) => bytes,
            Self::Some(bytes) => bytes,
        }
    }
}

impl<'d> Slices<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        Self::of(document, LARGE)
    }

    fn of(document: &'d Document, large: usize) -> Self {
        let bytes = document.bytes();
        let mut slices = Self {
            document,
            odd: Vec::new(),
            plain: HashMap::new(),
            partial: HashSet::new(),
        };
        if bytes.len() < large || reaches_far(document) {
            return slices;
        }
        // An entry that starts in the middle of a line belongs to the piece of that line.
        let starts = |entry: &Entry| {
            let start = document.line_start(entry.start);
            bytes[start..entry.start]
                .iter()
                .all(u8::is_ascii_whitespace)
                .then_some(start)
        };
        let places: Vec<(usize, &Entry)> = document
            .entries
            .iter()
            .filter_map(|entry| Some((starts(entry)?, entry)))
            .collect();
        slices
            .odd
            .push(0..places.first().map_or(bytes.len(), |(start, _)| *start));
        let (mut after_odd, has_returns) = (false, bytes.contains(&b'\r'));
        for (at, &(start, entry)) in places.iter().enumerate() {
            let next = places.get(at + 1);
            let end = next.map_or(bytes.len(), |(next, _)| *next);
            // Emacs goes by the first line end of a file, and netrc-parser takes an indented entry for a part of another.
            let before_odd =
                (at == 0 && has_returns) || next.is_some_and(|(start, next)| *start < next.start);
            let plain = slices.is_plain(start..end, entry);
            let name = entry
                .machine
                .map(|machine| lookup_name(&value(machine, bytes)).0);
            match name {
                Some(name) if plain && !after_odd && !before_odd => {
                    slices.plain.entry(name).or_default().push(start..end);
                }
                name => {
                    slices.odd.push(start..end);
                    slices.partial.extend(name.filter(|_| !is_complete(entry)));
                }
            }
            after_odd = !plain;
        }
        slices
    }

    fn is_plain(&self, piece: Range<usize>, entry: &Entry) -> bool {
        let (document, bytes) = (self.document, self.document.bytes());
        let words = [entry.machine, entry.login, entry.password];
        let plain_words = words.iter().all(|word| {
            word.is_some_and(|word| word.is_plain() && word.end() - word.start() < 100)
        });
        plain_words
            && !entry.has_account
            && !entry.has_macro
            && entry
                .machine
                .is_some_and(|machine| !bytes[machine.range()].starts_with(b"."))
            && words
                .iter()
                .flatten()
                .all(|word| !is_odd(word.inner(bytes)))
            && bytes[entry.end..piece.end]
                .iter()
                .all(u8::is_ascii_whitespace)
            && piece.end > entry.end
            && piece.start == entry.start
            && is_complete(entry)
            && piece.len() < LONG
            && !bytes[piece.clone()].contains(&b'\r')
            && !any_in(&piece, &document.comments, |comment| comment.start())
            && !any_in(&piece, &document.quirks, |found| found.at)
            && !any_in(&piece, &document.macro_starts, |&at| at)
    }

    /// What there is for a host, in the order of the file.
    pub(crate) fn for_host(&self, host: &str) -> Part<'d> {
        let bytes = self.document.bytes();
        let host = host.to_ascii_lowercase();
        if self.plain.is_empty() || self.partial.contains(&host) {
            return Part::Whole(bytes);
        }
        let own = self.plain.get(&host).map_or(&[][..], Vec::as_slice);
        let mut pieces: Vec<&Range<usize>> = self.odd.iter().chain(own).collect();
        pieces.sort_by_key(|piece| piece.start);
        // Sized before it is filled: a vector that grew would leave its old buffer, secrets and all, on the heap.
        let mut slice = Zeroizing::new(Vec::with_capacity(
            pieces.iter().map(|piece| piece.len()).sum(),
        ));
        for piece in pieces {
            slice.extend_from_slice(&bytes[piece.clone()]);
        }
        Part::Some(slice)
    }
}

/// Whether one of some things, in the order of their places, is in a piece.
fn any_in<T>(piece: &Range<usize>, things: &[T], place: impl Fn(&T) -> usize) -> bool {
    let next = things.partition_point(|thing| place(thing) < piece.start);
    things
        .get(next)
        .is_some_and(|thing| place(thing) < piece.end)
}

/// How tools are asked for the machine of an entry: by the name of its host, and the port if it has one.
pub(crate) fn lookup_name(machine: &[u8]) -> (String, Option<u16>) {
    let text = String::from_utf8_lossy(machine);
    match text.parse::<Host>() {
        Ok(host) if host.path().is_empty() => (host.name().to_owned(), host.port()),
        _ => (text.to_ascii_lowercase(), None),
    }
}

/// Whether an entry has all three parts, in the order in which all readers want them.
fn is_complete(entry: &Entry) -> bool {
    match (entry.login, entry.password) {
        (Some(login), Some(password)) => login.start() < password.start(),
        _ => false,
    }
}

/// Whether something matters to all that is behind it: a quote that some reader does not find the end of, in a comment
/// too, a word that only some know, or what curl 7 does not get over, as a keyword for a value or a `default` with entries
/// behind it.
fn reaches_far(document: &Document) -> bool {
    let bytes = document.bytes();
    let words = || {
        document
            .entries
            .iter()
            .flat_map(|entry| [entry.machine, entry.login, entry.password])
            .flatten()
    };
    let is_far = |quirk| {
        use Quirk::{DefaultNotLast, OpenQuote, TextAfterQuote, UnknownWord};
        matches!(
            quirk,
            DefaultNotLast | OpenQuote | TextAfterQuote | UnknownWord
        )
    };
    let quotes = bytes.iter().filter(|&&byte| byte == b'"').count();
    let closed = words()
        .filter(|word| word.traits.quoted() && !word.traits.backslash())
        .count();
    document.quirks.iter().any(|found| is_far(found.quirk))
        || quotes != 2 * closed
        || words()
            .any(|word| bytes[word.start()] == b'\'' || Keyword::exact(word.inner(bytes)).is_some())
}

/// Whether some reader makes more than one word of a value, or takes it for a comment.
fn is_odd(value: &[u8]) -> bool {
    value.iter().any(|byte| matches!(byte, b'#' | b',' | b' '))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::readers::{Answer, Query, READERS, Reader};

    const HOSTS: [&str; 4] = ["a.test", "b.test", "c.test", "none.test"];

    /// Pieces of a file, `@` for a host: entries as people write them, and some with everything that is odd.
    const PIECES: [&str; 42] = [
        "machine @\n  login me\n  password pw\n",
        "machine @\n  login you\n  password pw2\n",
        "machine @ login me password pw\n",
        "\nmachine @ login me password pw\n\n",
        "machine @\n\n\tlogin me\n\tpassword pw\n\n",
        "machine @\r\n  login me\r\n  password pw\r\n",
        "machine @\r\n  login me\r\n  password pw\r\n\r\n",
        "machine @  \n  login me \n  password pw\t\n",
        "  machine @\n  login me\n  password pw\n",
        "machine\n@\nlogin\nme\npassword\npw\n",
        "machine @\n  password pw\n  login me\n",
        "machine @ login me password \"pw\"\n",
        "machine @ login \"machine\" password pw\n",
        "machine @ login me password \"machine\"\n",
        "machine @ login me password \"macdef\"\n",
        "machine @ login me password \"default\"\n",
        "machine \"@\" login me password \"p w\"\n",
        "machine @ login machine password x\n",
        "machine @ login me password a\\b\n",
        "machine @ login me password \"a\\\"b\"\n",
        "machine @ login me password \"open\n",
        "machine @ login me password a\"b'c\n",
        "machine @ login me password 'x\n",
        "machine @ login me password a,machine\n",
        "machine @ login me password gpg:x\n",
        "machine @ login user password passwd\n",
        "machine @ login me password p\u{e4}\n",
        "machine @ login me password pw port 80\n",
        "machine @ login me\n",
        "machine @ password pw\n",
        "machine @\n",
        "machine @ login me password pw # login x password y\n",
        "# note\n",
        "# machine @ login x password y\n",
        "macdef init\nmachine @ login x password y\n\n",
        "machine @ login me password pw account ac\n",
        "default login me password pw\n",
        "default\n  login me\n  password pw\n",
        "# a \" quote\n",
        "machine @ login me password \"pw\"x\n",
        "machine @ login me password pw por\"t 80\n",
        "default# 1\n",
    ];

    /// Readers and hosts for which a part of the file is not as good as all of it, asked as a check asks.
    fn differences(bytes: &[u8]) -> BTreeSet<String> {
        let document = Document::parse(bytes.to_vec().into());
        let slices = Slices::of(&document, 0);
        let mut found = BTreeSet::new();
        for host in HOSTS {
            let slice = slices.for_host(host);
            let of_host = |entry: &&Entry| {
                document
                    .machine(entry)
                    .is_some_and(|name| name.eq_ignore_ascii_case(host))
            };
            let logins = document
                .entries
                .iter()
                .filter(of_host)
                .map(|entry| document.login(entry));
            for login in logins.chain([None]).collect::<BTreeSet<_>>() {
                let query = Query {
                    host,
                    port: None,
                    login: login.as_deref(),
                };
                let differs = |reader: &&Reader| {
                    let part = if reader.fits(bytes) {
                        reader.read_with_errors(&slice, &query)
                    } else {
                        Answer::Error
                    };
                    reader.read_with_errors(bytes, &query) != part
                };
                found.extend(
                    READERS
                        .iter()
                        .filter(differs)
                        .map(|reader| format!("{} of {host}", reader.name)),
                );
            }
        }
        found
    }

    #[track_caller]
    fn check(bytes: impl AsRef<[u8]>) {
        let start = &bytes.as_ref()[..bytes.as_ref().len().min(200)];
        assert_eq!(
            differences(bytes.as_ref()),
            BTreeSet::new(),
            "in {:?}",
            String::from_utf8_lossy(start)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_left_out_makes_no_difference_to_any_reader(
            pieces in vec((prop::sample::select(PIECES.to_vec()), 0..3usize), 1..10)
        ) {
            let text: String = pieces.into_iter().map(|(piece, host)| piece.replace('@', HOSTS[host])).collect();
            prop_assert_eq!(differences(text.as_bytes()), BTreeSet::new(), "in {:?}", text);
        }
    }

    #[test]
    fn a_file_of_plain_entries_is_left_out_but_for_that_of_the_host() {
        let text = "machine a.test login me password 1\nmachine b.test login me password 2\nmachine a.test login me password 3\n";
        let document = Document::parse(text.as_bytes().to_vec().into());
        let slices = Slices::of(&document, 0);
        let part =
            |host: &str| String::from_utf8(slices.for_host(host).to_vec()).unwrap_or_default();
        assert_eq!(
            part("A.test"),
            "machine a.test login me password 1\nmachine a.test login me password 3\n"
        );
        assert_eq!(part("b.test"), "machine b.test login me password 2\n");
        assert_eq!(part("c.test"), "");
        assert_eq!(&*Slices::new(&document).for_host("c.test"), text.as_bytes());
    }

    #[test]
    fn a_missing_part_is_found_in_the_entry_behind_for_the_gem_which_is_kept() {
        check(
            "machine a.test login me\nmachine b.test login me password pw\nmachine c.test login me password pw\n",
        );
        check(
            "machine a.test\nmachine b.test login me password pw\nmachine c.test login me password pw\n",
        );
        check("machine a.test password pw\nmachine b.test\nmachine c.test login me password pw\n");
    }

    #[test]
    fn a_blank_line_of_windows_ends_the_file_for_curl_8_16() {
        check("machine a.test login me password pw\r\n\r\nmachine b.test login me password pw\r\n");
    }

    #[test]
    fn a_keyword_in_quotes_hides_the_entry_behind() {
        check(
            "machine a.test login me password \"machine\"\nmachine b.test login me password pw\n",
        );
    }

    #[test]
    fn a_file_over_128_kib_is_no_file_for_curl() {
        check(
            "machine a.test login me password pw\n".repeat(4000)
                + "machine b.test login me password pw\n",
        );
    }

    #[test]
    fn a_line_over_16_kib_ends_the_file_for_curl() {
        check(format!(
            "machine a.test login me password pw{}\nmachine b.test login me password pw\n",
            " ".repeat(17_000)
        ));
    }

    #[test]
    fn emacs_goes_by_the_first_line_ends_of_the_file() {
        check("machine a.test login me password pw\nmachine b.test login me password pw\r\n");
    }

    #[test]
    fn an_indented_entry_is_a_property_of_the_one_before_for_netrc_parser() {
        check(
            "machine a.test\n  login me\n  password pw\n  machine b.test\n  login me\n  password pw\n",
        );
    }

    #[test]
    fn a_password_before_its_login_is_taken_for_the_next_by_the_gem() {
        check(
            "machine a.test\n  password pw\n  login me\nmachine b.test\n  login me\n  password pw\n",
        );
    }

    #[test]
    fn how_many_entries_are_behind_one_without_a_password_makes_a_difference_to_curl_7() {
        check(
            "machine a.test login me\nmachine b.test login me password pw\nmachine c.test login me password pw\n",
        );
    }

    #[test]
    fn an_open_quote_takes_all_that_is_behind_it_up_to_the_next() {
        check(
            "machine a.test login me password \"open\nmachine b.test login me password pw\n\
             machine b.test login me password \"pw\"\nmachine c.test login me password pw\n",
        );
    }

    #[test]
    fn an_apostrophe_is_a_quote_for_emacs() {
        check(
            "machine a.test login me password 'x\nmachine b.test login me password pw\n\
             machine b.test login me password b'c\nmachine c.test login me password pw\n",
        );
    }
}
