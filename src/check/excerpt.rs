//! The parts of a large document in which a change to one entry is tried.

use std::ops::Range;

use zeroize::Zeroizing;

use crate::check::question::Question;
use crate::netrc::Document;

/// A smaller document is used whole.
const LARGE: usize = 8 * 1024;

/// A document, and its entries that a trial for another host does not need.
///
/// An excerpt saves time, and it is an approximation: a change that helps in an excerpt must still
/// be tried on the whole document.
pub(crate) struct Excerpts<'d> {
    document: &'d Document,
    /// The entries that are not needed for other hosts, in file order.
    ordinary: Vec<Ordinary>,
}

/// An entry that is not needed for other hosts.
struct Ordinary {
    host: String,
    /// Its bytes, and the white space after it.
    range: Range<usize>,
}

impl<'d> Excerpts<'d> {
    /// Takes the questions about the entries that an excerpt can leave out.
    pub(crate) fn new<'q>(
        document: &'d Document,
        ordinary: impl Iterator<Item = &'q Question>,
    ) -> Self {
        let bytes = document.bytes();
        let mut ordinary: Vec<Ordinary> = ordinary
            .map(|question| {
                let range = document.entries()[question.entry].range();
                let space = bytes[range.end..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_whitespace());
                Ordinary {
                    host: question.query().host.to_owned(),
                    range: range.start..range.end + space.count(),
                }
            })
            .collect();
        ordinary.sort_by_key(|ordinary| ordinary.range.start);
        Self { document, ordinary }
    }

    /// Returns the document without the ordinary entries of other hosts than that of `question`.
    pub(crate) fn around(&self, question: &Question) -> Zeroizing<Vec<u8>> {
        let bytes = self.document.bytes();
        let kept = self.kept(question.query().host);
        // Exactly sized: a buffer that grows leaves its old memory, secrets included, on the heap,
        // and zeroing one of the size of the document for every entry takes long.
        let length = kept.iter().map(Range::len).sum();
        let mut excerpt = Zeroizing::new(Vec::with_capacity(length));
        for range in kept {
            excerpt.extend_from_slice(&bytes[range]);
        }
        excerpt
    }

    /// Returns the ranges of the document around the ordinary entries of other hosts.
    fn kept(&self, host: &str) -> Vec<Range<usize>> {
        let bytes = self.document.bytes();
        let mut kept = Vec::new();
        let mut start = 0;
        if bytes.len() >= LARGE {
            for ordinary in &self.ordinary {
                if ordinary.host == host {
                    continue;
                }
                if start < ordinary.range.start {
                    kept.push(start..ordinary.range.start);
                }
                start = ordinary.range.end;
            }
        }
        kept.push(start..bytes.len());
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::question::questions;

    fn document(text: String) -> Document {
        Document::parse(text.into_bytes().into())
    }

    #[test]
    fn an_excerpt_keeps_the_host_and_every_unusual_entry() {
        let line = |host: &str| format!("machine {host} login me password pw\n");
        let text = line("a.test") + "# note\n" + &line("b.test") + &line("c.test").repeat(300);
        let document = document(text + &line("A.test"));
        let questions = questions(&document, &[]);
        let excerpts = Excerpts::new(
            &document,
            questions.iter().filter(|question| question.entry != 1),
        );
        let excerpt = excerpts.around(&questions[0]);
        let expected = line("a.test") + "# note\n" + &line("b.test") + &line("A.test");
        assert_eq!(str::from_utf8(&excerpt), Ok(expected.as_str()));
    }

    #[test]
    fn a_small_document_is_its_own_excerpt() {
        let text = "machine a.test login me password pw\nmachine b.test login me password pw\n";
        let document = document(text.to_owned());
        let questions = questions(&document, &[]);
        let excerpts = Excerpts::new(&document, questions.iter());
        assert_eq!(str::from_utf8(&excerpts.around(&questions[0])), Ok(text));
    }
}
