//! Files on Windows.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::os::windows::ffi::OsStrExt;
use std::os::windows::fs::MetadataExt;
use std::os::windows::io::FromRawHandle;
use std::path::Path;
use std::ptr;
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};
use windows_sys::Win32::Foundation::{
    GENERIC_READ, GENERIC_WRITE, HANDLE, INVALID_HANDLE_VALUE, LocalFree,
};
use windows_sys::Win32::Security::Authorization::{
    ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1,
};
use windows_sys::Win32::Security::{PSECURITY_DESCRIPTOR, SECURITY_ATTRIBUTES};
use windows_sys::Win32::Storage::FileSystem::{
    CREATE_NEW, CreateFileW, DELETE, FILE_ATTRIBUTE_NORMAL, FILE_SHARE_DELETE, FILE_SHARE_READ,
};

use super::{Exposure, NewMode};

/// An access list for the owner (`OW`) and the system (`SY`) that inherits nothing (`P`). Ends with
/// a NUL.
const OWNER_ONLY: &str = "D:P(A;;FA;;;OW)(A;;FA;;;SY)\0";

/// Identifies a file and its state: two equal identities mean that the file was not changed in
/// between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    size: u64,
    created: u64,
    modified: u64,
}

pub(super) fn identity(metadata: &Metadata) -> Identity {
    Identity {
        size: metadata.file_size(),
        created: metadata.creation_time(),
        modified: metadata.last_write_time(),
    }
}

/// Does nothing: Windows has no signals, and Ctrl-C ends a program with its handler.
#[derive(Debug)]
pub(super) struct RemovedOnSignal(());

impl RemovedOnSignal {
    pub(super) fn new(_path: &Path) -> Self {
        Self(())
    }
}

/// Returns no exposure: a profile folder is private to its owner, and Windows has no permission
/// bits.
pub(super) fn exposure(_metadata: &Metadata) -> Exposure {
    Exposure::default()
}

pub(crate) fn is_foreign(_metadata: &Metadata) -> bool {
    false
}

/// Returns `false`: a named pipe of Windows is not at the path of a file.
pub(super) fn is_pipe(_metadata: &Metadata) -> bool {
    false
}

pub(super) fn open_stream(path: &Path) -> io::Result<File> {
    File::open(path)
}

pub(super) fn wait_for_writer(_pipe: &File, _limit: Duration) -> io::Result<bool> {
    Ok(true)
}

pub(super) fn open_for_reading(path: &Path) -> io::Result<File> {
    File::open(path)
}

pub(super) fn restrict(_file: &File, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// Does nothing: a new file has the access list of its creation, for its owner alone.
pub(super) fn keep_attributes(_path: &Path, _new: &File, _mode: NewMode) -> io::Result<()> {
    Ok(())
}

/// Does nothing: the name of a file decides whether it can be run.
pub(super) fn make_executable(_file: &File) -> io::Result<()> {
    Ok(())
}

pub(super) fn is_made_by_kernel(_path: &Path) -> bool {
    false
}

pub(super) fn others_can_replace_files_in(_folder: &Metadata) -> bool {
    false
}

/// Creates a file that only its owner and the system can open and that is removed when dropped.
pub(crate) fn private_temporary(folder: &Path, prefix: &OsStr) -> io::Result<NamedTempFile> {
    Builder::new()
        .prefix(prefix)
        .make_in(folder, create_private)
}

fn create_private(path: &Path) -> io::Result<File> {
    let sddl: Vec<u16> = OWNER_ONLY.encode_utf16().collect();
    let name: Vec<u16> = path.as_os_str().encode_wide().chain([0]).collect();
    let mut descriptor = ptr::null_mut();
    // SAFETY: the string ends with a NUL, and `descriptor` receives memory that is freed below.
    let converted = unsafe {
        ConvertStringSecurityDescriptorToSecurityDescriptorW(
            sddl.as_ptr(),
            SDDL_REVISION_1,
            &mut descriptor,
            ptr::null_mut(),
        )
    };
    if converted == 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: `name` ends with a NUL, and the conversion has set `descriptor`.
    let handle = unsafe { create_file(&name, descriptor) };
    let error = io::Error::last_os_error();
    // SAFETY: the conversion has allocated the descriptor, and it is not used again.
    unsafe { LocalFree(descriptor) };
    if handle == INVALID_HANDLE_VALUE {
        return Err(error);
    }
    // SAFETY: the handle is open, and nothing else owns it.
    Ok(unsafe { File::from_raw_handle(handle) })
}

/// # Safety
/// `name` must end with a NUL, and `descriptor` must be a valid security descriptor.
unsafe fn create_file(name: &[u16], descriptor: PSECURITY_DESCRIPTOR) -> HANDLE {
    let attributes = SECURITY_ATTRIBUTES {
        nLength: size_of::<SECURITY_ATTRIBUTES>() as u32,
        lpSecurityDescriptor: descriptor,
        bInheritHandle: 0,
    };
    // SAFETY: the caller promises a name with a NUL and a valid descriptor; `attributes` outlives
    // the call.
    unsafe {
        CreateFileW(
            name.as_ptr(),
            GENERIC_READ | GENERIC_WRITE | DELETE,
            FILE_SHARE_READ | FILE_SHARE_DELETE,
            &attributes,
            CREATE_NEW,
            FILE_ATTRIBUTE_NORMAL,
            ptr::null_mut(),
        )
    }
}

/// Does nothing: Windows cannot sync a folder, and NTFS writes renames to its journal in order.
pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
}

/// Returns `true`: lock files are not removed.
pub(super) fn is_linked(_file: &File) -> bool {
    true
}

/// Does nothing: a process that waits for the lock cannot open a lock file that is being deleted.
pub(super) fn remove_lock(_path: &Path) {}
