//! Places in a file that some reader stumbles over, and who does: found by asking the readers about a specimen of each.

mod find;
mod sample;
mod text;

use crate::netrc::fault::{FaultKind, Keyword};
use crate::readers::{Answer, Query, Reader};

pub(crate) use find::{Found, quirks};
use sample::{BEFORE, BEHIND, LOGIN, PASSWORD, Specimen};

/// The kinds of place, of which most are no fault: most readers take them, and some do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Quirk {
    /// The file starts with U+FEFF.
    ByteOrderMark,
    /// Lines end with carriage return and line feed.
    CarriageReturns,
    /// A keyword without a value.
    MissingValue,
    /// A value starts with `"` and its line has no other.
    OpenQuote,
    /// A value goes on after its closing quote.
    TextAfterQuote,
    /// A value in quotes.
    Quotes,
    /// A value in quotes that holds a blank.
    QuotedBlank,
    /// A value in quotes that holds `\"` or `\\`.
    QuotedEscape,
    /// A backslash outside quotes.
    Backslash,
    /// `\n`, `\r` or `\t` inside quotes.
    CurlEscape,
    /// A byte below 0x20 or 0x7F in a value.
    ControlByte,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// A value outside quotes that is not ASCII.
    NotAscii,
    /// A value of no bytes.
    EmptyValue,
    /// A value that is a keyword.
    KeywordAsValue,
    /// A value that starts with `#`.
    HashFirst,
    /// A value with a `#` in it.
    HashInside,
    /// A value with a comma in it, outside quotes.
    Comma,
    /// A value that starts with `'`.
    ApostropheFirst,
    /// A value that starts with `gpg:`.
    Gpg,
    /// A value over 99 bytes.
    Over99,
    /// A value over 255 bytes.
    Over255,
    /// A value over 4,080 bytes.
    Over4080,
    /// A line over 16 KiB, whatever it is.
    LongLine,
    /// A file over 128 KiB.
    LongFile,
    /// `login` or `password` twice in one entry.
    Repeated,
    /// `user` in the place of `login`.
    User,
    /// `passwd` in the place of `password`.
    Passwd,
    /// A keyword in capitals.
    Capitals,
    /// A word where a keyword should be.
    UnknownWord,
    /// `account`.
    Account,
    /// `password` before `login`.
    PasswordFirst,
    /// An entry without a password.
    NoPassword,
    /// An entry without a login.
    NoLogin,
    /// A macro.
    Macro,
    /// A macro without the empty line that ends it.
    OpenMacro,
    /// A comment that reads like a credential.
    LiveComment,
    /// A blank before a comment of several words.
    BlankBeforeComment,
    /// A comment of several words on the line behind a value in quotes.
    CommentAfterQuote,
    /// `#word` and more words, before the first entry.
    GluedComment,
    /// A comment that does not start in the first column.
    IndentedComment,
    /// A comment between the words of an entry.
    InnerComment,
    /// A comment behind an entry, on its line.
    TrailingComment,
    /// A keyword and its value on two lines.
    SplitPair,
    /// More words on the line of `machine` than belong there, or fewer: a blank too many, a tab, two entries.
    Crowded,
    /// A line of an entry that is not indented.
    NotIndented,
    /// A blank line in an entry.
    BlankInside,
    /// Blanks at the end of a line.
    TrailingBlank,
    /// A `default` entry.
    Default,
    /// A `default` entry before others.
    DefaultNotLast,
    /// Another entry for the same login, with another password.
    Twice,
    /// An entry of another login of the same host.
    OtherLogin,
    /// A machine that is not in lower case.
    HostInCapitals,
    /// A machine with a dot at its end.
    DotAtEnd,
    /// A machine with a port.
    HostWithPort,
    /// An IPv6 address.
    Ipv6,
}

impl Quirk {
    /// All of them.
    pub const ALL: [Self; 56] = [
        Self::ByteOrderMark,
        Self::CarriageReturns,
        Self::MissingValue,
        Self::OpenQuote,
        Self::TextAfterQuote,
        Self::Quotes,
        Self::QuotedBlank,
        Self::QuotedEscape,
        Self::Backslash,
        Self::CurlEscape,
        Self::ControlByte,
        Self::NotUtf8,
        Self::NotAscii,
        Self::EmptyValue,
        Self::KeywordAsValue,
        Self::HashFirst,
        Self::HashInside,
        Self::Comma,
        Self::ApostropheFirst,
        Self::Gpg,
        Self::Over99,
        Self::Over255,
        Self::Over4080,
        Self::LongLine,
        Self::LongFile,
        Self::Repeated,
        Self::User,
        Self::Passwd,
        Self::Capitals,
        Self::UnknownWord,
        Self::Account,
        Self::PasswordFirst,
        Self::NoPassword,
        Self::NoLogin,
        Self::Macro,
        Self::OpenMacro,
        Self::LiveComment,
        Self::BlankBeforeComment,
        Self::CommentAfterQuote,
        Self::GluedComment,
        Self::IndentedComment,
        Self::InnerComment,
        Self::TrailingComment,
        Self::SplitPair,
        Self::Crowded,
        Self::NotIndented,
        Self::BlankInside,
        Self::TrailingBlank,
        Self::Default,
        Self::DefaultNotLast,
        Self::Twice,
        Self::OtherLogin,
        Self::HostInCapitals,
        Self::DotAtEnd,
        Self::HostWithPort,
        Self::Ipv6,
    ];
}

// A kind that is left out would not be in the tables of docs/netrc.md.
const _: () = assert!(Quirk::ALL.len() == Quirk::Ipv6 as usize + 1);

/// What comes of a quirk for one reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Harm {
    /// For the entry that has it.
    pub own: Outcome,
    /// For one that stands before it.
    pub before: Outcome,
    /// For one that stands behind it.
    pub behind: Outcome,
}

/// What a reader makes of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is read as it is meant.
    Read,
    /// It is read as something else, or not found.
    Misread,
    /// The reader gives up.
    Lost,
}

impl Harm {
    /// What a reader makes of a specimen.
    pub fn of(quirk: Quirk, reader: &Reader) -> Self {
        Self::in_specimen(&Specimen::of(quirk), reader)
    }

    /// Whether a quirk in any of its forms, anywhere in a file, has such an outcome for any entry of it.
    pub(crate) fn is_possible(quirk: Quirk, reader: &Reader, outcome: Outcome) -> bool {
        let has = |harm: Self| [harm.own, harm.before, harm.behind].contains(&outcome);
        Specimen::all_of(quirk)
            .iter()
            .any(|specimen| has(Self::in_specimen(specimen, reader)))
    }

    fn in_specimen(specimen: &Specimen, reader: &Reader) -> Self {
        let file = specimen.file();
        let outcome =
            |query: Query<'_>, meant: &Answer| match reader.read_with_errors(&file, &query) {
                found if found == *meant => Outcome::Read,
                Answer::Error => Outcome::Lost,
                _ => Outcome::Misread,
            };
        let other = |host| {
            outcome(
                Query {
                    host,
                    port: None,
                    login: None,
                },
                &Answer::Match {
                    login: Some(LOGIN.into()),
                    password: Some(PASSWORD.as_bytes().to_vec().into()),
                },
            )
        };
        let own = specimen
            .meant
            .as_ref()
            .map(|meant| outcome(specimen.query, meant));
        Self {
            own: own.unwrap_or(Outcome::Read),
            before: other(BEFORE),
            behind: other(BEHIND),
        }
    }
}

impl From<FaultKind> for Quirk {
    fn from(kind: FaultKind) -> Self {
        match kind {
            FaultKind::ByteOrderMark => Self::ByteOrderMark,
            FaultKind::MissingValue(_) => Self::MissingValue,
            FaultKind::OpenQuote => Self::OpenQuote,
            FaultKind::TextAfterQuote => Self::TextAfterQuote,
            FaultKind::Backslash => Self::Backslash,
            FaultKind::CurlEscape => Self::CurlEscape,
            FaultKind::ControlByte => Self::ControlByte,
            FaultKind::NotUtf8 => Self::NotUtf8,
            FaultKind::EmptyValue => Self::EmptyValue,
            FaultKind::KeywordAsValue => Self::KeywordAsValue,
            FaultKind::HashValue => Self::HashFirst,
            FaultKind::Repeated => Self::Repeated,
            FaultKind::RareKeyword => Self::Capitals,
            FaultKind::UnknownWord => Self::UnknownWord,
            FaultKind::OpenMacro => Self::OpenMacro,
            FaultKind::EntryInMacro => Self::Macro,
            FaultKind::LiveComment => Self::LiveComment,
            FaultKind::BlankBeforeComment => Self::BlankBeforeComment,
            FaultKind::CommentAfterQuote => Self::CommentAfterQuote,
            FaultKind::DefaultNotLast => Self::DefaultNotLast,
        }
    }
}

/// `user` and `passwd`, which are keywords for some readers.
pub(crate) fn rare(keyword: Keyword) -> Option<Quirk> {
    match keyword {
        Keyword::User => Some(Quirk::User),
        Keyword::Passwd => Some(Quirk::Passwd),
        _ => None,
    }
}
