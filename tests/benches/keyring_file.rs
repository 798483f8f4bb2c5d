//! Writes the file of a gnome-keyring collection with any number of items. Adding ten thousand
//! through the daemon takes an hour, because it writes the whole file twice for each item.
//!
//! Source of the format: gnome-keyring's docs/file-format.txt and its pkcs11/secret-store.

use aes::cipher::{BlockEncryptMut, KeyIvInit, block_padding::NoPadding};
use md5::{Digest, Md5};
use sha2::Sha256;

/// Rounds of the key derivation. Few, because the daemon derives the key at each start.
const ROUNDS: u32 = 1000;
const SALT: [u8; 8] = *b"keyrcsal";

/// Returns the bytes of `login.keyring` with one item for each service and user in `names`, all
/// with the same secret.
pub(crate) fn collection(names: &[(String, String)], secret: &str, password: &str) -> Vec<u8> {
    let mut file = b"GnomeKeyring\n\r\0\n\0\0\0\0".to_vec();
    text(&mut file, "Login");
    file.extend([0; 16]); // made and changed, 8 bytes each
    number(&mut file, 0); // flags
    number(&mut file, 0); // lock timeout
    number(&mut file, ROUNDS);
    file.extend(SALT);
    file.extend([0; 16]);
    number(&mut file, names.len() as u32);
    let mut plain = Vec::new();
    for (at, (service, user)) in names.iter().enumerate() {
        let attributes = [
            ("application", "keyrc"),
            ("service", service),
            ("username", user),
        ];
        number(&mut file, at as u32 + 1);
        number(&mut file, 0); // a generic secret
        number(&mut file, attributes.len() as u32);
        for (key, value) in attributes {
            text(&mut file, key);
            number(&mut file, 0);
            text(&mut file, &hex(&Md5::digest(value)));
        }
        text(&mut plain, service);
        text(&mut plain, secret);
        plain.extend([0; 16]);
        number(&mut plain, u32::MAX); // reserved text: none
        plain.extend([0; 16]);
        number(&mut plain, attributes.len() as u32);
        for (key, value) in attributes {
            text(&mut plain, key);
            number(&mut plain, 0);
            text(&mut plain, value);
        }
        number(&mut plain, 0); // no access list
    }
    plain.resize(plain.len().next_multiple_of(16), 0);
    let sum = Md5::digest(&plain);
    let whole = [&sum[..], &plain].concat();
    let sealed = encrypted(&whole, password);
    number(&mut file, sealed.len() as u32);
    file.extend(sealed);
    file
}

fn encrypted(plain: &[u8], password: &str) -> Vec<u8> {
    let mut key = Sha256::digest([password.as_bytes(), &SALT].concat());
    for _ in 1..ROUNDS {
        key = Sha256::digest(key);
    }
    let (key, start) = key.split_at(16);
    cbc::Encryptor::<aes::Aes128>::new(key.into(), start.into())
        .encrypt_padded_vec_mut::<NoPadding>(plain)
}

fn number(file: &mut Vec<u8>, number: u32) {
    file.extend(number.to_be_bytes());
}

fn text(file: &mut Vec<u8>, text: &str) {
    number(file, text.len() as u32);
    file.extend(text.as_bytes());
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
