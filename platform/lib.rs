//! What differs between operating systems, and nothing else.
//!
//! Each function is described once, here or in the public modules; `cfg_if` picks the file that does the work.
//! This crate decides nothing: it does what it is told, on the system it was built for, and says what it found.
//! It never calls back into `keyrc`, and it is the only place with `unsafe`, `cfg(target_os)` or a system's own calls.

mod deadline;
pub mod file;
pub mod folder;
mod imp;
pub mod kernel_keys;
mod keyring;
pub mod launch;
mod terminal;

use std::fs::File;
use std::io;

pub use keyring::{
    Health, KEYRING, Keyring, KeyringFault, Owner, create_collection, health, keyring_fault, unlock,
};
pub use terminal::Terminal;

/// Keeps other processes of this user from reading this one's memory, where the system can: no core dump, no debugger.
///
/// Best effort: a failure leaves the process as it was. On Windows it does nothing.
pub fn harden() {
    imp::harden();
}

/// Standard input without a buffer: std's own keeps a copy of what passed through it.
///
/// # Errors
/// When the process was started without a standard input.
pub fn stdin() -> io::Result<File> {
    imp::stdin()
}

/// Standard output without a buffer: std's own keeps a copy of what passed through it.
///
/// # Errors
/// When the process was started without a standard output.
pub fn stdout() -> io::Result<File> {
    imp::stdout()
}

/// Standard error without a buffer.
///
/// # Errors
/// When the process was started without a standard error.
pub fn stderr() -> io::Result<File> {
    imp::stderr()
}
