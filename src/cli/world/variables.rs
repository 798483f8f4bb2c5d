//! The environment variables that keyrc reads, once. Tokens in variables are in
//! [`crate::environment`].

use std::collections::BTreeMap;
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;

use crate::cli::args::store::StoreRequest;
use crate::error::Error;
use crate::setup;

/// The longest `KEYRC_TIMEOUT`, in seconds.
const LONGEST_TIMEOUT: u64 = 3600;

/// keyrc's variables at the start of the program. An empty variable counts as unset.
#[derive(Clone, Debug, Default)]
pub struct Variables {
    netrc: Option<OsString>,
    timeout: Option<OsString>,
    store: Option<OsString>,
    identities: Option<OsString>,
    passphrase_file: Option<OsString>,
    credentials_directory: Option<OsString>,
    curl_home: Option<OsString>,
    xdg_config_home: Option<OsString>,
    app_data: Option<OsString>,
    kubernetes_exec_info: Option<OsString>,
    of_tools: BTreeMap<&'static str, OsString>,
}

impl Variables {
    /// Picks keyrc's variables from `all`, pairs of a name and a value.
    pub fn new(all: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let mut variables = Self::default();
        for (name, value) in all {
            if value.is_empty() {
                continue;
            }
            let of_tools = setup::VARIABLES.iter().find(|known| name == **known);
            if let Some(known) = of_tools {
                variables.of_tools.insert(known, value.clone());
            }
            let field = match name.to_str() {
                Some("NETRC") => &mut variables.netrc,
                Some("KEYRC_TIMEOUT") => &mut variables.timeout,
                Some("KEYRC_STORE") => &mut variables.store,
                Some("KEYRC_IDENTITY") => &mut variables.identities,
                Some("KEYRC_PASSPHRASE_FILE") => &mut variables.passphrase_file,
                Some("CREDENTIALS_DIRECTORY") => &mut variables.credentials_directory,
                Some("CURL_HOME") => &mut variables.curl_home,
                Some("XDG_CONFIG_HOME") => &mut variables.xdg_config_home,
                Some("APPDATA") => &mut variables.app_data,
                Some("KUBERNETES_EXEC_INFO") => &mut variables.kubernetes_exec_info,
                _ => continue,
            };
            *field = Some(value);
        }
        variables
    }

    /// Returns the variables of this process.
    pub(super) fn of_process() -> Self {
        Self::new(env::vars_os())
    }

    /// Refuses a `NETRC` that holds the content of a netrc: as a path, it would be shown in messages,
    /// and name a new file.
    ///
    /// # Errors
    /// [`Error::Usage`].
    pub(crate) fn refuse_netrc_content(&self) -> Result<(), Error> {
        match &self.netrc {
            Some(value) if is_netrc_content(value) => Err(Error::Usage {
                problem: "NETRC contains the text of a netrc, not a path",
                instead: "write the netrc to a file, and set NETRC to its path",
            }),
            _ => Ok(()),
        }
    }

    /// Returns `KEYRC_TIMEOUT`: how long to wait for a store.
    ///
    /// # Errors
    /// [`Error::Environment`] unless it is a number of seconds from 1 to 3600.
    pub(super) fn timeout(&self) -> Result<Option<Duration>, Error> {
        let Some(value) = &self.timeout else {
            return Ok(None);
        };
        match value.to_str().and_then(|seconds| seconds.parse().ok()) {
            Some(seconds @ 1..=LONGEST_TIMEOUT) => Ok(Some(Duration::from_secs(seconds))),
            _ => Err(Error::Environment {
                variable: "KEYRC_TIMEOUT".into(),
                problem: "not a number of seconds from 1 to 3600",
                expected: "write a whole number, such as `KEYRC_TIMEOUT=30`",
            }),
        }
    }

    /// Returns `KEYRC_STORE`: the store to use.
    ///
    /// # Errors
    /// [`Error::Environment`] if it does not name a store.
    pub(super) fn store(&self) -> Result<Option<StoreRequest>, Error> {
        let Some(value) = &self.store else {
            return Ok(None);
        };
        let request = value.to_str().and_then(|name| {
            let ignore_case = false;
            StoreRequest::from_str(name, ignore_case).ok()
        });
        match request {
            Some(request) => Ok(Some(request)),
            None => Err(Error::Environment {
                variable: "KEYRC_STORE".into(),
                problem: "not a store",
                expected: "write `keyring`, `vault` or `auto`",
            }),
        }
    }

    /// `KUBERNETES_EXEC_INFO`: the request of kubectl to a credential plugin.
    pub(crate) fn kubernetes_exec_info(&self) -> Option<&str> {
        self.kubernetes_exec_info.as_deref()?.to_str()
    }

    /// The variables of tools that keyrc configures. Leaves out values that are not UTF-8.
    pub(super) fn of_tools(&self) -> BTreeMap<&'static str, String> {
        let all = self.of_tools.iter();
        let texts = all.map(|(name, value)| Some((*name, value.to_str()?.to_owned())));
        texts.flatten().collect()
    }

    /// The folders of `PATH`.
    pub(super) fn path(&self) -> Vec<PathBuf> {
        let path = self.of_tools.get("PATH");
        path.map_or_else(Vec::new, |path| env::split_paths(path).collect())
    }

    /// `KEYRC_IDENTITY`: files of identities that open the vault, separated as in `PATH`.
    pub(super) fn identities(&self) -> Option<Vec<PathBuf>> {
        self.identities
            .as_ref()
            .map(|paths| env::split_paths(paths).collect())
    }

    /// The paths at which some version of curl looks for its configuration file. Source: curl(1),
    /// `-K`, and `src/tool_findfile.c`.
    pub(crate) fn curlrcs(&self, home: Option<&Path>) -> Vec<PathBuf> {
        let variables = [&self.curl_home, &self.xdg_config_home, &self.app_data];
        let variables = variables.into_iter().flatten().map(PathBuf::from);
        let homes = home
            .into_iter()
            .flat_map(|home| [home.to_owned(), home.join(".config")]);
        let folders = variables.chain(homes);
        folders
            .flat_map(|folder| [".curlrc", "_curlrc", "curlrc"].map(|name| folder.join(name)))
            .collect()
    }

    /// `KEYRC_PASSPHRASE_FILE`: the file to read the passphrase of the vault from. It may be a
    /// pipe, such as `/dev/fd/3`.
    ///
    /// If it is unset: the credential `keyrc-passphrase` of a systemd service, if the service has
    /// one (systemd.exec(5), `CREDENTIALS_DIRECTORY`).
    ///
    /// The passphrase itself is never in a variable, where child processes and crash reports would
    /// find it.
    pub(super) fn passphrase_file(&self) -> Option<VariablePath> {
        if let Some(path) = &self.passphrase_file {
            return Some(VariablePath {
                variable: "KEYRC_PASSPHRASE_FILE",
                path: path.into(),
            });
        }
        let folder: &OsStr = self.credentials_directory.as_ref()?;
        let path = PathBuf::from(folder).join("keyrc-passphrase");
        path.exists().then_some(VariablePath {
            variable: "CREDENTIALS_DIRECTORY",
            path,
        })
    }
}

/// The path of a file, and the variable that names it.
#[derive(Clone, Debug)]
pub(super) struct VariablePath {
    pub(super) variable: &'static str,
    pub(super) path: PathBuf,
}

/// Whether a text in place of a path is the content of a netrc: it has a line break, or a keyword
/// and white space after it.
pub(super) fn is_netrc_content(text: &OsStr) -> bool {
    let text = text.to_string_lossy();
    if text.contains(['\n', '\r']) {
        return true;
    }
    let mut words: Vec<&str> = text.split(char::is_whitespace).collect();
    // No white space is after the last word.
    words.pop();
    let is_keyword = |word: &&str| matches!(*word, "machine" | "password" | "passwd");
    words.iter().any(is_keyword)
}
