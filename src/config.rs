//! The settings, in `config.toml`. Changes keep the user's comments and order.
//!
//! ```toml
//! default_host = "api.example.com"   # for a token in KEYRC_TOKEN without a host
//! store = "vault"                    # the store to use: "keyring" or "vault"
//!
//! [logins]
//! "api.example.com" = "me"           # the default account of a host
//!
//! [[account]]                        # the account of a host in a directory, or for a remote
//! host = "git.example.com"
//! login = "me-work"
//! directory = "~/work"
//!
//! [headers]
//! "registry.example.com" = "token {token}"   # the header `Authorization` for a host
//!
//! [vault]
//! identities = ["/home/me/.ssh/id_ed25519"]   # unlock the vault
//! ```

mod account;

use std::path::{Path, PathBuf};
use std::time::Duration;

use keyrc_platform::file::{self, Wait};
use toml_edit::{Array, DocumentMut, Item, Table, value};

use crate::credential::{Account, HeaderForm, Login};
use crate::error::{Error, Place};
use crate::file_fault::read_guarded;
use crate::host::{Endpoint, Host};
use crate::store::Kind;

pub use account::{AccountRule, Conditions};

/// The largest settings file, in bytes.
const LIMIT: u64 = 1 << 20;

/// How long to wait for another process that changes the settings.
const PATIENCE: Duration = Duration::from_secs(30);

/// The settings. A missing file means empty settings.
#[derive(Clone, Debug, Default)]
pub struct Config {
    document: DocumentMut,
    account_rules: Vec<AccountRule>,
}

impl Config {
    /// Reads the settings in `folder`.
    ///
    /// # Errors
    /// [`Error::Config`] with the first invalid line, and [`Error::File`].
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let path = self::path(folder);
        let found = read_guarded(&path, LIMIT)?;
        Self::parse(&found.bytes).map_err(|line| Error::Config { path, line })
    }

    /// Parses the settings. The error is the number of the first bad line, if it is known.
    fn parse(bytes: &[u8]) -> Result<Self, Option<usize>> {
        let text = str::from_utf8(bytes).map_err(|_| None)?;
        let line = |offset: usize| 1 + text[..offset.min(text.len())].matches('\n').count();
        let document: toml_edit::Document<&str> = toml_edit::Document::parse(text)
            .map_err(|error| error.span().map(|span| line(span.start)))?;
        let line_of = |item: &Item| item.span().map(|span| line(span.start));
        let mut account_rules = Vec::new();
        for (key, item) in document.iter() {
            if key == "account" {
                account_rules = account::parse(item, line).map_err(line_of)?;
            } else if let Some(bad) = bad_item(key, item) {
                return Err(line_of(bad));
            }
        }
        Ok(Self {
            document: document.into_mut(),
            account_rules,
        })
    }

    /// The host that a token in `KEYRC_TOKEN` without a host is for.
    pub fn default_host(&self) -> Option<Host> {
        self.document.get("default_host")?.as_str()?.parse().ok()
    }

    /// The default account of a host.
    pub fn default_login(&self, host: &Host) -> Option<Login> {
        let logins = self.document.get("logins")?.as_table_like()?;
        Login::of_text(logins.get(host.as_str())?.as_str()?).ok()
    }

    /// The accounts of hosts in directories and for remotes, in the order of the file.
    pub fn account_rules(&self) -> &[AccountRule] {
        &self.account_rules
    }

    /// The form of the header `Authorization` for an endpoint, if there is one for its host or a
    /// path of it. The longest path wins.
    pub fn header_form(&self, endpoint: &Endpoint) -> Option<HeaderForm> {
        let forms = self.document.get("headers")?.as_table_like()?;
        let names = endpoint.lookup_names();
        let form = names.iter().find_map(|name| forms.get(name.as_str()))?;
        form.as_str()?.parse().ok()
    }

    /// The store to use.
    pub fn store(&self) -> Option<Kind> {
        Kind::from_name(self.document.get("store")?.as_str()?)
    }

    /// The identity files that unlock the vault.
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

    /// Changes or removes the default account of a host in the settings in `folder`.
    ///
    /// # Errors
    /// As [`read`](Self::read), and [`Error::File`] if the file cannot be replaced.
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

    /// Changes or removes the account of a host under some conditions in the settings in `folder`.
    ///
    /// # Errors
    /// As [`set_default_login`](Self::set_default_login).
    pub fn set_account(
        folder: &Path,
        host: &Host,
        login: Option<&Login>,
        conditions: &Conditions,
    ) -> Result<(), Error> {
        Self::change(folder, |document| {
            account::set(document, host, login, conditions)
        })
    }

    /// Makes each account the default of its host in the settings in `folder`, unless the host has
    /// a default account.
    ///
    /// # Errors
    /// As [`set_default_login`](Self::set_default_login).
    pub(crate) fn add_default_logins(folder: &Path, accounts: &[Account]) -> Result<(), Error> {
        Self::change(folder, |document| {
            let logins = document
                .entry("logins")
                .or_insert(Item::Table(Table::new()))
                .as_table_like_mut()?;
            for Account { host, login } in accounts {
                logins
                    .entry(host.as_str())
                    .or_insert_with(|| value(login.as_str()));
            }
            Some(())
        })
    }

    /// Changes the store to use; `None` forgets it, so that each command chooses.
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

    /// Changes the identity files that unlock the vault.
    ///
    /// The paths must be valid UTF-8, else this fails with [`Error::Config`].
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

    /// Edits the settings in `folder` under a lock. `edit` returns `None` if it cannot apply.
    fn change(
        folder: &Path,
        edit: impl FnOnce(&mut DocumentMut) -> Option<()>,
    ) -> Result<(), Error> {
        let path = self::path(folder);
        let failed = |error| Error::file(&path, error);
        file::make_folder(folder).map_err(failed)?;
        let real = file::resolve(&path).map_err(failed)?;
        let _lock = file::lock(&real, Wait::up_to(PATIENCE)).map_err(failed)?;
        let found = read_guarded(&path, LIMIT)?;
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

/// Returns the invalid part of a setting.
fn bad_item<'a>(key: &str, item: &'a Item) -> Option<&'a Item> {
    let is_valid = match key {
        "default_host" => is_host(item),
        "store" => item
            .as_str()
            .is_some_and(|name| Kind::from_name(name).is_some()),
        "vault" => return bad_entry(item, |key, paths| key == "identities" && are_paths(paths)),
        "logins" => return bad_entry(item, is_login_of),
        "headers" => return bad_entry(item, is_form_of),
        _ => false,
    };
    (!is_valid).then_some(item)
}

/// Returns the first invalid entry of a table, or `item` itself if it is not a table.
fn bad_entry(item: &Item, is_valid: fn(&str, &Item) -> bool) -> Option<&Item> {
    let Some(table) = item.as_table_like() else {
        return Some(item);
    };
    let mut entries = table.iter();
    let (_, bad) = entries.find(|(key, value)| !is_valid(key, value))?;
    Some(bad)
}

fn is_host(item: &Item) -> bool {
    item.as_str()
        .is_some_and(|host| host.parse::<Host>().is_ok())
}

fn are_paths(item: &Item) -> bool {
    let is_path = |item: &toml_edit::Value| item.as_str().is_some_and(|path| !path.is_empty());
    item.as_array()
        .is_some_and(|paths| paths.iter().all(is_path))
}

/// Whether `host` is in the form that is looked up, and `login` is a login.
fn is_login_of(host: &str, login: &Item) -> bool {
    is_canonical(host)
        && login
            .as_str()
            .is_some_and(|login| Login::of_text(login).is_ok())
}

fn is_form_of(host: &str, form: &Item) -> bool {
    let is_form = |form: &str| form.parse::<HeaderForm>().is_ok();
    is_canonical(host) && form.as_str().is_some_and(is_form)
}

fn is_canonical(host: &str) -> bool {
    host.parse::<Host>()
        .is_ok_and(|parsed| parsed.as_str() == host)
}

/// Returns the path of the settings in their folder.
pub fn path(folder: &Path) -> PathBuf {
    folder.join("config.toml")
}

/// Returns the folder of the settings.
///
/// # Errors
/// [`Error::NoPlace`] if this user has no home.
pub fn folder() -> Result<PathBuf, Error> {
    keyrc_platform::folder::config().ok_or(Error::NoPlace(Place::Settings))
}
