//! Hosts for which some tool may find credentials although the document has no entry for them.
//!
//! Tools disagree about the ends of comments and macros, so that one reads an entry where another
//! sees none.

use std::collections::HashSet;
use std::rc::Rc;

use crate::check::machine::{ANY_HOST, lookup_name};
use crate::check::question::{Question, questions};
use crate::host::Host;
use crate::netrc::Document;
use crate::readers::{Answer, Query, Reader};

/// How many hidden hosts are asked about, because each costs every reader a search.
const MOST_HOSTS: usize = 100;

/// Returns a question about each host after the word `machine` that is not the machine of an entry,
/// in file order. The answers of the readers need not agree.
pub(crate) fn hidden_questions(document: &Document) -> Vec<Question> {
    let asked = questions(document, &[]);
    let mut known: HashSet<String> = asked
        .iter()
        .map(|question| question.query().host.to_owned())
        .collect();
    let mut hidden = Vec::new();
    for machine in words_after_machine(document.bytes()) {
        if hidden.len() == MOST_HOSTS {
            break;
        }
        let (host, _) = lookup_name(machine);
        if known.insert(host.clone()) {
            hidden.push(Question::about(host));
        }
    }
    hidden
}

/// Returns the words after `machine`, wherever it is, without their quotes.
fn words_after_machine(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let words = bytes.split(u8::is_ascii_whitespace);
    let mut is_machine = false;
    words
        .filter(|word| !word.is_empty())
        .filter_map(move |word| {
            let follows = std::mem::replace(&mut is_machine, word.ends_with(b"machine"));
            let start = usize::from(word.starts_with(b"\""));
            let end = word.len() - usize::from(word[start..].ends_with(b"\""));
            follows.then_some(&word[start..end])
        })
}

/// Whether a reader finds credentials before a change, and not the same after it.
pub(crate) fn is_lost((before, after): (&Rc<Answer>, &Rc<Answer>)) -> bool {
    matches!(**before, Answer::Match { .. }) && before != after
}

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
