//! A process that outlives this one for a moment, and takes away what it leaves.
//!
//! The command has this process, and may be killed, so nothing in it can clean up after it. The keeper is not its child, has
//! no terminal and none of its files, and waits for the end of the process.

use std::ffi::CString;
use std::fs::File;
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fs::{AtFlags, CWD, FlockOperation, flock, fstat, statat, unlinkat};
use rustix::process::{getpid, setsid};

use crate::launch::{Obstacle, tried};
use crate::{ending, fork};

/// What there is to take away.
pub(crate) enum Remains {
    /// The mount point of a netrc, with a lock on it that all who use it share.
    Point(CString, File),
    /// A file, and the folder that it is in.
    Folder(CString, CString),
}

impl Remains {
    pub(crate) fn point(path: &Path, file: File) -> Result<Self, Obstacle> {
        Ok(Self::Point(text(path)?, file))
    }

    pub(crate) fn folder(folder: &Path, file: &Path) -> Result<Self, Obstacle> {
        Ok(Self::Folder(text(folder)?, text(file)?))
    }

    fn descriptor(&self) -> Option<RawFd> {
        match self {
            Self::Point(_, file) => Some(file.as_raw_fd()),
            Self::Folder(..) => None,
        }
    }

    /// Best effort: there is nobody to tell.
    fn take_away(&self) {
        match self {
            Self::Point(path, file) => {
                // Whoever else is over it has the lock too, and comes here later. To let it go and to take it alone are two
                // steps, so of several that come at once each can miss it but the last.
                if flock(file, FlockOperation::NonBlockingLockExclusive).is_err() {
                    return;
                }
                let (Ok(held), Ok(there)) = (fstat(file), statat(CWD, path, AtFlags::SYMLINK_NOFOLLOW)) else { return };
                let same = (held.st_dev, held.st_ino) == (there.st_dev, there.st_ino);
                // Somebody may have written a netrc there meanwhile.
                if same && there.st_size == 0 && there.st_mtime == 0 {
                    let _ = unlinkat(CWD, path, AtFlags::empty());
                }
            }
            Self::Folder(folder, file) => {
                let _ = unlinkat(CWD, file, AtFlags::empty());
                let _ = unlinkat(CWD, folder, AtFlags::REMOVEDIR);
            }
        }
    }
}

fn text(path: &Path) -> Result<CString, Obstacle> {
    tried("name a file", CString::new(path.as_os_str().as_bytes()))
}

/// The keeper of what this process leaves, not yet started.
pub(crate) struct Keeper {
    remains: Remains,
    watch: ending::Watch,
}

impl Keeper {
    pub(crate) fn new(remains: Remains) -> Result<Self, Obstacle> {
        let watch = tried("watch for the end of the command", ending::Watch::new(getpid()))?;
        Ok(Self { remains, watch })
    }

    /// Starts it as the child of a child that ends at once, so that the command has no child that it does not know of.
    ///
    /// To be called before this process knows a secret: the keeper has a copy of its memory.
    pub(crate) fn start(&self) -> Result<(), Obstacle> {
        fork::wait(tried("start a process", fork::child(|| self.start_from_child()))?);
        Ok(())
    }

    /// Takes away now what it would have.
    pub(crate) fn give_up(&self) {
        self.remains.take_away();
    }

    /// Starts it from a child of this process that ends soon.
    pub(crate) fn start_from_child(&self) {
        let _ = setsid();
        let _ = fork::child(|| {
            detach([self.remains.descriptor(), self.watch.descriptor()]);
            self.watch.wait();
            self.remains.take_away();
        });
    }
}

/// Lets go of everything that would keep something else from ending: the folder, the terminal, pipes. And takes no hint to
/// end before the command does.
fn detach(kept: [Option<RawFd>; 2]) {
    let _ = rustix::process::chdir(c"/");
    for signal in [libc::SIGHUP, libc::SIGINT, libc::SIGTERM] {
        // SAFETY: signal(2) with SIG_IGN installs no handler of ours, so there is no code that a signal could run.
        unsafe { libc::signal(signal, libc::SIG_IGN) };
    }
    let mut kept = kept.map(|number| number.unwrap_or(-1));
    kept.sort_unstable();
    let mut first = 0;
    for number in kept.into_iter().filter(|number| *number >= 0) {
        close(first, number - 1);
        first = number + 1;
    }
    close(first, RawFd::MAX);
}

/// Closes all descriptors from `first` to `last`.
fn close(first: RawFd, last: RawFd) {
    #[cfg(target_os = "linux")]
    // SAFETY: nothing in this process uses what is closed, and close_range(2) takes no pointer.
    if unsafe { libc::syscall(libc::SYS_close_range, first, last, 0) } == 0 {
        return;
    }
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current.unwrap_or(u64::MAX).min(1 << 16);
    for number in first..=last.min(RawFd::try_from(limit).unwrap_or(RawFd::MAX)) {
        // SAFETY: as above.
        unsafe { libc::close(number) };
    }
}
