//! Changes that are not yet made: what an import, an export or a mending would do, decided before anything is touched.
//!
//! Pure: a plan is made from a document and from what the stores were found to hold, can be printed, and is then carried
//! out by [`apply`](crate::apply).

mod ask;
mod bystanders;
mod check;
mod export;
mod forms;
mod import;
mod mend;
mod reading;
mod style;

pub use ask::TooMuch;
pub use bystanders::Bystander;
pub use check::{Cause, EntryCheck, Verdict, View, check};
pub use export::{Export, ExportAction, ExportStep, Note, Skip};
pub use import::{Candidates, Import, ImportAction, ImportStep, Leave, Stay};
pub use mend::{Mend, MendStep, Mended};
pub use reading::{LoginReading, Reading};
pub use style::Unread;
