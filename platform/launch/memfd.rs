//! Files in memory, which a command inherits as open descriptors. Source: memfd_create(2).

use std::ffi::OsStr;
use std::fs::{File, Permissions};
use std::io::{self, Read, Seek, Write};
use std::os::fd::{BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::fs::PermissionsExt;

use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, fcntl_get_seals, memfd_create};
use rustix::io::{Errno, FdFlags, fcntl_getfd, fcntl_setfd};
use zeroize::Zeroizing;

use super::{OrCannot, StepError};

/// Creates an empty file in memory.
pub(super) fn create() -> Result<File, StepError> {
    try_create().or_cannot("make a file in memory")
}

fn try_create() -> io::Result<File> {
    let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
    let created = match memfd_create("netrc", flags | MemfdFlags::NOEXEC_SEAL) {
        // Linux before 6.3 does not know the flag. Later versions may require it (vm.memfd_noexec).
        Err(Errno::INVAL) => memfd_create("netrc", flags),
        created => created,
    };
    let file = File::from(created?);
    // The default mode is 0777, and aria2, tnftp, gem and CPython refuse a netrc that others can
    // read.
    file.set_permissions(Permissions::from_mode(0o600))?;
    Ok(file)
}

/// Writes `bytes` to an empty file in memory and seals it, so that no process can change it.
pub(super) fn write_sealed(mut file: File, bytes: &[u8]) -> Result<File, StepError> {
    let mut write = || -> io::Result<()> {
        file.write_all(bytes)?;
        file.rewind()?;
        let seals = SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL;
        fcntl_add_seals(&file, seals)?;
        Ok(())
    };
    write().or_cannot("write a file in memory")?;
    Ok(file)
}

/// Keeps a file open in the program that this process executes next.
pub(super) fn inherit(file: &File) -> Result<(), StepError> {
    let flags = fcntl_getfd(file).map(|flags| flags.difference(FdFlags::CLOEXEC));
    flags
        .and_then(|flags| fcntl_setfd(file, flags))
        .or_cannot("pass a file to the command")
}

/// Returns the sealed file with this descriptor number, which the program that executed this one
/// has passed on.
///
/// Returns `None` if the text is not the number of such a file.
///
/// # Safety
/// No other value of this process may own the descriptor.
pub(super) unsafe fn inherited(number: &OsStr) -> Option<File> {
    let number: RawFd = number.to_str()?.parse().ok().filter(|number| *number > 2)?;
    // SAFETY: the calls below only read its seals and set a flag; they fail if the descriptor is
    // not open.
    let borrowed = unsafe { BorrowedFd::borrow_raw(number) };
    let seals = fcntl_get_seals(borrowed).ok()?;
    if !seals.contains(SealFlags::WRITE | SealFlags::SEAL) {
        return None;
    }
    fcntl_setfd(borrowed, FdFlags::CLOEXEC).ok()?;
    // SAFETY: the descriptor is open, and the caller promises that nothing else owns it.
    Some(unsafe { OwnedFd::from_raw_fd(number) }.into())
}

/// Reads a whole file in memory.
pub(super) fn read(mut file: File) -> io::Result<Zeroizing<Vec<u8>>> {
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(0);
    // Allocate once: a vector that grows leaves copies of the secrets in freed memory.
    let mut bytes = Zeroizing::new(vec![0; length]);
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}
