//! Plans fixes: changes to a netrc after which more readers find its entries.
//!
//! Each fix is tried on a copy. It is kept if some reader finds an entry that it did not find
//! before, no reader loses one, and the content of every entry stays the same.

mod entries;
mod fixes;
mod rewrites;
mod trial;

use std::fmt;

use crate::netrc::{Document, Entry, Position};
use crate::readers::Reader;

use crate::check::question::{Budget, TooMuch};
use crate::plan::fix::fixes::{ATTEMPTS, Attempt, Change, FileFix};
use crate::plan::fix::trial::Trial;

pub(super) use fixes::tidy;

/// A kind of fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    /// Removes the byte order mark.
    ByteOrderMark,
    /// Ends the lines with a line feed alone.
    LineEndings,
    /// Replaces the carriage returns that end lines by line feeds.
    LoneReturns,
    /// Removes words that every tool ignores, such as `protocol https`.
    IgnoredWords,
    /// Removes the blank lines before a comment, or the spaces that end the line before it.
    BlankBeforeComment,
    /// Inserts a line with a lone `#` between a quoted value and the comment on the next line.
    CommentAfterQuote,
    /// Adds the empty line that ends a macro.
    MacroEnd,
    /// Moves `default` after all other entries.
    DefaultLast,
    /// Writes an entry one part to a line, with its comments before or after it.
    Entry,
}

impl Fix {
    /// The name of the fix in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "byte_order_mark",
            Self::LineEndings => "line_endings",
            Self::LoneReturns => "lone_returns",
            Self::IgnoredWords => "ignored_words",
            Self::BlankBeforeComment => "blank_before_comment",
            Self::CommentAfterQuote => "comment_after_quote",
            Self::MacroEnd => "macro_end",
            Self::DefaultLast => "default_last",
            Self::Entry => "entry",
        }
    }
}

impl fmt::Display for Fix {
    /// Describes the problem that is fixed, in a noun phrase.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ByteOrderMark => "a byte order mark",
            Self::LineEndings => "Windows line endings",
            Self::LoneReturns => "carriage returns without a line feed",
            Self::IgnoredWords => "words that no tool needs, such as `protocol https`",
            Self::BlankBeforeComment => "a blank line or trailing spaces before a comment",
            Self::CommentAfterQuote => "a comment on the line after a quoted value",
            Self::MacroEnd => "a macro without an empty line at its end",
            Self::DefaultLast => {
                "`default` before other entries, which some tools read instead of them"
            }
            Self::Entry => "the layout of an entry",
        })
    }
}

/// A fix at one place of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixStep {
    /// The kind of fix.
    pub fix: Fix,
    /// The place, in the original file.
    pub position: Position,
}

/// All fixes of a file.
#[derive(Debug)]
pub struct Fixes {
    /// The fixes, in the order in which they are made.
    pub steps: Vec<FixStep>,
    /// The file after all of them.
    pub document: Document,
}

impl Fixes {
    /// Finds the fixes after which some of `readers` find more entries. No reader loses an entry.
    ///
    /// # Errors
    /// [`TooMuch`] if the file has more than 10,000 entries, or is too unusual to ask every reader
    /// about every entry.
    pub fn new(document: &Document, readers: &[&'static Reader]) -> Result<Self, TooMuch> {
        let mut search = Search {
            original: document,
            trial: Trial::new(document, readers)?,
            rewriting: Budget::shorter(),
            fixes: Self {
                steps: Vec::new(),
                document: Document::parse(document.bytes().to_vec().into()),
            },
        };
        // Repeat until nothing improves: one fix can enable another. For example, Python refuses a
        // comment after a quoted value, and a comment after a blank line.
        loop {
            let steps = search.fixes.steps.len();
            for attempt in &ATTEMPTS {
                search.attempt(attempt)?;
            }
            if search.fixes.steps.len() == steps {
                return Ok(search.fixes);
            }
        }
    }
}

/// A search for fixes.
struct Search<'s> {
    original: &'s Document,
    trial: Trial<'s>,
    /// The budget for rewriting entries one by one, in all rounds together.
    rewriting: Budget,
    /// The fixes so far.
    fixes: Fixes,
}

impl Search<'_> {
    fn attempt(&mut self, attempt: &Attempt) -> Result<(), TooMuch> {
        match attempt {
            Attempt::Together(fixes) => self.fix_file(fixes),
            Attempt::Entries => self.rewrite_entries(),
        }
    }

    /// Makes several fixes of the whole file, if readers gain by all of them together.
    fn fix_file(&mut self, together: &[FileFix]) -> Result<(), TooMuch> {
        let mut after = Document::parse(self.fixes.document.bytes().to_vec().into());
        let mut steps = Vec::new();
        for file_fix in together {
            let Some(change) = (file_fix.change)(&after) else {
                return Ok(());
            };
            after = Document::parse(change.edits.finish_alone());
            let original = (file_fix.change)(self.original);
            let places = original.map(|change| change.places).unwrap_or_default();
            steps.extend(places.into_iter().map(|at| FixStep {
                fix: file_fix.fix,
                position: self.original.position(at),
            }));
        }
        self.keep_if_better(after, steps)?;
        Ok(())
    }

    /// Rewrites the entries that gain by it, or otherwise all entries if readers gain by that.
    fn rewrite_entries(&mut self) -> Result<(), TooMuch> {
        let changes = entries::rewrites(&self.fixes.document, &self.trial, &mut self.rewriting);
        let attempts = changes.map(|change| self.finish(change));
        for (after, steps) in attempts {
            if !steps.is_empty() && self.keep_if_better(after, steps)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Makes a change of entries. Its places are indexes of entries.
    fn finish(&self, change: Change<'_>) -> (Document, Vec<FixStep>) {
        let steps = change.places.iter().map(|&entry| FixStep {
            fix: Fix::Entry,
            position: self.original_position(entry),
        });
        let steps = steps.collect();
        (Document::parse(change.edits.finish()), steps)
    }

    /// The position in the original file of an entry of the current one. Only `default` can have
    /// moved.
    fn original_position(&self, entry: usize) -> Position {
        let current = self.fixes.document.entries();
        let mut original = self.original.entries().iter();
        let found = if current[entry].is_default() {
            original.find(|entry| entry.is_default())
        } else {
            let index = current[..entry].iter().filter(is_not_default).count();
            original.filter(is_not_default).nth(index)
        };
        self.original
            .position(found.map_or(0, |entry| entry.range().start))
    }

    fn keep_if_better(&mut self, after: Document, steps: Vec<FixStep>) -> Result<bool, TooMuch> {
        let is_better = self.trial.accepts(&self.fixes.document, &after)?;
        if is_better {
            self.fixes.document = after;
            self.fixes.steps.extend(steps);
        }
        Ok(is_better)
    }
}

fn is_not_default(entry: &&Entry) -> bool {
    !entry.is_default()
}
