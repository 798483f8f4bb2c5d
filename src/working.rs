//! The working directory, and the remotes of the git repository in it. They select the account of a
//! host where the settings say so.

mod remotes;

use std::env;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The largest file of a repository that is read, in bytes.
const LIMIT: u64 = 1 << 20;

/// The working directory of a process.
#[derive(Clone, Debug, Default)]
pub struct WorkingDirectory {
    /// The directory; `None` if it is unknown, such as one that was removed.
    pub directory: Option<PathBuf>,
    /// The home of the user, which `~` stands for.
    pub home: Option<PathBuf>,
    /// `GIT_DIR`, which git sets for its helpers: the folder of the repository.
    pub git_directory: Option<PathBuf>,
}

impl WorkingDirectory {
    /// Returns the working directory of this process.
    pub fn of_process() -> Self {
        let git_directory = env::var_os("GIT_DIR").filter(|path| !path.is_empty());
        Self {
            directory: env::current_dir().ok(),
            home: env::home_dir(),
            git_directory: git_directory.map(PathBuf::from),
        }
    }

    /// Returns the number of components of `directory` if the working directory is in it. Resolves
    /// symbolic links in both.
    ///
    /// `~` stands for the home of the user.
    pub fn depth_in(&self, directory: &str) -> Option<usize> {
        let outer = match directory.strip_prefix('~') {
            Some(rest) => self.home.as_ref()?.join(rest.trim_start_matches('/')),
            None => PathBuf::from(directory),
        };
        let outer = fs::canonicalize(outer).ok()?;
        let inner = fs::canonicalize(self.directory.as_ref()?).ok()?;
        inner
            .starts_with(&outer)
            .then(|| outer.components().count())
    }

    /// Returns a directory as the settings name it: its real path, with `~` for the home of the user.
    ///
    /// `None` if it does not exist, or its path is not UTF-8.
    pub fn named(&self, directory: &Path) -> Option<String> {
        let named = self.directory.as_ref()?.join(directory);
        let real = fs::canonicalize(named).ok().filter(|path| path.is_dir())?;
        let home = self
            .home
            .as_ref()
            .and_then(|home| fs::canonicalize(home).ok());
        let below = home.and_then(|home| real.strip_prefix(home).ok().map(Path::to_owned));
        match below {
            Some(below) if below.as_os_str().is_empty() => Some("~".to_owned()),
            Some(below) => Some(format!("~/{}", below.to_str()?)),
            None => real.to_str().map(str::to_owned),
        }
    }

    /// Returns the URLs of the remotes of the repository in the working directory, without a login.
    /// Empty if there is no repository.
    ///
    /// Reads only the file `config` of the repository: no included files, and no `insteadOf`.
    pub fn remotes(&self) -> Vec<String> {
        let Some(repository) = self.repository() else {
            return Vec::new();
        };
        let config = read(&common(&repository).join("config"));
        config.map_or_else(Vec::new, |config| remotes::urls(&config))
    }

    /// Finds the folder of the repository. Source: gitrepository-layout(5).
    fn repository(&self) -> Option<PathBuf> {
        let directory = self.directory.as_ref()?;
        if let Some(path) = &self.git_directory {
            return Some(directory.join(path));
        }
        directory.ancestors().find_map(|folder| {
            let path = folder.join(".git");
            match path.metadata().ok()? {
                found if found.is_dir() => Some(path),
                _ => {
                    // The `.git` of a worktree or a submodule is a file.
                    let text = read(&path)?;
                    let target = text.strip_prefix("gitdir:")?.trim();
                    Some(folder.join(target))
                }
            }
        })
    }
}

/// Returns the folder that has the `config` of a repository: a worktree uses the folder of its main
/// repository.
fn common(repository: &Path) -> PathBuf {
    match read(&repository.join("commondir")) {
        Some(path) => repository.join(path.trim()),
        None => repository.to_owned(),
    }
}

fn read(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    // Opening a pipe would wait for a writer.
    path.metadata().ok().filter(|found| found.is_file())?;
    let file = File::open(path).ok()?;
    file.take(LIMIT).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests;
