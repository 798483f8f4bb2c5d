//! Linux, macOS and the BSDs.

use std::env;
use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::{signals, terminal};

pub(crate) fn process_and_parent() -> Vec<u32> {
    vec![std::process::id(), std::os::unix::process::parent_id()]
}

pub(crate) fn stdin() -> io::Result<File> {
    #[expect(
        clippy::disallowed_methods,
        reason = "uses its descriptor and not its buffer"
    )]
    let stream = io::stdin();
    Ok(stream.as_fd().try_clone_to_owned()?.into())
}

pub(crate) fn stdout() -> io::Result<File> {
    #[expect(
        clippy::disallowed_methods,
        reason = "uses its descriptor and not its buffer"
    )]
    let stream = io::stdout();
    Ok(stream.as_fd().try_clone_to_owned()?.into())
}

pub(crate) fn stderr() -> io::Result<File> {
    Ok(io::stderr().as_fd().try_clone_to_owned()?.into())
}

/// Blocks all signals until it is dropped, except SIGKILL and SIGSTOP. The system delivers them
/// afterwards.
pub(crate) struct BlockedSignals(libc::sigset_t);

pub(crate) fn block_signals() -> BlockedSignals {
    // SAFETY: a signal set may be zeroed, and the calls write to the two local sets only.
    unsafe {
        let (mut all, mut before) = (std::mem::zeroed(), std::mem::zeroed());
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &all, &mut before);
        BlockedSignals(before)
    }
}

impl Drop for BlockedSignals {
    fn drop(&mut self) {
        // SAFETY: pthread_sigmask(3) has filled the set, and reads it only.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &self.0, std::ptr::null_mut()) };
    }
}

/// The limit for core dumps before [`harden`], which [`execute`] restores for the command.
static CORE_LIMIT: OnceLock<Rlimit> = OnceLock::new();

pub(crate) fn harden() {
    let limit = CORE_LIMIT.get_or_init(|| getrlimit(Resource::Core));
    // Keep the upper limit: a process that lowers it cannot raise it again for the command.
    let none = Rlimit {
        current: Some(0),
        ..*limit
    };
    let _ = setrlimit(Resource::Core, none);
    deny_tracing();
    // A write beyond the limit on file sizes then fails, and the temporary file is removed.
    handle_file_size_signal(libc::SIG_IGN);
}

/// Gives a command the limits that this process had before [`harden`], and its signals.
pub(crate) fn undo_harden(command: &mut Command) {
    restore_signals(command);
    let Some(limit) = CORE_LIMIT.get() else {
        return;
    };
    let undo = move || {
        let _ = setrlimit(Resource::Core, *limit);
        handle_file_size_signal(libc::SIG_DFL);
        Ok(())
    };
    // SAFETY: the closure allocates nothing, and calls only functions that are safe after fork(2).
    unsafe { command.pre_exec(undo) };
}

fn handle_file_size_signal(action: libc::sighandler_t) {
    // SAFETY: both actions install no handler, so no code can run in a signal context.
    unsafe { libc::signal(libc::SIGXFSZ, action) };
}

/// Executes another program in place of this one, without the limits of [`harden`] and with a
/// terminal that shows typed text. Returns only if that fails.
pub(crate) fn execute(command: &mut Command) -> io::Error {
    if let Some(limit) = CORE_LIMIT.get() {
        let _ = setrlimit(Resource::Core, *limit);
        handle_file_size_signal(libc::SIG_DFL);
    }
    terminal::restore();
    restore_signals(command);
    let error = command.exec();
    harden();
    // If a folder of PATH is not searchable, execvp(3) reports EACCES for every command that it
    // does not find.
    if error.kind() == io::ErrorKind::PermissionDenied && !exists(command.get_program()) {
        return io::ErrorKind::NotFound.into();
    }
    error
}

/// Whether SIGPIPE was ignored when this process started. The runtime of Rust ignores it in any
/// case, and a [`Command`] resets it.
static IGNORED_PIPES: AtomicBool = AtomicBool::new(false);

/// Runs before the runtime of Rust changes the action of SIGPIPE.
#[used]
#[cfg_attr(target_os = "macos", unsafe(link_section = "__DATA,__mod_init_func"))]
#[cfg_attr(not(target_os = "macos"), unsafe(link_section = ".init_array"))]
static AT_START: extern "C" fn() = {
    extern "C" fn record() {
        IGNORED_PIPES.store(signals::is_ignored(libc::SIGPIPE), Ordering::Relaxed);
    }
    record
};

/// Gives the command the blocked signals of this process, and the action that SIGPIPE had when the
/// process started.
fn restore_signals(command: &mut Command) {
    let ignored_pipes = IGNORED_PIPES.load(Ordering::Relaxed);
    // SAFETY: a signal set may be zeroed, and the call writes to the local set only.
    let blocked = unsafe {
        let mut blocked = std::mem::zeroed::<libc::sigset_t>();
        libc::pthread_sigmask(libc::SIG_BLOCK, std::ptr::null(), &mut blocked);
        blocked
    };
    let restore = move || {
        // SAFETY: both calls read a set or a number of this closure, and install no handler.
        unsafe {
            libc::pthread_sigmask(libc::SIG_SETMASK, &blocked, std::ptr::null_mut());
            if ignored_pipes {
                libc::signal(libc::SIGPIPE, libc::SIG_IGN);
            }
        }
        Ok(())
    };
    // SAFETY: the closure allocates nothing, and calls only functions that are safe after fork(2).
    unsafe { command.pre_exec(restore) };
}

/// Whether a program exists: in a folder of PATH, or always if it is given with its folder.
fn exists(program: &OsStr) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    program.as_bytes().contains(&b'/')
        || env::split_paths(&path).any(|folder| folder.join(program).exists())
}

#[cfg(target_os = "linux")]
fn deny_tracing() {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

#[cfg(target_os = "macos")]
fn deny_tracing() {
    // SAFETY: PT_DENY_ATTACH reads no pointer and affects this process alone.
    unsafe { libc::ptrace(libc::PT_DENY_ATTACH, 0, std::ptr::null_mut(), 0) };
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn deny_tracing() {}

pub(crate) fn home() -> Option<PathBuf> {
    env::home_dir().filter(|home| !home.as_os_str().is_empty())
}

pub(crate) fn netrc() -> Option<PathBuf> {
    home().map(|home| home.join(".netrc"))
}

#[cfg(target_os = "macos")]
pub(crate) fn config() -> Option<PathBuf> {
    home().map(|home| home.join("Library/Application Support"))
}

#[cfg(target_os = "macos")]
pub(crate) fn data() -> Option<PathBuf> {
    config()
}

#[cfg(not(target_os = "macos"))]
pub(crate) fn config() -> Option<PathBuf> {
    base_folder("XDG_CONFIG_HOME", ".config")
}

#[cfg(not(target_os = "macos"))]
pub(crate) fn data() -> Option<PathBuf> {
    base_folder("XDG_DATA_HOME", ".local/share")
}

#[cfg(target_os = "macos")]
pub(crate) fn state() -> Option<PathBuf> {
    home().map(|home| home.join(".local/state/keyrc"))
}

#[cfg(not(target_os = "macos"))]
pub(crate) fn state() -> Option<PathBuf> {
    base_folder("XDG_STATE_HOME", ".local/state").map(|folder| folder.join("keyrc"))
}

#[cfg(not(target_os = "macos"))]
fn base_folder(variable: &str, in_home: &str) -> Option<PathBuf> {
    match env::var_os(variable).map(PathBuf::from) {
        // The XDG base directory specification: a relative path is invalid and must be ignored.
        Some(folder) if folder.is_absolute() => Some(folder),
        _ => home().map(|home| home.join(in_home)),
    }
}
