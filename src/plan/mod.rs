//! Changes that are not yet made: what an import, an export or a mending would do, decided before anything is touched.
//!
//! Pure: a plan is made from a document and from what the stores were found to hold, can be printed, and is then carried
//! out by [`apply`](crate::apply).

mod ambiguity;
mod export;
mod import;
mod mend;
mod reasons;
mod side_effects;
mod style;

pub use ambiguity::{LoginReading, Reading};
pub use export::{Export, ExportAction, ExportStep, Note};
pub use import::{Candidates, Import, ImportAction, ImportStep};
pub use mend::{Mend, MendStep, Mended};
pub use reasons::{Leave, Skip, Stay, Unread};
pub use side_effects::Bystander;
