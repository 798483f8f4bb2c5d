//! The vault's own identity: the file `identity.age`, and the copy that the kernel keeps for a
//! while.

use keyrc_platform::kernel_keys;
use zeroize::Zeroizing;

use crate::store::fault::Fault;
use crate::store::vault::ask::Prompts;
use crate::store::vault::files::{self, Files};
use crate::store::vault::keys::Identities;
use crate::store::vault::seal::{self, AnyIdentity, Unopened};

/// How the identities of age plugins start.
const PLUGIN: &[u8] = b"AGE-PLUGIN-";

/// The longest text of the vault's own identity, in bytes. It has one key; each further key would
/// be tried on each stanza of a planted vault.
const LONGEST: usize = 1024;

/// The vault's own identity, as its file holds it.
#[derive(PartialEq, Eq)]
pub(super) enum OwnIdentity {
    /// There is none: another program created the vault.
    None,
    /// It is encrypted with a passphrase.
    Passphrase(Vec<u8>),
    /// It is encrypted to identities of the user.
    Identities(Vec<u8>),
}

impl OwnIdentity {
    /// Reads the file of the vault's own identity.
    pub(super) fn read(files: &Files) -> Result<Self, Fault> {
        let Some(found) = files::read_identity(files)? else {
            return Ok(Self::None);
        };
        match seal::has_passphrase(&found.bytes) {
            Ok(true) => Ok(Self::Passphrase(found.bytes)),
            Ok(false) => Ok(Self::Identities(found.bytes)),
            Err(error) => Err(error.at(&files.identity)),
        }
    }

    /// Decrypts it with these identities. Returns `None` if it is encrypted to others, or with a
    /// passphrase.
    pub(super) fn open(
        &self,
        files: &Files,
        identities: &[AnyIdentity],
    ) -> Result<Option<Zeroizing<Vec<u8>>>, Fault> {
        let Self::Identities(sealed) = self else {
            return Ok(None);
        };
        match seal::open(sealed, identities.iter().map(|identity| &**identity as _)) {
            Ok(text) => Ok(Some(text)),
            Err(Unopened::NoMatch) => Ok(None),
            Err(error) => Err(error.at(&files.identity)),
        }
    }
}

/// Returns the identities that the kernel keeps for the vault.
pub(super) fn remembered(files: &Files, prompts: &Prompts) -> Vec<AnyIdentity> {
    let Ok(Some(text)) = kernel_keys::recall(&files.cache_name()) else {
        return Vec::new();
    };
    parse(&text, files, prompts).unwrap_or_default()
}

/// Parses the decrypted text of the vault's own identity. Returns no identities if the text holds
/// none, or one of a plugin: someone who can write to the vault's folder or to the kernel's keys
/// may have put it there to have a program started.
pub(super) fn parse(
    text: &[u8],
    files: &Files,
    prompts: &Prompts,
) -> Result<Vec<AnyIdentity>, Fault> {
    let is_plugin = |window: &[u8]| window.eq_ignore_ascii_case(PLUGIN);
    if text.len() > LONGEST || text.windows(PLUGIN.len()).any(is_plugin) {
        return Ok(Vec::new());
    }
    match Identities::of_age(text, prompts) {
        Some(found) => found.into_identities(&files.identity, prompts),
        None => Ok(Vec::new()),
    }
}
