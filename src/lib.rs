//! keyrc moves tokens from a netrc into the keyring of the operating system, or into an encrypted
//! vault, and gives them to the tools that read a netrc.
//!
//! Another program can use this library to offer `acme login`: `docs/examples/acme.rs` is such a
//! program. It needs [`store`], and [`lookup`] to find a token in the environment or a netrc too.
//!
//! Credentials flow through the modules in one direction:
//!
//! ```text
//! prompt / stdin / environment ─→ secret ─→ credential ─→ store
//! ~/.netrc ─→ netrc ─→ plan ─→ apply ─→ store                        import, migrate
//! store ─→ plan ─→ netrc ─→ plain                                    export
//! store ─→ plan ─→ exec ─→ a command, which replaces this process    exec
//! ```
//!
//! ```no_run
//! use keyrc::{Account, Secret, store::{Patience, Store}};
//!
//! let store = Store::open(Patience::new(Patience::TOOL))?;
//! let account = Account { host: "api.example.com".parse()?, login: "me".parse()? };
//! store.set(&account, &Secret::new(keyrc::secret::from_bytes(b"token")?))?;
//! let token = store.get(&account)?.token;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![forbid(unsafe_code)]

pub mod config;
pub mod environment;
pub mod lookup;
pub mod netrc;
pub mod secret;
pub mod store;
pub mod working;

mod credential;
mod error;
mod file_fault;
mod host;
mod text;
mod tool_fault;

// Not for other programs: the program and the tests of this package use these modules.
#[doc(hidden)]
pub mod apply;
#[doc(hidden)]
pub mod check;
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod exec;
#[doc(hidden)]
pub mod links;
#[doc(hidden)]
pub mod plain;
#[doc(hidden)]
pub mod plan;
#[doc(hidden)]
pub mod protocol;
#[doc(hidden)]
pub mod readers;
#[doc(hidden)]
pub mod setup;
#[doc(hidden)]
pub mod tool_files;

pub use keyrc_platform as platform;
pub use {keyring_core, zeroize};

pub use credential::{
    Account, BadLogin, HeaderForm, Login, LoginPassword, PortScope, ProtocolScope, Scope, Secret,
    TokenPlace,
};
pub use error::{ByHost, Error, Next, OutOfScope, Place, SelectBy, Side, Unfinished, WiderNetrc};
pub use file_fault::FileFault;
pub use host::{BadHost, Endpoint, Host, Protocol};
/// A secret in memory. See [`secret`] for how to make one.
pub use secrecy::{ExposeSecret, SecretString};
pub use text::escaped;
pub use tool_fault::ToolFault;
