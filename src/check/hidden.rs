//! Hosts for which some tool may find credentials although the document has no entry for them.
//!
//! Tools disagree about the ends of comments and macros, so that one reads an entry where another
//! sees none.

use crate::check::machine::ANY_HOST;
use crate::check::question::questions;
use crate::host::Host;
use crate::netrc::Document;
use crate::readers::{Answer, Query, READERS, Reader};

/// Returns the names of the readers that find credentials for a host, except those of a `default`
/// entry. None if the document has an entry for the host, but perhaps another port.
pub fn finders(document: &Document, host: &Host) -> Vec<&'static str> {
    let asked = questions(document, &[]);
    if asked.iter().any(|asked| asked.query().host == host.name()) {
        return Vec::new();
    }
    let finds = |reader: &&Reader| {
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
    let readers = READERS.iter().filter(finds);
    readers.map(|reader| reader.name).collect()
}
