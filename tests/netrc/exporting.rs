//! Properties of exports, on random files and on files that once broke them.
//!
//! Every reader that read another entry before an export reads it after, or the export names it.
//! Every reader that the export does not name reads the new entry.

use keyrc::plan::{Effect, Export, ExportAction, ExportStep, Note, OnConflict};
use keyrc::readers::{Answer, Query, READERS, Reader};
use keyrc::{Account, Host, Secret};
use proptest::collection::vec;
use proptest::prelude::*;
use secrecy::SecretString;

use crate::files::{files, odd_files};
use crate::{can_be_asked_for, document};

/// A host, a login and a token, which an export writes.
type Credential = (String, String, String);

/// Credentials for hosts that the random files have, and for one that they do not have.
fn credentials() -> impl Strategy<Value = Vec<Credential>> {
    let hosts = prop::sample::select(vec!["a.test", "b.test", "new.test", "default"]);
    let logins = prop_oneof![3 => Just("me".to_owned()), 1 => "[!-~]{1,9}", 1 => "[ -~ä]{1,9}"];
    let tokens = prop_oneof![
        3 => "[A-Za-z0-9_]{1,40}",
        1 => "[!-~]{1,20}",
        1 => "[ -~äöü日本]{1,20}",
        1 => "x{90,110}",
    ];
    let credential = (hosts, logins, tokens);
    vec(
        credential.prop_map(|(host, login, token)| (host.to_owned(), login, token)),
        1..3,
    )
}

/// Entries that hide what follows from some reader, and other odd ones.
fn hiding_files() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::sample::select(vec![
        "machine c.test\n  login me\n  password pw\n",
        "machine b.test\n  login bo\n  password macdef\n",
        "machine b.test login bo password machine\n",
        "machine b.test login bo password default\n",
        "machine b.test login login password pw\n",
        "machine b.test login me password \"p w\"\n",
        "machine b.test login me password p\u{1}w\n",
        "machine b.test password pw\n",
        "machine b.test login me\n",
        "machine b.test\n",
        "machine b.test login Xte passwd pw\n",
        "MACHINE\n",
        "machine\n",
        "macdef\n",
        "macdef init\nquote \"site\nls\n\n",
        "macdef init\nls\n",
        "# default\n",
        "# \"q\n",
        "# login x password y\n",
        "default login any password x\n",
        "\"\n",
        "junk\n",
        "\n",
    ]);
    vec(pieces, 0..5).prop_map(|pieces| pieces.concat().into_bytes())
}

#[derive(Debug)]
struct Exported {
    before: Vec<u8>,
    after: Vec<u8>,
    steps: Vec<ExportStep>,
    tokens: Vec<String>,
    /// Machine and login of each entry with a side effect, and the reader.
    side_effects: Vec<(Option<String>, Option<String>, &'static str)>,
}

fn export(bytes: &[u8], credentials: &[Credential]) -> Option<Exported> {
    let mut accounts: Vec<(Account, Secret)> = Vec::new();
    let mut tokens = Vec::new();
    for (host, login, token) in credentials {
        let (Ok(host), Ok(login)) = (host.parse::<Host>(), login.parse()) else {
            continue;
        };
        if accounts.iter().all(|(account, _)| account.host != host) {
            accounts.push((
                Account { host, login },
                SecretString::from(token.as_str()).into(),
            ));
            tokens.push(token.clone());
        }
    }
    let before = document(bytes);
    let export = Export::new(&before, &accounts, OnConflict::Replace, &[]).ok()?;
    let mut effects = export.side_effects;
    effects.retain(|effect| effect.effect != Effect::Replaced);
    let side_effects = effects.into_iter().flat_map(|effect| {
        let (machine, login) = (effect.machine, effect.login);
        effect
            .readers
            .into_iter()
            .map(move |reader| (machine.clone(), login.clone(), reader))
    });
    Some(Exported {
        before: bytes.to_vec(),
        side_effects: side_effects.collect(),
        steps: export.steps,
        tokens,
        after: export.edits.finish().to_vec(),
    })
}

fn answer(reader: &Reader, bytes: &[u8], host: &str, login: Option<&str>) -> Answer {
    let query = Query {
        host,
        port: None,
        login,
    };
    reader.read(bytes, &query)
}

fn credential(login: &str, password: &[u8]) -> Answer {
    Answer::Match {
        login: Some(login.into()),
        password: Some(password.to_vec().into()),
    }
}

impl Exported {
    fn is_written(step: &ExportStep) -> bool {
        matches!(step.action, ExportAction::Add | ExportAction::Replace)
    }

    /// The readers that do not read a written entry although no note names them.
    fn unread(&self) -> Vec<String> {
        let mut unread = Vec::new();
        for (step, token) in self.steps.iter().zip(&self.tokens) {
            let named = step.notes.iter().flat_map(|note| match note {
                Note::UnreadBy(names) | Note::NeedsLogin(names) => names.clone(),
                _ => Vec::new(),
            });
            let named: Vec<&str> = named.collect();
            let (host, login) = (step.account.host.name(), step.account.login.as_str());
            let expected = credential(login, token.as_bytes());
            for reader in READERS.iter().filter(|_| Self::is_written(step)) {
                let is_read = answer(reader, &self.after, host, None) == expected;
                if !is_read && !named.contains(&reader.name) {
                    unread.push(format!("{} does not read {host}", reader.name));
                }
            }
        }
        unread
    }

    /// The readers that read another entry before and not after, although no side effect names
    /// them.
    fn lost(&self) -> Vec<String> {
        let before = document(&self.before);
        let mut lost = Vec::new();
        for entry in before.entries() {
            let (Some(machine), Some(login)) = (before.machine(entry), before.login(entry)) else {
                continue;
            };
            let Some(Ok(secret)) = before.secret(entry) else {
                continue;
            };
            if !can_be_asked_for(&machine) {
                continue;
            }
            #[expect(clippy::disallowed_methods, reason = "a test looks at it")]
            let expected = credential(
                &login,
                secrecy::ExposeSecret::expose_secret(&secret).as_bytes(),
            );
            let is_replaced = self.steps.iter().any(|step| {
                step.action == ExportAction::Replace
                    && step.account.host.name().eq_ignore_ascii_case(&machine)
                    && step.account.login.as_str() == login
            });
            let host = machine.to_ascii_lowercase();
            let shown = before.shown_login(entry).map(|login| login.into_owned());
            for (reader, asked) in READERS
                .iter()
                .flat_map(|reader| [(reader, None), (reader, Some(&*login))])
                .filter(|_| !is_replaced)
            {
                let is_read = |bytes: &[u8]| answer(reader, bytes, &host, asked) == expected;
                let name = (Some(machine.to_string()), shown.clone(), reader.name);
                if is_read(&self.before)
                    && !is_read(&self.after)
                    && !self.side_effects.contains(&name)
                {
                    lost.push(format!("{} no longer reads {login} at {host}", reader.name));
                }
            }
        }
        lost
    }

    fn assert_kept(&self) {
        let shown = String::from_utf8_lossy;
        let (unread, lost) = (self.unread(), self.lost());
        assert!(
            unread.is_empty() && lost.is_empty(),
            "{unread:?} {lost:?} from {:?} to {:?}: {:?}",
            shown(&self.before),
            shown(&self.after),
            self.steps
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_export_names_every_reader_that_it_does_not_serve(
        bytes in prop_oneof![1 => files(), 3 => odd_files(), 4 => hiding_files()], credentials in credentials()
    ) {
        if let Some(exported) = export(&bytes, &credentials) {
            exported.assert_kept();
        }
    }

    #[test]
    fn an_export_changes_nothing_but_its_own_lines(
        bytes in prop_oneof![1 => files(), 3 => odd_files(), 4 => hiding_files()], credentials in credentials()
    ) {
        if let Some(exported) = export(&bytes, &credentials) {
            let entries = |bytes: &[u8]| {
                let document = document(bytes);
                let text = document.entries().iter().map(|entry| document.bytes()[entry.range()].to_vec());
                text.collect::<Vec<_>>()
            };
            let (before, after) = (entries(&exported.before), entries(&exported.after));
            let count = |action: ExportAction| exported.steps.iter().filter(|step| step.action == action).count();
            prop_assert_eq!(after.len(), before.len() + count(ExportAction::Add));
            let kept = before.iter().filter(|entry| after.contains(entry)).count();
            prop_assert!(kept + count(ExportAction::Replace) >= before.len());
        }
    }
}

/// Exports a plain token for `new.test` into a file. Returns the file and the readers that do not
/// read the new entry.
fn add(file: &str) -> (String, Vec<&'static str>) {
    let credential = ("new.test".into(), "me".into(), "s3cret".into());
    let exported = export(file.as_bytes(), &[credential]).unwrap();
    exported.assert_kept();
    assert_eq!(exported.steps[0].action, ExportAction::Add, "in {file:?}");
    assert_eq!(exported.side_effects, [], "in {file:?}");
    let unread = exported.steps[0].notes.iter().flat_map(|note| match note {
        Note::UnreadBy(names) => names.clone(),
        _ => Vec::new(),
    });
    (
        String::from_utf8(exported.after.clone()).unwrap(),
        unread.collect(),
    )
}

/// The readers that find no credential for any host.
fn readers_that_lose(file: &str) -> Vec<&'static str> {
    let is_lost = |reader: &&Reader| {
        let query = |host| answer(reader, file.as_bytes(), host, None);
        ["a.test", "new.test"].map(query) == [Answer::Error, Answer::Error]
            || ["a.test", "new.test"].map(query) == [Answer::None, Answer::None]
    };
    let lost = READERS.iter().filter(is_lost);
    lost.map(|reader| reader.name).collect()
}

/// The readers that reject a file with a comment.
const WITHOUT_COMMENTS: [&str; 2] = ["mise", "rattler"];

const NEW: &str = "machine new.test\n  login me\n  password s3cret\n";

#[test]
fn an_entry_goes_to_the_end_of_a_plain_file() {
    let file = "machine a.test login al password p1\n# note\n";
    assert_eq!(
        add(file),
        (format!("{file}{NEW}"), WITHOUT_COMMENTS.to_vec())
    );
    assert_eq!(add(""), (NEW.to_owned(), vec![]));
}

#[test]
fn an_entry_is_added_before_an_entry_that_hides_later_ones() {
    let first = "machine a.test\n login al\n password p1\n\n";
    for hiding in [
        "machine b.test\n login bo\n password macdef\n",
        "machine b.test login me password machine\n",
        "machine b.test\n login bo\n password default\n",
        "machine b.test login me\n",
        "machine b.test password pw\n",
        "MACHINE\n",
    ] {
        let (after, unread) = add(&format!("{first}{hiding}"));
        // These reject the whole file, wherever the entry is.
        let lost = readers_that_lose(&after);
        assert_eq!(unread, lost, "in {after:?}");
        assert!(after.ends_with(hiding), "{after:?}");
    }
}

#[test]
fn an_entry_is_added_before_a_comment_or_macro_that_hides_later_ones() {
    for start in ["# default\n", "# \"q\n"] {
        let file = format!("{start}machine a.test\n login al\n password p1\n");
        let (after, unread) = add(&file);
        assert_eq!(unread, WITHOUT_COMMENTS, "in {after:?}");
        assert!(after.starts_with(NEW) || after.ends_with(NEW), "{after:?}");
    }
}

#[test]
fn a_comment_stays_with_the_entry_below_it() {
    let hiding = "# of work\n# and home\nmachine b.test\n login bo\n password macdef\n";
    let first = "machine a.test\n login al\n password p1\n";
    let (after, _) = add(&format!("{first}{hiding}"));
    assert_eq!(after, format!("{first}{NEW}{hiding}"));
}

#[test]
fn a_macro_stays_with_the_entry_above_it() {
    let file = "machine a.test\n login al\n password p1\nmacdef init\nquote \"site\n\n";
    let (after, _) = add(file);
    assert!(
        after.ends_with(file) || after.starts_with(file),
        "{after:?}"
    );
}

#[test]
fn a_byte_order_mark_does_not_block_an_export() {
    let (after, unread) = add("\u{feff}machine a.test login al password p1\n");
    assert!(after.starts_with('\u{feff}'));
    assert!(unread.contains(&"python"), "{unread:?}");
}

#[test]
fn a_bare_value_is_preferred_if_more_tools_read_it() {
    for token in ["'D'", "pé"] {
        let credential = ("new.test".into(), "me".into(), token.into());
        let exported = export(b"", &[credential]).unwrap();
        let expected = format!("machine new.test\n  login me\n  password {token}\n");
        assert_eq!(String::from_utf8_lossy(&exported.after), expected);
    }
}

#[test]
fn an_entry_goes_before_a_macro_without_a_name() {
    // No entry is found after a macro without a name, so the new entry goes before it.
    let credential = ("new.test".into(), "me".into(), "s3cret".into());
    let exported = export(b"macdef\n", &[credential]).unwrap();
    assert_eq!(exported.steps[0].action, ExportAction::Add);
    assert_eq!(
        String::from_utf8_lossy(&exported.after),
        format!("{NEW}macdef\n")
    );
}

#[test]
fn one_entry_is_added_to_a_large_file_without_asking_about_every_host() {
    let file: String = (0..3_200)
        .map(|at| format!("machine h{at}.test\n  login me\n  password pw{at}\n"))
        .collect();
    let credential = ("new.test".into(), "me".into(), "s3cret".into());
    let exported = export(file.as_bytes(), &[credential]).unwrap();
    assert!(exported.after.ends_with(NEW.as_bytes()));
    // curl 8.16 and later read no file over 128 KiB.
    let expected = Note::UnreadBy(vec!["curl-8.16", "curl-8.23"]);
    assert_eq!(exported.steps[0].notes, [expected]);
}
