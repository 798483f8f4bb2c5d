//! The quirks in words: what each is, and what a person can do about it. No word is from a file.

use std::fmt;

use crate::check::quirk::Quirk;

impl fmt::Display for Quirk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.texts().0)
    }
}

impl Quirk {
    /// What a person can do about it.
    pub fn fix(self) -> &'static str {
        self.texts().1
    }

    /// What it is, and what a person can do about it.
    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::ByteOrderMark => ("a byte order mark", "take it out"),
            Self::CarriageReturns => (
                "line ends of Windows",
                "write the file with line ends of Unix",
            ),
            Self::MissingValue => ("a keyword without its value", "write the value"),
            Self::OpenQuote => (
                "a quote without its end",
                "close the quote, or put the value in quotes as a whole",
            ),
            Self::TextAfterQuote => (
                "text directly behind a closing quote",
                "close the quote at the end of the value",
            ),
            Self::Quotes => (
                "a value in quotes",
                "take the quotes off, if nothing in the value needs them",
            ),
            Self::QuotedBlank => (
                "a blank in a value",
                "use a token without blanks: these tools have no way to write one",
            ),
            Self::QuotedEscape => (
                "a backslash in a value in quotes",
                "use a token without quotes and backslashes: these tools have no way to write one",
            ),
            Self::Backslash => (
                "a backslash outside quotes",
                "say what it means: in quotes and doubled, it is one backslash for those that know quotes",
            ),
            Self::CurlEscape => (
                "an escape that is a line break or a tab for curl alone",
                "take out the backslash, or double it",
            ),
            Self::ControlByte => ("a control character", "use a token of printable characters"),
            Self::NotUtf8 => ("text that is not UTF-8", "save the file as UTF-8"),
            Self::NotAscii => (
                "a value that is not ASCII and not in quotes",
                "put the value in quotes, or use a token that is ASCII",
            ),
            Self::EmptyValue => ("an empty value", "write a value, or take out the keyword"),
            Self::KeywordAsValue => (
                "a value that is a keyword",
                "put the value in quotes, or use another",
            ),
            Self::HashFirst => ("a value that starts with `#`", "put the value in quotes"),
            Self::HashInside => (
                "a `#` in a value",
                "use a token without `#`: these tools have no way to write one",
            ),
            Self::Comma => (
                "a comma in a value that is not in quotes",
                "put the value in quotes",
            ),
            Self::ApostropheFirst => (
                "a value that starts with `'`",
                "put the value in double quotes",
            ),
            Self::Gpg => (
                "a value that starts with `gpg:`",
                "use a token that does not start like that",
            ),
            Self::Over99 => ("a value of more than 99 bytes", "use a shorter token"),
            Self::Over255 => ("a value of more than 255 bytes", "use a shorter token"),
            Self::Over4080 => ("a value of more than 4,080 bytes", "use a shorter token"),
            Self::LongLine => ("a line of more than 16 KiB", "break the line"),
            Self::LongFile => ("more than 128 KiB in all", "take out what is not needed"),
            Self::Repeated => (
                "the same keyword twice in one entry",
                "take out the one that is not meant",
            ),
            Self::User => ("`user` in place of `login`", "write `login`"),
            Self::Passwd => ("`passwd` in place of `password`", "write `password`"),
            Self::Capitals => ("a keyword in capitals", "write it in lower case"),
            Self::UnknownWord => ("a word that is no keyword", "take it out"),
            Self::Account => ("an `account`", "take it out"),
            Self::PasswordFirst => ("`password` before `login`", "put `login` first"),
            Self::NoPassword => (
                "an entry without a password",
                "write a password, or take out the entry",
            ),
            Self::NoLogin => ("an entry without a login", "write a login"),
            Self::Macro => ("a macro", "take it out, unless you use ftp"),
            Self::OpenMacro => (
                "a macro without an empty line behind it",
                "put an empty line behind it",
            ),
            Self::LiveComment => (
                "a comment that reads like a credential",
                "take it out: a tool may send it",
            ),
            Self::BlankBeforeComment => (
                "a blank before a comment",
                "take out the blank line before it, or the blanks at the end of the line before",
            ),
            Self::CommentAfterQuote => (
                "a comment on the line behind a value in quotes",
                "put a line with nothing but `#` between them",
            ),
            Self::GluedComment => (
                "a comment of several words without a space behind its `#`",
                "put a space behind the `#`",
            ),
            Self::IndentedComment => ("a comment that is indented", "start it in the first column"),
            Self::InnerComment => ("a comment inside an entry", "put it before the entry"),
            Self::TrailingComment => (
                "a comment behind an entry on its line",
                "put it on a line of its own before the entry",
            ),
            Self::SplitPair => (
                "a keyword and its value on two lines",
                "put each keyword and its value on one line",
            ),
            Self::Crowded => (
                "a `machine` line with tabs, with blanks to spare, or with two entries",
                "write `machine HOST` alone on its line, and the others indented below it",
            ),
            Self::NotIndented => (
                "a line of an entry that is not indented",
                "indent the lines below `machine`",
            ),
            Self::BlankInside => ("a blank line in an entry", "take out the blank line"),
            Self::TrailingBlank => (
                "a blank at the end of a line",
                "take out the blanks at the end of the line",
            ),
            Self::Default => (
                "`default`, which is for every host",
                "write an entry for the host",
            ),
            Self::DefaultNotLast => ("a `default` before other entries", "move it to the end"),
            Self::Twice => (
                "another entry for the same login, with another password",
                "take out the one that is not meant",
            ),
            Self::OtherLogin => (
                "another login of the same host",
                "keep one login for each host, for tools that cannot choose",
            ),
            Self::DotAtEnd => ("a dot at the end of a host", "write the host without it"),
            Self::HostInCapitals => ("a host in capitals", "write the host in lower case"),
            Self::HostWithPort => (
                "a port behind the host",
                "take off the port, which only Go knows",
            ),
            Self::Ipv6 => (
                "an IPv6 address",
                "use a name: tools write such an address in different ways",
            ),
        }
    }
}
