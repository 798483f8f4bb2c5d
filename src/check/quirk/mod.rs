//! Describes each quirk, its fix, and the readers that it harms.
//!
//! A new quirk takes three steps: a name in `netrc/quirk.rs`, a row in `table.rs`, and code that
//! finds it, in the parser or in `find.rs`. Which readers it harms follows from their models.

mod find;
mod harm;
mod sample;
mod table;

use std::fmt;

pub(crate) use find::find_quirks;
pub use harm::{Harm, Outcome};
use table::{COUNT, Row, TABLE};

use crate::netrc::Quirk;

impl Quirk {
    /// All quirks, in the order of the table.
    pub const ALL: [Self; COUNT] = {
        let mut all = [Self::ByteOrderMark; COUNT];
        let mut at = 0;
        while at < COUNT {
            all[at] = TABLE[at].quirk;
            at += 1;
        }
        all
    };

    /// Returns an instruction that removes the quirk, such as "quote the value".
    pub fn fix(self) -> &'static str {
        self.row().fix
    }

    fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }
}

impl fmt::Display for Quirk {
    /// Describes the quirk in a noun phrase, such as "a backslash outside quotes".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().text)
    }
}
