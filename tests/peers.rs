//! The netrc cases of other projects' own test suites, read from the file that `KEYRC_PEER_CASES` names. They belong to
//! those projects and are not kept here; `tests/netrc` covers the same ground in our own words.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(missing_docs, reason = "tests are named as sentences")]

use base64::Engine as _;
use keyrc::netrc::{Document, Edits};
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
    agree: usize,
    of: usize,
}

fn cases() -> Vec<(Case, Vec<u8>)> {
    let path = std::env::var("KEYRC_PEER_CASES").expect("KEYRC_PEER_CASES names the file of cases");
    let cases: Vec<Case> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let decode = |case: Case| {
        let bytes = base64::engine::general_purpose::STANDARD.decode(&case.netrc_bytes_base64).unwrap();
        (case, bytes)
    };
    cases.into_iter().map(decode).collect()
}

#[test]
fn every_file_comes_back_byte_for_byte() {
    let cases = cases();
    assert_eq!(cases.len(), 333);
    for (case, bytes) in cases {
        let document = Document::parse(bytes.clone().into());
        assert_eq!(document.bytes(), bytes, "{}", case.id);
        assert_eq!(*Edits::new(&document).finish(), bytes, "{}", case.id);
    }
}

#[test]
fn where_all_tools_agree_we_agree() {
    let cases: Vec<_> = cases().into_iter().filter(|(case, _)| case.agree == case.of).collect();
    assert_eq!(cases.len(), 20);
    for (case, bytes) in cases {
        let host = case.lookup_host.as_deref().unwrap().parse().unwrap();
        let mut found = keyrc::netrc::credentials(&bytes, &host);
        let found = found.find(|(login, _)| case.lookup_login.as_ref().is_none_or(|wanted| login.as_str() == wanted));
        #[expect(clippy::disallowed_methods, reason = "a test looks at it")]
        let found = found.map(|(login, secret)| (login.to_string(), secret.expose_secret().to_owned()));
        let expected = case.expected_login.zip(case.expected_password);
        assert_eq!(found, expected, "{}", case.id);
    }
}
