//! A small file for each quirk, with nothing else out of the ordinary.

use crate::check::quirk::Quirk;
use crate::readers::{Answer, Query};

/// The hosts of the entries around a specimen; their login and password.
pub(crate) const BEFORE: &str = "b.test";
pub(crate) const BEHIND: &str = "a.test";
pub(crate) const LOGIN: &str = "me";
pub(crate) const PASSWORD: &str = "pw";

/// The host of most specimens.
const HOST: &str = "t.test";

/// A piece of a file, and how the entry in it is asked for.
pub(crate) struct Specimen {
    text: Vec<u8>,
    place: Place,
    pub(crate) query: Query<'static>,
    /// What the entry says; `None` where the quirk belongs to no entry.
    pub(crate) meant: Option<Answer>,
}

/// Where a specimen stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    First,
    Between,
    Last,
}

impl Specimen {
    pub(crate) fn file(&self) -> Vec<u8> {
        let (before, behind) = (entry(BEFORE), entry(BEHIND));
        let parts: [&[u8]; 3] = match self.place {
            Place::First => [&self.text, before.as_bytes(), behind.as_bytes()],
            Place::Between => [before.as_bytes(), &self.text, behind.as_bytes()],
            Place::Last => [before.as_bytes(), behind.as_bytes(), &self.text],
        };
        parts.concat()
    }

    /// One that belongs to no entry.
    fn apart(text: impl Into<Vec<u8>>) -> Self {
        Self {
            meant: None,
            ..Self::whole(text)
        }
    }

    /// An entry.
    fn whole(text: impl Into<Vec<u8>>) -> Self {
        let query = Query {
            host: HOST,
            port: None,
            login: None,
        };
        Self {
            text: text.into(),
            place: Place::Between,
            query,
            meant: Some(meant(Some(LOGIN), Some(PASSWORD))),
        }
    }

    /// An entry with a password that is written like this, and means that.
    fn value(written: &str, password: &str) -> Self {
        let text = format!("machine t.test\n  login me\n  password {written}\n");
        Self {
            meant: Some(meant(Some(LOGIN), Some(password))),
            ..Self::whole(text)
        }
    }

    fn long(length: usize) -> Self {
        Self::value(&"x".repeat(length), &"x".repeat(length))
    }

    fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    pub(crate) fn of(quirk: Quirk) -> Self {
        match quirk {
            Quirk::ByteOrderMark => Self::apart("\u{FEFF}").at(Place::First),
            Quirk::CarriageReturns => {
                Self::whole("machine t.test\r\n  login me\r\n  password pw\r\n")
            }
            Quirk::MissingValue => Self::whole("machine t.test\n  login\n  password pw\n"),
            Quirk::OpenQuote => Self::value("\"pw", "\"pw"),
            Quirk::TextAfterQuote => Self::value("\"pw\"x", "pw"),
            Quirk::Quotes => Self::value("\"pw\"", "pw"),
            Quirk::QuotedBlank => Self::value("\"p w\"", "p w"),
            Quirk::QuotedEscape => Self::value("\"p\\\"w\"", "p\"w"),
            Quirk::Backslash => Self::value("p\\w", "p\\w"),
            Quirk::CurlEscape => Self::value("\"p\\nw\"", "pnw"),
            Quirk::ControlByte => Self::value("p\u{1}w", "p\u{1}w"),
            Quirk::NotUtf8 => Self {
                meant: Some(Answer::Match {
                    login: Some(LOGIN.into()),
                    password: Some(b"p\xE9".to_vec().into()),
                }),
                ..Self::whole(b"machine t.test\n  login me\n  password p\xE9\n")
            },
            Quirk::NotAscii => Self::value("pä", "pä"),
            Quirk::EmptyValue => Self {
                meant: Some(meant(None, Some(PASSWORD))),
                ..Self::whole("machine t.test\n  login \"\"\n  password pw\n")
            },
            Quirk::KeywordAsValue => Self::value("machine", "machine"),
            Quirk::HashFirst => Self::value("#pw", "#pw"),
            Quirk::HashInside => Self::value("p#w", "p#w"),
            Quirk::Comma => Self::value("p,w", "p,w"),
            Quirk::ApostropheFirst => Self::value("'pw'", "'pw'"),
            Quirk::Gpg => Self::value("gpg:pw", "gpg:pw"),
            Quirk::Over99 => Self::long(100),
            Quirk::Over255 => Self::long(256),
            Quirk::Over4080 => Self::long(4096),
            Quirk::LongLine => Self::apart(format!("#{}\n", "x".repeat(20_000))),
            Quirk::LongFile => {
                Self::apart(entry("x.test").repeat(200 * 1024 / entry("x.test").len()))
            }
            Quirk::Repeated => {
                Self::whole("machine t.test\n  login me\n  password px\n  password pw\n")
            }
            Quirk::User => Self::whole("machine t.test\n  user me\n  password pw\n"),
            Quirk::Passwd => Self::whole("machine t.test\n  login me\n  passwd pw\n"),
            Quirk::Capitals => Self::whole("MACHINE t.test\n  LOGIN me\n  PASSWORD pw\n"),
            Quirk::UnknownWord => {
                Self::whole("machine t.test\n  port 80\n  login me\n  password pw\n")
            }
            Quirk::Account => {
                Self::whole("machine t.test\n  login me\n  password pw\n  account ac\n")
            }
            Quirk::PasswordFirst => Self {
                meant: Some(meant(Some(LOGIN), Some("px"))),
                ..Self::whole("machine t.test\n  password px\n  login me\n")
            },
            Quirk::NoPassword => Self {
                meant: Some(meant(Some(LOGIN), None)),
                ..Self::whole("machine t.test\n  login me\n")
            },
            Quirk::NoLogin => Self {
                meant: Some(meant(None, Some(PASSWORD))),
                ..Self::whole("machine t.test\n  password pw\n")
            },
            Quirk::Macro => Self::apart("macdef m\nmachine a.test login x password x\n\n"),
            Quirk::OpenMacro => Self::apart("macdef m\ncd /\n").at(Place::Last),
            Quirk::LiveComment => {
                Self::whole("machine t.test login me password pw # login x password x\n")
            }
            Quirk::BlankBeforeComment => Self::apart("\n# of work\n"),
            // What is made of the quotes is another matter.
            Quirk::CommentAfterQuote => {
                Self::apart("machine t.test\n  login me\n  password \"pw\"\n# of work\n")
            }
            Quirk::GluedComment => Self::apart("#of work\n").at(Place::First),
            Quirk::IndentedComment => Self::apart("  # of work\n"),
            Quirk::InnerComment => {
                Self::whole("machine t.test\n# of work\n  login me\n  password pw\n")
            }
            Quirk::TrailingComment => {
                Self::whole("machine t.test login me password pw # of work\n")
            }
            Quirk::SplitPair => Self::whole("machine\nt.test\nlogin\nme\npassword\npw\n"),
            Quirk::Crowded => Self::whole("machine  t.test\tlogin  me  password  pw\n"),
            Quirk::NotIndented => Self::whole("machine t.test\nlogin me\npassword pw\n"),
            Quirk::BlankInside => Self::whole("machine t.test\n\n  login me\n\n  password pw\n"),
            Quirk::TrailingBlank => Self::whole("machine t.test \n  login me \n  password pw \n"),
            Quirk::Default => Self::whole("default\n  login me\n  password pw\n").at(Place::Last),
            Quirk::DefaultNotLast => Self::apart("default\n  login me\n  password px\n"),
            Quirk::Twice => Self::whole([Self::other("me"), entry(HOST)].concat()),
            Quirk::OtherLogin => {
                let query = Query {
                    host: HOST,
                    port: None,
                    login: Some(LOGIN),
                };
                Self {
                    query,
                    ..Self::whole([Self::other("you"), entry(HOST)].concat())
                }
            }
            Quirk::HostInCapitals => Self::whole(entry("T.TEST")),
            Quirk::DotAtEnd => Self::whole(entry("t.test.")),
            Quirk::HostWithPort => {
                let query = Query {
                    host: HOST,
                    port: Some(8443),
                    login: None,
                };
                Self {
                    query,
                    ..Self::whole(entry("t.test:8443"))
                }
            }
            Quirk::Ipv6 => {
                let query = Query {
                    host: "::1",
                    port: None,
                    login: None,
                };
                Self {
                    query,
                    ..Self::whole(entry("::1"))
                }
            }
        }
    }

    /// More forms of a quirk, and all of them wherever they can stand in a file.
    pub(crate) fn all_of(quirk: Quirk) -> Vec<Self> {
        let entry = || entry(HOST);
        let text = match quirk {
            Quirk::CarriageReturns => vec![entry().replace('\n', "\r\n") + "\r\n"],
            Quirk::LiveComment => ["# ", "# old: "]
                .map(|start| format!("{start}machine t.test login x password x\n{}", entry()))
                .into(),
            Quirk::HashInside => vec!["machine t.test login me password pw#w\n".to_owned()],
            Quirk::Default | Quirk::DefaultNotLast => {
                let default = |password| format!("default\n  login me\n  password {password}\n");
                vec![default(PASSWORD) + &default("px")]
            }
            Quirk::Twice => vec![entry() + &Self::other("me")],
            Quirk::OtherLogin => vec![entry() + &Self::other("you")],
            _ => Vec::new(),
        };
        let values: &[(&str, &str)] = match quirk {
            Quirk::QuotedEscape => &[("\"p\\\\w\"", "p\\w")],
            Quirk::Backslash => &[("p\\040w", "p\\040w"), ("pw\\", "pw\\")],
            Quirk::HashInside => &[("pw#w", "pw#w")],
            _ => &[],
        };
        let lengths: &[usize] = if quirk == Quirk::Over4080 {
            &[9_000, 70_000]
        } else {
            &[]
        };
        let more = |specimen: fn(Quirk) -> Self| {
            [Place::First, Place::Between, Place::Last].map(|place| specimen(quirk).at(place))
        };
        let mut all: Vec<Self> = more(Self::of).into();
        all.extend(text.into_iter().flat_map(|text| {
            [Place::First, Place::Between].map(|place| Self::whole(text.clone()).at(place))
        }));
        all.extend(
            values
                .iter()
                .map(|(written, value)| Self::value(written, value)),
        );
        all.extend(lengths.iter().map(|length| Self::long(*length)));
        all
    }

    /// An entry for the host with another password.
    fn other(login: &str) -> String {
        format!("machine t.test\n  login {login}\n  password px\n")
    }
}

fn entry(host: &str) -> String {
    format!("machine {host}\n  login me\n  password pw\n")
}

fn meant(login: Option<&str>, password: Option<&str>) -> Answer {
    Answer::Match {
        login: login.map(Into::into),
        password: password.map(|password| password.as_bytes().to_vec().into()),
    }
}
