//! Who can open a vault, and whom it is encrypted to: age's identities and recipients, of any kind that age knows.

use std::path::Path;
use std::sync::Arc;

use age::{Callbacks, IdentityFile, Recipient, plugin, scrypt, ssh, tag, tagpq, x25519};
use keyrc_platform::file;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::store::vault::fault::{VaultFault, public_part};
use crate::store::vault::seal::{self, AnyIdentity, Unopened};

/// The largest file of identities, in bytes.
const LIMIT: u64 = 1 << 20;

/// Someone, or something, that knows a passphrase.
pub trait Ask: Send + Sync {
    /// The answer to a question that is not to be shown.
    ///
    /// # Errors
    /// [`VaultFault::Locked`] where there is nobody to ask, [`VaultFault::Interrupted`] where the person gave up.
    fn passphrase(&self, question: &str) -> Result<SecretString, VaultFault>;
    /// The answer of a person to what a plugin asks, not to be shown; `None` where there is no person. Never what a file
    /// says: that is for the vault, and not for every plugin.
    fn secret(&self, _question: &str) -> Option<SecretString> {
        None
    }
    /// The answer to a question that may be shown; `None` where there is nobody to ask.
    fn line(&self, question: &str) -> Option<String>;
    /// Tells the person something.
    fn tell(&self, text: &str);
    /// Whether another question gets another answer: a person may mistype, a file does not.
    fn can_answer_again(&self) -> bool;
}

/// [`Ask`] as age and its plugins want it.
#[derive(Clone)]
pub(super) struct Person(pub(super) Arc<dyn Ask>);

impl Callbacks for Person {
    fn display_message(&self, message: &str) {
        self.0.tell(message);
    }

    fn confirm(&self, message: &str, yes: &str, no: Option<&str>) -> Option<bool> {
        let answer = self
            .0
            .line(&format!("{message} [{yes}/{}]: ", no.unwrap_or("no")))?;
        Some(answer.trim().eq_ignore_ascii_case(yes) || answer.trim().eq_ignore_ascii_case("y"))
    }

    fn request_public_string(&self, description: &str) -> Option<String> {
        self.0.line(&format!("{description}: "))
    }

    fn request_passphrase(&self, description: &str) -> Option<SecretString> {
        self.0.secret(&format!("{description}: "))
    }
}

/// Reads a recipient as age writes it, or the public key of SSH as it is in a `.pub` file.
pub(super) fn recipient(
    text: &str,
    person: &Person,
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
    let found: plugin::Recipient = text
        .parse()
        .map_err(|_| VaultFault::BadRecipient(public_part(text)))?;
    let plugin = plugin::RecipientPluginV1::new(
        found.plugin(),
        std::slice::from_ref(&found),
        &[],
        person.clone(),
    );
    plugin
        .map(|plugin| Box::new(plugin) as _)
        .map_err(|error| VaultFault::Age(seal::words(&error)))
}

/// What a file of identities holds.
pub(super) enum Identities {
    Age(IdentityFile<Person>),
    Ssh(ssh::Identity),
}

impl Identities {
    /// Reads a file: of age, encrypted with a passphrase or not, or a private key of SSH.
    pub(super) fn read(path: &Path, person: &Person) -> Result<Self, VaultFault> {
        let bad = |why: &str| VaultFault::BadIdentity(path.to_owned(), why.to_owned());
        let found = file::read(path, LIMIT)
            .map_err(|error| VaultFault::File(path.to_owned(), error.to_string()))?;
        if found.identity.is_none() {
            return Err(VaultFault::File(path.to_owned(), "no such file".into()));
        }
        if let Ok(true) = seal::wants_passphrase(&found.bytes) {
            let question = format!("Passphrase of {}: ", crate::text::shown(path));
            let plain =
                with_passphrase(&found.bytes, &question, person).map_err(|why| match why {
                    VaultFault::Damaged(_) => bad("it is damaged"),
                    VaultFault::WrongPassphrase => VaultFault::WrongPassphraseOf(path.to_owned()),
                    other => other,
                })?;
            return Self::of_age(&plain, person).ok_or_else(|| bad("there is none in it"));
        }
        // age's reader wants the line break that ends the key.
        match ssh::Identity::from_buffer(
            found.bytes.as_slice(),
            Some(path.to_string_lossy().into_owned()),
        ) {
            Ok(ssh::Identity::Unsupported(_)) => Err(bad("this kind of SSH key cannot decrypt")),
            Ok(key) => Ok(Self::Ssh(key)),
            Err(_) => Self::of_age(&found.bytes, person)
                .ok_or_else(|| bad("neither one of age nor of SSH")),
        }
    }

    /// The identities in the text of an age identity file; `None` where it is none, or empty.
    pub(super) fn of_age(text: &[u8], person: &Person) -> Option<Self> {
        let has_any = text
            .split(|&byte| byte == b'\n')
            .any(|line| line.starts_with(b"AGE-"));
        let file = IdentityFile::from_buffer(text).ok().filter(|_| has_any)?;
        Some(Self::Age(file.with_callbacks(person.clone())))
    }

    /// What opens things. A key of SSH that has a passphrase asks for it now.
    pub(super) fn into_identities(
        self,
        path: &Path,
        person: &Person,
    ) -> Result<Vec<AnyIdentity>, VaultFault> {
        match self {
            Self::Age(file) => file
                .into_identities()
                .map_err(|error| VaultFault::Age(seal::words(&error))),
            Self::Ssh(ssh::Identity::Encrypted(key)) => {
                let question = format!("Passphrase of {}: ", crate::text::shown(path));
                let key = key
                    .decrypt(person.0.passphrase(&question)?)
                    .map_err(|_| VaultFault::WrongPassphraseOf(path.to_owned()))?;
                Ok(vec![Box::new(ssh::Identity::from(key))])
            }
            Self::Ssh(key) => Ok(vec![Box::new(key)]),
        }
    }

    /// The recipients of the identities; `None` where a plugin alone can tell.
    pub(super) fn recipients(&self) -> Option<Vec<String>> {
        match self {
            Self::Ssh(key) => Some(vec![
                ssh::Recipient::try_from(key.clone()).ok()?.to_string(),
            ]),
            Self::Age(file) => {
                let mut lines = Vec::new();
                file.write_recipients_file(&mut lines).ok()?;
                Some(
                    String::from_utf8(lines)
                        .ok()?
                        .lines()
                        .map(str::to_owned)
                        .collect(),
                )
            }
        }
    }
}

/// Opens what a passphrase opens, and lets a person try three times, as sudo does.
pub(super) fn with_passphrase(
    sealed: &[u8],
    question: &str,
    person: &Person,
) -> Result<Zeroizing<Vec<u8>>, VaultFault> {
    for attempt in 1.. {
        let mut identity = scrypt::Identity::new(person.0.passphrase(question)?);
        identity.set_max_work_factor(MAX_WORK);
        match seal::open(sealed, std::iter::once(&identity as _)) {
            Ok(plain) => return Ok(plain),
            Err(Unopened::Passphrase) if attempt < 3 && person.0.can_answer_again() => {
                person.0.tell("this is not the passphrase");
            }
            Err(Unopened::Passphrase) => break,
            Err(Unopened::NoMatch | Unopened::Damaged) => {
                return Err(VaultFault::Damaged(Default::default()));
            }
            Err(Unopened::Other(why)) => return Err(VaultFault::Age(why)),
        }
    }
    Err(VaultFault::WrongPassphrase)
}

/// scrypt's cost as a power of two: what age itself takes, 256 MiB and about a second.
pub const WORK: u8 = 18;

/// The most that a file may ask for, 1 GiB: one that was put in place of ours must not eat the machine.
const MAX_WORK: u8 = 20;

/// Seals bytes with a passphrase.
pub(super) fn seal_with_passphrase(
    plain: &[u8],
    passphrase: &SecretString,
    work: u8,
) -> Result<Vec<u8>, VaultFault> {
    let mut recipient = scrypt::Recipient::new(passphrase.clone());
    recipient.set_work_factor(work);
    seal::seal(plain, &[Box::new(recipient)])
}

/// A new identity: the text of its file, and its recipient.
pub(super) fn generate() -> (Zeroizing<Vec<u8>>, String) {
    let identity = x25519::Identity::generate();
    let text = identity.to_string();
    #[expect(clippy::disallowed_methods, reason = "it is sealed next")]
    let text = crate::secret::concat(&[
        b"# the identity of a keyrc vault\n",
        text.expose_secret().as_bytes(),
        b"\n",
    ]);
    (text, identity.to_public().to_string())
}
