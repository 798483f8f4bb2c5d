//! Arguments that several commands share.

pub(crate) mod account;
pub(crate) mod netrc;
pub(crate) mod readers;
pub(crate) mod store;
