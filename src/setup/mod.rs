//! Configures tools to ask keyrc for their credentials. Does no I/O.
//!
//! A [`Tool`] names the files that it reads. Its plan takes their content and the hosts, and returns
//! the changes: [splices](Splice) of files, links and scripts. Every splice can be
//! [undone](undo), so that the file can be restored.

pub mod format;
mod splice;

pub use splice::{Lost, Splice, Undo, apply, undo};
