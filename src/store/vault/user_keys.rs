//! The identity files of the user. Each is read, and its passphrase asked for, at most once.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::store::fault::Fault;
use crate::store::vault::ask::Prompts;
use crate::store::vault::keys::{self, Identities, Protected};
use crate::store::vault::seal::AnyIdentity;
use crate::store::vault::settings::Unlock;
use crate::store::vault_fault::VaultFault;

/// The identities of the user.
pub(super) struct UserKeys<'a> {
    prompts: Prompts,
    unread: std::slice::Iter<'a, PathBuf>,
    /// The environment variable that names the files, if one does.
    variable: Option<&'static str>,
    read: Vec<Vec<AnyIdentity>>,
    /// The number of files that [`next`](Self::next) returned.
    returned: usize,
    /// The first file that could not be used.
    pub(super) first_fault: Option<Fault>,
    /// The vault's own identity, encrypted and as text.
    own: Option<(Vec<u8>, Zeroizing<Vec<u8>>)>,
}

impl<'a> UserKeys<'a> {
    /// Returns the identities in the files of the user.
    pub(super) fn new(unlock: &'a Unlock, prompts: Prompts) -> Self {
        Self {
            prompts,
            unread: unlock.identities.iter(),
            variable: unlock.identity_variable,
            read: Vec::new(),
            returned: 0,
            first_fault: None,
            own: None,
        }
    }

    /// Starts again with the first file.
    pub(super) fn rewind(&mut self) {
        self.returned = 0;
    }

    /// Returns the identities in the next file that can be used, or `None` after the last file.
    pub(super) fn next(&mut self) -> Result<Option<&[AnyIdentity]>, Fault> {
        while self.read.len() <= self.returned {
            let Some(path) = self.unread.next() else {
                return Ok(None);
            };
            match read_identities(path, self.variable, &self.prompts) {
                Ok(identities) => self.read.push(identities),
                Err(Fault::Interrupted) => return Err(Fault::Interrupted),
                // Another identity may decrypt the vault.
                Err(fault) => _ = self.first_fault.get_or_insert(fault),
            }
        }
        self.returned += 1;
        Ok(self.read.get(self.returned - 1).map(Vec::as_slice))
    }

    /// Returns the identities in all files.
    pub(super) fn all(&mut self) -> Result<Vec<AnyIdentity>, Fault> {
        while self.next()?.is_some() {}
        Ok(self.read.iter().flatten().cloned().collect())
    }

    /// Returns the text of the vault's own identity, which is encrypted with a passphrase. `path`
    /// is its file.
    pub(super) fn own_text(
        &mut self,
        sealed: &[u8],
        path: &Path,
    ) -> Result<Zeroizing<Vec<u8>>, Fault> {
        if let Some((before, text)) = &self.own
            && before == sealed
        {
            return Ok(text.clone());
        }
        let file = Protected::OwnIdentity(path);
        let text = keys::open_with_passphrase(sealed, file, &self.prompts)?;
        self.own = Some((sealed.to_vec(), text.clone()));
        Ok(text)
    }
}

/// Reads an identity file of the user, and asks for its passphrase if it has one.
/// `variable` is the environment variable that names the file, if one does.
pub(super) fn read_identities(
    path: &Path,
    variable: Option<&'static str>,
    prompts: &Prompts,
) -> Result<Vec<AnyIdentity>, Fault> {
    let read = Identities::read(path, prompts).map_err(|fault| match (variable, fault) {
        (Some(variable), Fault::File(fault)) => VaultFault::of_variable(variable, fault).into(),
        (_, fault) => fault,
    });
    read?.into_identities(path, prompts)
}
