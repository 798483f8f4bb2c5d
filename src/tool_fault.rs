//! Why a tool is not configured, or its configuration not restored.

use std::fmt;
use std::path::{Path, PathBuf};

use keyrc_platform::file::FileError;

use crate::file_fault::FileFault;
use crate::setup::Refusal;
use crate::text::{masked, shown, visible};

/// Why the files of a tool are unchanged. Contains no bytes of a file.
#[derive(Debug)]
#[non_exhaustive]
pub enum ToolFault {
    /// A file was not read or replaced.
    File(FileFault),
    /// A file is not in the format of the tool, or the request is impossible for it.
    Refused(Refusal),
    /// keyrc's lines in a file changed since it wrote them.
    Changed {
        /// The tool.
        tool: &'static str,
        /// The file.
        path: PathBuf,
        /// The lines that keyrc wrote.
        lines: Vec<String>,
    },
    /// A record of keyrc's own changes is damaged.
    BadRecord {
        /// The record.
        path: PathBuf,
    },
}

impl ToolFault {
    /// Returns the fault of reading, locking or replacing the file at `path`.
    pub(crate) fn file(path: &Path, error: FileError) -> Self {
        Self::File(FileFault::failed(path, error))
    }
}

impl From<FileFault> for ToolFault {
    fn from(fault: FileFault) -> Self {
        Self::File(fault)
    }
}

impl From<Refusal> for ToolFault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl fmt::Display for ToolFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(fault) => fault.fmt(f),
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Changed { path, lines, .. } => {
                write!(f, "{} has changed: keyrc wrote", shown(path))?;
                let lines = lines
                    .iter()
                    .map(|line| format!(" `{}`", visible(&masked(line))));
                f.write_str(&lines.collect::<String>())?;
                f.write_str(", and does not find exactly this any more")
            }
            Self::BadRecord { path } => write!(f, "{} is damaged", shown(path)),
        }
    }
}

impl std::error::Error for ToolFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File(fault) => Some(fault),
            _ => None,
        }
    }
}
