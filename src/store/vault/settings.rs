//! The settings for unlocking a vault.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::store::vault::ask::Ask;
use crate::store::vault::record::{Record, Standing};
use crate::text::shown;

/// The settings for unlocking a vault.
#[derive(Clone)]
pub struct Unlock {
    /// The folder of the vault.
    pub folder: PathBuf,
    /// The folder with the records of the vaults that the user accepted. Without it, a replaced
    /// vault goes unnoticed, and plugins cannot be recipients.
    pub records: Option<PathBuf>,
    /// The source of passphrases.
    pub ask: Arc<dyn Ask>,
    /// The identity files of the user.
    pub identities: Vec<PathBuf>,
    /// The environment variable that names these files, if one does.
    pub identity_variable: Option<&'static str>,
    /// How long the kernel keeps the vault's own identity after unlocking. Zero means not at all.
    pub remember: Duration,
}

impl fmt::Debug for Unlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unlock")
            .field("folder", &self.folder)
            .field("identities", &self.identities)
            .finish_non_exhaustive()
    }
}

impl Unlock {
    /// How long the kernel keeps the identity by default: 15 minutes.
    pub const REMEMBER: Duration = Duration::from_secs(15 * 60);

    /// Returns the record of the vault that the user accepted.
    pub(super) fn record(&self) -> Record {
        Record::new(self.records.as_deref(), &self.folder)
    }

    /// Warns of a vault that the user did not accept.
    pub(super) fn announce(&self, standing: &Standing) {
        let folder = shown(&self.folder);
        match standing {
            Standing::Accepted | Standing::New => {}
            Standing::Replaced => self.ask.tell(&format!(
                "the vault in {folder} is not the one that you used before: someone may have replaced it"
            )),
            Standing::Unnamed(recipients) => self.ask.tell(&format!(
                "the vault in {folder} is encrypted to keys that you have not named: {}",
                recipients.join(", ")
            )),
        }
    }
}
