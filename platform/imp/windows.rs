//! Windows.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::os::windows::ffi::OsStrExt;
use std::os::windows::fs::MetadataExt;
use std::os::windows::io::{AsHandle, FromRawHandle};
use std::path::{Path, PathBuf};
use std::ptr;

use tempfile::{Builder, NamedTempFile};
use windows_sys::Win32::Foundation::{
    GENERIC_READ, GENERIC_WRITE, INVALID_HANDLE_VALUE, LocalFree,
};
use windows_sys::Win32::Security::Authorization::{
    ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1,
};
use windows_sys::Win32::Security::SECURITY_ATTRIBUTES;
use windows_sys::Win32::Storage::FileSystem::{
    CREATE_NEW, CreateFileW, DELETE, FILE_ATTRIBUTE_NORMAL, FILE_SHARE_DELETE, FILE_SHARE_READ,
};

use crate::file::Exposure;

/// Which file it is and in which state: size, time of creation, time of the last change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity(u64, u64, u64);

pub(crate) fn identity(found: &Metadata) -> Identity {
    Identity(
        found.file_size(),
        found.creation_time(),
        found.last_write_time(),
    )
}

/// Not looked at: a profile folder is its owner's by inheritance, and there are no permission bits.
pub(crate) fn exposure(_: &Metadata) -> Exposure {
    Exposure::default()
}

pub(crate) fn is_foreign(_: &Metadata) -> bool {
    false
}

pub(crate) fn open_for_reading(path: &Path) -> io::Result<File> {
    File::open(path)
}

pub(crate) fn restrict(_: &Path) -> io::Result<()> {
    Ok(())
}

pub(crate) fn private_temporary(folder: &Path, prefix: &OsStr) -> io::Result<NamedTempFile> {
    Builder::new()
        .prefix(prefix)
        .make_in(folder, create_private)
}

/// Makes a file that only its owner and the system can open: `D:P` inherits nothing, `OW` is the owner, `SY` the system.
fn create_private(path: &Path) -> io::Result<File> {
    let sddl: Vec<u16> = "D:P(A;;FA;;;OW)(A;;FA;;;SY)\0".encode_utf16().collect();
    let name: Vec<u16> = path.as_os_str().encode_wide().chain([0]).collect();
    let mut descriptor = ptr::null_mut();
    // SAFETY: the string ends with a zero, and `descriptor` receives memory that is freed below.
    let made = unsafe {
        ConvertStringSecurityDescriptorToSecurityDescriptorW(
            sddl.as_ptr(),
            SDDL_REVISION_1,
            &mut descriptor,
            ptr::null_mut(),
        )
    };
    if made == 0 {
        return Err(io::Error::last_os_error());
    }
    let attributes = SECURITY_ATTRIBUTES {
        nLength: size_of::<SECURITY_ATTRIBUTES>() as u32,
        lpSecurityDescriptor: descriptor,
        bInheritHandle: 0,
    };
    // SAFETY: `name` ends with a zero; `attributes` and its descriptor live until after the call.
    let handle = unsafe {
        CreateFileW(
            name.as_ptr(),
            GENERIC_READ | GENERIC_WRITE | DELETE,
            FILE_SHARE_READ | FILE_SHARE_DELETE,
            &attributes,
            CREATE_NEW,
            FILE_ATTRIBUTE_NORMAL,
            ptr::null_mut(),
        )
    };
    let refused = io::Error::last_os_error();
    // SAFETY: the descriptor was allocated by the conversion above, and is not used again.
    unsafe { LocalFree(descriptor) };
    if handle == INVALID_HANDLE_VALUE {
        return Err(refused);
    }
    // SAFETY: CreateFileW gave a handle that nobody else owns.
    Ok(unsafe { File::from_raw_handle(handle) })
}

/// Windows has no such call; NTFS writes renames to its journal in order.
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

pub(crate) fn open_lock(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
}

pub(crate) fn is_linked(_: &File) -> bool {
    true
}

/// The lock file stays: one that is being deleted cannot be opened by the process that waits for it.
pub(crate) fn remove_lock(_: &Path) {}

pub(crate) fn stdin() -> io::Result<File> {
    #[expect(
        clippy::disallowed_methods,
        reason = "only its handle is taken, not its buffer"
    )]
    let stream = io::stdin();
    Ok(stream.as_handle().try_clone_to_owned()?.into())
}

pub(crate) fn stdout() -> io::Result<File> {
    #[expect(
        clippy::disallowed_methods,
        reason = "only its handle is taken, not its buffer"
    )]
    let stream = io::stdout();
    Ok(stream.as_handle().try_clone_to_owned()?.into())
}

pub(crate) fn stderr() -> io::Result<File> {
    Ok(io::stderr().as_handle().try_clone_to_owned()?.into())
}

pub(crate) fn open_terminal() -> io::Result<(File, File)> {
    let input = OpenOptions::new().read(true).write(true).open("CONIN$")?;
    let output = OpenOptions::new().read(true).write(true).open("CONOUT$")?;
    Ok((input, output))
}

/// Shows `question` on the console and reads a line that is not shown. rpassword opens the console itself: it must know
/// that it is one to read UTF-16.
pub(crate) fn ask_hidden(_: &File, _: &File, question: &str) -> io::Result<String> {
    rpassword::prompt_password(question)
}

/// Nothing to hold: Ctrl-C reaches a console program as an event, not in the middle of a call.
pub(crate) struct HeldInterrupts;

pub(crate) fn hold_interrupts() -> HeldInterrupts {
    HeldInterrupts
}

pub(crate) fn harden() {}

pub(crate) fn home() -> Option<PathBuf> {
    folder("USERPROFILE")
}

pub(crate) fn netrc() -> Option<PathBuf> {
    let home = folder("HOME").or_else(home)?;
    let underscore = home.join("_netrc");
    let dot = home.join(".netrc");
    Some(if !underscore.exists() && dot.exists() {
        dot
    } else {
        underscore
    })
}

pub(crate) fn config() -> Option<PathBuf> {
    folder("APPDATA")
}

pub(crate) fn data() -> Option<PathBuf> {
    folder("LOCALAPPDATA")
}

fn folder(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}
