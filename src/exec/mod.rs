//! What a command is to be handed, and how: decided before anything is asked or started.
//!
//! Pure: [`targets`] tells from its arguments which hosts it will ask, [`tool`] from its name how it reads a netrc, and
//! [`place`] puts the path of the netrc where the arguments want it.

mod placeholder;
mod tools;
mod urls;

pub use placeholder::place;
pub use tools::{Instead, Tool, tool};
pub use urls::{Target, targets};
