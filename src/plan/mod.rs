//! Plans: changes that are not yet made.
//!
//! A plan is made from a document and the content of the stores, without I/O. It can be printed,
//! and never changes. [`apply`](crate::apply) carries it out and reports the outcome.

mod ambiguity;
mod candidate;
mod export;
mod fix;
mod import;
mod questions;
mod reasons;
mod removal;
mod restore;
mod side_effects;

pub use ambiguity::{LoginReading, Reading};
pub use candidate::Candidate;
pub use export::{Export, ExportAction, ExportStep, Note};
pub use fix::{Fix, FixStep, Fixes};
pub use import::{Candidates, Import, ImportAction, ImportStep};
pub use reasons::{ImportSkip, Keep, Skip, Unread};
pub use removal::Removal;
pub use restore::Restore;
pub use side_effects::{Effect, SideEffect};

/// The treatment of an account that has different tokens in the source and in the destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnConflict {
    /// Report a conflict, and change nothing.
    Skip,
    /// Replace the token in the destination.
    Replace,
}
