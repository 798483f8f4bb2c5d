//! The quirks of a netrc: everything in a file that at least one tool misreads or rejects.
//!
//! This file only names them. `check/quirk/table.rs` describes each one, and which readers it harms
//! is computed from their models.

/// Something in a netrc that at least one tool misreads or rejects.
///
/// Most quirks are not mistakes: most tools handle them, and a few do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Quirk {
    /// The file starts with U+FEFF.
    ByteOrderMark,
    /// Lines end with a carriage return and a line feed.
    CarriageReturns,
    /// A keyword without a value.
    MissingValue,
    /// A value that starts with `"`, on a line without another `"`.
    OpenQuote,
    /// A value that continues after its closing quote.
    TextAfterQuote,
    /// A quoted value.
    Quotes,
    /// A quoted value that contains a space or tab.
    QuotedSpace,
    /// A quoted value that contains `\"` or `\\`.
    QuotedEscape,
    /// A backslash outside quotes.
    Backslash,
    /// `\n`, `\r` or `\t` inside quotes.
    CurlEscape,
    /// A byte below 0x20, or 0x7F, in a value.
    ControlByte,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// An unquoted value that contains non-ASCII characters.
    NotAscii,
    /// A value of zero bytes.
    EmptyValue,
    /// An unquoted value that is a keyword.
    KeywordAsValue,
    /// An unquoted value that starts with `#`.
    HashFirst,
    /// A value that contains `#` after its first byte.
    HashInside,
    /// An unquoted value that contains a comma.
    Comma,
    /// An unquoted value that starts with `'`.
    ApostropheFirst,
    /// A value that starts with `gpg:`.
    Gpg,
    /// A value over 99 bytes.
    Over99,
    /// A value over 255 bytes.
    Over255,
    /// A value over 4,080 bytes.
    Over4080,
    /// A line over 16 KiB, comments included.
    LongLine,
    /// A file over 128 KiB.
    LongFile,
    /// `login` or `password` twice in one entry.
    Repeated,
    /// `user` instead of `login`.
    User,
    /// `passwd` instead of `password`.
    Passwd,
    /// A keyword with capital letters.
    Capitals,
    /// A word that is not a keyword where a keyword is expected.
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
    /// A line in a macro that starts like an entry.
    EntryInMacro,
    /// A comment that some tools read as a credential.
    LiveComment,
    /// A blank line before a comment of several words, or spaces at the end of the line before it.
    BlankBeforeComment,
    /// A comment of several words on the line after a quoted value.
    CommentAfterQuote,
    /// `#word` and more words, outside every entry.
    GluedComment,
    /// A comment that does not start in the first column.
    IndentedComment,
    /// A comment between the words of an entry.
    InnerComment,
    /// A comment after an entry, on the same line.
    TrailingComment,
    /// A keyword and its value on two lines.
    SplitPair,
    /// Extra spaces, a tab or another entry on the line of `machine`.
    Crowded,
    /// A line of an entry that is not indented.
    NotIndented,
    /// A blank line in an entry.
    BlankInside,
    /// Spaces or tabs at the end of a line.
    TrailingSpace,
    /// A `default` entry.
    Default,
    /// A `default` entry before other entries.
    DefaultNotLast,
    /// Another entry for the same login, with another password.
    Twice,
    /// An entry for another login of the same host.
    OtherLogin,
    /// A host with capital letters.
    HostInCapitals,
    /// A host that ends with a dot.
    DotAtEnd,
    /// A host with a port.
    HostWithPort,
    /// An IPv6 address.
    Ipv6,
    /// A machine that is a URL.
    MachineUrl,
    /// A machine with a path.
    MachinePath,
    /// A machine with a `*`.
    Wildcard,
    /// A machine that starts with a dot.
    DotFirst,
    /// Several machines with commas between them.
    MachineList,
    /// A machine with letters that are not ASCII.
    MachineNotAscii,
    /// A machine with characters that no host has.
    NotAHost,
    /// A comment that contains a `"`.
    QuoteInComment,
    /// A carriage return without a line feed.
    LoneReturn,
    /// A quoted value with characters that are not ASCII.
    QuotedNotAscii,
    /// An IPv4 address in another form than four decimal numbers.
    ShortAddress,
    /// A comment of any form.
    Comment,
}

/// A quirk of a file and its position. Contains no text from the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundQuirk {
    /// The kind of quirk.
    pub quirk: Quirk,
    /// The position, in bytes from the start of the file.
    pub at: usize,
    /// The entry that has the quirk, as an index into
    /// [`Document::entries`](crate::netrc::Document::entries); `None` if the quirk does not belong
    /// to an entry.
    pub entry: Option<usize>,
}
