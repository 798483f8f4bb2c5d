//! The completion scripts. tests/docs.rs generates them, and fails if they are stale.

pub(crate) const BASH: &str = include_str!("../../docs/completions/keyrc.bash");
pub(crate) const ELVISH: &str = include_str!("../../docs/completions/keyrc.elv");
pub(crate) const FISH: &str = include_str!("../../docs/completions/keyrc.fish");
pub(crate) const POWERSHELL: &str = include_str!("../../docs/completions/_keyrc.ps1");
pub(crate) const ZSH: &str = include_str!("../../docs/completions/_keyrc");
