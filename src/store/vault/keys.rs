//! age's identities and recipients, of every kind that age supports.

use std::path::Path;
use std::sync::Arc;

use age::{IdentityFile, Recipient, plugin, scrypt, ssh, tag, tagpq, x25519};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::file_fault::{FileFault, read_guarded};
use crate::store::fault::{Denial, Fault};
use crate::store::vault::ask::Prompts;
use crate::store::vault::seal::{self, AnyIdentity, Unopened};
use crate::store::vault_fault::{VaultFault, public_part};
use crate::text::shown;

/// The largest identity file, in bytes: several hundred keys.
const LIMIT: u64 = 64 << 10;

/// The most recipients that fit into the header of a vault.
pub(super) const MAX_RECIPIENTS: usize = 400;

/// The default cost of scrypt as a power of two: age's own default, 256 MiB and about a second.
pub const WORK: u8 = 18;

/// The highest cost that a file may ask for, 1 GiB: a planted file must not exhaust the machine's
/// memory.
const MAX_WORK: u8 = 20;

/// Parses a recipient as age writes it, or an SSH public key as a `.pub` file has it.
pub(super) fn recipient(
    text: &str,
    prompts: &Prompts,
) -> Result<Box<dyn Recipient + Send>, VaultFault> {
    if let Ok(found) = text.parse::<x25519::Recipient>() {
        return Ok(Box::new(found));
    }
    if let Ok(found) = text.parse::<tag::Recipient>() {
        return Ok(Box::new(found));
    }
    if let Ok(found) = text.parse::<tagpq::Recipient>() {
        return Ok(Box::new(found));
    }
    if let Ok(found) = text.parse::<ssh::Recipient>() {
        return Ok(Box::new(found));
    }
    let bad = |_| VaultFault::BadRecipient {
        text: public_part(text),
    };
    let found: plugin::Recipient = text.parse().map_err(bad)?;
    check_plugin(found.plugin())?;
    let (name, recipients) = (found.plugin(), std::slice::from_ref(&found));
    let plugin = plugin::RecipientPluginV1::new(name, recipients, &[], prompts.clone());
    match plugin {
        Ok(plugin) => Ok(Box::new(plugin)),
        Err(error) => Err(VaultFault::Age(seal::words(&error))),
    }
}

/// Refuses the name of a plugin that could lead out of the folders of PATH. age itself accepts
/// dots.
fn check_plugin(name: &str) -> Result<(), VaultFault> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !name.is_empty() && name.bytes().all(is_plain) {
        return Ok(());
    }
    let name = name.to_owned();
    Err(VaultFault::BadPlugin { name })
}

/// Whether a recipient is one of a plugin, so that encrypting to it starts a program.
pub(super) fn is_plugin(text: &str) -> bool {
    let is_built_in = text.parse::<x25519::Recipient>().is_ok()
        || text.parse::<tag::Recipient>().is_ok()
        || text.parse::<tagpq::Recipient>().is_ok()
        || text.parse::<ssh::Recipient>().is_ok();
    !is_built_in
}

/// Returns the part of a recipient that identifies it, in one spelling: without the comment of an
/// SSH key, and in lower case for age.
pub(super) fn key_part(text: &str) -> String {
    if text.trim_start().starts_with("ssh-") {
        let words: Vec<&str> = text.split_whitespace().take(2).collect();
        words.join(" ")
    } else {
        text.trim().to_ascii_lowercase()
    }
}

/// Parses several recipients, at most [`MAX_RECIPIENTS`].
pub(super) fn recipients<'a>(
    texts: impl IntoIterator<Item = &'a String>,
    prompts: &Prompts,
) -> Result<Vec<Box<dyn Recipient + Send>>, VaultFault> {
    let mut found = Vec::new();
    for text in texts {
        if found.len() == MAX_RECIPIENTS {
            return Err(VaultFault::TooManyRecipients);
        }
        found.push(recipient(text, prompts)?);
    }
    Ok(found)
}

/// The content of an identity file.
pub(super) enum Identities {
    /// Identities of age.
    Age(IdentityFile<Prompts>),
    /// A private key of SSH.
    Ssh(ssh::Identity),
}

impl Identities {
    /// Reads an identity file of age, encrypted with a passphrase or not, or a private key of SSH.
    pub(super) fn read(path: &Path, prompts: &Prompts) -> Result<Self, Fault> {
        let bad = |problem| VaultFault::BadIdentity {
            path: path.to_owned(),
            problem,
        };
        let found = read_guarded(path, LIMIT)?;
        if found.identity.is_none() {
            return Err(FileFault::missing(path).into());
        }
        if let Ok(true) = seal::has_passphrase(&found.bytes) {
            let plain = open_with_passphrase(&found.bytes, Protected::KeyFile(path), prompts)?;
            return Ok(Self::of_age(&plain, prompts).ok_or_else(|| bad("it holds none"))?);
        }
        // Do not trim: age's parser expects the line break at the end of the key.
        let name = path.to_string_lossy().into_owned();
        match ssh::Identity::from_buffer(found.bytes.as_slice(), Some(name)) {
            Ok(ssh::Identity::Unsupported(_)) => {
                Err(bad("this kind of SSH key cannot decrypt").into())
            }
            Ok(key) => Ok(Self::Ssh(key)),
            Err(_) => Ok(Self::of_age(&found.bytes, prompts)
                .ok_or_else(|| bad("it is neither of age nor of SSH"))?),
        }
    }

    /// Parses the text of an identity file of age. Returns `None` if it holds no identity, or one
    /// of a plugin with an unusable name.
    pub(super) fn of_age(text: &[u8], prompts: &Prompts) -> Option<Self> {
        let is_key = |line: &&[u8]| line.starts_with(b"AGE-");
        let keys: Vec<&[u8]> = text.split(|&byte| byte == b'\n').filter(is_key).collect();
        if keys.is_empty() || !keys.into_iter().all(has_usable_plugin) {
            return None;
        }
        let file = IdentityFile::from_buffer(text).ok()?;
        Some(Self::Age(file.with_callbacks(prompts.clone())))
    }

    /// Returns identities that decrypt. Asks for the passphrase of an SSH key if it has one.
    pub(super) fn into_identities(
        self,
        path: &Path,
        prompts: &Prompts,
    ) -> Result<Vec<AnyIdentity>, Fault> {
        match self {
            Self::Age(file) => file
                .into_identities()
                .map(|all| all.into_iter().map(AnyIdentity::from).collect())
                .map_err(|error| VaultFault::Age(seal::words(&error)).into()),
            Self::Ssh(ssh::Identity::Encrypted(key)) => {
                let file = Protected::KeyFile(path);
                let passphrase = prompts.0.passphrase(&file.question())?;
                let _busy = prompts.0.busy("unlocking");
                let key = key
                    .decrypt(passphrase)
                    .map_err(|_| file.wrong_passphrase())?;
                Ok(vec![Arc::new(ssh::Identity::from(key))])
            }
            Self::Ssh(key) => Ok(vec![Arc::new(key)]),
        }
    }

    /// Returns the recipients of the identities, or `None` if only a plugin knows them.
    pub(super) fn recipients(&self) -> Option<Vec<String>> {
        match self {
            Self::Ssh(key) => {
                let recipient = ssh::Recipient::try_from(key.clone()).ok()?;
                Some(vec![recipient.to_string()])
            }
            Self::Age(file) => {
                let mut lines = Vec::new();
                file.write_recipients_file(&mut lines).ok()?;
                let text = String::from_utf8(lines).ok()?;
                Some(text.lines().map(str::to_owned).collect())
            }
        }
    }
}

/// Whether a line of an identity file needs no plugin, or one with a usable name.
fn has_usable_plugin(line: &[u8]) -> bool {
    let text = str::from_utf8(line).unwrap_or_default().trim_end();
    match text.parse::<plugin::Identity>() {
        Ok(found) => check_plugin(found.plugin()).is_ok(),
        Err(_) => true,
    }
}

/// A file that is encrypted with a passphrase.
#[derive(Clone, Copy)]
pub(super) enum Protected<'a> {
    /// The vault's own identity.
    OwnIdentity(&'a Path),
    /// An identity file of the user.
    KeyFile(&'a Path),
}

impl Protected<'_> {
    fn question(self) -> String {
        match self {
            Self::OwnIdentity(_) => "Passphrase of the vault: ".into(),
            Self::KeyFile(path) => format!("Passphrase of {}: ", shown(path)),
        }
    }

    fn wrong_passphrase(self) -> Fault {
        Fault::Denied(match self {
            Self::OwnIdentity(_) => Denial::Passphrase,
            Self::KeyFile(path) => Denial::KeyPassphrase {
                path: path.to_owned(),
            },
        })
    }

    fn path(&self) -> &Path {
        match self {
            Self::OwnIdentity(path) | Self::KeyFile(path) => path,
        }
    }
}

/// Decrypts a file with a passphrase. A user has three tries, as with sudo.
pub(super) fn open_with_passphrase(
    sealed: &[u8],
    file: Protected<'_>,
    prompts: &Prompts,
) -> Result<Zeroizing<Vec<u8>>, Fault> {
    for attempt in 1.. {
        let mut identity = scrypt::Identity::new(prompts.0.passphrase(&file.question())?);
        identity.set_max_work_factor(MAX_WORK);
        let busy = prompts.0.busy("unlocking");
        let opened = seal::open(sealed, std::iter::once(&identity as _));
        drop(busy);
        match opened {
            Ok(plain) => return Ok(plain),
            Err(Unopened::Passphrase) if attempt < 3 && prompts.0.can_answer_again() => {
                prompts.0.tell("wrong passphrase");
            }
            Err(Unopened::Passphrase) => break,
            Err(Unopened::NoMatch) => return Err(Unopened::Damaged.at(file.path())),
            Err(error) => return Err(error.at(file.path())),
        }
    }
    Err(file.wrong_passphrase())
}

/// Encrypts bytes with a passphrase. `work` is the cost of scrypt as a power of two.
pub(super) fn seal_with_passphrase(
    plain: &[u8],
    passphrase: &SecretString,
    work: u8,
) -> Result<Vec<u8>, VaultFault> {
    let mut recipient = scrypt::Recipient::new(passphrase.clone());
    recipient.set_work_factor(work);
    seal::seal(plain, &[Box::new(recipient)])
}

/// Generates an identity. Returns the text of its file, and its recipient.
pub(super) fn generate() -> (Zeroizing<Vec<u8>>, String) {
    let identity = x25519::Identity::generate();
    let text = identity.to_string();
    #[expect(clippy::disallowed_methods, reason = "the caller encrypts it")]
    let text = crate::secret::concat(&[
        b"# the identity of a keyrc vault\n",
        text.expose_secret().as_bytes(),
        b"\n",
    ]);
    (text, identity.to_public().to_string())
}
