//! The store that a command line or `KEYRC_STORE` names.

use clap::ValueEnum;

use crate::store::{Kind, Request};

/// Which store to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StoreRequest {
    /// The keyring of the operating system
    #[value(name = "keyring", alias = "os")]
    Os,
    /// The encrypted vault
    Vault,
    /// The store used before, else the keyring if it works, else the vault
    Auto,
}

impl StoreRequest {
    /// Returns the kind of store, or `None` for `auto`.
    pub(crate) fn kind(self) -> Option<Kind> {
        match self {
            Self::Os => Some(Kind::Os),
            Self::Vault => Some(Kind::Vault),
            Self::Auto => None,
        }
    }
}

impl From<StoreRequest> for Request {
    fn from(request: StoreRequest) -> Self {
        request.kind().map_or(Self::Auto, Self::Kind)
    }
}
