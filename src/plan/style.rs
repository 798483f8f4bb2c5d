//! In which form a credential is written, so that the tools read it that are to read it.

use secrecy::{ExposeSecret, SecretSlice, SecretString};

use crate::check::quirk::{Harm, Outcome, find_quirks};
use crate::credential::Account;
use crate::netrc::{Document, Edits, MachineName, Quirk, Quoting, Style, Unwritten};
use crate::readers::{Answer, Query, READERS, Reader};

use crate::plan::reasons::{Skip, Unread};

/// A form, and the readers that do not read it.
#[derive(Clone)]
pub(super) struct Chosen {
    pub(super) style: Style,
    /// Whether every reader sees what stands behind it.
    pub(super) is_plain: bool,
    pub(super) unread_by: Vec<&'static str>,
}

/// The safest form that all of `readers` read; without any, the safest of all.
pub(super) fn choose(
    account: &Account,
    secret: &SecretString,
    readers: &[&'static Reader],
) -> Result<Chosen, Skip> {
    let mut best: Option<Unread> = None;
    for style in styles() {
        let document = written(account, secret, style).map_err(Skip::Unwritten)?;
        let unread = |readers: &mut dyn Iterator<Item = &'static Reader>| -> Vec<&'static Reader> {
            readers
                .filter(|reader| !reads(reader, document.bytes(), account, secret))
                .collect()
        };
        let names = |readers: &[&'static Reader]| {
            readers.iter().map(|reader| reader.name).collect::<Vec<_>>()
        };
        let wanted = unread(&mut readers.iter().copied());
        if wanted.is_empty() {
            // A tool with a special name for the host does not count: it is asked for where it matters.
            let unread_by = if readers.is_empty() {
                names(&unread(&mut READERS.iter()))
            } else {
                Vec::new()
            };
            return Ok(Chosen {
                style,
                is_plain: is_plain(&document),
                unread_by,
            });
        }
        if best
            .as_ref()
            .is_none_or(|best| wanted.len() < best.readers.len())
        {
            best = Some(Unread {
                readers: names(&wanted),
                quirk: stumbling_block(&document, wanted[0]),
            });
        }
    }
    Err(Skip::NoForm(best.unwrap_or(Unread {
        readers: Vec::new(),
        quirk: None,
    })))
}

/// The forms there are, the safest first.
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

/// A file that has a credential and nothing else.
fn written(account: &Account, secret: &SecretString, style: Style) -> Result<Document, Unwritten> {
    let empty = Document::parse(Vec::new().into());
    let mut edits = Edits::new(&empty);
    edits.add(&account.host, &account.login, secret, style)?;
    Ok(Document::parse(edits.finish()))
}

/// Whether every reader sees what stands behind a file's only entry.
fn is_plain(document: &Document) -> bool {
    let harms = |quirk: Quirk| {
        READERS
            .iter()
            .any(|reader| Harm::of(quirk, reader).after != Outcome::Read)
    };
    !find_quirks(document).iter().any(|found| harms(found.quirk))
}

fn reads(reader: &Reader, bytes: &[u8], account: &Account, secret: &SecretString) -> bool {
    let query = Query {
        host: account.host.name(),
        port: account.host.port(),
        login: None,
    };
    #[expect(
        clippy::disallowed_methods,
        reason = "what a reader makes of it is compared with it"
    )]
    let password = SecretSlice::from(secret.expose_secret().as_bytes().to_vec());
    let meant = Answer::Match {
        login: Some(account.login.as_str().into()),
        password: Some(password),
    };
    reader.read_with_errors(bytes, &query) == meant
}

fn stumbling_block(document: &Document, reader: &Reader) -> Option<Quirk> {
    find_quirks(document)
        .into_iter()
        .map(|found| found.quirk)
        .find(|quirk| Harm::of(*quirk, reader).own != Outcome::Read)
}
