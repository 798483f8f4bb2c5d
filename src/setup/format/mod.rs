//! Lossless edits of the formats of configuration files.
//!
//! Each function takes the text of a file and returns the [splices](crate::setup::Splice) that make
//! a change, in ascending order. It returns none if the file has the requested content already, and
//! touches only bytes that the change needs: it keeps comments, spacing, line ends and a missing
//! final line break. An empty text is a file that does not exist yet.

pub mod hcl;
pub mod ini;
pub mod json;
pub mod toml;

use std::fmt;

/// Why a text cannot be edited. Quotes nothing of the text, which may hold secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, counted from 1.
    pub line: usize,
    /// The problem, in lower case and without a final stop.
    pub problem: String,
}

impl Unreadable {
    /// Returns the problem at a byte offset of a text.
    pub fn at(text: &str, offset: usize, problem: impl Into<String>) -> Self {
        let before = text.as_bytes().iter().take(offset);
        Self {
            line: 1 + before.filter(|byte| **byte == b'\n').count(),
            problem: problem.into(),
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for Unreadable {}
