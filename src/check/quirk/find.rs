//! Finds the quirks of a file, each with its position and its entry.

use std::collections::HashMap;

use crate::check::machine::quirk as machine_quirk;
use crate::netrc::entry::{self, is_keyword, value};
use crate::netrc::lex::{Lexer, Word};
use crate::netrc::lines::{count_line_ends, has_line_end};
use crate::netrc::{Document, Entry, FoundQuirk, Quirk};

/// Finds the quirks of a file, in file order.
pub(crate) fn find_quirks(document: &Document) -> Vec<FoundQuirk> {
    let mut found = Quirks {
        document,
        found: document.quirks().to_vec(),
    };
    found.file();
    found.comments();
    for (at, entry) in document.entries.iter().enumerate() {
        found.values(at, entry);
        found.layout(at, entry);
    }
    found.neighbours();
    let mut found = found.found;
    found.sort_by_key(|found| found.at);
    found
}

/// The quirks found so far.
struct Quirks<'d> {
    document: &'d Document,
    found: Vec<FoundQuirk>,
}

impl Quirks<'_> {
    fn add(&mut self, quirk: Quirk, at: usize, entry: Option<usize>) {
        self.found.push(FoundQuirk { quirk, at, entry });
    }

    /// Finds quirks of the whole file, and of its macros.
    fn file(&mut self) {
        let bytes = self.document.bytes();
        if let Some(at) = bytes.windows(2).position(|pair| pair == b"\r\n") {
            self.add(Quirk::CarriageReturns, at, None);
        }
        let is_lone = |at: &usize| bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        let lone = (0..bytes.len()).find(is_lone);
        if let Some(at) = lone {
            self.add(Quirk::LoneReturn, at, None);
        }
        if bytes.len() > 128 * 1024 - 1 {
            self.add(Quirk::LongFile, 128 * 1024 - 1, None);
        }
        let mut start = 0;
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            if line.len() > 16_383 {
                self.add(Quirk::LongLine, start, None);
            }
            start += line.len();
        }
        for &at in &self.document.macro_starts {
            self.add(Quirk::Macro, at, None);
        }
        if str::from_utf8(bytes).is_err() {
            let at = bytes
                .utf8_chunks()
                .next()
                .map_or(0, |chunk| chunk.valid().len());
            self.add(Quirk::NotUtf8, at, None);
        }
    }

    /// Returns the entry that contains a position, or else the last one before it.
    fn entry_at(&self, at: usize) -> Option<usize> {
        self.document
            .entries
            .partition_point(|entry| entry.start <= at)
            .checked_sub(1)
    }

    /// Finds quirks of comments.
    fn comments(&mut self) {
        let bytes = self.document.bytes();
        for &comment in &self.document.comments {
            let at = comment.start();
            let before = &bytes[self.document.line_start(at)..at];
            let entry = self.entry_at(at);
            let inside = entry.filter(|&entry| self.document.entries[entry].end > at);
            if !before.iter().all(u8::is_ascii_whitespace) {
                self.add(Quirk::TrailingComment, at, entry);
            } else if !before.is_empty() {
                self.add(Quirk::IndentedComment, at, inside);
            }
            if inside.is_some() {
                self.add(Quirk::InnerComment, at, inside);
            }
            if bytes[comment.range()].contains(&b'"') {
                self.add(Quirk::QuoteInComment, at, inside);
            }
            self.add(Quirk::Comment, at, inside);
        }
        for at in self.document.glued_comments_outside() {
            self.add(Quirk::GluedComment, at, None);
        }
    }

    /// Finds quirks of the words of an entry.
    fn values(&mut self, at: usize, entry: &Entry) {
        let bytes = self.document.bytes();
        for word in [entry.machine, entry.login, entry.password]
            .into_iter()
            .flatten()
        {
            for quirk in of_value(word, bytes) {
                self.add(quirk, word.start(), Some(at));
            }
        }
        for (quirk, is) in [
            (Quirk::NoPassword, entry.password.is_none()),
            (Quirk::NoLogin, entry.login.is_none()),
            (Quirk::Default, entry.is_default),
            (Quirk::Account, entry.account.is_some()),
            (
                Quirk::PasswordFirst,
                matches!((entry.login, entry.password), (Some(l), Some(p)) if p.start() < l.start()),
            ),
        ] {
            if is {
                self.add(quirk, entry.start, Some(at));
            }
        }
        let machine = entry
            .machine
            .map(|word| value(word, bytes))
            .unwrap_or_default();
        let is_upper = machine.iter().any(u8::is_ascii_uppercase);
        let capitals = is_upper.then_some(Quirk::HostInCapitals);
        for quirk in capitals.into_iter().chain(machine_quirk(&machine)) {
            self.add(quirk, entry.start, Some(at));
        }
    }

    /// Finds quirks of the lines and spaces of an entry.
    fn layout(&mut self, at: usize, entry: &Entry) {
        self.gaps(at, entry);
        let after = &self.document.bytes()[entry.end..];
        let blanks = after.iter().take_while(|byte| is_blank(**byte)).count();
        if blanks > 0 && matches!(after.get(blanks), None | Some(b'\n' | b'\r')) {
            self.add(Quirk::TrailingSpace, entry.end, Some(at));
        }
    }

    /// Finds quirks of the gaps between the words of an entry.
    fn gaps(&mut self, at: usize, entry: &Entry) {
        let bytes = self.document.bytes();
        let before = &bytes[self.document.line_start(entry.start)..entry.start];
        let mut is_crowded = !before.trim_ascii().is_empty();
        let mut lexer = Lexer::new(&bytes[entry.range()]);
        lexer.keyword();
        let mut last = entry.start + lexer.position();
        let mut is_keyword = entry.is_default;
        let mut is_first_line = true;
        while let Some(word) = if is_keyword {
            lexer.keyword()
        } else {
            lexer.value()
        } {
            let start = entry.start + word.start();
            let gap = &bytes[last..start];
            let has_break = has_line_end(gap);
            is_first_line &= !has_break;
            is_crowded |= is_first_line && gap != b" ";
            if has_break && !word.traits.comment() {
                self.line_break(gap, is_keyword, start, at);
            }
            last = entry.start + word.end();
            is_keyword ^= !word.traits.comment();
        }
        if is_crowded {
            self.add(Quirk::Crowded, entry.start, Some(at));
        }
    }

    /// Finds quirks of a gap with a line break, before a keyword or a value at `start`.
    fn line_break(&mut self, gap: &[u8], is_keyword: bool, start: usize, at: usize) {
        let breaks = count_line_ends(gap);
        for (quirk, is) in [
            (Quirk::SplitPair, !is_keyword),
            (
                Quirk::NotIndented,
                is_keyword && matches!(gap.last(), Some(b'\n' | b'\r')),
            ),
            (Quirk::BlankInside, breaks > 1),
            (Quirk::TrailingSpace, is_blank(gap[0])),
        ] {
            if is {
                self.add(quirk, start, Some(at));
            }
        }
    }

    /// Finds other entries of the same host.
    fn neighbours(&mut self) {
        let mut hosts: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
        for (at, entry) in self.document.entries.iter().enumerate() {
            if let Some(machine) = entry.machine {
                hosts
                    .entry(value(machine, self.document.bytes()).to_ascii_lowercase())
                    .or_default()
                    .push(at);
            }
        }
        for same in hosts.into_values().filter(|same| same.len() > 1) {
            self.same_host(&same);
        }
    }

    /// Compares the entries of one host, given by their indexes. Reports at most one other entry
    /// for each.
    fn same_host(&mut self, same: &[usize]) {
        let (document, entries) = (self.document, &self.document.entries);
        let login = |at: usize| entries[at].login.map(|word| value(word, document.bytes()));
        let password = |at: usize| {
            let [.., password] = document.parts(&entries[at]);
            password
        };
        // The first entry of each login.
        let firsts: HashMap<_, usize> = same.iter().rev().map(|&at| (login(at), at)).collect();
        let first = same[0];
        let other = same.iter().copied().find(|&at| login(at) != login(first));
        for &at in same {
            let other = if login(at) == login(first) {
                other
            } else {
                Some(first)
            };
            if let Some(other) = other {
                self.add(Quirk::OtherLogin, entries[other].start, Some(at));
            }
            let twin = firsts[&login(at)];
            if twin != at && password(twin) != password(at) {
                self.add(Quirk::Twice, entries[twin].start, Some(at));
                self.add(Quirk::Twice, entries[at].start, Some(twin));
            }
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Returns the quirks of a value.
fn of_value(word: Word, bytes: &[u8]) -> impl Iterator<Item = Quirk> {
    let (traits, inner) = (word.traits, word.inner(bytes));
    let quoted = traits.quoted() && !traits.tail();
    let bare = !traits.quoted() && !traits.open();
    let starts = |start: &str| {
        inner.len() > start.len() && inner[..start.len()].eq_ignore_ascii_case(start.as_bytes())
    };
    let checks = [
        (
            Quirk::QuotedSpace,
            quoted && inner.iter().copied().any(is_blank),
        ),
        (Quirk::QuotedEscape, quoted && traits.backslash()),
        (Quirk::Quotes, quoted),
        (Quirk::QuotedNotAscii, quoted && traits.high()),
        (Quirk::NotAscii, bare && traits.high()),
        (
            Quirk::KeywordAsValue,
            bare && is_keyword(word, bytes) && entry::quirk_of(word, bytes).is_none(),
        ),
        (
            Quirk::HashInside,
            inner.get(1..).is_some_and(|rest| rest.contains(&b'#')),
        ),
        (Quirk::Comma, bare && inner.contains(&b',')),
        (Quirk::ApostropheFirst, bare && starts("'")),
        (Quirk::Gpg, starts("gpg:")),
        (Quirk::Over4080, inner.len() > 4080),
        (Quirk::Over255, inner.len() > 255),
        (Quirk::Over99, inner.len() > 99),
    ];
    checks
        .into_iter()
        .filter(|(_, is)| *is)
        .map(|(quirk, _)| quirk)
}
