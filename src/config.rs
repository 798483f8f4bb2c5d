//! The settings: `config.toml`, read whole and edited in place, so that a person's comments and order stay.
//!
//! ```toml
//! default_host = "api.example.com"   # for a KEYRC_TOKEN that names no host
//! store = "vault"                    # where tokens are kept: "os" or "vault"
//!
//! [logins]
//! "api.example.com" = "me"           # the account to use where a host has several
//!
//! [vault]
//! identities = ["/home/me/.ssh/id_ed25519"]   # what opens the vault, where it has no passphrase
//! ```

use std::path::{Path, PathBuf};
use std::time::Duration;

use keyrc_platform::file;
use toml_edit::{Array, DocumentMut, Item, Table, value};

use crate::credential::Login;
use crate::error::Error;
use crate::host::Host;
use crate::store::Kind;

/// The largest settings that are read, in bytes.
const LIMIT: u64 = 1 << 20;

/// The settings. Those of a file that does not exist are empty.
#[derive(Clone, Debug, Default)]
pub struct Config {
    document: DocumentMut,
}

impl Config {
    /// Reads the settings in `folder`.
    ///
    /// # Errors
    /// [`Error::Config`] with the line where they make no sense, and [`Error::File`].
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let path = self::path(folder);
        let found = file::read(&path, LIMIT).map_err(|error| Error::file(&path, error))?;
        Self::parse(&found.bytes).map_err(|line| Error::Config { path, line })
    }

    fn parse(bytes: &[u8]) -> Result<Self, Option<usize>> {
        let text = str::from_utf8(bytes).map_err(|_| None)?;
        let line = |at: usize| 1 + text[..at.min(text.len())].matches('\n').count();
        let document: toml_edit::Document<&str> = toml_edit::Document::parse(text)
            .map_err(|error| error.span().map(|span| line(span.start)))?;
        let wrong = |item: &Item| Err(item.span().map(|span| line(span.start)));
        for (key, item) in document.iter() {
            match (key, item.as_table_like()) {
                ("default_host", _)
                    if item
                        .as_str()
                        .is_some_and(|host| host.parse::<Host>().is_ok()) => {}
                ("store", _)
                    if item
                        .as_str()
                        .is_some_and(|name| Kind::from_name(name).is_some()) => {}
                ("vault", Some(vault)) => {
                    if let Some((_, bad)) = vault
                        .iter()
                        .find(|&(key, paths)| key != "identities" || !are_paths(paths))
                    {
                        return wrong(bad);
                    }
                }
                ("logins", Some(logins)) => {
                    if let Some((_, bad)) = logins
                        .iter()
                        .find(|&(host, login)| !is_login_of(host, login))
                    {
                        return wrong(bad);
                    }
                }
                _ => return wrong(item),
            }
        }
        Ok(Self {
            document: document.into_mut(),
        })
    }

    /// The host that a `KEYRC_TOKEN` without a host is for.
    pub fn default_host(&self) -> Option<Host> {
        self.document.get("default_host")?.as_str()?.parse().ok()
    }

    /// The account to use where a host has several.
    pub fn default_login(&self, host: &Host) -> Option<Login> {
        self.document
            .get("logins")?
            .as_table_like()?
            .get(host.as_str())?
            .as_str()?
            .parse()
            .ok()
    }

    /// The store that tokens are kept in.
    pub fn store(&self) -> Option<Kind> {
        Kind::from_name(self.document.get("store")?.as_str()?)
    }

    /// The files of the identities that open the vault.
    pub fn identities(&self) -> Vec<PathBuf> {
        let paths = self
            .document
            .get("vault")
            .and_then(|vault| vault.get("identities"))
            .and_then(Item::as_array);
        paths
            .into_iter()
            .flatten()
            .filter_map(|path| path.as_str().map(PathBuf::from))
            .collect()
    }

    /// Changes the account to use in the settings in `folder`, or takes it out; everything else there stays.
    ///
    /// # Errors
    /// As [`read`](Self::read), and when the file cannot be replaced.
    pub fn set_default_login(
        folder: &Path,
        host: &Host,
        login: Option<&Login>,
    ) -> Result<(), Error> {
        Self::change(folder, |document| {
            let logins = document
                .entry("logins")
                .or_insert(Item::Table(Table::new()))
                .as_table_like_mut()?;
            match login {
                Some(login) => _ = logins.insert(host.as_str(), value(login.as_str())),
                None => _ = logins.remove(host.as_str()),
            }
            if logins.is_empty() {
                document.remove("logins");
            }
            Some(())
        })
    }

    /// Changes the store that tokens are kept in, or leaves it to be found out each time.
    ///
    /// # Errors
    /// As [`set_default_login`](Self::set_default_login).
    pub fn set_store(folder: &Path, store: Option<Kind>) -> Result<(), Error> {
        Self::change(folder, |document| {
            match store {
                Some(kind) => _ = document.insert("store", value(kind.name())),
                None => _ = document.remove("store"),
            }
            Some(())
        })
    }

    /// Changes the files of the identities that open the vault; their paths must be text.
    ///
    /// # Errors
    /// As [`set_default_login`](Self::set_default_login).
    pub fn set_identities(folder: &Path, paths: &[PathBuf]) -> Result<(), Error> {
        Self::change(folder, |document| {
            let paths: Option<Array> = paths.iter().map(|path| path.to_str()).collect();
            let vault = document
                .entry("vault")
                .or_insert(Item::Table(Table::new()))
                .as_table_like_mut()?;
            vault.insert("identities", value(paths?));
            Some(())
        })
    }

    /// Replaces the settings in `folder` by what `edit` makes of them, under a lock.
    fn change(
        folder: &Path,
        edit: impl FnOnce(&mut DocumentMut) -> Option<()>,
    ) -> Result<(), Error> {
        let path = self::path(folder);
        let failed = |error| Error::file(&path, error);
        file::make_folder(folder).map_err(failed)?;
        let real = file::resolve(&path).map_err(failed)?;
        let _lock = file::lock(&real, Duration::from_secs(2)).map_err(failed)?;
        let found = file::read(&real, LIMIT).map_err(failed)?;
        let mut config = Self::parse(&found.bytes).map_err(|line| Error::Config {
            path: path.clone(),
            line,
        })?;
        edit(&mut config.document).ok_or_else(|| Error::Config {
            path: path.clone(),
            line: None,
        })?;
        let text = config.document.to_string();
        if text.as_bytes() == found.bytes.as_slice() {
            return Ok(());
        }
        file::replace(&real, found.identity.as_ref(), text.as_bytes()).map_err(failed)
    }
}

fn are_paths(item: &Item) -> bool {
    item.as_array().is_some_and(|paths| {
        paths
            .iter()
            .all(|path| path.as_str().is_some_and(|path| !path.is_empty()))
    })
}

/// Whether a host is spelled as it would be looked up, and the other is a login.
fn is_login_of(host: &str, login: &Item) -> bool {
    host.parse::<Host>()
        .is_ok_and(|found| found.as_str() == host)
        && login
            .as_str()
            .is_some_and(|login| login.parse::<Login>().is_ok())
}

/// Returns the path of the settings in their folder.
pub fn path(folder: &Path) -> PathBuf {
    folder.join("config.toml")
}

/// Returns the folder of the settings.
///
/// # Errors
/// [`Error::NoPlace`] when the system names no home.
pub fn folder() -> Result<PathBuf, Error> {
    keyrc_platform::folder::config().ok_or_else(no_folder)
}

pub(crate) fn no_folder() -> Error {
    Error::NoPlace {
        what: "the settings folder",
        set_by: "KEYRC_CONFIG_DIR",
    }
}
