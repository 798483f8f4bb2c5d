//! Every quirk in one table: a description, a fix, and a sample to ask the readers about.

use crate::check::quirk::sample::{self, Place, Sample};
use crate::netrc::Quirk;

/// The facts about one quirk.
pub(crate) struct Row {
    pub(crate) quirk: Quirk,
    /// A noun phrase that describes the quirk.
    pub(crate) text: &'static str,
    /// An instruction that removes the quirk.
    pub(crate) fix: &'static str,
    /// A small file with this quirk.
    pub(crate) sample: fn() -> Sample,
    /// Other forms of the quirk, which can affect other readers.
    pub(crate) variants: fn() -> Vec<Sample>,
}

const fn row(quirk: Quirk, text: &'static str, fix: &'static str, sample: fn() -> Sample) -> Row {
    Row {
        quirk,
        text,
        fix,
        sample,
        variants: Vec::new,
    }
}

impl Row {
    const fn with(self, variants: fn() -> Vec<Sample>) -> Self {
        Self { variants, ..self }
    }
}

pub(crate) const COUNT: usize = Quirk::Comment as usize + 1;

/// One row for each quirk, in the order of the enum.
#[rustfmt::skip]
pub(crate) static TABLE: [Row; COUNT] = [
    row(Quirk::ByteOrderMark,
        "a byte order mark", "save the file without a byte order mark",
        || sample::text("\u{FEFF}").at(Place::First)),
    row(Quirk::CarriageReturns,
        "Windows line endings", "save the file with Unix line endings",
        || sample::entry("machine t.test\r\n  login me\r\n  password pw\r\n"))
        .with(|| sample::anywhere("machine t.test\r\n  login me\r\n  password pw\r\n\r\n")),
    row(Quirk::MissingValue,
        "a keyword without a value", "add the value",
        || sample::entry("machine t.test\n  login\n  password pw\n"))
        .with(|| vec![
            sample::entry("machine t.test login me password").expect("me", b"").at(Place::Last),
            sample::entry("machine t.test\n  login me\n  password\n").expect("me", b"").at(Place::Last),
        ]),
    row(Quirk::OpenQuote,
        "an unclosed quote", "close the quote, or quote the whole value",
        || sample::password("\"pw", "\"pw")),
    row(Quirk::TextAfterQuote,
        "text directly after a closing quote", "move the closing quote to the end of the value",
        || sample::password("\"pw\"x", "pw")),
    row(Quirk::Quotes,
        "a quoted value", "remove the quotes if the value does not need them",
        || sample::password("\"pw\"", "pw")),
    row(Quirk::QuotedSpace,
        "a value with a space", "use a token without spaces: these tools cannot read spaces",
        || sample::password("\"p w\"", "p w")),
    row(Quirk::QuotedEscape,
        "an escaped quote or backslash", "use a token without quotes and backslashes: these tools know no escapes",
        || sample::password("\"p\\\"w\"", "p\"w"))
        .with(|| vec![sample::password("\"p\\\\w\"", "p\\w")]),
    row(Quirk::Backslash,
        "a backslash outside quotes", "remove it, or quote the value and double the backslash if it is part of the token",
        || sample::password("p\\w", "p\\w"))
        .with(|| vec![sample::password("p\\040w", "p\\040w"), sample::password("pw\\", "pw\\")]),
    row(Quirk::CurlEscape,
        "an escape that only curl reads as a line break or tab", "remove the backslash, or double it",
        || sample::password("\"p\\nw\"", "pnw")),
    row(Quirk::ControlByte,
        "a control character in a value", "use a token of printable characters",
        || sample::password("p\u{1}w", "p\u{1}w")),
    row(Quirk::NotUtf8,
        "text that is not UTF-8", "save the file as UTF-8",
        || sample::entry(b"machine t.test\n  login me\n  password p\xE9\n").expect("me", b"p\xE9")),
    row(Quirk::NotAscii,
        "an unquoted value with non-ASCII characters", "use a token of ASCII characters: quotes help only curl",
        || sample::password("pä", "pä")),
    row(Quirk::EmptyValue,
        "an empty value", "add a value, or remove the keyword",
        || sample::entry("machine t.test\n  login \"\"\n  password pw\n").expect("", b"pw")),
    row(Quirk::KeywordAsValue,
        "a keyword as a value", "quote the value, or use a different one",
        || sample::password("machine", "machine")),
    row(Quirk::HashFirst,
        "a value that starts with `#`", "quote the value",
        || sample::password("#pw", "#pw")),
    row(Quirk::HashInside,
        "a value that contains `#`", "use a token without `#`: these tools read it as a comment",
        || sample::password("p#w", "p#w"))
        .with(|| [sample::anywhere("machine t.test login me password pw#w\n"), vec![sample::password("pw#w", "pw#w")]].into_iter().flatten().collect()),
    row(Quirk::Comma,
        "an unquoted value that contains a comma", "quote the value",
        || sample::password("p,w", "p,w")),
    row(Quirk::ApostropheFirst,
        "a value that starts with `'`", "put the value in double quotes",
        || sample::password("'pw'", "'pw'")),
    row(Quirk::Gpg,
        "a value that starts with `gpg:`", "use a token that starts differently",
        || sample::password("gpg:pw", "gpg:pw")),
    row(Quirk::Over99,
        "a value longer than 99 bytes", "use a shorter token",
        || sample::long(100)),
    row(Quirk::Over255,
        "a value longer than 255 bytes", "use a shorter token",
        || sample::long(256)),
    row(Quirk::Over4080,
        "a value longer than 4,080 bytes", "use a shorter token",
        || sample::long(4096))
        .with(|| vec![sample::long(9_000), sample::long(70_000)]),
    row(Quirk::LongLine,
        "a line longer than 16 KiB", "split the line",
        || sample::text(format!("#{}\n", "x".repeat(20_000)))),
    row(Quirk::LongFile,
        "a file larger than 128 KiB", "remove entries that you no longer need",
        || sample::text(sample::lines("x.test").repeat(200 * 1024 / sample::lines("x.test").len()))),
    row(Quirk::Repeated,
        "the same keyword twice in one entry", "remove one of the two",
        || sample::entry("machine t.test\n  login me\n  password px\n  password pw\n")),
    row(Quirk::User,
        "`user` instead of `login`", "write `login`",
        || sample::entry("machine t.test\n  user me\n  password pw\n")),
    row(Quirk::Passwd,
        "`passwd` instead of `password`", "write `password`",
        || sample::entry("machine t.test\n  login me\n  passwd pw\n")),
    row(Quirk::Capitals,
        "a keyword with capital letters", "write the keyword in lower case",
        || sample::entry("MACHINE t.test\n  LOGIN me\n  PASSWORD pw\n")),
    row(Quirk::UnknownWord,
        "an unknown keyword", "remove it",
        || sample::entry("machine t.test\n  port 80\n  login me\n  password pw\n"))
        .with(|| vec![
            sample::text("x y\n").at(Place::First), sample::text("// x y\n"), sample::text("// x y\n").at(Place::First),
            sample::entry("machine t.test\n  login me\n  password pw\n  x y z\n"),
        ]),
    row(Quirk::Account,
        "an `account`", "remove it",
        || sample::entry("machine t.test\n  login me\n  password pw\n  account ac\n")),
    row(Quirk::PasswordFirst,
        "`password` before `login`", "put `login` first",
        || sample::entry("machine t.test\n  password px\n  login me\n").expect("me", b"px")),
    row(Quirk::NoPassword,
        "an entry without a password", "add a password, or remove the entry",
        || sample::entry("machine t.test\n  login me\n").expect("me", b"")),
    row(Quirk::NoLogin,
        "an entry without a login", "add a login",
        || sample::entry("machine t.test\n  password pw\n").expect("", b"pw")),
    row(Quirk::Macro,
        "a macro", "remove it unless you use ftp",
        || sample::text("macdef m\ncd /\n\n"))
        .with(|| vec![sample::text("macdef m\nmachine a.test login x password x\n\n")]),
    row(Quirk::OpenMacro,
        "a macro without an empty line at its end", "add an empty line",
        || sample::text("macdef m\ncd /\n").at(Place::Last)),
    row(Quirk::EntryInMacro,
        "an entry inside a macro", "add an empty line before the entry to end the macro",
        || sample::text("macdef m\nmachine a.test login x password x\n\n")),
    row(Quirk::LiveComment,
        "a comment that contains a credential", "remove it: some tools read it as an entry",
        || sample::entry("machine t.test login me password pw # login x password x\n"))
        .with(|| ["# ", "# old: "].into_iter().flat_map(|start| sample::anywhere(format!(
            "{start}machine t.test login x password x\n{}", sample::lines(sample::HOST)))).collect()),
    row(Quirk::BlankBeforeComment,
        "a blank line or trailing spaces before a comment", "remove the blank line or the spaces",
        || sample::text("\n# of work\n")),
    // The quotes are another quirk, so this sample expects nothing of its entry.
    row(Quirk::CommentAfterQuote,
        "a comment on the line after a quoted value", "insert a line with only `#` before the comment",
        || sample::text("machine t.test\n  login me\n  password \"pw\"\n# of work\n")),
    row(Quirk::GluedComment,
        "a comment without a space after its `#`", "add a space after the `#`",
        || sample::text("#of work\n").at(Place::First)),
    row(Quirk::IndentedComment,
        "an indented comment", "remove the indentation",
        || sample::text("  # of work\n")),
    row(Quirk::InnerComment,
        "a comment inside an entry", "move the comment before the entry",
        || sample::entry("machine t.test\n# of work\n  login me\n  password pw\n")),
    row(Quirk::TrailingComment,
        "a comment after an entry on the same line", "move the comment to its own line before the entry",
        || sample::entry("machine t.test login me password pw # of work\n")),
    row(Quirk::SplitPair,
        "a keyword and its value on two lines", "put the keyword and its value on one line",
        || sample::entry("machine\nt.test\nlogin\nme\npassword\npw\n")),
    row(Quirk::Crowded,
        "a `machine` line with tabs, extra spaces or two entries", "put `machine HOST` alone on its line, and indent the other lines of the entry",
        || sample::entry("machine  t.test\tlogin  me  password  pw\n")),
    row(Quirk::NotIndented,
        "an entry with lines that are not indented", "indent the lines after `machine`",
        || sample::entry("machine t.test\nlogin me\npassword pw\n")),
    row(Quirk::BlankInside,
        "a blank line in an entry", "remove the blank line",
        || sample::entry("machine t.test\n\n  login me\n\n  password pw\n")),
    row(Quirk::TrailingSpace,
        "spaces at the end of a line", "remove the spaces",
        || sample::entry("machine t.test \n  login me \n  password pw \n")),
    row(Quirk::Default,
        "a `default` entry", "add an entry for the host",
        || sample::entry("default\n  login me\n  password pw\n").at(Place::Last))
        .with(sample::two_defaults),
    row(Quirk::DefaultNotLast,
        "a `default` entry before other entries", "move it to the end of the file",
        || sample::text("default\n  login me\n  password px\n"))
        .with(sample::two_defaults),
    row(Quirk::Twice,
        "another entry for the same login with a different password", "remove one of the two entries",
        || sample::entry(sample::other_entry("me") + &sample::lines(sample::HOST)))
        .with(|| sample::anywhere(sample::lines(sample::HOST) + &sample::other_entry("me"))),
    row(Quirk::OtherLogin,
        "another login for the same host", "keep one login per host for tools that cannot choose",
        || sample::entry(sample::other_entry("you") + &sample::lines(sample::HOST)).ask_login("me"))
        .with(|| sample::anywhere(sample::lines(sample::HOST) + &sample::other_entry("you"))),
    row(Quirk::HostInCapitals,
        "a host with capital letters", "write the host in lower case",
        || sample::entry(sample::lines("T.TEST"))),
    row(Quirk::DotAtEnd,
        "a host that ends with a dot", "remove the dot",
        || sample::entry(sample::lines("t.test."))),
    row(Quirk::HostWithPort,
        "a host with a port", "remove the port, which only Go supports",
        || sample::entry(sample::lines("t.test:8443")).ask_port(8443)),
    row(Quirk::Ipv6,
        "an IPv6 address", "use a host name: tools write IPv6 addresses differently",
        || sample::entry(sample::lines("::1")).ask_host("::1"))
        .with(|| vec![sample::entry(sample::lines("[::1]")).ask_host("::1")]),
    row(Quirk::MachineUrl,
        "a URL after `machine`", "write the host alone",
        || sample::entry(sample::lines("https://t.test/"))),
    row(Quirk::MachinePath,
        "a host with a path", "remove the path: tools look for the host alone",
        || sample::entry(sample::lines("t.test/a"))),
    row(Quirk::Wildcard,
        "a host with `*`", "write an entry for each host: tools know no wildcards",
        || sample::entry(sample::lines("*.t.test")).ask_host("any.t.test")),
    row(Quirk::DotFirst,
        "a host that starts with a dot", "write an entry for each host: most tools know no domains",
        || sample::entry(sample::lines(".t.test")).ask_host("any.t.test")),
    row(Quirk::MachineList,
        "several hosts in one word", "write an entry for each host",
        || sample::entry(sample::lines("t.test,u.test"))),
    row(Quirk::MachineNotAscii,
        "a host with non-ASCII characters", "write it as tools look it up, with `xn--`",
        || sample::entry(sample::lines("t\u{FC}.test")).ask_host("xn--t-xka.test")),
    row(Quirk::NotAHost,
        "a machine with characters that no host has", "write the host alone",
        || sample::entry(sample::lines("<t.test>"))),
    row(Quirk::QuoteInComment,
        "a comment with a quotation mark", "remove the quotation mark",
        || sample::text("# say \"x\n").at(Place::First))
        .with(|| vec![sample::text("#\"x\n").at(Place::First), sample::text("# \"\n"), sample::entry("# \"x\nmachine t.test login me password pw\n").at(Place::First)]),
    row(Quirk::LoneReturn,
        "a carriage return without a line feed", "save the file with Unix line endings",
        || sample::entry("machine t.test\r  login me\r  password pw\r"))
        .with(|| [
            sample::anywhere("machine t.test\rlogin me\rpassword pw\r"),
            sample::anywhere("# x y\rmachine t.test\r  login me\r  password pw\r"),
        ].concat()),
    row(Quirk::QuotedNotAscii,
        "a quoted value with non-ASCII characters", "use a token with only ASCII characters: pip and requests encode others as Latin-1, or fail",
        || sample::password("\"p\u{E4}\"", "p\u{E4}"))
        .with(|| vec![sample::password("\"p\u{6F22}\"", "p\u{6F22}")]),
    row(Quirk::ShortAddress,
        "an IPv4 address in a short form", "write four decimal numbers, here and in URLs: curl and git look for those",
        || sample::entry(sample::lines("127.1")).ask_host("127.1")),
    row(Quirk::Comment,
        "a comment", "remove it: these tools do not support comments",
        || sample::text("# of work\n")),
];

// Each quirk has its row at its own index.
const _: () = {
    let mut at = 0;
    while at < COUNT {
        assert!(TABLE[at].quirk as usize == at);
        at += 1;
    }
};
