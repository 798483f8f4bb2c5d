//! Properties of every file, checked with random ones.

use std::collections::BTreeMap;

use keyrc::Host;
use keyrc::netrc::{Document, Edits, Quoting, Style};
use proptest::collection::vec;
use proptest::prelude::*;
use secrecy::ExposeSecret;

use crate::document;
use crate::files::{files, odd_files};

/// Tokens that a netrc can hold.
fn tokens() -> impl Strategy<Value = String> {
    prop_oneof!["[!-~]{1,40}", "[ -~]{1,40}", "[ -~äöü日本]{1,20}"]
}

#[expect(clippy::disallowed_methods, reason = "a test looks at it")]
fn password(document: &Document, host: &Host, login: &str) -> Option<String> {
    let entry = document.find(host, Some(login))?;
    document
        .secret(entry)?
        .ok()
        .map(|secret| secret.expose_secret().to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_edit_changes_no_byte(bytes in files()) {
        prop_assert_eq!(&*Edits::new(&document(&bytes)).finish(), &bytes);
    }

    #[test]
    fn entries_follow_each_other_and_contain_their_values(bytes in files()) {
        let parsed = document(&bytes);
        let mut end = 0;
        for entry in parsed.entries() {
            let range = entry.range();
            prop_assert!(end <= range.start && range.start < range.end && range.end <= bytes.len());
            end = range.end;
            let text = String::from_utf8_lossy(&bytes[range.clone()]).into_owned();
            for value in [parsed.machine(entry), parsed.login(entry)].into_iter().flatten() {
                prop_assert!(text.contains(&*value) || text.contains('\\'), "{value:?} in {text:?}");
            }
        }
    }

    #[test]
    fn a_quirk_has_the_line_and_column_of_its_position(bytes in files()) {
        let parsed = document(&bytes);
        for found in parsed.quirks() {
            let is_end = |at: &usize| match bytes[*at..] {
                [b'\r', b'\n', ..] | [b'\r', b'\r', b'\n', ..] => false,
                [byte, ..] => matches!(byte, b'\r' | b'\n'),
                [] => false,
            };
            let ends = (0..found.at).filter(is_end);
            let line_start = ends.clone().next_back().map_or(0, |at| at + 1);
            let position = parsed.position(found.at);
            prop_assert_eq!(position.line, 1 + ends.count());
            prop_assert_eq!(position.column, 1 + found.at - line_start);
            prop_assert!(found.entry.is_none_or(|entry| entry < parsed.entries().len()));
        }
    }

    #[test]
    fn a_host_is_read_back_as_it_is_printed(text in "[ -~äß日]{1,60}|[a-z]{1,5}(://|/|\\.|:|@|\\?|#|[a-z0-9]){1,20}") {
        if let Ok(host) = text.parse::<Host>() {
            prop_assert_eq!(host.as_str().parse::<Host>(), Ok(host.clone()));
            for scope in host.lookup_names() {
                prop_assert_eq!(scope.as_str().parse::<Host>(), Ok(scope.clone()));
            }
        }
    }

    #[test]
    fn removing_entries_leaves_the_others_unchanged(bytes in files(), choice in any::<u64>()) {
        let before = document(&bytes);
        let mut edits = Edits::new(&before);
        let goes = |at: usize| choice >> (at % 64) & 1 == 1 && !has_macro(&before, at);
        let stay: Vec<&[u8]> = (0..before.entries().len()).filter(|&at| !goes(at)).map(|at| &bytes[before.entries()[at].range()]).collect();
        for at in (0..before.entries().len()).filter(|&at| goes(at)) {
            edits.remove(&before.entries()[at]);
        }
        let after = document(&*edits.finish());
        // An unfinished entry or macro includes the text after it, so only files without quirks are
        // checked.
        if before.quirks().is_empty() {
            let left: Vec<&[u8]> = after.entries().iter().map(|entry| &after.bytes()[entry.range()]).collect();
            prop_assert_eq!(left, stay);
            prop_assert!(after.quirks().is_empty(), "{:?} in {:?}", after.quirks(), String::from_utf8_lossy(after.bytes()));
        }
    }

    #[test]
    fn an_added_entry_is_found_again(bytes in files(), login in tokens(), token in tokens()) {
        let before = document(&bytes);
        // A `macdef` without a name takes the next word as its name.
        prop_assume!(!bytes.trim_ascii_end().to_ascii_lowercase().ends_with(b"macdef"));
        let mut edits = Edits::new(&before);
        let host: Host = "new.test".parse().unwrap();
        if edits.add(&host, &login.parse().unwrap(), &token.as_str().into(), Style::default()).is_ok() {
            let after = document(&*edits.finish());
            prop_assert_eq!(password(&after, &host, &login), Some(token));
            prop_assert_eq!(after.entries().len(), before.entries().len() + 1);
        }
    }

    #[test]
    fn a_new_password_changes_nothing_else(bytes in files(), token in tokens()) {
        let before = document(&bytes);
        let Some(entry) = before.entries().iter().find(|entry| entry.ambiguity().is_none() && before.secret(entry).is_some()) else {
            return Ok(());
        };
        // A new quote can close a quote that an unknown word on the same line opens. `Export`
        // refuses such a change.
        let line = bytes[..entry.range().start].rsplit(|&byte| byte == b'\n').next().unwrap_or_default();
        if line.contains(&b'"') {
            return Ok(());
        }
        let mut edits = Edits::new(&before);
        edits.set_password(entry, &token.as_str().into(), Quoting::WhereNeeded).unwrap();
        let after = edits.finish();
        let (range, tail) = (entry.range(), &bytes[entry.range().end..]);
        prop_assert_eq!(&after[..range.start], &bytes[..range.start]);
        // A comment after a quoted value is separated from it.
        let (gap, comment) = tail.split_at(tail.iter().position(|&byte| byte == b'#').unwrap_or(tail.len()));
        let apart = [&b"#\n"[..], b"#\r\n"].map(|line| [gap, line, comment].concat());
        prop_assert!(after.ends_with(tail) || apart.iter().any(|apart| after.ends_with(apart)));
    }
}

/// Whether a macro follows the entry. If the entry were removed, the macro would belong to the
/// entry before.
fn has_macro(document: &Document, at: usize) -> bool {
    let end = document.entries()[at].range().end;
    let next = document
        .entries()
        .get(at + 1)
        .map_or(document.bytes().len(), |entry| entry.range().start);
    document.bytes()[end..next]
        .windows(6)
        .any(|window| window.eq_ignore_ascii_case(b"macdef"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_edits_match_a_map(steps in vec((0..6usize, 0..3usize, tokens(), any::<bool>()), 1..30)) {
        let hosts: Vec<Host> = (0..6).map(|at| format!("h{at}.test").parse().unwrap()).collect();
        let mut model: BTreeMap<(usize, usize), String> = BTreeMap::new();
        let mut file = document("# mine\n");
        for (host, login, token, remove) in steps {
            let name = format!("user{login}");
            let at = file.entries().iter().position(|entry| {
                file.machine(entry).as_deref() == Some(hosts[host].name()) && file.login(entry).as_deref() == Some(&name)
            });
            let mut edits = Edits::new(&file);
            match (at, remove) {
                (Some(at), true) => {
                    edits.remove(&file.entries()[at]);
                    model.remove(&(host, login));
                }
                (Some(at), false) => {
                    edits.set_password(&file.entries()[at], &token.as_str().into(), Quoting::WhereNeeded).unwrap();
                    model.insert((host, login), token);
                }
                (None, true) => {}
                (None, false) => {
                    edits.add(&hosts[host], &name.parse().unwrap(), &token.as_str().into(), Style::default()).unwrap();
                    model.insert((host, login), token);
                }
            }
            file = document(&*edits.finish());
            prop_assert_eq!(file.entries().len(), model.len());
            for ((host, login), token) in &model {
                let found = password(&file, &hosts[*host], &format!("user{login}"));
                prop_assert_eq!(found.as_ref(), Some(token));
            }
            prop_assert!(file.bytes().starts_with(b"# mine\n"));
        }
    }

    #[test]
    fn every_verdict_has_a_reason_and_a_line(bytes in prop_oneof![files(), odd_files()]) {
        let document = document(&bytes);
        let all: Vec<&'static keyrc::readers::Reader> = keyrc::readers::READERS.iter().collect();
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
        for check in keyrc::check::check(&document, &all, &[]).unwrap() {
            for view in check.views {
                let is_same = view.verdict == keyrc::check::Verdict::Same;
                prop_assert_eq!(is_same, view.cause.is_none(), "{}", view.reader.name);
                let line = view.cause.map_or(1, |cause| cause.position.line);
                prop_assert!((1..=lines).contains(&line));
            }
        }
    }
}
