//! Runs the netrc cases from the test suites of other projects, read from the file that
//! `KEYRC_PEER_CASES` names. This repository has no copy of them, because they belong to those
//! projects; `tests/netrc` has our own cases.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and the scores are to be seen"
)]
#![allow(missing_docs, reason = "tests are named as sentences")]

use std::collections::BTreeMap;

use base64::Engine as _;
use keyrc::netrc::{Document, Edits};
use keyrc::readers::{Answer, OnError, Query, READERS, Reader};
use secrecy::ExposeSecret;
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    id: String,
    netrc_bytes_base64: String,
    lookup_host: Option<String>,
    lookup_login: Option<String>,
    expected_login: Option<String>,
    expected_password: Option<String>,
    expected_kind: String,
    dialect: String,
    disagree: Vec<String>,
    agree: usize,
    of: usize,
}

fn cases() -> Vec<(Case, Vec<u8>)> {
    let path = std::env::var("KEYRC_PEER_CASES").expect("KEYRC_PEER_CASES names the file of cases");
    let cases: Vec<Case> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let decode = |case: Case| {
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(&case.netrc_bytes_base64)
            .unwrap();
        (case, bytes)
    };
    cases.into_iter().map(decode).collect()
}

impl Case {
    fn expected(&self) -> Answer {
        match self.expected_kind.as_str() {
            "match" => Answer::Match {
                login: self.expected_login.clone().map(String::into_bytes),
                password: self
                    .expected_password
                    .clone()
                    .map(|password| password.into_bytes().into()),
            },
            "none" => Answer::None,
            _ => Answer::Error,
        }
    }

    fn read(&self, reader: &Reader, bytes: &[u8]) -> Answer {
        let host = self.lookup_host.as_deref().unwrap_or("default");
        reader.read_with_errors(
            bytes,
            &Query {
                host,
                port: None,
                login: self.lookup_login.as_deref(),
            },
        )
    }
}

#[test]
fn parsing_keeps_every_byte_of_the_peers_files() {
    let cases = cases();
    assert_eq!(cases.len(), 333);
    for (case, bytes) in cases {
        let document = Document::parse(bytes.clone().into());
        assert_eq!(document.bytes(), bytes, "{}", case.id);
        assert_eq!(*Edits::new(&document).finish(), bytes, "{}", case.id);
    }
}

#[test]
fn our_parser_agrees_where_all_tools_agree() {
    let cases: Vec<_> = cases()
        .into_iter()
        .filter(|(case, _)| case.agree == case.of)
        .collect();
    assert_eq!(cases.len(), 20);
    for (case, bytes) in cases {
        let host = case.lookup_host.as_deref().unwrap().parse().unwrap();
        let mut found = keyrc::netrc::credentials(&bytes, &host);
        let found = found.find(|(login, _)| {
            case.lookup_login
                .as_ref()
                .is_none_or(|wanted| login.as_str() == wanted)
        });
        #[expect(clippy::disallowed_methods, reason = "a test looks at it")]
        let found =
            found.map(|(login, secret)| (login.to_string(), secret.expose_secret().to_owned()));
        let expected = case.expected_login.zip(case.expected_password);
        assert_eq!(found, expected, "{}", case.id);
    }
}

/// The reader of the project that a case comes from.
const DIALECTS: &[(&str, &str)] = &[
    ("curl>=8.21", "curl-8.23"),
    ("git/libcurl", "git"),
    ("wget", "wget"),
    ("wget2", "wget2"),
    ("cpython>=3.11", "python"),
    ("requests", "requests"),
    ("uv-netrc", "uv"),
    ("cmd/go", "go"),
    ("buf", "buf"),
    ("jdx/go-netrc", "buf"),
    ("netrc-parser", "netrc-parser"),
    ("heroku/netrc", "netrc-gem"),
    ("bazel", "bazel"),
    ("emacs", "emacs"),
    ("aria2", "aria2-ftp"),
    ("Net::Netrc", "net-netrc"),
];

/// Cases that the released program fails, too, with the reason.
const EXCUSED: &[(&str, &str)] = &[
    ("heroku-rb-password-m", RELEASED),
    ("heroku-rb-sample_multi_without_logins-m", RELEASED),
    ("heroku-rb-sample_multi_without_logins-n", RELEASED),
    ("heroku-rb-sample_multi_without_logins-o", RELEASED),
];
/// The model is of version 0.11.0, published in 2015. These cases came with a change of 2018 that
/// was never released.
const RELEASED: &str = "not in any release";

#[test]
fn each_reader_passes_the_tests_of_its_own_project() {
    let mut score: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (mut right, mut all) = (0, 0);
    for (case, bytes) in cases() {
        let Some((_, name)) = DIALECTS
            .iter()
            .find(|(dialect, _)| *dialect == case.dialect)
        else {
            continue;
        };
        let reader = READERS.iter().find(|reader| reader.name == *name).unwrap();
        let found = case.read(reader, &bytes);
        let same = found == case.expected();
        let excused = EXCUSED.iter().any(|(id, _)| *id == case.id);
        assert!(
            same != excused,
            "{}: {name} answers {found:?}, where {:?} is expected",
            case.id,
            case.expected()
        );
        let entry = score.entry(case.dialect.clone()).or_default();
        *entry = (entry.0 + usize::from(same), entry.1 + 1);
        (right, all) = (right + usize::from(same), all + 1);
    }
    for (dialect, (right, all)) in &score {
        println!("{dialect:<16} {right:>3} of {all:>3}");
    }
    println!("all              {right:>3} of {all:>3}");
    assert!(right * 100 >= all * 98, "{right} of {all}");
}

/// The names in the file for the tools that were run on every case.
const RUN: &[(&str, &str)] = &[
    ("c7", "curl-7.88"),
    ("c8", "curl-8.16"),
    ("cH", "curl-8.23"),
    ("git", "git"),
    ("wg", "wget"),
    ("wgF", "wget-ftp"),
    ("w2old", "wget2"),
    ("p311", "python"),
    ("p313", "python"),
    ("rq", "requests"),
    ("uvc", "uv"),
    ("g127", "go"),
    ("buf", "buf"),
    ("npmP", "netrc-parser"),
    ("gem", "netrc-gem"),
    ("bzJ", "bazel"),
    ("emacs", "emacs"),
    ("ar", "aria2"),
    ("arF", "aria2-ftp"),
    ("lftp", "lftp"),
    ("tnftp", "tnftp"),
    ("inet", "inetutils"),
    ("perl", "net-netrc"),
];

/// Cases that those runs could not decide: a login that the tool was given and not the file, hosts
/// that the tool could not be asked for, empty credentials, and errors that git does not report.
fn is_telling(case: &Case, code: &str, reader: &Reader) -> bool {
    let empty = |part: &Option<String>| part.as_ref().is_none_or(String::is_empty);
    let nothing = empty(&case.expected_login) && empty(&case.expected_password);
    let unreachable = case
        .lookup_host
        .as_deref()
        .is_some_and(|host| !host.is_ascii() || host == "1.1.1.1" || host.contains(':'));
    let library = [
        "p311", "p313", "rq", "g127", "buf", "npmP", "gem", "bzJ", "emacs", "perl",
    ]
    .contains(&code);
    // Over FTP, a missing part looks like `anonymous`.
    let ftp = ["wgF", "arF", "lftp", "tnftp", "inet"].contains(&code);
    let partial = empty(&case.expected_login) != empty(&case.expected_password);
    let anonymous = case.expected_login.as_deref() == Some("anonymous");
    if ftp && (partial || anonymous) {
        return false;
    }
    let other_gem = code == "gem" && reader.name == "netrc-gem";
    (library || !nothing && !unreachable && case.lookup_login.is_none())
        && !other_gem
        && !(code == "git" && case.id == "curl-680")
}

/// Cases in which a model differs from the run of its tool. The host of the first is not ASCII, and
/// it is not known in which encoding those two tools were asked for it. For requests, the run has the
/// text that its function returns, and the model the bytes that it sends, in Latin-1.
const OTHERWISE: &[(&str, &str)] = &[
    ("bzJ", "crate-netrcrs-simple"),
    ("perl", "crate-netrcrs-simple"),
    ("rq", "cpython-nonascii-login"),
    ("rq", "cpython-nonascii-password"),
];

#[test]
fn each_model_answers_as_its_tool_did() {
    let cases = cases();
    let (mut right, mut all) = (0, 0);
    for (code, name) in RUN {
        let reader = READERS.iter().find(|reader| reader.name == *name).unwrap();
        let telling: Vec<_> = cases
            .iter()
            .filter(|(case, _)| is_telling(case, code, reader))
            .collect();
        let agrees = |case: &Case, bytes: &[u8]| match (case.read(reader, bytes), reader.on_error) {
            (Answer::Error, OnError::Silent) if case.expected() == Answer::None => true,
            (found, _) => found == case.expected(),
        };
        let wrong: Vec<&str> = telling
            .iter()
            .filter(|(case, bytes)| {
                agrees(case, bytes) == case.disagree.iter().any(|tool| tool == code)
            })
            .map(|(case, _)| case.id.as_str())
            .collect();
        println!(
            "{code:<6} {:>3} of {:>3}  {}",
            telling.len() - wrong.len(),
            telling.len(),
            wrong.join(" ")
        );
        let known = OTHERWISE
            .iter()
            .filter(|(tool, _)| tool == code)
            .map(|(_, case)| *case);
        assert_eq!(wrong, known.collect::<Vec<_>>(), "{name}");
        (right, all) = (right + telling.len() - wrong.len(), all + telling.len());
    }
    println!("all    {right} of {all}");
}
