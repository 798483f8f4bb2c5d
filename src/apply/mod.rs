//! Carries out plans, and reports the outcome. Every write to a store is read back.

mod copy;
mod import;
mod stored;

pub use copy::{Comparison, Copied, compare, copy, delete_if_same};
pub use import::{ImportOutcome, Stopped, import, look_up, read_back};
