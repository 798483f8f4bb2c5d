//! The record of the vaults that this user accepted. It is outside the vault's folder, so that
//! someone who can write to that folder can replace the vault but not the record.
//!
//! age does not authenticate the sender: anyone who knows a recipient can encrypt a vault to it.
//! But the recipient of the vault's own key is known only to those who opened the vault, since it
//! is written nowhere else. A vault that lists it was written by one of them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use keyrc_platform::file::{self, Wait};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::file_fault::read_guarded;
use crate::store::fault::Fault;
use crate::store::vault::content::Recipients;
use crate::store::vault::keys;
use crate::store::vault_fault::VaultFault;

/// The largest record, in bytes.
const LIMIT: u64 = 1 << 20;

/// How long to wait for another process that writes the record.
const PATIENCE: Duration = Duration::from_secs(30);

/// A vault as a user accepts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// A hash of the recipient of the vault's own key, or of the file if it has no such key: keyrc
    /// never writes a vault without one, so any change of the file is by another program.
    mark: String,
    recipients: Vec<String>,
}

impl Seen {
    /// Describes the vault with this ciphertext and this plain text.
    pub(super) fn of(sealed: &[u8], plain: &[u8]) -> Self {
        let Recipients { own, others } = Recipients::of(plain);
        let mark = match &own {
            Some(own) => hash_of(&[b"own key", own.as_bytes()]),
            None => hash_of(&[b"file", sealed]),
        };
        let mut recipients: Vec<String> = others.iter().map(|text| keys::key_part(text)).collect();
        recipients.sort();
        recipients.dedup();
        Self { mark, recipients }
    }
}

/// What the record says about a vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The user accepted it.
    Accepted,
    /// There is no record for this folder.
    New,
    /// It is another vault than the one that the user accepted.
    Replaced,
    /// It is encrypted to these recipients, which the user did not name.
    Unnamed(Vec<String>),
}

/// The record of the vault in one folder.
#[derive(Clone, Debug)]
pub(super) struct Record {
    /// The file, for each name of the folder. Empty if this user has no folder for records.
    paths: Vec<PathBuf>,
    folder: String,
}

impl Record {
    /// Returns the record in the folder `records` of the vault in `folder`.
    ///
    /// It has the path as it was named and the path without links, so that a link in place of the
    /// folder does not lead to a vault without a record.
    pub(super) fn new(records: Option<&Path>, folder: &Path) -> Self {
        let named = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let real = file::resolve(folder).unwrap_or_else(|_| named.clone());
        let mut names = vec![named];
        if !names.contains(&real) {
            names.push(real);
        }
        let path = |name: &PathBuf| {
            let name = hash_of(&[b"folder", name.as_os_str().as_encoded_bytes()]);
            let name = format!("{}.json", &name[..32]);
            records.map(|records| records.join("vaults").join(name))
        };
        Self {
            paths: names.iter().filter_map(path).collect(),
            folder: folder.to_string_lossy().into_owned(),
        }
    }

    /// Compares a vault with the record.
    pub(super) fn standing(&self, seen: &Seen) -> Result<Standing, Fault> {
        let accepted = self.accepted()?;
        if accepted.is_empty() {
            let unnamed = plugins(seen);
            return Ok(match &unnamed[..] {
                [] => Standing::New,
                _ => Standing::Unnamed(unnamed),
            });
        }
        if accepted.contains(seen) {
            return Ok(Standing::Accepted);
        }
        let same: Vec<&Seen> = accepted
            .iter()
            .filter(|one| one.mark == seen.mark)
            .collect();
        if same.is_empty() {
            return Ok(Standing::Replaced);
        }
        let is_named = |text: &&String| same.iter().any(|one| one.recipients.contains(*text));
        let unnamed = seen.recipients.iter().filter(|text| !is_named(text));
        let unnamed: Vec<String> = unnamed.cloned().collect();
        // Someone who knows the vault removed a recipient.
        if unnamed.is_empty() {
            return Ok(Standing::Accepted);
        }
        Ok(Standing::Unnamed(unnamed))
    }

    /// Returns the recipients that the user accepted.
    pub(super) fn named(&self) -> Result<Vec<String>, Fault> {
        Ok(self
            .accepted()?
            .into_iter()
            .flat_map(|one| one.recipients)
            .collect())
    }

    /// Records the vaults to accept from now on, in place of those before. Does nothing without a
    /// folder for records.
    pub(super) fn accept(&self, all: &[&Seen]) -> Result<(), Fault> {
        let entry = |seen: &&Seen| json!({ "mark": seen.mark, "recipients": seen.recipients });
        let accepted: Vec<Value> = all.iter().map(entry).collect();
        let value = json!({ "folder": self.folder, "accepted": accepted });
        let text = format!("{value:#}\n");
        self.paths
            .iter()
            .try_for_each(|path| write(path, text.as_bytes()))
    }

    fn accepted(&self) -> Result<Vec<Seen>, Fault> {
        let mut accepted = Vec::new();
        for path in &self.paths {
            let found = read_guarded(path, LIMIT)?;
            if found.identity.is_some() {
                accepted.extend(parse(&found.bytes).ok_or_else(|| damaged(path))?);
            }
        }
        Ok(accepted)
    }
}

fn write(path: &Path, text: &[u8]) -> Result<(), Fault> {
    let failed = |error| Fault::file(path, error);
    file::make_folder(path.parent().unwrap_or(path)).map_err(failed)?;
    let real = file::resolve(path).map_err(failed)?;
    let _lock = file::lock(&real, Wait::up_to(PATIENCE)).map_err(failed)?;
    let before = file::identity(&real).map_err(failed)?;
    file::replace(&real, before.as_ref(), text).map_err(failed)
}

fn damaged(path: &Path) -> Fault {
    let path = path.to_owned();
    VaultFault::Damaged { path }.into()
}

fn parse(bytes: &[u8]) -> Option<Vec<Seen>> {
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let entries = value.get("accepted")?.as_array()?;
    entries.iter().map(parse_entry).collect()
}

fn parse_entry(entry: &Value) -> Option<Seen> {
    let recipients = entry.get("recipients")?.as_array()?;
    let recipients = recipients
        .iter()
        .map(|text| text.as_str().map(str::to_owned));
    Some(Seen {
        mark: entry.get("mark")?.as_str()?.to_owned(),
        recipients: recipients.collect::<Option<_>>()?,
    })
}

/// The recipients that need a plugin. Only the user may decide to start one.
fn plugins(seen: &Seen) -> Vec<String> {
    let plugins = seen.recipients.iter().filter(|text| keys::is_plugin(text));
    plugins.cloned().collect()
}

fn hash_of(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"keyrc vault");
    for part in parts {
        hasher.update(b"\0");
        hasher.update(part);
    }
    let bytes = hasher.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
