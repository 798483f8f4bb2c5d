//! Places in a file that some reader stumbles over, and who does: found by asking the readers about a specimen of each.

mod find;
mod text;

use super::fault::{FaultKind, Keyword};
use super::readers::{Answer, Query, Reader};

pub(crate) use find::{Found, quirks};

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
    /// A machine with a port.
    HostWithPort,
    /// An IPv6 address.
    Ipv6,
}

/// The host of a specimen, and the login of all entries around it.
const HOST: &str = "t.test";
const LOGIN: &str = "me";

/// What comes of a quirk for one reader: for the entry that has it, for one that stands before it, and for one behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Harm {
    pub(crate) own: Outcome,
    pub(crate) before: Outcome,
    pub(crate) behind: Outcome,
}

/// What a reader makes of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is read as it is meant.
    Read,
    /// It is read as something else, or not found.
    Misread,
    /// The reader gives up.
    Lost,
}

impl Harm {
    /// What a reader makes of a specimen. Where there can be none, a quirk harms the entry that has it and no other.
    pub(crate) fn of(quirk: Quirk, reader: &Reader) -> Self {
        let Some((specimen, password)) = specimen(quirk) else {
            return Self { own: Outcome::Misread, before: Outcome::Read, behind: Outcome::Read };
        };
        let mark: &[u8] = if quirk == Quirk::ByteOrderMark { b"\xEF\xBB\xBF" } else { b"" };
        let file = [mark, entry("b.test").as_bytes(), &specimen, entry("a.test").as_bytes()].concat();
        let outcome = |host: &str, password: &[u8]| {
            let login = (quirk == Quirk::OtherLogin && host == HOST).then_some(LOGIN);
            let meant = Answer::Match { login: Some(LOGIN.into()), password: Some(password.to_vec().into()) };
            match reader.read_aloud(&file, &Query { host, port: None, login }) {
                found if found == meant => Outcome::Read,
                Answer::Error => Outcome::Lost,
                _ => Outcome::Misread,
            }
        };
        Self {
            own: if password.is_empty() { Outcome::Read } else { outcome(HOST, &password) },
            before: outcome("b.test", b"pw"),
            behind: outcome("a.test", b"pw"),
        }
    }
}

fn entry(host: &str) -> String {
    format!("machine {host}\n  login me\n  password pw\n")
}

/// A piece of a file with the quirk, and the password that the entry for the target has there; none where the quirk
/// belongs to no entry, and nothing at all where a quirk is no more than the lack of something.
fn specimen(quirk: Quirk) -> Option<(Vec<u8>, Vec<u8>)> {
    let value = |written: &str, meant: &str| {
        (format!("machine t.test\n  login me\n  password {written}\n").into_bytes(), meant.as_bytes().to_vec())
    };
    let whole = |text: &str| (text.as_bytes().to_vec(), b"pw".to_vec());
    let between = |text: &str| (text.as_bytes().to_vec(), Vec::new());
    let long = |length: usize| value(&"x".repeat(length), &"x".repeat(length));
    Some(match quirk {
        Quirk::ByteOrderMark => between(""),
        Quirk::CarriageReturns => whole("machine t.test\r\n  login me\r\n  password pw\r\n"),
        Quirk::MissingValue => whole("machine t.test\n  login\n  password pw\n"),
        Quirk::OpenQuote => value("\"pw", "\"pw"),
        Quirk::TextAfterQuote => value("\"pw\"x", "pw"),
        Quirk::Quotes => value("\"pw\"", "pw"),
        Quirk::QuotedBlank => value("\"p w\"", "p w"),
        Quirk::QuotedEscape => value("\"p\\\"w\"", "p\"w"),
        Quirk::Backslash => value("p\\w", "p\\w"),
        Quirk::CurlEscape => value("\"p\\nw\"", "pnw"),
        Quirk::ControlByte => value("p\u{1}w", "p\u{1}w"),
        Quirk::NotUtf8 => (b"machine t.test\n  login me\n  password p\xE9\n".to_vec(), b"p\xE9".to_vec()),
        Quirk::NotAscii => value("pä", "pä"),
        Quirk::EmptyValue => (b"machine t.test\n  login \"\"\n  password pw\n".to_vec(), b"pw".to_vec()),
        Quirk::KeywordAsValue => value("machine", "machine"),
        Quirk::HashFirst => value("#pw", "#pw"),
        Quirk::HashInside => value("p#w", "p#w"),
        Quirk::Comma => value("p,w", "p,w"),
        Quirk::ApostropheFirst => value("'pw'", "'pw'"),
        Quirk::Gpg => value("gpg:pw", "gpg:pw"),
        Quirk::Over99 => long(100),
        Quirk::Over255 => long(256),
        Quirk::Over4080 => long(4096),
        Quirk::LongLine => between(&format!("#{}\n", "x".repeat(20_000))),
        Quirk::LongFile => between(&entry("x.test").repeat(140 * 1024 / entry("x.test").len())),
        Quirk::Repeated => whole("machine t.test\n  login me\n  password px\n  password pw\n"),
        Quirk::User => whole("machine t.test\n  user me\n  password pw\n"),
        Quirk::Passwd => whole("machine t.test\n  login me\n  passwd pw\n"),
        Quirk::Capitals => whole("MACHINE t.test\n  LOGIN me\n  PASSWORD pw\n"),
        Quirk::UnknownWord => whole("machine t.test\n  port 80\n  login me\n  password pw\n"),
        Quirk::Account => whole("machine t.test\n  login me\n  password pw\n  account ac\n"),
        Quirk::PasswordFirst => whole("machine t.test\n  password pw\n  login me\n"),
        Quirk::Macro => between("macdef m\nmachine t.test login x password x\n\n"),
        Quirk::OpenMacro => between("macdef m\ncd /\n"),
        Quirk::LiveComment => whole("machine t.test login me password pw # login x password x\n"),
        Quirk::BlankBeforeComment => between("\n# of work\n"),
        Quirk::GluedComment => between("#of work\n"),
        Quirk::IndentedComment => between("  # of work\n"),
        Quirk::InnerComment => whole("machine t.test\n# of work\n  login me\n  password pw\n"),
        Quirk::TrailingComment => whole("machine t.test login me password pw # of work\n"),
        Quirk::SplitPair => whole("machine\nt.test\nlogin\nme\npassword\npw\n"),
        Quirk::Crowded => whole("machine  t.test\tlogin  me  password  pw\n"),
        Quirk::NotIndented => whole("machine t.test\nlogin me\npassword pw\n"),
        Quirk::BlankInside => whole("machine t.test\n\n  login me\n\n  password pw\n"),
        Quirk::TrailingBlank => whole("machine t.test \n  login me \n  password pw \n"),
        Quirk::DefaultNotLast => between("default\n  login me\n  password px\n"),
        Quirk::OtherLogin => {
            whole("machine t.test\n  login you\n  password px\nmachine t.test\n  login me\n  password pw\n")
        }
        Quirk::Twice => whole("machine t.test\n  login me\n  password px\nmachine t.test\n  login me\n  password pw\n"),
        Quirk::HostInCapitals => whole("machine T.TEST\n  login me\n  password pw\n"),
        Quirk::NoPassword | Quirk::NoLogin | Quirk::Default | Quirk::HostWithPort | Quirk::Ipv6 => return None,
    })
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
            FaultKind::LiveComment => Self::LiveComment,
            FaultKind::BlankBeforeComment => Self::BlankBeforeComment,
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
