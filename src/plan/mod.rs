//! Changes that are not yet made: what an import or an export would do, decided before anything is touched.
//!
//! Pure: a plan is made from a document and from what the stores were found to hold, can be printed, and is then carried
//! out by [`apply`](crate::apply).

mod export;
mod import;

pub use export::{Export, ExportAction, ExportStep, Note, Skip};
pub use import::{Candidates, Import, ImportAction, ImportStep, Leave};
