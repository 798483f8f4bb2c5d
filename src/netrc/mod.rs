//! The netrc document. Every byte outside an edit stays the same.
//!
//! A file is split into words, parsed into entries and quirks, and edited by replacing ranges of
//! bytes. No step does I/O, prints, or fails on any input. A password leaves this module only as a
//! secret or in a buffer that is zeroed.

mod comment;
mod credentials;
mod document;
mod edit;
pub(crate) mod entry;
pub(crate) mod keyword;
pub(crate) mod lex;
pub(crate) mod lines;
mod matching;
mod own;
mod parse;
mod quirk;
mod quote;
mod scan;
mod shown;
mod spacing;
mod stray;
mod style;
mod word;
mod written;

pub(crate) use document::Parts;
pub use document::{Document, Position};
pub use edit::Edits;
pub use entry::Entry;
pub(crate) use entry::is_long_login;
pub use keyword::Keyword;
pub use matching::credentials;
pub(crate) use own::{OwnEntry, own_entries};
pub use quirk::{FoundQuirk, Quirk};
pub use quote::{MAX_VALUE, Quoting, Unwritable};
pub(crate) use quote::{own_text, write};
pub(crate) use stray::StrayWord;
pub use style::{MachineName, Style, Unwritten};
