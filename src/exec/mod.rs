//! Decides which tokens `exec` gives a command and how, from the command's name and arguments. Does
//! no I/O.
//!
//! [`targets`] finds the hosts that the command will contact, [`curlrc_options`] the options that
//! it reads from a file, [`wider`] whether a netrc would give a token to more than its scope,
//! [`tool`] how the command can be pointed at a netrc, and [`fill_placeholder`] inserts the path of
//! the netrc. [`shim_of`] finds the tool for which keyrc was called by its name.

mod arguments;
mod curlrc;
mod first_argument;
mod mentions;
mod netrc_option;
mod placeholder;
mod reach;
mod requestable;
mod shims;
mod syntax;
mod tools;
mod urls;

pub use curlrc::{config_files, curlrc_options, is_curl, reads_curlrc};
pub use netrc_option::is_curl_without_netrc;
pub use placeholder::{Placeholder, fill_placeholder};
pub use reach::{Wider, wider};
pub use shims::{OwnFile, SHIMS, Shim, shim_of};
pub use tools::{Substitute, Tool, tool};
pub use urls::{BadTarget, Target, targets};
