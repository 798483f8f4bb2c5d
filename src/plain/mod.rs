//! Plain-text files that hold tokens.

mod netrc;

pub use netrc::{NetrcFile, ReadPolicy};
