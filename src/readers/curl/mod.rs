//! The models of three generations of curl. git and Nix read through libcurl, so the models are
//! theirs, too.

mod cursor;
mod entries;
mod load;
mod scan;

pub(crate) use entries::{CHOICE, entries};
pub(crate) use scan::{scan_7, scan_8};

/// The longest word that curl 8 reads, in bytes. Source: `lib/netrc.c`.
const MAX_WORD: usize = 4095;
