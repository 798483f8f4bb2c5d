//! Compares each tool with its model, and lists the known differences.

use keyrc::readers::{Answer, Query, READERS, Reader};
use secrecy::ExposeSecret;

use crate::case::{Case, Named};
use crate::observed::Observed;
use crate::run::Report;

/// The models of tools with other names.
const MODELS: [(&str, &str); 7] = [
    ("inetutils-ftp", "inetutils"),
    ("curl", "curl-7.88"),
    ("libcurl-8.16", "curl-8.16"),
    ("libcurl-8.19", "curl-8.16"),
    ("libcurl-8.21", "curl-8.23"),
    ("libcurl-8.23", "curl-8.23"),
    ("pip", "requests"),
];

/// The known differences between tools and models. Each must be needed in every run of all tools.
const EXCEPTIONS: [Exception; 4] = [
    Exception {
        tool: "buf",
        why: "it finds a password with a control character, and cannot send it in a header",
        applies: |_, found, answer| {
            let Answer::Match { password, .. } = found else {
                return false;
            };
            bytes(password.as_ref()).iter().any(u8::is_ascii_control)
                && matches!(answer, Observed::Error(_))
        },
    },
    Exception {
        tool: "libcurl-8.19",
        why: "a line over 16 KiB loses the whole file since 8.17; before that, what comes before it is read",
        applies: |case, _, answer| {
            case.file
                .split(|&byte| byte == b'\n')
                .any(|line| line.len() > 16_382)
                && matches!(answer, Observed::Error(_))
        },
    },
    Exception {
        tool: "libcurl-8.19",
        why: "a line that starts with NUL does not end the file since 8.17",
        applies: |case, found, _| {
            let starts_with_nul = |line: &[u8]| line.first() == Some(&0);
            *found == Answer::None && case.file.split(|&byte| byte == b'\n').any(starts_with_nul)
        },
    },
    Exception {
        tool: "libcurl-8.21",
        why: "it crashes on a file that is one comment without a line break; 8.23 does not",
        applies: |case, found, answer| {
            *found == Answer::None
                && !case.file.contains(&b'\n')
                && case.file.trim_ascii_start().starts_with(b"#")
                && matches!(answer, Observed::Error(why) if why.contains("signal"))
        },
    },
];

struct Exception {
    tool: &'static str,
    why: &'static str,
    applies: fn(&Case, &Answer, &Observed) -> bool,
}

/// Lists the answers that differ from those of the model, and the exceptions that were not needed.
pub(crate) fn disagreements(cases: &[Named], report: &Report) -> Vec<String> {
    let mut needed = [false; EXCEPTIONS.len()];
    let mut wrong = Vec::new();
    for tool in &report.tools {
        let reader = model(tool.name);
        for ((named, case), answer) in cases.iter().zip(&tool.questions).zip(&tool.answers) {
            let query = Query {
                host: &case.host,
                port: case.port,
                login: case.login.as_deref(),
            };
            let found = reader.read(&case.file, &query);
            if same(reader, &found, answer) {
                continue;
            }
            let excuse = EXCEPTIONS
                .iter()
                .position(|known| known.tool == tool.name && (known.applies)(case, &found, answer));
            match excuse {
                Some(excuse) => needed[excuse] = true,
                None => wrong.push(format!(
                    "{} {}: {answer:?}, but {} has {}\n    {query:?} in {:?}",
                    tool.name,
                    named.name,
                    reader.name,
                    shown(&found),
                    String::from_utf8_lossy(&case.file[..case.file.len().min(2_000)])
                )),
            }
        }
    }
    let all = std::env::var_os("KEYRC_READER_TOOLS").is_none();
    let idle = EXCEPTIONS
        .iter()
        .zip(needed)
        .filter(|(_, needed)| all && !needed);
    wrong.extend(idle.map(|(exception, _)| {
        format!("{}: {}: not needed any more", exception.tool, exception.why)
    }));
    wrong
}

/// Returns the model of a tool.
pub(crate) fn model(tool: &str) -> &'static Reader {
    let name = MODELS
        .iter()
        .find(|(other, _)| *other == tool)
        .map_or(tool, |(_, model)| model);
    READERS
        .iter()
        .find(|reader| reader.name == name)
        .unwrap_or_else(|| panic!("no model of {name}"))
}

/// Whether a tool found these credentials, as far as they are observable.
pub(crate) fn is(reader: &Reader, login: &str, token: &str, answer: &Observed) -> bool {
    let found = Answer::Match {
        login: Some(login.into()),
        password: Some(token.as_bytes().to_vec().into()),
    };
    same(reader, &found, answer)
}

/// Whether the answer of a tool is that of its model, as far as it is observable.
fn same(reader: &Reader, found: &Answer, answer: &Observed) -> bool {
    let (login, password) = match (found, answer) {
        (Answer::None, Observed::None)
        | (Answer::Error | Answer::Unsendable, Observed::Error(_)) => return true,
        // buf sends only the password, and nothing if it is empty.
        (Answer::Match { password, .. }, Observed::None) => {
            return reader.name == "buf" && bytes(password.as_ref()).is_empty();
        }
        (Answer::Match { login, password }, Observed::Match { .. }) => {
            (login.clone().unwrap_or_default(), bytes(password.as_ref()))
        }
        _ => return false,
    };
    let Observed::Match {
        login: seen_login,
        password: seen_password,
    } = answer
    else {
        return false;
    };
    let (seen_login, seen_password) = (
        seen_login.clone().unwrap_or_default(),
        seen_password.clone().unwrap_or_default(),
    );
    match reader.name {
        // buf replaces bytes that are not UTF-8, and HTTP removes white space at the end of a
        // header.
        "buf" => String::from_utf8_lossy(&password).trim_end().as_bytes() == seen_password,
        "wget-ftp" | "aria2-ftp" | "lftp" | "tnftp" | "inetutils" => {
            as_sent_by_ftp(reader, &login) == as_sent_by_ftp(reader, &seen_login)
                && as_sent_by_ftp(reader, &password) == as_sent_by_ftp(reader, &seen_password)
        }
        // HTTP Basic joins them by a colon, so a colon in the login is ambiguous.
        _ => {
            [&login[..], b":", &password].concat()
                == [&seen_login[..], b":", &seen_password].concat()
        }
    }
}

/// Returns the part of a value that FTP can transmit: up to a line break, for which wget sends a
/// space, and without 0xFF, which Telnet may double.
fn as_sent_by_ftp(reader: &Reader, value: &[u8]) -> Vec<u8> {
    let breaks = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let blank = value
        .iter()
        .map(|byte| if breaks(byte) { b' ' } else { *byte });
    let line: Vec<u8> = match reader.name {
        "wget-ftp" => blank.collect(),
        _ => value
            .iter()
            .copied()
            .take_while(|byte| !breaks(byte))
            .collect(),
    };
    line.trim_ascii_end()
        .iter()
        .copied()
        .filter(|&byte| byte != 0xFF)
        .collect()
}

fn bytes(password: Option<&secrecy::SecretSlice<u8>>) -> Vec<u8> {
    #[expect(clippy::disallowed_methods, reason = "a test looks at it")]
    password
        .map(|password| password.expose_secret().to_vec())
        .unwrap_or_default()
}

fn shown(answer: &Answer) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match answer {
        Answer::Match { login, password } => {
            format!(
                "{:?} and {:?}",
                login.as_deref().map(text),
                password.as_ref().map(|all| text(&bytes(Some(all))))
            )
        }
        other => format!("{other:?}"),
    }
}
