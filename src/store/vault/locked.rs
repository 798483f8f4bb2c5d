//! A vault that was read and is not decrypted yet.

use std::sync::Arc;

use crate::store::fault::{Absence, Fault};
use crate::store::vault::ask::Prompts;
use crate::store::vault::files::{self, Files, Sealed};
use crate::store::vault::own_identity;
use crate::store::vault::seal::{self, AnyIdentity, Unopened};
use crate::store::vault::{Inner, Opened, Vault};

/// A vault that is not decrypted yet.
pub(super) struct Locked {
    pub(super) files: Files,
    pub(super) prompts: Prompts,
    sealed: Sealed,
}

impl Locked {
    /// Reads the vault, and checks that it is a file of age.
    pub(super) fn read(files: Files, prompts: Prompts) -> Result<Self, Fault> {
        let Some(sealed) = files::read(&files.vault)? else {
            let folder = files.folder;
            return Err(Fault::Absent(Absence::Vault { folder }));
        };
        seal::check(&sealed.bytes).map_err(|error| error.at(&files.vault))?;
        Ok(Self {
            files,
            prompts,
            sealed,
        })
    }

    /// Decrypts the vault with the text of its own identity. Returns `None` if it is encrypted to
    /// others.
    pub(super) fn open_with_text(&self, text: &[u8]) -> Result<Option<Vault>, Fault> {
        self.open(own_identity::parse(text, &self.files, &self.prompts)?)
    }

    /// Decrypts the vault with these identities. Returns `None` if it is encrypted to others.
    pub(super) fn open(&self, identities: Vec<AnyIdentity>) -> Result<Option<Vault>, Fault> {
        let all = identities.iter().map(|identity| &**identity as _);
        match seal::open(&self.sealed.bytes, all) {
            Ok(plain) => {
                let read = Some((self.sealed.identity.clone(), plain));
                let inner = Inner {
                    files: self.files.clone(),
                    prompts: self.prompts.clone(),
                    opened: Opened { identities, read }.into(),
                };
                Ok(Some(Vault(Arc::new(inner))))
            }
            Err(Unopened::NoMatch) => Ok(None),
            Err(error) => Err(error.at(&self.files.vault)),
        }
    }
}
