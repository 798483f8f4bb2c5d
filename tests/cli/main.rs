//! Every command, in process, with a memory store and a private home: what a person types and the bytes they see.

// Permissions and links are those of Unix; what is the same everywhere is tested in src/ and tests/netrc.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(missing_docs, reason = "tests are named as sentences")]

mod answers;
mod bad_input;
mod check;
mod export;
mod export_for;
mod fixing;
mod import_as;
mod login;
mod migrate;
mod passphrase;
mod precedence;
mod redaction;
mod whole_file;
mod world;
