//! Programs on Unix-like systems.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};
use rustix::process::geteuid;

pub(super) fn file_name(name: &str) -> OsString {
    name.into()
}

/// The running program. The link in `/proc` finds it also after its file was replaced.
pub(super) fn this() -> io::Result<PathBuf> {
    let link = Path::new("/proc/self/exe");
    match fs::metadata(link) {
        Ok(_) => Ok(link.to_owned()),
        Err(_) => env::current_exe(),
    }
}

pub(super) fn identity(_path: &Path, found: &Metadata) -> String {
    format!("{:x}:{:x}", found.dev(), found.ino())
}

pub(super) fn is_executable(path: &Path) -> bool {
    access(path, Access::EXEC_OK).is_ok()
}

/// Under `sudo`, SUDO_UID is the user who called it.
pub(super) fn is_of_other_user(home: &OsStr) -> bool {
    let uid = geteuid().as_raw();
    let is_other = |caller: OsString| caller.to_str() != Some(uid.to_string().as_str());
    let owner = fs::metadata(home).map(|home| home.uid());
    env::var_os("SUDO_UID").is_some_and(is_other) || owner.is_ok_and(|owner| owner != uid)
}

pub(super) fn needs_home() -> bool {
    true
}
