//! A mount namespace in which another netrc is mounted over the usual one.
//!
//! Source: user_namespaces(7), mount_namespaces(7).

use std::fs::{File, Permissions};
use std::io::{self, Write};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rustix::fs::{CWD, Mode, OFlags, open, openat};
use rustix::io::Errno;
use rustix::mount::{
    FsMountFlags, FsOpenFlags, MountAttrFlags, MountFlags, MountPropagationFlags, MoveMountFlags,
    OpenTreeFlags, UnmountFlags, fsconfig_create, fsconfig_set_flag, fsconfig_set_string, fsmount,
    fsopen, mount_change, mount_remount, move_mount, open_tree, unmount,
};
use rustix::process::{DumpableBehavior, getegid, geteuid, set_dumpable_behavior};
use rustix::thread::{UnshareFlags, unshare_unsafe};

use super::mount_point::MountPoint;
use super::{OrCannot, StepError, fork};

/// Tests in a child process whether [`enter`] can work here, with a file of its own as the mount
/// point. Also starts the cleanup process of `point`, from the same child.
///
/// Only an actual mount shows whether it works: AppArmor may allow a user namespace and then deny
/// every mount in it.
///
/// # Safety
/// This process must have exactly one thread.
pub(super) unsafe fn probe(point: &MountPoint) -> Result<(), StepError> {
    let work = || {
        if let Some(cleanup) = &point.cleanup {
            // SAFETY: a forked child has one thread.
            unsafe { cleanup.start_from_child()? };
        }
        unshare()?;
        let tmpfs = Tmpfs::mount_over(folder_of(&point.path), 0)?;
        tmpfs.create("netrc")?;
        let point = tmpfs.create("point")?;
        mount_read_only(tmpfs.detached_mount("netrc")?, &point)?;
        tmpfs.unmount()
    };
    // SAFETY: the caller promises that this process has one thread.
    unsafe { fork::run_in_child(work) }
}

/// Moves this process into a new mount namespace, in which the file at `netrc` has the bytes of
/// `content` and is readable by its owner alone.
///
/// This process must have one thread, and a file must exist at `netrc`. Capabilities in the new
/// user namespace are lost when the process executes another program.
pub(super) fn enter(netrc: &Path, mut content: &File) -> Result<(), StepError> {
    unshare()?;
    // Open the mount point before a file system is mounted over its folder, but after unshare():
    // mounts of the parent namespace cannot be changed.
    let flags = OFlags::PATH | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    let point = open(netrc, flags, Mode::empty()).or_cannot("open the netrc")?;
    let size = content.metadata().or_cannot("measure the netrc")?.len();
    let tmpfs = Tmpfs::mount_over(folder_of(netrc), size)?;
    // io::copy lets the kernel copy from file to file, so the secrets do not pass through this
    // process's memory.
    io::copy(&mut content, &mut tmpfs.create("netrc")?).or_cannot("write the netrc")?;
    let mount = tmpfs.detached_mount("netrc")?;
    tmpfs.unmount()?;
    mount_read_only(mount, &point)?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable).or_cannot("forbid core dumps")
}

fn folder_of(netrc: &Path) -> &Path {
    netrc.parent().unwrap_or(Path::new("/"))
}

/// Moves this process into a new mount namespace; unless it is root, into a new user namespace as
/// well.
fn unshare() -> Result<(), StepError> {
    // The files in /proc of a process that is not dumpable belong to root, and this process must
    // write some of them.
    set_dumpable_behavior(DumpableBehavior::Dumpable).or_cannot("make this process dumpable")?;
    if geteuid().is_root() {
        // SAFETY: file descriptors stay shared, and this process has one thread.
        unsafe { unshare_unsafe(UnshareFlags::NEWNS) }.or_cannot("make a mount namespace")?;
    } else {
        unshare_user()?;
    }
    // Mounts made outside later still appear in the namespace; mounts made inside stay inside.
    let flags = MountPropagationFlags::DOWNSTREAM | MountPropagationFlags::REC;
    mount_change("/", flags).or_cannot("make the mounts private")
}

/// Moves this process into new user and mount namespaces, with the same user and group IDs inside
/// as outside.
fn unshare_user() -> Result<(), StepError> {
    let (user, group) = (geteuid().as_raw(), getegid().as_raw());
    // SAFETY: file descriptors stay shared, and this process has one thread.
    let unshared = unsafe { unshare_unsafe(UnshareFlags::NEWUSER | UnshareFlags::NEWNS) };
    let unshared = unshared.map_err(|error| match error {
        // The system's own text, "No space left on device", would point at a disk.
        Errno::NOSPC => io::Error::other("user.max_user_namespaces allows no more"),
        error => error.into(),
    });
    unshared.or_cannot("make a user namespace")?;
    // An unprivileged process may write gid_map only after it has given up setgroups(2).
    write_once("/proc/self/setgroups", "deny").or_cannot("deny setgroups in the user namespace")?;
    write_once("/proc/self/uid_map", &format!("{user} {user} 1")).or_cannot("map the user")?;
    write_once("/proc/self/gid_map", &format!("{group} {group} 1")).or_cannot("map the group")
}

/// Writes a file with one write(2): the kernel accepts these files in one piece only.
fn write_once(path: &str, text: &str) -> io::Result<()> {
    let mut file = File::options().write(true).open(path)?;
    if file.write(text.as_bytes())? == text.len() {
        Ok(())
    } else {
        Err(io::ErrorKind::WriteZero.into())
    }
}

/// A small file system in memory, mounted over a folder for a moment. Only a file of a mounted file
/// system can be mounted elsewhere.
struct Tmpfs<'a> {
    folder: &'a Path,
    root: OwnedFd,
}

impl<'a> Tmpfs<'a> {
    /// Mounts a new file system with room for `size` bytes over `folder`.
    fn mount_over(folder: &'a Path, size: u64) -> Result<Self, StepError> {
        let root = new_tmpfs(size).and_then(|root| {
            let flags = MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH;
            move_mount(root.as_fd(), "", CWD, folder, flags)?;
            Ok(root)
        });
        let root = root.or_cannot("mount a file system in memory")?;
        Ok(Self { folder, root })
    }

    /// Creates an empty private file.
    fn create(&self, name: &str) -> Result<File, StepError> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let file = openat(&self.root, name, flags, Mode::RUSR | Mode::WUSR).map(File::from);
        let file = file.or_cannot("create the netrc")?;
        // The umask may have removed the owner's permissions.
        file.set_permissions(Permissions::from_mode(0o600))
            .or_cannot("make the netrc private")?;
        Ok(file)
    }

    /// Returns a mount of one file that is not attached to a path yet.
    fn detached_mount(&self, name: &str) -> Result<OwnedFd, StepError> {
        let flags = OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC;
        open_tree(&self.root, name, flags).or_cannot("make a mount of the netrc")
    }

    /// Unmounts the file system from its folder. Mounts of single files in it remain.
    fn unmount(self) -> Result<(), StepError> {
        unmount(self.folder, UnmountFlags::DETACH | UnmountFlags::NOFOLLOW)
            .or_cannot("unmount the file system in memory")
    }
}

/// Returns a mount of a new tmpfs(5) that is not attached to a path yet.
fn new_tmpfs(size: u64) -> rustix::io::Result<OwnedFd> {
    let system = fsopen("tmpfs", FsOpenFlags::FSOPEN_CLOEXEC)?;
    let size = size.next_multiple_of(64 << 10).max(64 << 10).to_string();
    fsconfig_set_string(system.as_fd(), "size", size)?;
    fsconfig_set_string(system.as_fd(), "nr_inodes", "8")?;
    fsconfig_set_string(system.as_fd(), "mode", "0700")?;
    // Ignore: only Linux 6.4 and later can exclude a tmpfs from swap, and not in a user namespace.
    let _ = fsconfig_set_flag(system.as_fd(), "noswap");
    fsconfig_create(system.as_fd())?;
    let attributes = MountAttrFlags::MOUNT_ATTR_NOSUID
        | MountAttrFlags::MOUNT_ATTR_NODEV
        | MountAttrFlags::MOUNT_ATTR_NOEXEC;
    fsmount(system.as_fd(), FsMountFlags::FSMOUNT_CLOEXEC, attributes)
}

/// Mounts the file `netrc` over the file `point`, read-only: changes by the command would be lost.
fn mount_read_only(netrc: OwnedFd, point: &impl AsFd) -> Result<(), StepError> {
    let flags = MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH | MoveMountFlags::MOVE_MOUNT_T_EMPTY_PATH;
    move_mount(&netrc, "", point, "", flags).or_cannot("mount the netrc over the usual one")?;
    let path = format!("/proc/self/fd/{}", netrc.as_raw_fd());
    let flags = MountFlags::BIND
        | MountFlags::RDONLY
        | MountFlags::NOSUID
        | MountFlags::NODEV
        | MountFlags::NOEXEC;
    mount_remount(path, flags, "").or_cannot("make the netrc read-only")
}
