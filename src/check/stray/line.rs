//! Guesses the meaning of the unknown words of one line.

use crate::check::stray::kind::StrayKind;
use crate::check::stray::word;
use crate::host::Host;
use crate::netrc::lex::Lexer;
use crate::netrc::lines::has_line_end;
use crate::netrc::{Keyword, StrayWord};

/// How much of a line is looked at. Many runs of unknown words can share a long line.
const LOOKED_AT: usize = 512;

/// Words that start a line of a shell script.
const COMMANDS: [&str; 16] = [
    "echo", "printf", "cat", "export", "chmod", "chown", "touch", "sudo", "mkdir", "tee", "EOF)",
    "$", "rm", "curl", "unset", "umask",
];

/// The beginnings of comments in other formats, and of comment blocks.
const COMMENTS: [&str; 8] = ["//", ";", "--", "/*", "*/", "<!--", "rem ", "REM "];

/// The markers of a merge conflict.
const MARKERS: [&str; 4] = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];

/// Escapes as text, before a keyword.
const ESCAPES: [&str; 9] = [
    "\\nmachine",
    "\\nlogin",
    "\\npassword",
    "\\tlogin",
    "\\tpassword",
    "\\n login",
    "\\n password",
    "\\n  login",
    "\\n  password",
];

/// Unknown words on one line, with the words before and after them.
pub(super) struct Line<'a> {
    stray: &'a StrayWord,
    bytes: &'a [u8],
    /// The first unknown word.
    word: &'a [u8],
    /// The text from that word to the end of the line, or its beginning.
    rest: &'a [u8],
    starts_line: bool,
}

impl<'a> Line<'a> {
    pub(super) fn new(bytes: &'a [u8], stray: &'a StrayWord) -> Self {
        let range = stray.word.range();
        let most = bytes.len().min(range.start + LOOKED_AT);
        let rest = &bytes[range.start..most];
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        Self {
            stray,
            bytes,
            word: &bytes[range.start..range.end.min(most)],
            rest: &rest[..end.unwrap_or(rest.len())],
            starts_line: starts_line(bytes, range.start),
        }
    }

    /// Whether the text makes the content of the entry around it unclear.
    pub(super) fn is_unclear(&self, kind: StrayKind) -> bool {
        let after_password = self.stray.after.is_some_and(|field| {
            matches!(
                field.keyword,
                Keyword::Password | Keyword::Passwd | Keyword::Account
            )
        });
        kind.is_about_entry() || !kind.is_ignored() && !after_password
    }

    /// Guesses the meaning of the text.
    pub(super) fn kind(&self) -> StrayKind {
        if self.word.contains(&0) {
            return StrayKind::Nul;
        }
        let is_escape = |escape: &&str| contains(self.rest, escape.as_bytes());
        if ESCAPES.iter().any(is_escape) {
            return StrayKind::LiteralEscape;
        }
        self.of_value()
            .or_else(|| self.of_keyword())
            .or_else(|| self.of_line())
            .or_else(|| self.of_place())
            .unwrap_or(StrayKind::Unknown)
    }

    /// Text that continues a value.
    fn of_value(&self) -> Option<StrayKind> {
        let field = self.stray.after?;
        let value = &self.bytes[field.value.range()];
        let value = &value[..value.len().min(LOOKED_AT)];
        let is_password = matches!(field.keyword, Keyword::Password | Keyword::Passwd);
        if is_password && value.trim_ascii_start().starts_with(b"{") {
            return Some(StrayKind::JsonValue);
        }
        if self.starts_line {
            return None;
        }
        match value {
            b"=" => return Some(StrayKind::Equals(field.keyword)),
            b":" => return Some(StrayKind::Colon(field.keyword)),
            _ => {}
        }
        if has_odd_space(value) || has_odd_space(self.word) {
            return Some(StrayKind::OddSpace);
        }
        value
            .ends_with(b"machine")
            .then_some(StrayKind::GluedMachine)
    }

    /// A word that stands for a keyword.
    fn of_keyword(&self) -> Option<StrayKind> {
        if let Some(keyword) = self.before(b'=') {
            return Some(StrayKind::Equals(keyword));
        }
        if let Some(keyword) = self.before(b':') {
            return Some(StrayKind::Colon(keyword));
        }
        if self.stray.entry.is_none() && Keyword::any_case(self.word).is_some() {
            return Some(StrayKind::NoMachine);
        }
        if let Some(pair) = self.pair() {
            return Some(pair);
        }
        let is_passphrase = self.continues(Keyword::Password);
        if is_passphrase && !self.precedes_keyword() {
            None
        } else {
            let decorated = word::decorated(self.word).map(StrayKind::Decorated);
            let synonym = || word::synonym(self.word).map(StrayKind::Synonym);
            let misspelt = || word::misspelt(self.word).map(StrayKind::Misspelt);
            decorated.or_else(synonym).or_else(misspelt)
        }
    }

    /// The keyword directly before a separator: `login=me`, `login = me`.
    fn before(&self, separator: u8) -> Option<Keyword> {
        let at = self.word.iter().position(|&byte| byte == separator);
        if let Some(at) = at {
            return word::keyword(&self.word[..at]);
        }
        let next = self.rest.get(self.word.len()..)?.trim_ascii_start();
        if next.first() == Some(&separator) {
            return word::keyword(self.word);
        }
        None
    }

    /// A pair that some programs write, without other words after it.
    fn pair(&self) -> Option<StrayKind> {
        let next = self.rest.get(self.word.len()..)?.trim_ascii_start();
        let end = next.iter().position(u8::is_ascii_whitespace);
        let (value, rest) = next.split_at(end.unwrap_or(next.len()));
        let mut after = rest.split(u8::is_ascii_whitespace);
        let after = after.find(|word| !word.is_empty()).unwrap_or_default();
        if !after.is_empty() && after[0] != b'#' && Keyword::any_case(after).is_none() {
            return None;
        }
        match self.word {
            b"protocol" | b"method" if !value.is_empty() => Some(StrayKind::IgnoredPair),
            b"port" => match value {
                b"80" | b"443" | b"http" | b"https" => Some(StrayKind::IgnoredPair),
                _ => Some(StrayKind::MailPair),
            },
            b"force" if value == b"yes" => Some(StrayKind::MailPair),
            _ => None,
        }
    }

    /// A line of another format.
    fn of_line(&self) -> Option<StrayKind> {
        if !self.starts_line {
            return None;
        }
        let rest = self.rest.trim_ascii();
        let starts = |start: &&str| rest.starts_with(start.as_bytes());
        let is_word = rest.len() == self.word.len();
        let colons = self.word.iter().filter(|&&byte| byte == b':').count();
        Some(match self.word {
            _ if MARKERS.iter().any(&starts) => StrayKind::Conflict,
            _ if contains(rest, b":_auth") || contains(rest, b":_password=") => StrayKind::Npmrc,
            _ if contains(rest, b":registry=") => StrayKind::Npmrc,
            _ if COMMENTS.iter().any(&starts) => StrayKind::ForeignComment,
            _ if COMMANDS.iter().any(|name| self.word == name.as_bytes()) => StrayKind::Command,
            _ if is_word && is_heredoc_end(rest) => StrayKind::HeredocEnd,
            _ if rest.starts_with(b"[") && rest.ends_with(b"]") => StrayKind::Section,
            word if contains(word, b"://") && contains(word, b"@") => StrayKind::UrlWithPassword,
            word if contains(word, b"://") => StrayKind::Url,
            _ if is_word && colons == 4 => StrayKind::Pgpass,
            word if is_word && colons >= 1 && !word.ends_with(b":") => StrayKind::ColonFields,
            word if word.ends_with(b":") => StrayKind::Mapping,
            _ if contains(rest, b"=") => StrayKind::Assignment,
            _ => return None,
        })
    }

    /// Guesses the meaning of words from their place.
    fn of_place(&self) -> Option<StrayKind> {
        let after = self.stray.after?;
        let is_password = matches!(after.keyword, Keyword::Password | Keyword::Passwd);
        if is_password && is_host(self.word) && self.precedes_keyword() {
            return Some(StrayKind::MissingMachine);
        }
        if self.starts_line {
            return None;
        }
        Some(match after.keyword {
            Keyword::Machine => StrayKind::AfterHost,
            Keyword::Login | Keyword::User => StrayKind::AfterLogin,
            _ => StrayKind::AfterPassword,
        })
    }

    /// Whether the words follow the value of `keyword` on its line.
    fn continues(&self, keyword: Keyword) -> bool {
        let after = self.stray.after.map(|field| field.keyword);
        !self.starts_line && after == Some(keyword)
    }

    /// Whether the word after the first one is `login` or `password`, maybe on the next line.
    fn precedes_keyword(&self) -> bool {
        let end = self.stray.word.end();
        let most = self.bytes.len().min(end + LOOKED_AT);
        let mut lexer = Lexer::new(&self.bytes[end..most]);
        let next = lexer.keyword().map(|word| &self.bytes[end..][word.range()]);
        let keyword = next.and_then(Keyword::any_case);
        matches!(
            keyword,
            Some(Keyword::Login | Keyword::User | Keyword::Password | Keyword::Passwd)
        )
    }
}

/// The end of the unknown words on one line of which the first is at `at`.
pub(super) fn end_of_words(bytes: &[u8], at: usize) -> usize {
    let mut lexer = Lexer::new(&bytes[at..]);
    let mut end = 0;
    while let Some(word) = lexer.keyword() {
        let has_break = has_line_end(&bytes[at + end..at + word.start()]);
        let is_other =
            word.traits.comment() || Keyword::any_case(&bytes[at..][word.range()]).is_some();
        if end > 0 && (has_break || is_other) {
            break;
        }
        end = word.end();
    }
    at + end
}

/// Whether only spaces and tabs precede `at` on its line.
fn starts_line(bytes: &[u8], at: usize) -> bool {
    let before = bytes[..at].iter().rev();
    let before = before.take(LOOKED_AT);
    let mut before = before.skip_while(|byte| matches!(byte, b' ' | b'\t'));
    matches!(before.next(), None | Some(b'\n' | b'\r')) || bytes[..at] == *b"\xEF\xBB\xBF"
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// Whether a word is like `EOF`: the shell ends a here-document at such a line.
fn is_heredoc_end(word: &[u8]) -> bool {
    let word = word.trim_ascii();
    let word = word.strip_suffix(b")").unwrap_or(word);
    let inner = |quote: &[u8]| word.strip_prefix(quote)?.strip_suffix(quote);
    let word = inner(b"'").or_else(|| inner(b"\"")).unwrap_or(word);
    let is_mark = |byte: &u8| byte.is_ascii_uppercase() || *byte == b'_';
    (3..=12).contains(&word.len()) && word.iter().all(is_mark)
}

/// Whether a word can only be a host, because it has a dot.
fn is_host(word: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(word) else {
        return false;
    };
    text.contains('.') && Host::of_machine(text).is_ok()
}

/// Whether a value has a space that tools read as part of it.
fn has_odd_space(value: &[u8]) -> bool {
    let text = String::from_utf8_lossy(value);
    text.chars().any(|char| {
        let is_ascii_space = matches!(char, ' ' | '\t' | '\r' | '\n');
        char.is_whitespace() && !is_ascii_space
            || matches!(char, '\u{200B}'..='\u{200D}' | '\u{FEFF}')
    })
}
