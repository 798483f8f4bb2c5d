//! Plans carried out: what was decided is done, and each store write is read back.

mod copy;
mod import;

pub use copy::{Copied, copy};
pub use import::{import, plan_import, verify};
