//! A mount namespace in which another netrc lies over the usual one. Source: user_namespaces(7), mount_namespaces(7).

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

use super::fork;
use super::mount_point::Point;
use crate::launch::{Obstacle, tried};

/// Does what [`enter`] does in a child that ends then, over a file of its own. The child is also the one that the keeper of
/// the point comes from.
///
/// Only trying tells: AppArmor lets a program make a user namespace, and refuses it every mount there.
///
/// # Safety
/// This process has one thread.
pub(crate) unsafe fn rehearse(point: &Point) -> Result<(), Obstacle> {
    let rehearsal = || {
        if let Some(keeper) = &point.keeper {
            // SAFETY: a child has one thread.
            unsafe { keeper.start_from_child()? };
        }
        unshare()?;
        let room = Room::over(folder_of(&point.path), 0)?;
        room.add("netrc")?;
        let point = room.add("point")?;
        cover(&point, room.take("netrc")?)?;
        room.leave()
    };
    // SAFETY: as for this function.
    unsafe { fork::ask(rehearsal) }
}

/// Enters a new namespace, where `content` is at the path of a netrc that is there, for its owner to read.
///
/// This process must have one thread. The capabilities that it has inside end when it executes another program.
pub(crate) fn enter(netrc: &Path, mut content: &File) -> Result<(), Obstacle> {
    unshare()?;
    // Before the room is over its folder, and after the namespace was made: that of our parent cannot be changed.
    let point = tried(
        "open the netrc",
        open(
            netrc,
            OFlags::PATH | OFlags::CLOEXEC | OFlags::NOFOLLOW,
            Mode::empty(),
        ),
    )?;
    let length = tried("measure the netrc", content.metadata())?.len();
    let room = Room::over(folder_of(netrc), length)?;
    // Where the kernel can copy from file to file, which is what io::copy asks it for, this process never has it.
    tried(
        "write the netrc",
        io::copy(&mut content, &mut room.add("netrc")?),
    )?;
    let netrc = room.take("netrc")?;
    room.leave()?;
    cover(&point, netrc)?;
    tried(
        "refuse to be looked into",
        set_dumpable_behavior(DumpableBehavior::NotDumpable),
    )
}

fn folder_of(netrc: &Path) -> &Path {
    netrc.parent().unwrap_or(Path::new("/"))
}

fn unshare() -> Result<(), Obstacle> {
    // An ordinary user's process that is not to be looked into does not own its files in /proc, and could not write them.
    tried(
        "open /proc",
        set_dumpable_behavior(DumpableBehavior::Dumpable),
    )?;
    let (user, group) = (geteuid(), getegid());
    if user.is_root() {
        // SAFETY: the file descriptors stay shared, and this process has one thread.
        tried("make a mount namespace", unsafe {
            unshare_unsafe(UnshareFlags::NEWNS)
        })?;
    } else {
        // SAFETY: as above.
        let made = unsafe { unshare_unsafe(UnshareFlags::NEWUSER | UnshareFlags::NEWNS) };
        let made = made.map_err(|error| match error {
            // What it says of itself, "no space left on device", is about the disk.
            Errno::NOSPC => io::Error::other("user.max_user_namespaces allows no more"),
            error => error.into(),
        });
        tried("make a user namespace", made)?;
        // Who may not map groups as they like must first give up changing them.
        tried(
            "give up changing groups",
            put("/proc/self/setgroups", "deny"),
        )?;
        tried(
            "keep the user",
            put("/proc/self/uid_map", &format!("{0} {0} 1", user.as_raw())),
        )?;
        tried(
            "keep the group",
            put("/proc/self/gid_map", &format!("{0} {0} 1", group.as_raw())),
        )?;
    }
    // What is mounted outside later still comes in, and nothing of ours goes out.
    let flags = MountPropagationFlags::DOWNSTREAM | MountPropagationFlags::REC;
    tried("make the mounts private", mount_change("/", flags))
}

/// One call, since the kernel takes these files in one write only.
fn put(path: &str, text: &str) -> io::Result<()> {
    let written = File::options()
        .write(true)
        .open(path)?
        .write(text.as_bytes())?;
    if written == text.len() {
        Ok(())
    } else {
        Err(io::ErrorKind::WriteZero.into())
    }
}

/// A small file system in memory. To make a mount of one file in it, it must itself be mounted for a moment.
struct Room<'a> {
    folder: &'a Path,
    root: OwnedFd,
}

impl<'a> Room<'a> {
    fn over(folder: &'a Path, bytes: u64) -> Result<Self, Obstacle> {
        let make = || -> rustix::io::Result<OwnedFd> {
            let system = fsopen("tmpfs", FsOpenFlags::FSOPEN_CLOEXEC)?;
            fsconfig_set_string(
                system.as_fd(),
                "size",
                bytes.next_multiple_of(64 << 10).max(64 << 10).to_string(),
            )?;
            fsconfig_set_string(system.as_fd(), "nr_inodes", "8")?;
            fsconfig_set_string(system.as_fd(), "mode", "0700")?;
            // Not to the swap space either, where the kernel can do that: since 6.4, and in no user namespace.
            let _ = fsconfig_set_flag(system.as_fd(), "noswap");
            fsconfig_create(system.as_fd())?;
            let attributes = MountAttrFlags::MOUNT_ATTR_NOSUID
                | MountAttrFlags::MOUNT_ATTR_NODEV
                | MountAttrFlags::MOUNT_ATTR_NOEXEC;
            let root = fsmount(system.as_fd(), FsMountFlags::FSMOUNT_CLOEXEC, attributes)?;
            move_mount(
                root.as_fd(),
                "",
                CWD,
                folder,
                MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH,
            )?;
            Ok(root)
        };
        Ok(Self {
            folder,
            root: tried("mount a file system in memory", make())?,
        })
    }

    fn add(&self, name: &str) -> Result<File, Obstacle> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let file = tried(
            "make the netrc",
            openat(&self.root, name, flags, Mode::RUSR | Mode::WUSR).map(File::from),
        )?;
        // A umask can have taken away even the owner's rights.
        tried(
            "make the netrc private",
            file.set_permissions(Permissions::from_mode(0o600)),
        )?;
        Ok(file)
    }

    /// A mount of one file, which is nowhere yet.
    fn take(&self, name: &str) -> Result<OwnedFd, Obstacle> {
        let flags = OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC;
        tried("take the netrc", open_tree(&self.root, name, flags))
    }

    fn leave(self) -> Result<(), Obstacle> {
        tried(
            "leave the file system in memory",
            unmount(self.folder, UnmountFlags::DETACH | UnmountFlags::NOFOLLOW),
        )
    }
}

/// Lays a mount of a file over another file. It cannot be written there: what a command would keep in it would be lost.
fn cover(point: &impl AsFd, netrc: OwnedFd) -> Result<(), Obstacle> {
    let flags = MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH | MoveMountFlags::MOVE_MOUNT_T_EMPTY_PATH;
    tried(
        "lay the netrc over the usual one",
        move_mount(&netrc, "", point, "", flags),
    )?;
    let itself = format!("/proc/self/fd/{}", netrc.as_raw_fd());
    let flags = MountFlags::BIND
        | MountFlags::RDONLY
        | MountFlags::NOSUID
        | MountFlags::NODEV
        | MountFlags::NOEXEC;
    tried("make the netrc read-only", mount_remount(itself, flags, ""))
}
