//! Hosts for which some tool may find credentials although the document has no entry for them.
//!
//! Tools disagree about the ends of comments and macros, so that one reads an entry where another
//! sees none.

use crate::check::machine::ANY_HOST;
use crate::host::Host;
use crate::netrc::Document;
use crate::readers::{Answer, Query, Reader};

/// Returns those of `readers` that find credentials for a host, except those of a `default` entry.
pub fn finders(
    document: &Document,
    readers: &[&'static Reader],
    host: &Host,
) -> Vec<&'static Reader> {
    let finds = |reader: &&&'static Reader| {
        let parsed = reader.parse(document.bytes());
        let answer = |host| {
            parsed.answer(&Query {
                host,
                port: None,
                login: None,
            })
        };
        let found = answer(host.name());
        matches!(found, Answer::Match { .. }) && found != answer(ANY_HOST)
    };
    readers.iter().filter(finds).copied().collect()
}
