//! The files of tools: reads them for a plan, carries it out, and restores them.
//!
//! Before a file is changed, a record of the change is written. A process that is
//! killed in between leaves the old file or the new one, and both can be restored.

mod carry_out;
mod examine;
mod links;
mod prepare;
mod record;
mod restore;

use std::path::{Path, PathBuf};

use keyrc_platform::file;
use keyrc_platform::folder::program_file;

use crate::file_fault::FileFault;
use crate::setup::{Refusal, Surroundings, TOOLS, Tool, format::Unreadable};
use crate::tool_fault::ToolFault;

pub use examine::{Condition, examine};
pub use links::{LinkPlace, place_of};
pub use prepare::{ChangedFile, Prepared, prepare};
pub use record::recorded_tools;
pub use restore::{Restored, Restoring, forget, prepare_restoring};

/// The largest configuration file, in bytes.
const LIMIT: u64 = 16 << 20;

/// Where keyrc finds the files of tools, and where it keeps its records.
#[derive(Debug)]
pub struct Machine {
    /// The folders and variables that decide where the files of tools are.
    pub surroundings: Surroundings,
    /// The folder of keyrc's records.
    pub records: PathBuf,
    /// The folders of `PATH`.
    pub path: Vec<PathBuf>,
}

impl Machine {
    /// Returns the tools with a program in `PATH`.
    pub fn installed(&self) -> Vec<&'static Tool> {
        let is_in_path = |program: &str| {
            let file = program_file(program);
            self.path.iter().any(|folder| folder.join(&file).is_file())
        };
        let is_installed = |tool: &&Tool| tool.programs.iter().any(|program| is_in_path(program));
        TOOLS.iter().filter(is_installed).collect()
    }
}

/// Reads a configuration file. A file that does not exist has no text.
fn read(path: &Path) -> Result<Option<String>, ToolFault> {
    let found = file::read_named(path, LIMIT).map_err(|error| ToolFault::file(path, error))?;
    if found.exposure.foreign {
        let path = path.to_owned();
        return Err(FileFault::Foreign { path }.into());
    }
    if found.identity.is_none() {
        return Ok(None);
    }
    match str::from_utf8(&found.bytes) {
        Ok(text) => Ok(Some(text.to_owned())),
        Err(error) => {
            let before = &found.bytes[..error.valid_up_to()];
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            let problem = "not text in UTF-8".to_owned();
            Err(Refusal::in_file(path)(Unreadable { line, problem }).into())
        }
    }
}
