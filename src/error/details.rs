//! The parts of errors that are types of their own.

use std::path::PathBuf;

use crate::credential::{Login, Scope};
use crate::error::Error;
use crate::exec::Wider;
use crate::host::{Endpoint, Host};

/// The part of the work of a command that was done before it failed.
#[derive(Debug)]
pub struct Unfinished {
    /// Why it failed.
    pub cause: Error,
    /// The verb for the work, such as `stored`.
    pub verb: &'static str,
    /// How many tokens are done.
    pub done: usize,
    /// How many tokens there are.
    pub total: usize,
    /// The file that was not changed, if the command changes one.
    pub file: Option<PathBuf>,
}

/// A request, and a credential with a scope that does not cover it.
#[derive(Debug)]
pub struct OutOfScope {
    /// The requested place.
    pub endpoint: Endpoint,
    /// The host that the credential is stored for.
    pub host: Host,
    /// The login of the credential, if it is known.
    pub login: Option<Login>,
    /// The scope of the credential.
    pub scope: Scope,
}

/// A token that a netrc would give to more than its scope allows.
#[derive(Debug)]
pub struct WiderNetrc {
    /// The host that the token is stored for.
    pub host: Host,
    /// The login that was requested.
    pub login: Option<Login>,
    /// Why.
    pub why: Wider,
}

/// One side of a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The store.
    Store,
    /// The netrc.
    File,
}

/// How a user selects one of several accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectBy {
    /// By its login.
    Login,
    /// By its login, or by a default login in the settings.
    LoginOrDefault,
}

/// Advice for a netrc with too many quirks, one host at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByHost {
    /// Check a single host.
    Check,
    /// Fix the quirks of each host by hand.
    Fix,
}

/// A file or folder of the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The netrc that tools read.
    Netrc,
    /// The folder of the settings.
    Settings,
    /// The folder of the links by which other programs call keyrc.
    Links,
    /// The folder of the vault.
    Vault,
}

/// Advice for a netrc that tools read in different ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Fix quirks with `check-netrc --fix`.
    Fix,
    /// Check it for fewer tools.
    Narrow,
    /// No further advice: the output has a fix for each entry.
    Nothing,
}
