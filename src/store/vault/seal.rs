//! age around bytes: sealed for recipients, opened by identities. The format is age-encryption.org/v1.

use std::io::{Read, Write};

use age::armor::ArmoredReader;
use age::{DecryptError, Decryptor, EncryptError, Encryptor, Identity, Recipient};
use zeroize::Zeroizing;

use crate::store::vault::fault::VaultFault;

/// An identity that can be kept and used from any thread.
pub(super) type AnyIdentity = Box<dyn Identity + Send + Sync>;

/// Seals bytes for everyone of `recipients`.
pub(super) fn seal(
    plain: &[u8],
    recipients: &[Box<dyn Recipient + Send>],
) -> Result<Vec<u8>, VaultFault> {
    let everyone = recipients
        .iter()
        .map(|recipient| &**recipient as &dyn Recipient);
    let encryptor = Encryptor::with_recipients(everyone).map_err(|error| match error {
        EncryptError::MissingRecipients => VaultFault::NoRecipients,
        error => VaultFault::Age(words(&error)),
    })?;
    // Ciphertext: a buffer that grows leaves nothing worth having behind.
    let mut sealed = Vec::with_capacity(plain.len() + 4096);
    let written = encryptor.wrap_output(&mut sealed).and_then(|mut output| {
        output.write_all(plain)?;
        output.finish()
    });
    written.map_err(|error| VaultFault::Age(words(&error)))?;
    Ok(sealed)
}

/// Why something sealed was not opened.
#[derive(Debug)]
pub(super) enum Unopened {
    /// It is for other identities.
    NoMatch,
    /// The passphrase is not the one.
    Passphrase,
    /// It was changed or cut short, or never was what it should be.
    Damaged,
    /// Anything else, in the words of age or of one of its plugins.
    Other(String),
}

/// Opens what was sealed, armoured or not.
pub(super) fn open<'a>(
    sealed: &[u8],
    identities: impl Iterator<Item = &'a dyn Identity>,
) -> Result<Zeroizing<Vec<u8>>, Unopened> {
    let mut input = decryptor(sealed)?.decrypt(identities).map_err(why)?;
    // Plaintext is never longer than what it was sealed into; a vector that grew would leave secrets on the heap.
    let mut plain = Zeroizing::new(vec![0; sealed.len()]);
    let mut filled = 0;
    loop {
        // The chunks are authenticated one by one, and the last one says that it is the last.
        match input.read(&mut plain[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(_) => return Err(Unopened::Damaged),
        }
    }
    plain.truncate(filled);
    Ok(plain)
}

/// Whether one of the identities opens it, by its header alone.
pub(super) fn opens<'a>(sealed: &[u8], identities: impl Iterator<Item = &'a dyn Identity>) -> bool {
    decryptor(sealed).is_ok_and(|decryptor| decryptor.decrypt(identities).is_ok())
}

/// Whether its header is one of age.
pub(super) fn check(sealed: &[u8]) -> Result<(), Unopened> {
    decryptor(sealed).map(drop)
}

/// Whether a passphrase opens it.
pub(super) fn wants_passphrase(sealed: &[u8]) -> Result<bool, Unopened> {
    Ok(decryptor(sealed)?.is_scrypt())
}

fn decryptor(sealed: &[u8]) -> Result<Decryptor<Box<dyn Read + '_>>, Unopened> {
    // Armour is only taken off where there is any: it costs a copy of everything.
    let input: Box<dyn Read> = if sealed.starts_with(b"-----") {
        Box::new(ArmoredReader::new(sealed))
    } else {
        Box::new(sealed)
    };
    Decryptor::new(input).map_err(why)
}

fn why(error: DecryptError) -> Unopened {
    match error {
        DecryptError::NoMatchingKeys => Unopened::NoMatch,
        // What age's scrypt makes of a passphrase that does not fit.
        DecryptError::KeyDecryptionFailed | DecryptError::DecryptionFailed => Unopened::Passphrase,
        DecryptError::InvalidHeader
        | DecryptError::InvalidMac
        | DecryptError::UnknownFormat
        | DecryptError::Io(_) => Unopened::Damaged,
        other => Unopened::Other(words(&other)),
    }
}

/// What age says, in one line and without the marks that it puts around names.
pub(super) fn words(error: &dyn std::error::Error) -> String {
    let text = error.to_string();
    text.lines()
        .next()
        .unwrap_or_default()
        .replace(['\u{2068}', '\u{2069}'], "")
}
