//! Encryption and decryption of bytes with age. The format is age-encryption.org/v1.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;

use age::{DecryptError, Decryptor, EncryptError, Encryptor, Identity, Recipient};
use zeroize::Zeroizing;

use crate::secret::wipe_stack;
use crate::store::fault::{Denial, Fault};
use crate::store::vault::ciphertext::{Ciphertext, MAX_HEADER, Unusable, header_length};
use crate::store::vault_fault::VaultFault;

/// An identity that can be kept and used from any thread.
pub(super) type AnyIdentity = Arc<dyn Identity + Send + Sync>;

/// Encrypts bytes to every recipient.
pub(super) fn seal(
    plain: &[u8],
    recipients: &[Box<dyn Recipient + Send>],
) -> Result<Vec<u8>, VaultFault> {
    let sealed = encrypt(plain, recipients);
    wipe_stack();
    sealed
}

#[inline(never)]
fn encrypt(plain: &[u8], recipients: &[Box<dyn Recipient + Send>]) -> Result<Vec<u8>, VaultFault> {
    let recipients = recipients
        .iter()
        .map(|recipient| &**recipient as &dyn Recipient);
    let encryptor = Encryptor::with_recipients(recipients).map_err(|error| match error {
        EncryptError::MissingRecipients => VaultFault::NoRecipients,
        error => VaultFault::Age(words(&error)),
    })?;
    // Ciphertext may stay on the heap, so this buffer may grow.
    let mut sealed = Vec::with_capacity(plain.len() + 4096);
    let done = encryptor.wrap_output(&mut sealed).and_then(|mut output| {
        output.write_all(plain)?;
        output.finish()
    });
    done.map_err(|error| VaultFault::Age(words(&error)))?;
    if header_length(&sealed) > MAX_HEADER {
        return Err(VaultFault::TooManyRecipients);
    }
    Ok(sealed)
}

/// Why ciphertext was not decrypted.
#[derive(Debug)]
pub(super) enum Unopened {
    /// It is encrypted to other identities.
    NoMatch,
    /// The passphrase is wrong.
    Passphrase,
    /// It was modified or truncated, or is not ciphertext of age.
    Damaged,
    /// Its header is longer than [`MAX_HEADER`].
    LongHeader,
    /// Anything else, in the words of age or of a plugin.
    Other(String),
}

impl Unopened {
    /// Returns the fault of not decrypting the file at `path`.
    pub(super) fn at(self, path: &Path) -> Fault {
        let path = path.to_owned();
        match self {
            Self::NoMatch => Fault::Denied(Denial::NoIdentity),
            Self::LongHeader => VaultFault::LongHeader { path }.into(),
            Self::Damaged | Self::Passphrase => VaultFault::Damaged { path }.into(),
            Self::Other(problem) => VaultFault::Age(problem).into(),
        }
    }
}

/// Decrypts ciphertext, armored or not.
pub(super) fn open<'a>(
    sealed: &[u8],
    identities: impl Iterator<Item = &'a dyn Identity>,
) -> Result<Zeroizing<Vec<u8>>, Unopened> {
    let plain = decrypt(sealed, identities);
    wipe_stack();
    plain
}

#[inline(never)]
fn decrypt<'a>(
    sealed: &[u8],
    identities: impl Iterator<Item = &'a dyn Identity>,
) -> Result<Zeroizing<Vec<u8>>, Unopened> {
    let mut input = decryptor(sealed)?.decrypt(identities).map_err(unopened)?;
    // The plain text is shorter than its ciphertext. A vector that grows would leave secrets on the
    // heap.
    let mut plain = Zeroizing::new(vec![0; sealed.len()]);
    let mut filled = 0;
    loop {
        // age authenticates each chunk, and marks the last one, so a truncated file is an error
        // here.
        match input.read(&mut plain[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(_) => return Err(Unopened::Damaged),
        }
    }
    plain.truncate(filled);
    Ok(plain)
}

/// Whether one of the identities decrypts the header.
pub(super) fn opens<'a>(sealed: &[u8], identities: impl Iterator<Item = &'a dyn Identity>) -> bool {
    decryptor(sealed).is_ok_and(|decryptor| decryptor.decrypt(identities).is_ok())
}

/// Checks that the bytes start with a header of age.
pub(super) fn check(sealed: &[u8]) -> Result<(), Unopened> {
    decryptor(sealed).map(drop)
}

/// Whether the bytes are encrypted with a passphrase.
pub(super) fn has_passphrase(sealed: &[u8]) -> Result<bool, Unopened> {
    Ok(decryptor(sealed)?.is_scrypt())
}

fn decryptor(sealed: &[u8]) -> Result<Decryptor<Ciphertext<'_>>, Unopened> {
    let input = Ciphertext::of(sealed).map_err(|error| match error {
        Unusable::Armor => Unopened::Damaged,
        Unusable::LongHeader => Unopened::LongHeader,
    })?;
    Decryptor::new_buffered(input).map_err(unopened)
}

fn unopened(error: DecryptError) -> Unopened {
    match error {
        DecryptError::NoMatchingKeys => Unopened::NoMatch,
        // age's scrypt identity returns these for a wrong passphrase.
        DecryptError::KeyDecryptionFailed | DecryptError::DecryptionFailed => Unopened::Passphrase,
        DecryptError::InvalidHeader
        | DecryptError::InvalidMac
        | DecryptError::UnknownFormat
        | DecryptError::Io(_) => Unopened::Damaged,
        other => Unopened::Other(words(&other)),
    }
}

/// Returns the first line of an error of age, without the direction marks that age puts around
/// names.
pub(super) fn words(error: &dyn std::error::Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.replace(['\u{2068}', '\u{2069}'], "")
}
