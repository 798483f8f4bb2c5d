//! What text outside an entry can be, with a description and a fix.

use std::borrow::Cow;
use std::fmt;

use crate::netrc::Keyword;

/// The probable meaning of text that is not part of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StrayKind {
    /// The file is in UTF-16.
    Utf16,
    /// The file is a document of a word processor.
    Rtf,
    /// The file is HTML or XML.
    Markup,
    /// The file is JSON.
    Json,
    /// The file is encrypted, or a key.
    Encrypted,
    /// The file is an archive or a database.
    Binary,
    /// `\n` and `\t` as two characters each.
    LiteralEscape,
    /// A URL with a password, as in `~/.git-credentials`.
    UrlWithPassword,
    /// A URL outside an entry.
    Url,
    /// A line of an `.npmrc`.
    Npmrc,
    /// A line of a `.pgpass`.
    Pgpass,
    /// Fields with colons between them, such as `HOST:LOGIN:PASSWORD`.
    ColonFields,
    /// `[section]`.
    Section,
    /// A keyword and `=`.
    Equals(Keyword),
    /// `name = value` in another format.
    Assignment,
    /// A keyword and `:`.
    Colon(Keyword),
    /// `name: value` in another format.
    Mapping,
    /// A comment that does not start with `#`.
    ForeignComment,
    /// A command of a shell.
    Command,
    /// The end of a here-document of a shell.
    HeredocEnd,
    /// A marker of a merge conflict.
    Conflict,
    /// A keyword before any `machine`.
    NoMachine,
    /// Another word for a keyword, such as `username`.
    Synonym(Keyword),
    /// A misspelt keyword.
    Misspelt(Keyword),
    /// A keyword in quotes, or next to other characters.
    Decorated(Keyword),
    /// A pair that some tools write and none reads, such as `protocol https`.
    IgnoredPair,
    /// A pair for mail programs, such as `port 587`.
    MailPair,
    /// A host without `machine` before it.
    MissingMachine,
    /// `machine` at the end of the value before it.
    GluedMachine,
    /// A value with a space that is not a space for tools.
    OddSpace,
    /// A JSON object in several words.
    JsonValue,
    /// More words after the host.
    AfterHost,
    /// More words after the login.
    AfterLogin,
    /// More words after a password.
    AfterPassword,
    /// NUL bytes.
    Nul,
    /// A form of an entry that some tools misread for no single reason.
    Unusual,
    /// Anything else.
    Unknown,
}

impl StrayKind {
    /// Whether every tool that can read the file ignores the text, and nothing else can be meant by
    /// it.
    pub fn is_ignored(self) -> bool {
        matches!(self, Self::IgnoredPair | Self::MailPair | Self::HeredocEnd)
    }

    /// Whether the text can be removed without loss. A pair for mail programs limits its entry to
    /// them.
    pub(crate) fn is_removable(self) -> bool {
        matches!(self, Self::IgnoredPair | Self::HeredocEnd)
    }

    /// Whether the text changes the meaning of the entry around it.
    pub(super) fn is_about_entry(self) -> bool {
        matches!(
            self,
            Self::LiteralEscape
                | Self::Equals(_)
                | Self::Colon(_)
                | Self::Synonym(_)
                | Self::Misspelt(_)
                | Self::Decorated(_)
                | Self::MissingMachine
                | Self::GluedMachine
                | Self::OddSpace
                | Self::JsonValue
                | Self::AfterHost
                | Self::AfterLogin
                | Self::AfterPassword
        )
    }

    /// Returns an instruction that turns the text into its probable meaning.
    pub fn fix(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Utf16 => "save the file as UTF-8, for example with `iconv -f UTF-16 -t UTF-8`",
            Self::Rtf | Self::Markup => "save the file as plain text",
            Self::Json | Self::Pgpass | Self::ColonFields | Self::Assignment | Self::Mapping => {
                "write `machine HOST login NAME password TOKEN`"
            }
            Self::Encrypted => "decrypt the file first",
            Self::Binary => "check the path of the file",
            Self::LiteralEscape => {
                "write a real line break or space: `echo` prints them as they are, `printf` does not"
            }
            Self::UrlWithPassword => {
                "write `machine HOST login NAME password TOKEN`, or leave the line in ~/.git-credentials"
            }
            Self::Url => "write `machine` and the host alone",
            Self::Npmrc => "keep it in ~/.npmrc, or write `machine HOST login NAME password TOKEN`",
            Self::Section => "write each entry as `machine HOST login NAME password TOKEN`",
            Self::Equals(keyword) | Self::Colon(keyword) => {
                return Cow::Owned(format!("write `{keyword}` and a space"));
            }
            Self::ForeignComment => "start the comment with `#` and a space",
            Self::Command => "run it in a shell, and keep only the entry here",
            Self::HeredocEnd => "remove it",
            Self::Conflict => "resolve the conflict, and remove the marker",
            Self::NoMachine => "start the entry with `machine HOST`",
            Self::Synonym(keyword) | Self::Decorated(keyword) => {
                return Cow::Owned(format!("write `{keyword}`"));
            }
            Self::Misspelt(keyword) => {
                return Cow::Owned(format!("did you mean `{keyword}`?"));
            }
            Self::IgnoredPair => "remove the pair",
            Self::MailPair => "keep entries for mail programs in ~/.authinfo",
            Self::MissingMachine => "write `machine` before the host, on a new line",
            Self::GluedMachine => "start a new line before `machine`",
            Self::OddSpace => "replace it by an ordinary space, or remove it",
            Self::JsonValue => {
                "store it with `jq -c . KEY.json | keyrc login HOST -u NAME --token-stdin`"
            }
            Self::AfterHost => {
                "write an entry for each host; if they belong to the name, correct it"
            }
            Self::AfterLogin => {
                "write `password` before the token; if they belong to the login, put all of it in double quotes"
            }
            Self::AfterPassword => {
                "if they belong to the password, put the whole password in double quotes"
            }
            Self::Nul => "remove them",
            Self::Unusual => {
                "write `machine HOST`, `login NAME` and `password TOKEN` on three lines, without comments or quotes"
            }
            Self::Unknown => "write `# ` before it if it is a comment",
        })
    }
}

impl fmt::Display for StrayKind {
    /// Describes the text in a noun phrase.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf16 => "a file in UTF-16",
            Self::Rtf => "an RTF document",
            Self::Markup => "an HTML or XML document",
            Self::Json => "a JSON document",
            Self::Encrypted => "an encrypted file or a key",
            Self::Binary => "an archive or a database",
            Self::LiteralEscape => "`\\n` or `\\t` as text",
            Self::UrlWithPassword => "a URL with a login, as in ~/.git-credentials",
            Self::Url => "a URL without `machine`",
            Self::Npmrc => "a line of an .npmrc",
            Self::Pgpass => "a line of a .pgpass",
            Self::ColonFields => "fields with colons between them",
            Self::Section => "a section of an INI file, such as a .pypirc",
            Self::Equals(keyword) => return write!(f, "`=` after `{keyword}`"),
            Self::Assignment => "a line like `name = value`, which belongs to another format",
            Self::Colon(keyword) => return write!(f, "`:` after `{keyword}`"),
            Self::Mapping => "a line like `name: value`, which belongs to another format",
            Self::ForeignComment => "a comment that does not start with `#`",
            Self::Command => "a shell command",
            Self::HeredocEnd => "the last line of a shell here-document",
            Self::Conflict => "a marker of a merge conflict",
            Self::NoMachine => "a keyword without `machine` before it",
            Self::Synonym(keyword) => return write!(f, "another word for `{keyword}`"),
            Self::Misspelt(_) => "a misspelt keyword",
            Self::Decorated(keyword) => {
                return write!(f, "`{keyword}` in quotes or next to other characters");
            }
            Self::IgnoredPair => "a pair that no tool needs, such as `protocol https`",
            Self::MailPair => "a pair that only mail programs need, such as `port 587`",
            Self::MissingMachine => "a host without `machine` before it",
            Self::GluedMachine => "`machine` at the end of a value",
            Self::OddSpace => "a no-break space or form feed in a value",
            Self::JsonValue => "a password in JSON with spaces or line breaks",
            Self::AfterHost => "words after the host",
            Self::AfterLogin => "words after the login",
            Self::AfterPassword => "words after the password",
            Self::Nul => "NUL bytes",
            Self::Unusual => "an unusual form, here or before it",
            Self::Unknown => "text that is not part of an entry",
        })
    }
}
