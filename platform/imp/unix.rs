//! Linux, macOS and the BSDs.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use rustix::process::{Resource, Rlimit, geteuid, getrlimit, setrlimit};
use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};
use tempfile::{Builder, NamedTempFile};

use crate::file::Exposure;

/// Which file it is and in which state: device, inode, size, time of the last change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity(u64, u64, u64, (i64, i64));

pub(crate) fn identity(found: &Metadata) -> Identity {
    Identity(
        found.dev(),
        found.ino(),
        found.size(),
        (found.mtime(), found.mtime_nsec()),
    )
}

pub(crate) fn exposure(found: &Metadata) -> Exposure {
    let mode = found.mode() & 0o7777;
    Exposure {
        mode,
        open_to_others: mode & 0o066 != 0,
        foreign: is_foreign(found),
        other_names: found.nlink() > 1,
    }
}

pub(crate) fn is_foreign(found: &Metadata) -> bool {
    found.uid() != geteuid().as_raw() && found.uid() != 0
}

/// `O_NONBLOCK`, so that a pipe does not make us wait for its writer before we can see that it is one.
pub(crate) fn open_for_reading(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NONBLOCK)
        .open(path)
}

pub(crate) fn restrict(path: &Path) -> io::Result<()> {
    File::open(path)?.set_permissions(Permissions::from_mode(0o600))
}

pub(crate) fn private_temporary(folder: &Path, prefix: &OsStr) -> io::Result<NamedTempFile> {
    let private = Permissions::from_mode(0o600);
    let file = Builder::new()
        .prefix(prefix)
        .permissions(private.clone())
        .tempfile_in(folder)?;
    // A umask can have taken away even the owner's rights.
    file.as_file().set_permissions(private)?;
    Ok(file)
}

pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some file systems cannot sync a folder, and say so with one of these; the rename has happened.
        Err(error) if matches!(error.raw_os_error(), Some(libc::EINVAL | libc::ENOTSUP)) => Ok(()),
        done => done,
    }
}

pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

pub(crate) fn open_lock(path: &Path) -> io::Result<File> {
    // Somebody may have put a link or a pipe there, on which we would wait for ever.
    let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK;
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(flags)
        .open(path)?;
    let found = file.metadata()?;
    if found.is_file() && !is_foreign(&found) {
        Ok(file)
    } else {
        Err(io::ErrorKind::PermissionDenied.into())
    }
}

pub(crate) fn is_linked(lock: &File) -> bool {
    lock.metadata().is_ok_and(|found| found.nlink() > 0)
}

pub(crate) fn remove_lock(path: &Path) {
    // A lock file that stays is harmless: it is empty, and the lock itself ends with its holder.
    let _ = fs::remove_file(path);
}

pub(crate) fn stdin() -> io::Result<File> {
    #[expect(
        clippy::disallowed_methods,
        reason = "only its descriptor is taken, not its buffer"
    )]
    let stream = io::stdin();
    Ok(stream.as_fd().try_clone_to_owned()?.into())
}

pub(crate) fn stdout() -> io::Result<File> {
    #[expect(
        clippy::disallowed_methods,
        reason = "only its descriptor is taken, not its buffer"
    )]
    let stream = io::stdout();
    Ok(stream.as_fd().try_clone_to_owned()?.into())
}

pub(crate) fn stderr() -> io::Result<File> {
    Ok(io::stderr().as_fd().try_clone_to_owned()?.into())
}

pub(crate) fn open_terminal() -> io::Result<(File, File)> {
    let terminal = OpenOptions::new().read(true).write(true).open("/dev/tty")?;
    Ok((terminal.try_clone()?, terminal))
}

/// Shows `question` on the terminal and reads a line that is not shown.
///
/// Turns echo off on the open terminal: rpassword would open `/dev/tty` again.
pub(crate) fn ask_hidden(input: &File, mut output: &File, question: &str) -> io::Result<String> {
    let config = rpassword::ConfigBuilder::new()
        .input_reader(input.try_clone()?)
        .output_writer(output.try_clone()?)
        .build();
    let _hidden = HiddenInput::new(input)?;
    let typed = rpassword::prompt_password_with_config(question, config);
    // The line break that ended the input was not shown either.
    let _ = output.write_all(b"\n");
    typed
}

/// Keeps the terminal from showing what is typed until it is dropped.
struct HiddenInput<'a> {
    terminal: &'a File,
    before: Termios,
}

impl<'a> HiddenInput<'a> {
    fn new(terminal: &'a File) -> io::Result<Self> {
        let before = tcgetattr(terminal)?;
        let mut hidden = before.clone();
        // As rpassword does it: its line editor needs single bytes, and sees Ctrl-C as one of them.
        hidden.local_modes -=
            LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG;
        hidden.special_codes[SpecialCodeIndex::VMIN] = 1;
        hidden.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(terminal, OptionalActions::Now, &hidden)?;
        Ok(Self { terminal, before })
    }
}

impl Drop for HiddenInput<'_> {
    fn drop(&mut self) {
        // Ignore: the terminal may have been closed.
        let _ = tcsetattr(self.terminal, OptionalActions::Now, &self.before);
    }
}

/// Ignores SIGINT until it is dropped.
pub(crate) struct HeldInterrupts(libc::sighandler_t);

pub(crate) fn hold_interrupts() -> HeldInterrupts {
    // SAFETY: signal(2) with SIG_IGN installs no handler of ours, so there is no code that a signal could run.
    HeldInterrupts(unsafe { libc::signal(libc::SIGINT, libc::SIG_IGN) })
}

impl Drop for HeldInterrupts {
    fn drop(&mut self) {
        // SAFETY: what is put back is what signal(2) returned for the same signal.
        unsafe { libc::signal(libc::SIGINT, self.0) };
    }
}

/// Keeps all signals waiting that can be, until it is dropped.
pub(crate) struct BlockedSignals(libc::sigset_t);

pub(crate) fn block_signals() -> BlockedSignals {
    // SAFETY: both sets are plain memory of this function, which the calls fill.
    unsafe {
        let (mut all, mut before) = (std::mem::zeroed(), std::mem::zeroed());
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &all, &mut before);
        BlockedSignals(before)
    }
}

impl Drop for BlockedSignals {
    fn drop(&mut self) {
        // SAFETY: what is put back is what pthread_sigmask(3) gave for the same thread: this guard is not sent to another.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &self.0, std::ptr::null_mut()) };
    }
}

/// The limit for core dumps that a command is to have again.
static CORE_LIMIT: OnceLock<Rlimit> = OnceLock::new();

pub(crate) fn harden() {
    // Best effort, as harden() says. The upper limit stays, or no command of ours could have a core dump again.
    let limit = CORE_LIMIT.get_or_init(|| getrlimit(Resource::Core));
    let _ = setrlimit(
        Resource::Core,
        Rlimit {
            current: Some(0),
            ..*limit
        },
    );
    deny_tracing();
}

/// Executes another program in the place of this one, as if this one had never been there. Comes back with what failed.
pub(crate) fn execute(command: &mut Command) -> io::Error {
    if let Some(limit) = CORE_LIMIT.get() {
        let _ = setrlimit(Resource::Core, *limit);
    }
    let error = command.exec();
    harden();
    // A folder of the search path that is closed to this user makes execvp(3) say that of every command it does not find.
    if error.kind() == io::ErrorKind::PermissionDenied && !is_there(command.get_program()) {
        return io::ErrorKind::NotFound.into();
    }
    error
}

fn is_there(program: &OsStr) -> bool {
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
    // SAFETY: PT_DENY_ATTACH takes no pointer and concerns this process alone.
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

#[cfg(not(target_os = "macos"))]
fn base_folder(variable: &str, in_home: &str) -> Option<PathBuf> {
    match env::var_os(variable).map(PathBuf::from) {
        // The base directory specification: a relative path is invalid and counts as unset.
        Some(folder) if folder.is_absolute() => Some(folder),
        _ => home().map(|home| home.join(in_home)),
    }
}
