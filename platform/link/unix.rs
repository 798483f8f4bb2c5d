//! Symbolic links.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;

use super::LinkState;

pub(super) fn state(path: &Path, program: &Path) -> io::Result<LinkState> {
    match fs::symlink_metadata(path) {
        Ok(found) if !found.is_symlink() => return Ok(LinkState::Foreign),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(LinkState::Absent),
        Err(error) => return Err(error),
    }
    let target = fs::read_link(path)?;
    let has_name = target.file_name() == program.file_name();
    Ok(match fs::metadata(path) {
        Ok(found) if is_same(&found, &fs::metadata(program)?) => LinkState::Current,
        Ok(_) if has_name => LinkState::Elsewhere { target },
        Err(_) if has_name => LinkState::Broken { target },
        _ => LinkState::Foreign,
    })
}

fn is_same(a: &Metadata, b: &Metadata) -> bool {
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

pub(super) fn link(path: &Path, program: &Path) -> io::Result<()> {
    symlink(program, path)
}
