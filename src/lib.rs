//! keyrc moves tokens from plain-text files into the keyring of the operating system, or into an
//! encrypted vault, and keeps the tools working that read those files.
//!
//! This library contains everything that the commands of the program do. Another program can use it
//! to offer `acme login`: `docs/examples/acme.rs` is such a program.
//!
//! Credentials flow through the modules in one direction, which is a good order to read them in:
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

pub mod apply;
pub mod check;
#[doc(hidden)]
pub mod cli;
pub mod config;
mod credential;
pub mod environment;
mod error;
pub mod exec;
mod file_fault;
mod host;
pub mod lookup;
pub mod netrc;
pub mod plain;
pub mod plan;
pub mod readers;
pub mod secret;
pub mod store;
pub mod text;

pub use keyrc_platform as platform;
pub use {keyring_core, zeroize};

pub use credential::{Account, BadLogin, Login, Secret};
pub use error::Error;
pub use file_fault::FileFault;
pub use host::{BadHost, Host};
/// A secret in memory. See [`secret`] for how to make one.
pub use secrecy::{ExposeSecret, SecretString};
