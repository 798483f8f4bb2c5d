//! Undoes the recorded changes of a tool.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use keyrc_platform::link;

use crate::setup::{Tool, Undo, undo};
use crate::tool_fault::ToolFault;
use crate::tool_files::carry_out::{exchange, written_lines};
use crate::tool_files::record::{Change, LockedRecord, Record, of_tool, others_have};
use crate::tool_files::{Machine, read};

/// The record of a tool, and the files as they will be. Other processes cannot change the record.
pub struct Restoring {
    tool: &'static Tool,
    locked: LockedRecord,
    files: Texts,
}

/// The old and the new text of each file, by path.
type Texts = BTreeMap<PathBuf, (Option<String>, Option<String>)>;

/// What was restored.
#[derive(Debug, Default)]
pub struct Restored {
    /// The files with their old content.
    pub files: Vec<PathBuf>,
    /// The files, links and folders that were removed.
    pub removed: Vec<PathBuf>,
}

/// Computes the files of a tool without keyrc's changes. Returns `None` if keyrc did not configure
/// the tool.
///
/// # Errors
/// [`ToolFault::Changed`] if keyrc's lines in a file changed.
pub fn prepare_restoring(
    tool: &'static Tool,
    machine: &Machine,
) -> Result<Option<Restoring>, ToolFault> {
    if of_tool(&machine.records, tool)?.changes.is_empty() {
        return Ok(None);
    }
    let locked = LockedRecord::open(&machine.records, tool)?;
    let mut files = Texts::new();
    for change in locked.record.changes.iter().rev() {
        if let Change::Edit {
            path,
            created,
            made,
            undos,
        } = change
        {
            let text = match files.remove(path) {
                Some(text) => text,
                None => {
                    let text = read(path)?;
                    (text.clone(), text)
                }
            };
            let is_missing = |text: &String| !made && !undos.iter().any(|undo| undo.is_in(text));
            let new = match text.1 {
                Some(unchanged) if is_missing(&unchanged) => Some(unchanged),
                text => restored(tool, path, text, undos, *created)?,
            };
            files.insert(path.clone(), (text.0, new));
        }
    }
    files.retain(|_, (old, new)| old != new);
    Ok(Some(Restoring {
        tool,
        locked,
        files,
    }))
}

/// The text of a file without one change. A file that keyrc created is gone if nothing else is in
/// it. A file without the change stays as it is: the process that should make it was killed, or the
/// user removed it.
fn restored(
    tool: &'static Tool,
    path: &Path,
    text: Option<String>,
    undos: &[Undo],
    created: bool,
) -> Result<Option<String>, ToolFault> {
    let Some(text) = text else {
        return Ok(None);
    };
    match undo(&text, undos) {
        Ok(old) if old.is_empty() && created => Ok(None),
        Ok(old) => Ok(Some(old)),
        Err(_) if is_without(&text, undos) => Ok(Some(text)),
        Err(_) => Err(ToolFault::Changed {
            tool: tool.name,
            path: path.to_owned(),
            lines: written_lines(undos),
        }),
    }
}

/// Whether a file has no lines of keyrc.
fn is_without(text: &str, undos: &[Undo]) -> bool {
    !text.contains("keyrc") && !undos.iter().any(|undo| undo.is_in(text))
}

impl Restoring {
    /// What restoring will change: files, links and scripts.
    pub fn expected(&self) -> Restored {
        let mut expected = Restored::default();
        for (path, (_, new)) in &self.files {
            match new {
                Some(_) => expected.files.push(path.clone()),
                None => expected.removed.push(path.clone()),
            }
        }
        for change in &self.locked.record.changes {
            if let Change::Link { path } | Change::Script { path, .. } = change {
                expected.removed.push(path.clone());
            }
        }
        expected
    }

    /// Restores the files, and removes links, scripts and folders that keyrc created.
    ///
    /// # Errors
    /// [`ToolFault`]. The record stays then, so that the same command continues.
    pub fn carry_out(mut self, machine: &Machine) -> Result<Restored, ToolFault> {
        let mut done = Restored::default();
        for (path, (old, new)) in &self.files {
            exchange(path, old.as_deref(), new.as_deref())?;
            match new {
                Some(_) => done.files.push(path.clone()),
                None => done.removed.push(path.clone()),
            }
        }
        let changes = std::mem::take(&mut self.locked.record.changes);
        for change in changes.iter().rev() {
            let removed = match change {
                Change::Link { path } => remove_link(path, self.tool, machine)?,
                Change::Script { path, text } => remove_script(path, text),
                Change::Edit { .. } | Change::Folder { .. } => None,
            };
            done.removed.extend(removed.cloned());
        }
        self.locked.save()?;
        // Release the lock first, because its file is in one of the folders.
        drop(self.locked);
        for change in changes.iter().rev() {
            if let Change::Folder { path } = change {
                // Ignore: it is not empty.
                let _ = fs::remove_dir(path);
            }
        }
        Ok(done)
    }
}

/// Removes a link to keyrc, unless another tool uses it.
fn remove_link<'p>(
    path: &'p PathBuf,
    tool: &Tool,
    machine: &Machine,
) -> Result<Option<&'p PathBuf>, ToolFault> {
    let change = Change::Link { path: path.clone() };
    if others_have(&machine.records, tool, &change)? {
        return Ok(None);
    }
    let program = Path::new(&machine.surroundings.program);
    let is_link = matches!(
        link::state(path, program),
        Ok(link::LinkState::Current
            | link::LinkState::Elsewhere { .. }
            | link::LinkState::Broken { .. })
    );
    Ok((is_link && link::remove(path).is_ok()).then_some(path))
}

/// Removes a script that still has the text that keyrc wrote.
fn remove_script<'p>(path: &'p PathBuf, text: &str) -> Option<&'p PathBuf> {
    let found = read(path).ok()??;
    (found == text && fs::remove_file(path).is_ok()).then_some(path)
}

/// Removes the record of a tool and changes nothing else, for a user who restored its files by hand.
///
/// # Errors
/// [`ToolFault`].
pub fn forget(tool: &'static Tool, machine: &Machine) -> Result<(), ToolFault> {
    let mut locked = LockedRecord::open(&machine.records, tool)?;
    locked.record = Record::default();
    locked.save()
}
