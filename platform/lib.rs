//! Everything in keyrc that differs between operating systems.
//!
//! Each function is documented once, here or in a public module; the module picks the file of the
//! system with `cfg_if`. This crate makes no decisions: it performs requests and returns the
//! answers of the system. It does not depend on `keyrc`, and is the only place with `unsafe`,
//! `cfg(target_os)` and system calls.

#[cfg(not(any(target_os = "macos", windows)))] // only calls over D-Bus may block forever
mod deadline;
pub mod file;
pub mod folder;
mod imp;
pub mod kernel_keys;
mod keyring;
pub mod launch;
pub mod link;
pub mod program;
pub mod signals;
mod terminal;

use std::fs::File;
use std::io;

pub use keyring::{
    Health, KEYRING, Keyring, KeyringFault, Opened, Owner, create_collection, health,
    keyring_fault, may_have_keyring, open_keyring, takes_password, unlock, unlock_with_password,
};
pub use terminal::{Terminal, restore as restore_terminal};

/// Protects the memory of this process from other processes of the same user: forbids core dumps
/// and debuggers.
///
/// Ignores errors, and does nothing on Windows.
pub fn harden() {
    imp::harden();
}

/// Returns the numbers of this process and of the process that started it; only the first on
/// Windows.
pub fn process_and_parent() -> Vec<u32> {
    imp::process_and_parent()
}

/// Returns standard input without a buffer. The buffer of [`std::io::stdin`] keeps copies of
/// secrets.
///
/// # Errors
/// The system's error if the process has no standard input.
pub fn stdin() -> io::Result<File> {
    imp::stdin()
}

/// Returns standard output without a buffer. The buffer of [`std::io::stdout`] keeps copies of
/// secrets.
///
/// # Errors
/// The system's error if the process has no standard output.
pub fn stdout() -> io::Result<File> {
    imp::stdout()
}

/// Returns standard error without a buffer.
///
/// # Errors
/// The system's error if the process has no standard error.
pub fn stderr() -> io::Result<File> {
    imp::stderr()
}
