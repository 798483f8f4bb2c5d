//! Tests the program with a real gnome-keyring on a private D-Bus, and with real tools that read
//! the files it wrote.
//!
//! `tests/run` installs what this needs and runs it; a program that is missing is a failure, never
//! a skipped test. Tests never use the keyring, netrc or home of the person who runs them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(missing_docs, reason = "tests are named as sentences")]

mod accounts;
mod at_once;
mod bus;
mod choice;
mod clients;
mod configparser;
mod contract;
mod doctor;
mod dry_run;
mod examples;
mod exec;
mod fake;
mod fakes;
mod faults;
mod files;
#[path = "../readers/ftp_talk.rs"]
mod ftp_talk;
mod health;
mod hints;
mod hygiene;
mod in_memory;
mod keyrings;
mod late;
mod monitor;
mod once;
mod pages;
mod paths;
mod prompts;
mod pty;
mod races;
mod readers;
mod restored;
mod sandbox;
#[path = "../../docs/examples/tour/server.rs"]
mod server;
mod shims;
mod stopped;
mod store;
mod terminal;
mod unlock;
mod vault;
mod widths;
