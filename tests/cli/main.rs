//! Every command in process, with a memory store and a private home: arguments, input and output.

// These tests set Unix permissions and links. src/ and tests/netrc have the tests for every system.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(missing_docs, reason = "tests are named as sentences")]

mod accounts;
mod answers;
mod bad_files;
mod bad_input;
mod check;
mod disagreements;
mod explain;
mod export;
mod export_for;
mod fixing;
#[path = "../readers/generated/mod.rs"]
#[allow(dead_code, reason = "the tests of the readers use more of it")]
mod generated;
mod headers;
mod helper;
mod helper_bytes;
mod helper_hostile;
mod helper_items;
mod helper_policy;
mod hints;
mod import_as;
mod import_entries;
mod installed;
mod line_ends;
mod links;
mod login;
mod look;
mod migrate;
mod no_login;
mod outside;
mod passphrase;
mod precedence;
mod redaction;
mod round_trip;
mod scope;
mod setup;
mod setup_git;
mod setup_go;
mod setup_lines;
mod setup_more;
mod setup_shims;
mod shared_files;
mod snapshot;
mod store_faults;
mod stray_text;
mod summary;
mod whole_file;
mod words;
mod world;
