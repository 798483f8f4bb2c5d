//! keyrc takes tokens out of plain-text files and keeps them in the operating system's keyring, while every tool that used
//! to read those files keeps working.
//!
//! This is the library below the program of the same name: everything that its commands do can be called from here, so
//! that another program can offer `acme login` in a page of code (`docs/examples/acme.rs` is that program).
//!
//! A credential flows one way through the modules, and that is the order to read them in:
//!
//! ```text
//! prompt / stdin / environment ─→ secret ─→ credential ─→ store
//! ~/.netrc ─→ netrc ─→ plan ─→ apply ─→ store                      import, migrate
//! store ─→ plan ─→ netrc: edits ─→ netrc_file                      export
//! store ─→ plan ─→ exec ─→ a command in the place of the program   exec
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
/// The type of a secret in memory, see [`secret`] for how one is made, and what shows it.
pub use secrecy::{ExposeSecret, SecretString};
