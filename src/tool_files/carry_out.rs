//! Makes the prepared changes of a tool.

use std::path::Path;
use std::time::Duration;

use keyrc_platform::file::{self, FileError, NewMode, Wait};

use crate::file_fault::FileFault;
use crate::links::Links;
use crate::setup::Undo;
use crate::tool_fault::ToolFault;
use crate::tool_files::prepare::{ChangedFile, Prepared};
use crate::tool_files::record::{Change, LockedRecord, others_have};
use crate::tool_files::{LIMIT, Machine, record};

/// How long to wait for another keyrc process that changes the file.
const PATIENCE: Duration = Duration::from_secs(30);

impl Prepared {
    /// Makes the changes. Writes the record of all of them first.
    ///
    /// # Errors
    /// [`ToolFault`], also if a file changed since it was read. Changes that were made by then stay,
    /// and are in the record.
    pub fn carry_out(&self, machine: &Machine) -> Result<(), ToolFault> {
        if self.is_empty() {
            return Ok(());
        }
        // Lists the changes before keyrc creates the folder of the record, because this folder is a
        // change too.
        let changes = self.changes(machine)?;
        let mut locked = LockedRecord::open(&machine.records, self.tool)?;
        let earlier = locked.record.changes.len();
        locked.record.changes.extend(changes);
        locked.record.program = Some(machine.surroundings.program.clone());
        for host in &self.hosts {
            if !locked.record.hosts.contains(host) {
                locked.record.hosts.push(host.clone());
            }
        }
        locked.save()?;
        for path in &self.links {
            link(path, machine)?;
        }
        for (path, text) in &self.scripts {
            write_script(path, text)?;
        }
        for (index, file) in self.files.iter().enumerate() {
            if let Err(fault) = replace(file) {
                // A file that may not be on the disk yet has the new text all the same.
                let first = if is_unsynced(&fault) {
                    index + 1
                } else {
                    index
                };
                let undone: Vec<Change> = self.files[first..].iter().map(edit).collect();
                let mut own = locked.record.changes.split_off(earlier);
                own.retain(|change| !undone.contains(change));
                locked.record.changes.extend(own);
                mark_made(&mut locked.record.changes[earlier..]);
                locked.save()?;
                return Err(fault);
            }
        }
        mark_made(&mut locked.record.changes[earlier..]);
        locked.save()
    }

    fn changes(&self, machine: &Machine) -> Result<Vec<Change>, ToolFault> {
        let mut changes = Vec::new();
        for path in &self.used_links {
            let change = Change::Link { path: path.clone() };
            if others_have(&machine.records, self.tool, &change)? {
                changes.push(change);
            }
        }
        let record = record::path(&machine.records, self.tool);
        let paths = [&record].into_iter().chain(&self.links);
        let paths = paths.chain(self.scripts.iter().map(|(path, _)| path));
        let paths = paths.chain(self.files.iter().map(|file| &file.path));
        for path in paths {
            let mut folders: Vec<&Path> = path.ancestors().skip(1).collect();
            folders.reverse();
            for folder in folders {
                let path = folder.to_owned();
                let change = Change::Folder { path };
                let is_new = !folder.as_os_str().is_empty() && folder.symlink_metadata().is_err();
                // The last tool that needs a folder removes it.
                if !changes.contains(&change)
                    && (is_new || others_have(&machine.records, self.tool, &change)?)
                {
                    changes.push(change);
                }
            }
        }
        let links = self.links.iter().cloned();
        changes.extend(links.map(|path| Change::Link { path }));
        let scripts = self.scripts.iter().cloned();
        changes.extend(scripts.map(|(path, text)| Change::Script { path, text }));
        changes.extend(self.files.iter().map(edit));
        Ok(changes)
    }
}

fn mark_made(changes: &mut [Change]) {
    for change in changes {
        if let Change::Edit { made, .. } = change {
            *made = true;
        }
    }
}

fn is_unsynced(fault: &ToolFault) -> bool {
    matches!(
        fault,
        ToolFault::File(FileFault::Failed {
            error: FileError::Unsynced { .. },
            ..
        })
    )
}

fn edit(file: &ChangedFile) -> Change {
    Change::Edit {
        path: file.path.clone(),
        created: file.old.is_none(),
        made: false,
        undos: file.undos.clone(),
    }
}

fn link(path: &Path, machine: &Machine) -> Result<(), ToolFault> {
    let program = Path::new(&machine.surroundings.program);
    let (Some(folder), Some(name)) = (path.parent(), path.file_stem()) else {
        return Err(ToolFault::file(path, FileError::NotAFile));
    };
    Links::new(folder, program).create(&name.to_string_lossy())?;
    Ok(())
}

fn write_script(path: &Path, text: &str) -> Result<(), ToolFault> {
    let failed = |error| ToolFault::file(path, error);
    file::make_folder(path.parent().unwrap_or(path)).map_err(failed)?;
    let real = file::resolve(path).map_err(failed)?;
    let before = file::identity(&real).map_err(failed)?;
    file::replace_with_mode(&real, before.as_ref(), text.as_bytes(), NewMode::Program)
        .map_err(failed)
}

/// Replaces a file by its new text, if it still has the old one.
fn replace(changed: &ChangedFile) -> Result<(), ToolFault> {
    let old = changed.old.as_deref();
    exchange(&changed.path, old, Some(&changed.new))
}

/// Replaces the content of a file, under a lock, if it is still `old`. `None` is a missing file.
pub(super) fn exchange(path: &Path, old: Option<&str>, new: Option<&str>) -> Result<(), ToolFault> {
    let failed = |error| ToolFault::file(path, error);
    file::make_folder(path.parent().unwrap_or(path)).map_err(failed)?;
    let real = file::resolve(path).map_err(failed)?;
    let _lock = file::lock(&real, Wait::up_to(PATIENCE)).map_err(failed)?;
    let found = file::read(&real, LIMIT).map_err(failed)?;
    let is_old = match old {
        Some(old) => found.identity.is_some() && *found.bytes == *old.as_bytes(),
        None => found.identity.is_none(),
    };
    if !is_old {
        return Err(failed(FileError::Changed));
    }
    let identity = found.identity.as_ref();
    match new {
        Some(new) => file::replace_with_mode(&real, identity, new.as_bytes(), NewMode::Kept),
        None => std::fs::remove_file(&real).map_err(|error| FileError::Io {
            action: "remove it",
            error,
        }),
    }
    .map_err(failed)
}

/// The lines that keyrc wrote with these replacements, for a message.
pub(super) fn written_lines(undos: &[Undo]) -> Vec<String> {
    let lines = undos.iter().flat_map(|undo| undo.inserted.lines());
    let lines = lines.map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}
