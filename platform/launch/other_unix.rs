//! macOS and the BSDs: a private file.

use std::convert::Infallible;
use std::ffi::OsString;
use std::io;

use super::unix::{self, InFile};
use crate::launch::{Obstacle, Start, StartError, Way, tried};

pub(crate) const WAYS: &[Way] = &[Way::File];

pub(crate) use super::unix::InFile as Ready;
pub(crate) use super::unix::InFile as Laid;

pub(crate) fn prepare(way: Way) -> Result<Ready, Obstacle> {
    try_out(way)?;
    InFile::prepare()
}

pub(crate) fn try_out(way: Way) -> Result<(), Obstacle> {
    match way {
        Way::File => Ok(()),
        Way::Namespace | Way::Memfd => {
            tried("do that on this system", Err(io::ErrorKind::Unsupported))
        }
    }
}

impl InFile {
    pub(crate) fn lay(self, netrc: &[u8]) -> Result<Self, Obstacle> {
        self.write(netrc)?;
        Ok(self)
    }
}

pub(crate) fn start(laid: Option<Laid>, start: &Start<'_>) -> Result<Infallible, StartError> {
    unix::start(laid.as_ref().map(InFile::path), start)
}

pub(crate) fn resume(_: &[OsString]) -> Option<(StartError, OsString)> {
    None
}
