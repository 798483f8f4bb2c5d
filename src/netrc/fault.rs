//! What can be wrong with a netrc, in words. No fault holds text from the file.

use std::fmt;

/// A word that means something in a netrc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyword {
    /// Starts an entry; a host follows.
    Machine,
    /// Starts the entry for every other host.
    Default,
    /// The account name follows.
    Login,
    /// `login` for some readers, unknown to others.
    User,
    /// The secret follows.
    Password,
    /// `password` for some readers, unknown to others.
    Passwd,
    /// A second password of FTP; a value follows and is ignored.
    Account,
    /// A macro of ftp(1) follows, up to an empty line.
    Macdef,
}

impl Keyword {
    const ALL: [(&str, Keyword); 8] = [
        ("machine", Self::Machine),
        ("login", Self::Login),
        ("password", Self::Password),
        ("default", Self::Default),
        ("account", Self::Account),
        ("macdef", Self::Macdef),
        ("user", Self::User),
        ("passwd", Self::Passwd),
    ];

    #[inline]
    pub(crate) fn exact(text: &[u8]) -> Option<Self> {
        match text {
            b"machine" => Some(Self::Machine),
            b"login" => Some(Self::Login),
            b"password" => Some(Self::Password),
            b"default" => Some(Self::Default),
            b"account" => Some(Self::Account),
            b"macdef" => Some(Self::Macdef),
            b"user" => Some(Self::User),
            b"passwd" => Some(Self::Passwd),
            _ => None,
        }
    }

    #[cold]
    pub(crate) fn any_case(text: &[u8]) -> Option<Self> {
        let found = Self::ALL
            .iter()
            .find(|(name, _)| text.eq_ignore_ascii_case(name.as_bytes()));
        found.map(|&(_, keyword)| keyword)
    }
}

impl fmt::Display for Keyword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = Self::ALL.iter().find(|(_, keyword)| keyword == self);
        f.write_str(found.map_or("", |(name, _)| name))
    }
}

/// Something in a file that real tools stumble over, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The position in the file, in bytes from its start.
    pub at: usize,
    /// What it is.
    pub kind: FaultKind,
    /// Whether it puts one entry in doubt, and the entry says so.
    pub in_entry: bool,
}

/// The kinds of fault. Sources: the rows of the same matter in the conformance matrix that the project was built on,
/// named in `docs/netrc.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The file starts with U+FEFF.
    ByteOrderMark,
    /// The last word before a keyword or the end is itself a keyword that needs a value.
    MissingValue(Keyword),
    /// A value starts with `"` and its line has no other.
    OpenQuote,
    /// A value goes on after its closing quote.
    TextAfterQuote,
    /// A backslash outside quotes.
    Backslash,
    /// `\n`, `\r` or `\t` inside quotes.
    CurlEscape,
    /// A byte below 0x20 or 0x7F in a value.
    ControlByte,
    /// A value that is not UTF-8.
    NotUtf8,
    /// A value of no bytes.
    EmptyValue,
    /// A value that is a keyword and not in quotes.
    KeywordAsValue,
    /// A value that starts with `#` and is not in quotes.
    HashValue,
    /// `login` or `password` twice in one entry.
    Repeated,
    /// `user`, `passwd`, or a keyword in capitals.
    RareKeyword,
    /// A word where a keyword should be.
    UnknownWord,
    /// A macro without the empty line that ends it.
    OpenMacro,
    /// A line of a macro that starts like an entry; the first of each macro.
    EntryInMacro,
    /// A comment that some tools read as a credential.
    LiveComment,
    /// A blank line directly before a comment, or blanks at the end of the line before it.
    BlankBeforeComment,
    /// A comment on the line behind a value in quotes.
    CommentAfterQuote,
    /// An entry behind `default`.
    DefaultNotLast,
}

impl FaultKind {
    /// Whether some tools see nothing of what stands behind the fault, or of the whole file.
    ///
    /// A file with such a fault is not added to: what was added would be lost for them.
    pub fn hides_the_rest(self) -> bool {
        matches!(
            self,
            Self::ByteOrderMark
                | Self::OpenQuote
                | Self::ControlByte
                | Self::NotUtf8
                | Self::MissingValue(_)
        )
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::MissingValue(keyword) => {
                return write!(f, "a value is missing after `{keyword}`");
            }
            Self::ByteOrderMark => "a byte order mark, which hides the file from curl, pip and Go",
            Self::OpenQuote => "a quote without its end, after which pip and curl see nothing",
            Self::TextAfterQuote => "text directly after a closing quote, which some tools drop",
            Self::Backslash => {
                "a backslash outside quotes, which pip and wget drop and curl and Go keep"
            }
            Self::CurlEscape => {
                "an escape that curl reads as a line break or tab and others as a letter"
            }
            Self::ControlByte => "a control character in a value",
            Self::NotUtf8 => "a value that is not UTF-8, which pip cannot read",
            Self::EmptyValue => "an empty value",
            Self::KeywordAsValue => "a keyword as a value, which buf and others take as a keyword",
            Self::HashValue => "a value that starts with `#`, which curl 7 and wget drop",
            Self::Repeated => {
                "the same keyword twice in one entry, of which tools take the first or the last"
            }
            Self::RareKeyword => "a keyword that only some tools know",
            Self::UnknownWord => {
                "a word that is no keyword, for which pip and uv refuse the whole file"
            }
            Self::OpenMacro => {
                "a macro without an empty line at its end, for which pip refuses the whole file"
            }
            Self::EntryInMacro => {
                "an entry inside a macro, which no tool finds without an empty line before it"
            }
            Self::LiveComment => "a comment with a credential in it, which some tools read",
            Self::BlankBeforeComment => {
                "a blank before a comment, for which pip and uv refuse the whole file"
            }
            Self::CommentAfterQuote => {
                "a comment below a value in quotes, for which pip and uv refuse the whole file"
            }
            Self::DefaultNotLast => "an entry after `default`, which curl never reaches",
        };
        f.write_str(text)
    }
}
