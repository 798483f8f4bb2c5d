//! Arguments that several commands share.

pub(crate) mod account;
pub(crate) mod netrc;
pub(crate) mod readers;
pub(crate) mod store;
pub(crate) mod tools;

use clap::ValueEnum;

/// How a command prints its result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// For programs; docs/guide.md describes it
    Json,
}
