//! The machine on which `setup` configures tools.

use std::fs;
use std::path::{Path, PathBuf};

use keyrc_platform::file::FileError;
use keyrc_platform::link;

use crate::cli::world::World;
use crate::error::{Error, Place};
use crate::setup::Surroundings;
use crate::tool_files::Machine;

impl World {
    /// Returns the places of the files of tools, and those of keyrc.
    ///
    /// # Errors
    /// [`Error::NoPlace`] if this user has no home, and [`Error::File`] if the file of the program
    /// was removed or has a name that is not UTF-8.
    pub(crate) fn machine(&self) -> Result<Machine, Error> {
        let missing = || Error::NoPlace(Place::Settings);
        let path = self.variables.path();
        Ok(Machine {
            surroundings: Surroundings {
                home: self.home.clone().ok_or_else(missing)?,
                settings: self.settings_of_programs.clone().ok_or_else(missing)?,
                program: self.own_program(&path)?,
                links: self.links_folder.clone().ok_or_else(missing)?,
                variables: self.variables.of_tools(),
            },
            records: self.state_folder.clone().ok_or_else(missing)?,
            path,
        })
    }

    /// Returns the path of keyrc for the files of tools.
    ///
    /// Prefers the name in a folder of `PATH`: a package manager keeps that name when it replaces
    /// the program by a new version in another folder.
    fn own_program(&self, path: &[PathBuf]) -> Result<String, Error> {
        let bad = |error| Error::file(Path::new("keyrc"), error);
        let action = "find the program";
        let running = match &self.program {
            Some(program) => program.clone(),
            None => link::program().map_err(|error| bad(FileError::Io { action, error }))?,
        };
        let is_running = |found: &PathBuf| {
            found.is_absolute()
                && fs::canonicalize(found).is_ok_and(|found| {
                    fs::canonicalize(&running).is_ok_and(|running| found == running)
                })
        };
        let name = running.file_name().unwrap_or_default();
        let in_path = path.iter().map(|folder| folder.join(name)).find(is_running);
        let program = in_path.unwrap_or(running);
        match program.into_os_string().into_string() {
            Ok(program) => Ok(program),
            Err(_) => Err(Error::Usage {
                problem: "the path of keyrc is not UTF-8, so configuration files cannot name it",
                instead: "install keyrc in another folder",
            }),
        }
    }
}
