//! Linux: a mount namespace, a file in memory, or a private file.

use std::convert::Infallible;
use std::fs::{self, File};
use std::io;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};

use super::mount_point::MountPoint;
use super::private_file::PrivateFile;
use super::{
    Delivery, Ended, Invocation, OrCannot, StartError, StepError, child, memfd, namespace, reexec,
    unix,
};
use crate::imp;

pub(super) use super::reexec::resume;

pub(super) const DELIVERIES: &[Delivery] = &[Delivery::Namespace, Delivery::Memfd, Delivery::File];

#[derive(Debug)]
pub(super) enum Prepared {
    Namespace { memory: File, point: MountPoint },
    Memfd { memory: File },
    File(PrivateFile),
}

#[derive(Debug)]
pub(super) enum Placed {
    Namespace { netrc: File, path: PathBuf },
    Memfd { netrc: File, path: PathBuf },
    File(PrivateFile),
}

pub(super) fn prepare(delivery: Delivery) -> Result<Prepared, StepError> {
    match delivery {
        Delivery::Namespace => prepare_namespace(),
        Delivery::Memfd => {
            probe(delivery)?;
            let memory = memfd::create()?;
            Ok(Prepared::Memfd { memory })
        }
        Delivery::File => PrivateFile::prepare().map(Prepared::File),
    }
}

fn prepare_namespace() -> Result<Prepared, StepError> {
    let memory = memfd::create()?;
    // A signal between the creation of the mount point and the start of its cleanup process would
    // leave the file.
    let _blocked = imp::block_signals();
    let point = MountPoint::prepare(&usual_netrc()?)?;
    // SAFETY: launch::prepare() is called by a process with one thread.
    let probed = unsafe { namespace::probe(&point) };
    if let (Err(_), Some(cleanup)) = (&probed, &point.cleanup) {
        cleanup.run_now();
    }
    probed?;
    Ok(Prepared::Namespace { memory, point })
}

pub(super) fn probe(delivery: Delivery) -> Result<(), StepError> {
    match delivery {
        Delivery::Namespace => {
            memfd::create()?;
            let point = MountPoint {
                path: usual_netrc()?,
                cleanup: None,
            };
            // SAFETY: launch::probe() is called by a process with one thread.
            unsafe { namespace::probe(&point) }
        }
        Delivery::Memfd => {
            memfd::create()?;
            let proc = fs::symlink_metadata("/proc/self/fd");
            proc.map(drop).or_cannot("find /proc")
        }
        Delivery::File => Ok(()),
    }
}

fn usual_netrc() -> Result<PathBuf, StepError> {
    imp::netrc()
        .ok_or(io::ErrorKind::NotFound)
        .or_cannot("find the home folder")
}

impl Prepared {
    pub(super) fn place(self, content: &[u8]) -> Result<Placed, StepError> {
        match self {
            Self::Namespace { memory, point } => {
                let netrc = memfd::write_sealed(memory, content)?;
                let path = point.path;
                Ok(Placed::Namespace { netrc, path })
            }
            Self::Memfd { memory } => {
                let path = format!("/proc/self/fd/{}", memory.as_raw_fd()).into();
                let netrc = memfd::write_sealed(memory, content)?;
                Ok(Placed::Memfd { netrc, path })
            }
            Self::File(file) => file.place(content).map(Placed::File),
        }
    }

    pub(super) fn discard(self) {
        match self {
            Self::Namespace { point, .. } => point.discard(),
            Self::Memfd { .. } => {}
            Self::File(file) => file.discard(),
        }
    }
}

impl Placed {
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Namespace { path, .. } | Self::Memfd { path, .. } => path,
            Self::File(file) => file.path(),
        }
    }
}

pub(super) fn start(
    placed: Option<Placed>,
    invocation: &Invocation<'_>,
) -> Result<Infallible, StartError> {
    match &placed {
        Some(Placed::Namespace { netrc, path }) => reexec::start(netrc, path, invocation),
        Some(Placed::Memfd { netrc, path }) => {
            memfd::inherit(netrc)?;
            unix::start(Some(path), invocation)
        }
        Some(Placed::File(file)) => unix::start(Some(file.path()), invocation),
        None => unix::start(None, invocation),
    }
}

pub(super) fn run_and_wait(invocation: &Invocation<'_>) -> Result<Ended, StartError> {
    child::run(invocation)
}

pub(super) fn end_by_signal(signal: i32) {
    child::end_by_signal(signal);
}
