//! The netrc document: it parses files, keeps every byte, and changes only the requested entries.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(missing_docs, reason = "tests are named as sentences")]

mod corpus;
mod edits;
mod exporting;
mod files;
mod fixing;
mod hostile;
mod properties;
mod readers;
mod removal;
mod removed_entries;
mod returns;
#[cfg(unix)] // It reads a clock of Unix.
mod work;

use keyrc::Host;
use keyrc::netrc::Document;
use secrecy::ExposeSecret;

fn document(text: impl AsRef<[u8]>) -> Document {
    Document::parse(text.as_ref().to_vec().into())
}

/// Whether tools can be asked for a machine. They cannot if IDNA changes its name, for example by
/// removing U+FEFF, because they look up the changed name.
fn can_be_asked_for(machine: &str) -> bool {
    let host = machine.parse::<Host>();
    host.is_ok_and(|host| host.as_str().eq_ignore_ascii_case(machine))
}

/// `machine:login=password` of each entry, with `?` for a missing part, and the reason after `!` if
/// the entry is ambiguous.
fn shown(document: &Document) -> Vec<String> {
    let part =
        |text: Option<std::borrow::Cow<'_, str>>| text.map_or("?".into(), |text| text.into_owned());
    let entries = document.entries().iter().map(|entry| {
        let machine = if entry.is_default() {
            "default".into()
        } else {
            part(document.machine(entry))
        };
        #[expect(clippy::disallowed_methods, reason = "a test looks at it")]
        let password = match document.secret(entry) {
            None => "?".into(),
            Some(Err(_)) => "bad".into(),
            Some(Ok(secret)) => secret.expose_secret().to_owned(),
        };
        let doubt = entry
            .ambiguity()
            .map_or(String::new(), |doubt| format!(" !{doubt:?}"));
        format!(
            "{machine}:{}={password}{doubt}",
            part(document.login(entry))
        )
    });
    entries.collect()
}
