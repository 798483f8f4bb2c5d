//! Parses the words of a file into entries and quirks.
//!
//! Parsing never fails and never stops early. It returns every entry that it recognizes in any
//! bytes, and marks each entry that tools read in different ways.

use crate::netrc::comment::{ends_quoted, has_credential, is_one_word};
use crate::netrc::entry::{Entry, is_keyword, quirk_of};
use crate::netrc::keyword::Keyword;
use crate::netrc::lex::{Lexer, Word};
use crate::netrc::lines::{count_line_ends, has_line_end};
use crate::netrc::quirk::{FoundQuirk, Quirk};
use crate::netrc::stray::{FieldBefore, Strays};

/// A word that is a keyword.
#[derive(Clone, Copy, Debug)]
struct KeywordAt {
    word: Word,
    keyword: Keyword,
    /// Whether it has capital letters, which only curl and JGit accept.
    in_capitals: bool,
}

/// An iterator over the entries of a file, in file order.
///
/// Reads every byte once, and allocates only for quirks, comments and macros.
#[derive(Debug)]
pub(crate) struct Entries<'a> {
    lexer: Lexer<'a>,
    /// The keyword that ended the previous entry.
    next: Option<KeywordAt>,
    /// How many entries were started.
    count: usize,
    pub(crate) quirks: Vec<FoundQuirk>,
    pub(crate) comments: Vec<Word>,
    /// The start of each macro.
    pub(crate) macro_starts: Vec<usize>,
    /// The end of each terminated macro, after the empty line that ends it.
    pub(crate) macro_ends: Vec<usize>,
    pub(super) strays: Strays,
    /// The end of the previous word or comment, to count the line breaks before a comment.
    last_end: usize,
}

impl Iterator for Entries<'_> {
    type Item = Entry;

    #[inline]
    fn next(&mut self) -> Option<Entry> {
        if self.next.is_none() {
            self.skip_macros();
        }
        let start = self.next.take()?;
        self.count += 1;
        let mut entry = self.read_entry(start.word, start.keyword == Keyword::Default);
        if start.in_capitals {
            self.ambiguous(&mut entry, start.word, Quirk::Capitals);
        }
        Some(entry)
    }
}

impl<'a> Entries<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let mut entries = Self {
            lexer: Lexer::new(bytes),
            next: None,
            count: 0,
            quirks: Vec::new(),
            comments: Vec::new(),
            macro_starts: Vec::new(),
            macro_ends: Vec::new(),
            strays: Strays::default(),
            last_end: 0,
        };
        if bytes.starts_with(b"\xEF\xBB\xBF") {
            entries.lexer.skip(3);
            entries.last_end = 3;
            entries.report(0, Quirk::ByteOrderMark);
        }
        entries
    }

    /// Reads an entry up to the next `machine`, `default` or macro.
    fn read_entry(&mut self, keyword: Word, is_default: bool) -> Entry {
        let mut entry = Entry {
            start: keyword.start(),
            end: keyword.end(),
            machine: None,
            is_default,
            login: None,
            password: None,
            account: None,
            has_macro: false,
            ambiguity: None,
        };
        self.strays.last_field = None;
        if !is_default {
            entry.machine = self.value(&mut entry, keyword, Keyword::Machine);
        }
        while let Some(word) = self.lexer.keyword() {
            if word.traits.comment() {
                self.comment_in_entry(&mut entry, word);
                continue;
            }
            self.last_end = word.end();
            let Some(found) = self.recognize(word) else {
                entry.end = word.end();
                self.ambiguous(&mut entry, word, Quirk::UnknownWord);
                let bytes = self.lexer.bytes();
                self.strays.add(bytes, word, Some(self.count - 1));
                continue;
            };
            match found.keyword {
                Keyword::Machine | Keyword::Default => {
                    self.next = Some(found);
                    return entry;
                }
                Keyword::Macdef => {
                    entry.has_macro = true;
                    self.skip_macro(word);
                    self.skip_macros();
                    return entry;
                }
                _ => self.read_field(&mut entry, found),
            }
        }
        entry
    }

    /// Reads the value of `login`, `password`, `account` or a synonym.
    fn read_field(&mut self, entry: &mut Entry, found: KeywordAt) {
        let synonym = match found.keyword {
            _ if found.in_capitals => Some(Quirk::Capitals),
            Keyword::User => Some(Quirk::User),
            Keyword::Passwd => Some(Quirk::Passwd),
            _ => None,
        };
        if let Some(quirk) = synonym {
            self.ambiguous(entry, found.word, quirk);
        }
        let value = self.value(entry, found.word, found.keyword);
        let field = match found.keyword {
            Keyword::Login | Keyword::User => &mut entry.login,
            Keyword::Password | Keyword::Passwd => &mut entry.password,
            _ => {
                entry.account = entry.account.or(value);
                return;
            }
        };
        let is_repeated = field.is_some() && value.is_some();
        *field = value.or(*field);
        if is_repeated {
            self.ambiguous(entry, found.word, Quirk::Repeated);
        }
    }

    /// Reads the value of `keyword`, and reports its quirks.
    #[inline(always)]
    fn value(&mut self, entry: &mut Entry, word: Word, keyword: Keyword) -> Option<Word> {
        entry.end = word.end();
        let bytes = self.lexer.bytes();
        let Some(value) = self.lexer.value() else {
            self.ambiguous(entry, word, Quirk::MissingValue);
            return None;
        };
        let is_keyword = is_keyword(value, bytes);
        // A keyword on the next line means that the value was forgotten, as in `login` above
        // `password x`.
        if is_keyword && has_line_end(&bytes[word.end()..value.start()]) {
            self.lexer.back_to(value);
            self.ambiguous(entry, word, Quirk::MissingValue);
            return None;
        }
        entry.end = value.end();
        self.last_end = value.end();
        self.strays.last_field = Some(FieldBefore { keyword, value });
        if is_keyword || value.traits != Default::default() || bytes[value.start()] == b'#' {
            self.inspect(entry, value, keyword);
        }
        Some(value)
    }

    /// Reports the most important quirk of a value.
    #[cold]
    fn inspect(&mut self, entry: &mut Entry, value: Word, keyword: Keyword) {
        let Some(quirk) = quirk_of(value, self.lexer.bytes()) else {
            return;
        };
        // No tool uses the value of `account`, so only a quirk that affects the words after it
        // matters.
        let affects_others = matches!(
            quirk,
            Quirk::OpenQuote | Quirk::ControlByte | Quirk::NotUtf8 | Quirk::KeywordAsValue
        );
        if keyword != Keyword::Account || affects_others {
            self.ambiguous(entry, value, quirk);
        }
    }

    /// Records a comment among the words of an entry or after it.
    fn comment_in_entry(&mut self, entry: &mut Entry, comment: Word) {
        // On the entry's own line, curl 8.21, aria2 and Net::Netrc read it; before the password,
        // inetutils and tnftp do. On a line after a complete entry, no tool reads it as part of the
        // entry.
        let gap = &self.lexer.bytes()[entry.end..comment.start()];
        let is_inside = entry.password.is_none() || !has_line_end(gap);
        if !self.comment(comment) {
            return;
        }
        if is_inside {
            self.ambiguous(entry, comment, Quirk::LiveComment);
        } else {
            self.report(comment.start(), Quirk::LiveComment);
        }
    }

    /// Records a comment outside every entry.
    fn comment_outside(&mut self, comment: Word) {
        if self.comment(comment) {
            self.report(comment.start(), Quirk::LiveComment);
        }
    }

    /// Records a comment. Returns whether it contains a credential.
    fn comment(&mut self, comment: Word) -> bool {
        self.comments.push(comment);
        let (bytes, start, end) = (self.lexer.bytes(), comment.start(), comment.end());
        let gap = &bytes[self.last_end..start];
        let breaks = count_line_ends(gap);
        let is_first = self.last_end == 0;
        // At the start of the file one break makes a blank line; later the first one ends the line
        // before. In CPython's reader, spaces at the end of that line have the same effect as a
        // blank line.
        let after_spaces = !is_first && breaks == 1 && matches!(gap[0], b' ' | b'\t');
        let after_blank = breaks > usize::from(!is_first) || after_spaces;
        // CPython's reader consumes the character after a word, but not the one after a closing
        // quote.
        let after_quote = breaks > 0 && ends_quoted(&bytes[..self.last_end]);
        let text = &bytes[start..end];
        if !is_one_word(text) {
            if after_blank {
                self.report(start, Quirk::BlankBeforeComment);
            } else if after_quote {
                self.report(start, Quirk::CommentAfterQuote);
            }
        }
        self.last_end = end;
        has_credential(text)
    }

    /// Skips the macros between two entries, all of which belong to the first of the two.
    fn skip_macros(&mut self) {
        while self.next.is_none() {
            let Some(word) = self.lexer.keyword() else {
                return;
            };
            if word.traits.comment() {
                self.comment_outside(word);
                continue;
            }
            self.last_end = word.end();
            match self.recognize(word) {
                Some(found) if matches!(found.keyword, Keyword::Machine | Keyword::Default) => {
                    self.next = Some(found);
                }
                Some(found) if found.keyword == Keyword::Macdef => self.skip_macro(word),
                _ => {
                    self.report(word.start(), Quirk::UnknownWord);
                    self.strays.last_field = None;
                    self.strays.add(self.lexer.bytes(), word, None);
                }
            }
        }
    }

    fn skip_macro(&mut self, keyword: Word) {
        self.macro_starts.push(keyword.start());
        let name = self.lexer.value();
        if name.is_none() {
            self.report(keyword.start(), Quirk::MissingValue);
        } else if self.lexer.skip_macro() {
            self.macro_ends.push(self.lexer.position() + 1);
        } else {
            self.report(keyword.start(), Quirk::OpenMacro);
        }
        let body = name.map_or(self.lexer.position(), Word::end);
        if let Some(at) = entry_in(&self.lexer.bytes()[body..self.lexer.position()]) {
            self.report(body + at, Quirk::EntryInMacro);
        }
        // The empty line that ends a macro does not count as a blank line before a comment.
        self.last_end = self.lexer.position();
    }

    /// Reports a quirk that does not belong to an entry.
    fn report(&mut self, at: usize, quirk: Quirk) {
        self.quirks.push(FoundQuirk {
            quirk,
            at,
            entry: None,
        });
    }

    /// Reports a quirk that makes tools read the current entry in different ways.
    #[cold]
    fn ambiguous(&mut self, entry: &mut Entry, word: Word, quirk: Quirk) {
        self.quirks.push(FoundQuirk {
            quirk,
            at: word.start(),
            entry: Some(self.count - 1),
        });
        entry.ambiguity.get_or_insert(quirk);
    }

    #[inline(always)]
    fn recognize(&self, word: Word) -> Option<KeywordAt> {
        let text = &self.lexer.bytes()[word.range()];
        let (keyword, in_capitals) = match Keyword::exact(text) {
            Some(keyword) => (keyword, false),
            None => (Keyword::any_case(text)?, true),
        };
        Some(KeywordAt {
            word,
            keyword,
            in_capitals,
        })
    }
}

/// Finds a line of a macro that starts with `machine` and another word, which is not an ftp(1)
/// command.
fn entry_in(body: &[u8]) -> Option<usize> {
    let mut at = 0;
    for line in body.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
        let text = line.trim_ascii();
        let is_entry = |rest: &[u8]| matches!(rest, [b' ' | b'\t', ..]);
        if at > 0 && text.strip_prefix(b"machine").is_some_and(is_entry) {
            return Some(at + line.len() - line.trim_ascii_start().len());
        }
        at += line.len();
    }
    None
}
