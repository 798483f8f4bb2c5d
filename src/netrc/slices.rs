//! What of a large file matters for one host, so that a check of every host does not read all of it for each.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::Document;
use super::parse::{Entry, value};

/// A smaller file is read whole.
const LARGE: usize = 8 * 1024;

/// A file in pieces of whole lines.
///
/// A piece that is one plain entry makes no difference to any reader that looks for another host; that is checked with
/// random files. Every other piece, and the one behind it, is for every host.
#[derive(Debug)]
pub(crate) struct Slices<'d> {
    document: &'d Document,
    odd: Vec<Range<usize>>,
    plain: HashMap<Vec<u8>, Vec<Range<usize>>>,
}

impl<'d> Slices<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        Self::of(document, LARGE)
    }

    fn of(document: &'d Document, large: usize) -> Self {
        let bytes = document.bytes();
        let mut slices = Self { document, odd: Vec::new(), plain: HashMap::new() };
        if bytes.len() < large {
            slices.odd.push(0..bytes.len());
            return slices;
        }
        // An entry that starts in the middle of a line belongs to the piece of that line.
        let starts = |entry: &Entry| {
            let start = entry.start + 1 - document.position(entry.start).column;
            bytes[start..entry.start].iter().all(u8::is_ascii_whitespace).then_some(start)
        };
        let places: Vec<(usize, &Entry)> =
            document.entries.iter().filter_map(|entry| Some((starts(entry)?, entry))).collect();
        slices.odd.push(0..places.first().map_or(bytes.len(), |(start, _)| *start));
        let mut after_odd = false;
        for (at, &(start, entry)) in places.iter().enumerate() {
            let end = places.get(at + 1).map_or(bytes.len(), |(next, _)| *next);
            let plain = slices.is_plain(start..end, entry);
            match entry.machine.filter(|_| plain && !after_odd) {
                Some(machine) => {
                    let name = value(machine, bytes).to_ascii_lowercase();
                    slices.plain.entry(name).or_default().push(start..end);
                }
                None => slices.odd.push(start..end),
            }
            after_odd = !plain;
        }
        slices
    }

    fn is_plain(&self, piece: Range<usize>, entry: &Entry) -> bool {
        let (document, bytes) = (self.document, self.document.bytes());
        let has = |places: &mut dyn Iterator<Item = usize>| places.next().is_some_and(|at| at < piece.end);
        let from = |places: &[usize]| places.partition_point(|&at| at < piece.start);
        let words = [entry.machine, entry.login, entry.password];
        let plain_words =
            words.iter().all(|word| word.is_some_and(|word| word.is_plain() && word.end() - word.start() < 100));
        let comments = document.comments.partition_point(|comment| comment.start() < piece.start);
        let faults = document.faults.partition_point(|fault| fault.at < piece.start);
        plain_words
            && !entry.has_account
            && !entry.has_macro
            && entry.machine.is_some_and(|machine| !bytes[machine.range()].starts_with(b"."))
            && words.iter().flatten().all(|word| !is_odd(word.inner(bytes)))
            && bytes[entry.end..piece.end].iter().all(u8::is_ascii_whitespace)
            && piece.end > entry.end
            && !has(&mut document.comments[comments..].iter().map(|comment| comment.start()))
            && !has(&mut document.faults[faults..].iter().map(|fault| fault.at))
            && !has(&mut document.macro_starts[from(&document.macro_starts)..].iter().copied())
    }

    /// What there is for a host, in the order of the file.
    pub(crate) fn for_host(&self, host: &str) -> Cow<'d, [u8]> {
        let bytes = self.document.bytes();
        if self.plain.is_empty() {
            return Cow::Borrowed(bytes);
        }
        let own = self.plain.get(host.to_ascii_lowercase().as_bytes()).map_or(&[][..], Vec::as_slice);
        let mut pieces: Vec<&Range<usize>> = self.odd.iter().chain(own).collect();
        pieces.sort_by_key(|piece| piece.start);
        Cow::Owned(pieces.into_iter().flat_map(|piece| &bytes[piece.clone()]).copied().collect())
    }
}

/// Whether some reader makes more than one word of a value, or takes it for a comment.
fn is_odd(value: &[u8]) -> bool {
    value.first() == Some(&b'\'') || value.iter().any(|byte| matches!(byte, b'#' | b',' | b' '))
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::netrc::readers::{Query, READERS};

    const HOSTS: [&str; 4] = ["a.test", "b.test", "c.test", "none.test"];

    /// Pieces of a file, `@` for a host: entries as people write them, and some with everything that is odd.
    const PIECES: [&str; 38] = [
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
    ];

    /// Readers and hosts for which a part of the file is not as good as all of it.
    fn differences(bytes: &[u8]) -> Vec<String> {
        let document = Document::parse(bytes.to_vec().into());
        let slices = Slices::of(&document, 0);
        let mut found = Vec::new();
        for host in HOSTS {
            let slice = slices.for_host(host);
            let entries = document.entries.iter().filter(|entry| {
                entry.machine.is_some_and(|machine| value(machine, bytes).eq_ignore_ascii_case(host.as_bytes()))
            });
            let logins = entries.filter_map(|entry| document.login(entry)).map(Some);
            for login in std::iter::once(None).chain(logins) {
                let query = Query { host, port: None, login: login.as_deref() };
                let differs = |reader: &&super::super::readers::Reader| {
                    reader.read_aloud(bytes, &query) != reader.read_aloud(&slice, &query)
                };
                found.extend(READERS.iter().filter(differs).map(|reader| format!("{} of {host}", reader.name)));
            }
        }
        found
    }

    #[track_caller]
    fn check(bytes: impl AsRef<[u8]>) {
        let start = &bytes.as_ref()[..bytes.as_ref().len().min(200)];
        assert_eq!(differences(bytes.as_ref()), [""; 0], "in {:?}", String::from_utf8_lossy(start));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_left_out_makes_no_difference_to_any_reader(
            pieces in vec((prop::sample::select(PIECES.to_vec()), 0..3usize), 1..10)
        ) {
            let text: String = pieces.into_iter().map(|(piece, host)| piece.replace('@', HOSTS[host])).collect();
            prop_assert_eq!(differences(text.as_bytes()), [""; 0], "in {:?}", text);
        }
    }

    #[test]
    fn a_file_of_plain_entries_is_left_out_but_for_that_of_the_host() {
        let text = "machine a.test login me password 1\nmachine b.test login me password 2\nmachine a.test login me password 3\n";
        let document = Document::parse(text.as_bytes().to_vec().into());
        let slices = Slices::of(&document, 0);
        let part = |host: &str| String::from_utf8(slices.for_host(host).into_owned()).unwrap_or_default();
        assert_eq!(part("A.test"), "machine a.test login me password 1\nmachine a.test login me password 3\n");
        assert_eq!(part("b.test"), "machine b.test login me password 2\n");
        assert_eq!(part("c.test"), "");
        assert_eq!(Slices::new(&document).for_host("c.test"), text.as_bytes());
    }

    #[test]
    fn a_missing_part_is_found_in_the_entry_behind_for_the_gem_which_is_kept() {
        check("machine a.test login me\nmachine b.test login me password pw\nmachine c.test login me password pw\n");
        check("machine a.test\nmachine b.test login me password pw\nmachine c.test login me password pw\n");
        check("machine a.test password pw\nmachine b.test\nmachine c.test login me password pw\n");
    }

    #[test]
    fn a_blank_line_of_windows_ends_the_file_for_curl_8_16() {
        check("machine a.test login me password pw\r\n\r\nmachine b.test login me password pw\r\n");
    }

    #[test]
    fn a_keyword_in_quotes_hides_the_entry_behind() {
        check("machine a.test login me password \"machine\"\nmachine b.test login me password pw\n");
    }

    #[test]
    fn a_file_over_128_kib_is_no_file_for_curl() {
        check("machine a.test login me password pw\n".repeat(4000) + "machine b.test login me password pw\n");
    }

    #[test]
    fn a_line_over_16_kib_ends_the_file_for_curl() {
        check(format!(
            "machine a.test login me password pw{}\nmachine b.test login me password pw\n",
            " ".repeat(17_000)
        ));
    }

    #[test]
    fn temp_all() {
        let mut bad1 = vec![];
        let mut out = String::new();
        for (i, p) in PIECES.iter().enumerate() {
            let t = p.replace('@', "a.test");
            let d = differences(t.as_bytes());
            if !d.is_empty() {
                bad1.push(i);
                out += &format!("{t:?} {d:?}\n");
            }
        }
        let mut bad2 = vec![];
        for (i, p) in PIECES.iter().enumerate() {
            for (j, q) in PIECES.iter().enumerate() {
                if bad1.contains(&i) || bad1.contains(&j) {
                    continue;
                }
                let t = p.replace('@', "a.test") + &q.replace('@', "b.test");
                let d = differences(t.as_bytes());
                if !d.is_empty() {
                    bad2.push((i, j));
                    out += &format!("{t:?} {d:?}\n");
                }
            }
        }
        for (i, p) in PIECES.iter().enumerate() {
            for (j, q) in PIECES.iter().enumerate() {
                for (k, r) in PIECES.iter().enumerate() {
                    if bad1.contains(&i)
                        || bad1.contains(&j)
                        || bad1.contains(&k)
                        || bad2.contains(&(i, j))
                        || bad2.contains(&(j, k))
                    {
                        continue;
                    }
                    let t = p.replace('@', "a.test") + &q.replace('@', "b.test") + &r.replace('@', "c.test");
                    let d = differences(t.as_bytes());
                    if !d.is_empty() {
                        out += &format!("{t:?} {d:?}\n");
                    }
                }
            }
        }
        panic!("{out}");
    }
}
