//! Unlocks the default collection of gnome-keyring with a password that keyrc asked for.
//!
//! The Secret Service only unlocks through a window of the service, which a terminal session has
//! not. gnome-keyring has a method of its own, which takes the password as a secret of the session.

use std::time::Duration;

use aes::Aes128;
use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeEncrypt, KeyIvInit};
use hkdf::Hkdf;
use num_bigint::BigUint;
use sha2::Sha256;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zeroize::Zeroizing;

use super::bus::Session;
use crate::deadline::run_with_deadline;
use crate::keyring::KeyringFault;

/// Source: daemon/dbus/org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface.xml of
/// gnome-keyring. PAM and seahorse use it too.
const INTERFACE: &str = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface";

const ALGORITHM: &str = "dh-ietf1024-sha256-aes128-cbc-pkcs7";

/// The prime of the Second Oakley Group, with generator 2. Source: RFC 2409, 6.2, as the Secret
/// Service specification demands for [`ALGORITHM`].
const PRIME: &[u8] = b"FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74\
    020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437\
    4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED\
    EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF";

/// The length of the prime, in bytes.
const PRIME_LENGTH: usize = 128;

/// Whether the service takes a password, as [`crate::takes_password`] describes.
pub(in crate::keyring) fn takes_password(limit: Duration) -> bool {
    let asked = run_with_deadline("introspect", limit, move || {
        Session::open(limit)?.introspection()
    });
    matches!(asked, Some(Ok(interfaces)) if interfaces.contains(INTERFACE))
}

/// Unlocks the default collection, as [`crate::unlock_with_password`] describes.
pub(in crate::keyring) fn unlock_with_password(
    password: &Zeroizing<String>,
    limit: Duration,
) -> Result<(), KeyringFault> {
    let password = password.clone();
    let done = run_with_deadline("unlock", limit, move || unlock(&password, limit));
    done.unwrap_or(Err(KeyringFault::TimedOut { waited: limit }))
}

fn unlock(password: &str, limit: Duration) -> Result<(), KeyringFault> {
    let session = Session::open(limit)?;
    let collection = session
        .default_collection()?
        .ok_or(KeyringFault::NoCollection)?;
    let sealed = seal(&session, password.as_bytes())?;
    let reply = session.call_service_interface(
        INTERFACE,
        "UnlockWithMasterPassword",
        &(&*collection, sealed),
    );
    match reply {
        // gnome-keyring reports a wrong password as org.gnome.keyring.Error.Denied.
        Err(KeyringFault::Denied) => Err(KeyringFault::Locked),
        reply => reply,
    }
}

/// A secret in a call: session, initialization vector, ciphertext, content type.
type Sealed = (OwnedObjectPath, Vec<u8>, Vec<u8>, &'static str);

/// Encrypts a secret for a new session, so that no other program on the bus can read it.
fn seal(session: &Session, secret: &[u8]) -> Result<Sealed, KeyringFault> {
    let prime = BigUint::parse_bytes(PRIME, 16).ok_or(KeyringFault::InvalidReply)?;
    let mut private = Zeroizing::new([0; PRIME_LENGTH]);
    random(&mut *private)?;
    let exponent = BigUint::from_bytes_be(&*private);
    let public = BigUint::from(2_u8).modpow(&exponent, &prime).to_bytes_be();
    let (theirs, path): (OwnedValue, OwnedObjectPath) =
        session.call_service("OpenSession", &(ALGORITHM, Value::from(public)))?;
    let theirs = Vec::<u8>::try_from(theirs).map_err(|_| KeyringFault::InvalidReply)?;
    let shared = BigUint::from_bytes_be(&theirs).modpow(&exponent, &prime);
    let shared = Zeroizing::new(shared.to_bytes_be());
    let mut padded = Zeroizing::new([0; PRIME_LENGTH]);
    padded[PRIME_LENGTH - shared.len()..].copy_from_slice(&shared);
    let mut key = Zeroizing::new([0; 16]);
    Hkdf::<Sha256>::new(None, &*padded)
        .expand(&[], &mut *key)
        .map_err(|error| KeyringFault::Other(error.to_string()))?;
    let mut vector = [0; 16];
    random(&mut vector)?;
    let cipher = cbc::Encryptor::<Aes128>::new((&*key).into(), (&vector).into());
    let sealed = cipher.encrypt_padded_vec::<Pkcs7>(secret);
    Ok((path, vector.to_vec(), sealed, "text/plain"))
}

fn random(bytes: &mut [u8]) -> Result<(), KeyringFault> {
    getrandom::fill(bytes).map_err(|error| KeyringFault::Other(error.to_string()))
}
