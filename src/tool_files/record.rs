//! The record of the changes that keyrc made for a tool, in its folder for records. It contains
//! no secret: a secret that a change removes is kept in the store.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use keyrc_platform::file::{self, Lock, Wait};
use serde::{Deserialize, Serialize};

use crate::file_fault::read_guarded;
use crate::setup::{TOOLS, Tool, Undo};
use crate::tool_fault::ToolFault;

/// The largest record, in bytes.
const LIMIT: u64 = 16 << 20;

/// How long to wait for another process that configures the tool.
const PATIENCE: Duration = Duration::from_secs(30);

/// The changes for one tool, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Record {
    /// The program that the files call.
    pub(super) program: Option<String>,
    /// The hosts for which the tool asks keyrc. Empty for every host.
    pub(super) hosts: Vec<String>,
    pub(super) changes: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Change {
    /// A folder was created.
    Folder { path: PathBuf },
    /// The tool uses a link that keyrc created, for this tool or another.
    Link { path: PathBuf },
    /// A script was created.
    Script { path: PathBuf, text: String },
    /// A file was changed.
    Edit {
        path: PathBuf,
        /// Whether the file did not exist before.
        created: bool,
        /// Whether the change was made. Else the process may have been killed before.
        made: bool,
        undos: Vec<Undo>,
    },
}

/// A record that no other process can change.
pub(super) struct LockedRecord {
    path: PathBuf,
    pub(super) record: Record,
    _lock: Lock,
}

impl LockedRecord {
    /// Locks and reads the record of a tool in the folder `records`.
    pub(super) fn open(records: &Path, tool: &Tool) -> Result<Self, ToolFault> {
        let path = path(records, tool);
        let failed = |error| ToolFault::file(&path, error);
        file::make_folder(&folder(records)).map_err(failed)?;
        let real = file::resolve(&path).map_err(failed)?;
        let lock = file::lock(&real, Wait::up_to(PATIENCE)).map_err(failed)?;
        Ok(Self {
            record: read(&path)?,
            path: real,
            _lock: lock,
        })
    }

    /// Writes the record. An empty one is removed.
    pub(super) fn save(&self) -> Result<(), ToolFault> {
        let failed = |error| ToolFault::file(&self.path, error);
        if self.record.changes.is_empty() {
            return match fs::remove_file(&self.path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    let action = "remove it";
                    Err(failed(file::FileError::Io { action, error }))
                }
                _ => Ok(()),
            };
        }
        let damaged = |_| ToolFault::BadRecord {
            path: self.path.clone(),
        };
        let mut text = serde_json::to_vec_pretty(&self.record).map_err(damaged)?;
        text.push(b'\n');
        let before = file::identity(&self.path).map_err(failed)?;
        file::replace(&self.path, before.as_ref(), &text).map_err(failed)
    }
}

fn folder(records: &Path) -> PathBuf {
    records.join("setup")
}

/// Returns the path of the record of a tool.
pub(super) fn path(records: &Path, tool: &Tool) -> PathBuf {
    folder(records).join(format!("{}.json", tool.name))
}

/// Reads the record of a tool without a lock. A missing one is empty.
pub(super) fn of_tool(records: &Path, tool: &Tool) -> Result<Record, ToolFault> {
    read(&path(records, tool))
}

/// Whether the record of another tool has a change.
pub(super) fn others_have(records: &Path, tool: &Tool, change: &Change) -> Result<bool, ToolFault> {
    for other in TOOLS.iter().filter(|other| other.name != tool.name) {
        if of_tool(records, other)?.changes.contains(change) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn read(path: &Path) -> Result<Record, ToolFault> {
    let found = read_guarded(path, LIMIT)?;
    if found.identity.is_none() {
        return Ok(Record::default());
    }
    serde_json::from_slice(&found.bytes).map_err(|_| ToolFault::BadRecord {
        path: path.to_owned(),
    })
}

/// Returns the tools that keyrc configured.
///
/// # Errors
/// [`ToolFault`] if a record is not readable.
pub fn recorded_tools(records: &Path) -> Result<Vec<&'static Tool>, ToolFault> {
    let mut tools = Vec::new();
    for tool in TOOLS {
        if !of_tool(records, tool)?.changes.is_empty() {
            tools.push(tool);
        }
    }
    Ok(tools)
}
