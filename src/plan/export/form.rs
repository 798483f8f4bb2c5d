//! The form in which a credential is written.

use secrecy::SecretSlice;

use crate::check::quirk::{Harm, Outcome, find_quirks};
use crate::credential::{Account, Secret};
use crate::netrc::{Document, Edits, MachineName, Quirk, Quoting, Style, Unwritten};
use crate::plan::reasons::{Skip, Unread};
use crate::readers::{Answer, Query, READERS, Reader};

/// A way to write a credential, and the readers that do not read it even in an empty file.
#[derive(Clone)]
pub(super) struct Form {
    pub(super) style: Style,
    /// Whether every reader still finds entries written after this one.
    pub(super) is_plain: bool,
    pub(super) unread_by: Vec<&'static Reader>,
}

/// Returns the form that most readers read, among those that all of `required` read.
///
/// # Errors
/// [`Skip::Unwritten`] if no netrc can hold the credential, [`Skip::NoForm`] if no form suits all
/// of `required`.
pub(super) fn choose_form(
    account: &Account,
    secret: &Secret,
    required: &[&'static Reader],
) -> Result<Form, Skip> {
    let mut best: Option<Form> = None;
    let mut closest: Option<Unread> = None;
    for (style, document) in forms(account, secret).map_err(Skip::Unwritten)? {
        let unread_by = unread_by(&document, account);
        if let Some(missing) = missing(required, &unread_by, &document) {
            let is_closer = |closest: &Unread| missing.readers.len() < closest.readers.len();
            if closest.as_ref().is_none_or(is_closer) {
                closest = Some(missing);
            }
            continue;
        }
        let is_better = |best: &Form| unread_by.len() < best.unread_by.len();
        if best.as_ref().is_none_or(is_better) {
            best = Some(Form {
                style,
                is_plain: is_plain(&document),
                unread_by,
            });
        }
        if best.as_ref().is_some_and(|best| best.unread_by.is_empty()) {
            break;
        }
    }
    best.ok_or_else(|| {
        Skip::NoForm(closest.unwrap_or(Unread {
            readers: Vec::new(),
            quirk: None,
        }))
    })
}

/// Returns the `readers` that cannot read the credential in any form of the entry.
pub(in crate::plan) fn unreadable_by(
    account: &Account,
    secret: &Secret,
    mut readers: Vec<&'static Reader>,
) -> Vec<&'static Reader> {
    for (_, document) in forms(account, secret).unwrap_or_default() {
        let reads_back = reads_back(&document, account);
        readers.retain(|reader| !reads_back(reader));
        if readers.is_empty() {
            break;
        }
    }
    readers
}

/// Returns the required readers that do not read a form, with the quirk that the first of them
/// misreads. `None` if all read it.
fn missing(
    required: &[&'static Reader],
    unread_by: &[&'static Reader],
    document: &Document,
) -> Option<Unread> {
    let missing = required.iter().filter(|reader| unread_by.contains(reader));
    let readers: Vec<&'static Reader> = missing.copied().collect();
    Some(Unread {
        quirk: first_obstacle(document, readers.first()?),
        readers: readers.iter().map(|reader| reader.name).collect(),
    })
}

/// Returns the different ways to write a credential, each with a file that contains nothing else.
/// Preferred ones first.
fn forms(account: &Account, secret: &Secret) -> Result<Vec<(Style, Document)>, Unwritten> {
    let mut forms: Vec<(Style, Document)> = Vec::new();
    for style in styles() {
        let document = written(account, secret, style)?;
        if forms
            .iter()
            .all(|(_, known)| known.bytes() != document.bytes())
        {
            forms.push((style, document));
        }
    }
    Ok(forms)
}

fn styles() -> impl Iterator<Item = Style> {
    const QUOTING: [Quoting; 2] = [Quoting::WhereNeeded, Quoting::Always];
    let names = [
        MachineName::Name,
        MachineName::Bracketed,
        MachineName::WithPort,
    ];
    names.into_iter().flat_map(|machine| {
        QUOTING.into_iter().flat_map(move |login| {
            QUOTING.map(|password| Style {
                machine,
                login,
                password,
            })
        })
    })
}

/// Returns a file that contains only this credential.
fn written(account: &Account, secret: &Secret, style: Style) -> Result<Document, Unwritten> {
    let empty = Document::parse(Vec::new().into());
    let mut edits = Edits::new(&empty);
    edits.add_credential(account, secret, style)?;
    Ok(Document::parse(edits.finish()))
}

/// Whether every reader still finds entries written after the only entry of a file.
fn is_plain(document: &Document) -> bool {
    find_quirks(document).iter().all(|found| {
        READERS
            .iter()
            .all(|reader| Harm::of(found.quirk, reader).after == Outcome::Read)
    })
}

/// Returns the readers that do not read the credential back.
fn unread_by(document: &Document, account: &Account) -> Vec<&'static Reader> {
    let reads_back = reads_back(document, account);
    READERS
        .iter()
        .filter(|reader| !reads_back(reader))
        .collect()
}

/// Returns a function that reports whether a reader reads back the only entry of a file.
fn reads_back(document: &Document, account: &Account) -> impl Fn(&Reader) -> bool {
    let query = Query {
        host: account.host.name(),
        port: account.host.port(),
        login: None,
    };
    let parts = document
        .entries()
        .first()
        .map(|entry| document.parts(entry));
    let [_, login, password] = parts.unwrap_or_default();
    let expected = Answer::Match {
        login: login.map(|login| login.to_vec()),
        password: password.map(|password| SecretSlice::from(password.to_vec())),
    };
    move |reader| reader.read_with_errors(document.bytes(), &query) == expected
}

/// Returns the first quirk of a file that keeps a reader from reading the entry.
fn first_obstacle(document: &Document, reader: &Reader) -> Option<Quirk> {
    find_quirks(document)
        .into_iter()
        .map(|found| found.quirk)
        .find(|quirk| Harm::of(*quirk, reader).own != Outcome::Read)
}
