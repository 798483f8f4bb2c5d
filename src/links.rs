//! The folder of links by which other programs call keyrc: as a credential helper, such as
//! `git-credential-keyrc`, or in place of a tool, such as `curl`.

use std::io;
use std::path::{Path, PathBuf};

use keyrc_platform::file::{self, FileError};
use keyrc_platform::link::{self, LinkState};

use crate::file_fault::FileFault;

/// The folder of links to this program.
#[derive(Clone, Debug)]
pub struct Links {
    folder: PathBuf,
    program: PathBuf,
}

/// The result of creating or removing a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The link was created, replaced or removed.
    Made,
    /// It was not necessary.
    Unnecessary,
}

impl Links {
    /// Returns the links in `folder`, to the program at the absolute path `program`.
    pub fn new(folder: &Path, program: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            program: program.to_owned(),
        }
    }

    /// Returns the links in `folder` to the running program.
    ///
    /// # Errors
    /// [`FileFault::Failed`] if the file of the program was removed or replaced.
    pub fn to_this_program(folder: &Path) -> Result<Self, FileFault> {
        let program = link::program();
        let program =
            program.map_err(|error| failed(Path::new("keyrc"), "find the program", error))?;
        Ok(Self::new(folder, &program))
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the path of the link for `name`, a file name without `.exe`.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(link::file_name(name))
    }

    /// Examines a link.
    ///
    /// # Errors
    /// [`FileFault::Failed`].
    pub fn state(&self, name: &str) -> Result<LinkState, FileFault> {
        let path = self.path(name);
        let state = link::state(&path, &self.program);
        state.map_err(|error| failed(&path, "examine it", error))
    }

    /// Creates a link. Replaces one whose target is missing or another keyrc.
    ///
    /// # Errors
    /// [`FileFault::Failed`]: with [`FileError::NotALink`] if another file has the name, and with
    /// [`FileError::OpenFolder`] if other users can change the folder.
    pub fn create(&self, name: &str) -> Result<Change, FileFault> {
        let path = self.path(name);
        file::make_folder(&self.folder)
            .and_then(|()| file::resolve(&self.folder))
            .and_then(|folder| file::check_folders(&folder.join("link")))
            .map_err(|error| FileFault::failed(&path, error))?;
        match self.state(name)? {
            LinkState::Current => return Ok(Change::Unnecessary),
            LinkState::Foreign => return Err(FileFault::failed(&path, FileError::NotALink)),
            LinkState::Absent | LinkState::Elsewhere { .. } | LinkState::Broken { .. } => {}
        }
        let created = link::create(&path, &self.program);
        created.map_err(|error| failed(&path, "create a link to keyrc", error))?;
        Ok(Change::Made)
    }

    /// Removes a link.
    ///
    /// # Errors
    /// [`FileFault::Failed`]: with [`FileError::NotALink`] if another file has the name.
    pub fn remove(&self, name: &str) -> Result<Change, FileFault> {
        let path = self.path(name);
        match self.state(name)? {
            LinkState::Absent => return Ok(Change::Unnecessary),
            LinkState::Foreign => return Err(FileFault::failed(&path, FileError::NotALink)),
            LinkState::Current | LinkState::Elsewhere { .. } | LinkState::Broken { .. } => {}
        }
        link::remove(&path).map_err(|error| failed(&path, "remove it", error))?;
        Ok(Change::Made)
    }
}

fn failed(path: &Path, action: &'static str, error: io::Error) -> FileFault {
    FileFault::failed(path, FileError::Io { action, error })
}
