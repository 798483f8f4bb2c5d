//! A vault that was read and is not decrypted yet.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::store::fault::{Absence, Fault};
use crate::store::vault::ask::Prompts;
use crate::store::vault::files::{self, Files, Sealed};
use crate::store::vault::own_identity::{self, OwnIdentity};
use crate::store::vault::record::Seen;
use crate::store::vault::seal::{self, AnyIdentity, Unopened};
use crate::store::vault::settings::Unlock;
use crate::store::vault::{Inner, Opened, Vault};

/// A vault that is not decrypted yet.
pub(super) struct Locked {
    pub(super) files: Files,
    pub(super) prompts: Prompts,
    unlock: Unlock,
    sealed: Sealed,
    own: OnceCell<OwnIdentity>,
}

impl Locked {
    /// Reads the vault, and checks that it is a file of age.
    pub(super) fn read(unlock: &Unlock) -> Result<Self, Fault> {
        let files = Files::new(&unlock.folder);
        let Some(sealed) = files::read_vault(&files)? else {
            let folder = files.folder;
            return Err(Fault::Absent(Absence::Vault { folder }));
        };
        seal::check(&sealed.bytes).map_err(|error| error.at(&files.vault))?;
        Ok(Self {
            files,
            prompts: Prompts(unlock.ask.clone()),
            unlock: unlock.clone(),
            sealed,
            own: OnceCell::new(),
        })
    }

    /// Returns the vault's own identity. Reads its file at the first call.
    pub(super) fn own(&self) -> Result<&OwnIdentity, Fault> {
        if let Some(own) = self.own.get() {
            return Ok(own);
        }
        let own = OwnIdentity::read(&self.files)?;
        Ok(self.own.get_or_init(|| own))
    }

    /// Whether both files have the bytes that they had for `other`.
    pub(super) fn is_same_as(&self, other: &Self) -> Result<bool, Fault> {
        Ok(self.sealed.bytes == other.sealed.bytes && self.own()? == other.own()?)
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
                let seen = Seen::of(&self.sealed.bytes, &plain);
                let record = self.unlock.record();
                let standing = record.standing(&seen)?;
                let read = Some((self.sealed.identity.clone(), plain));
                let inner = Inner {
                    files: self.files.clone(),
                    unlock: self.unlock.clone(),
                    record,
                    opened: Opened {
                        identities,
                        read,
                        seen,
                        standing,
                    }
                    .into(),
                };
                Ok(Some(Vault(Arc::new(inner))))
            }
            Err(Unopened::NoMatch) => Ok(None),
            Err(error) => Err(error.at(&self.files.vault)),
        }
    }
}
