//! macOS and the BSDs: a private file.

use std::convert::Infallible;
use std::ffi::OsString;
use std::io;

use super::private_file::PrivateFile;
use super::{Delivery, Ended, Invocation, OrCannot, StartError, StepError, child, unix};

pub(super) use super::private_file::PrivateFile as Prepared;
pub(super) use super::private_file::PrivateFile as Placed;

pub(super) const DELIVERIES: &[Delivery] = &[Delivery::File];

pub(super) fn prepare(delivery: Delivery) -> Result<Prepared, StepError> {
    probe(delivery)?;
    PrivateFile::prepare()
}

pub(super) fn probe(delivery: Delivery) -> Result<(), StepError> {
    match delivery {
        Delivery::File => Ok(()),
        Delivery::Namespace | Delivery::Memfd => {
            Err(io::ErrorKind::Unsupported).or_cannot("do that on this system")
        }
    }
}

pub(super) fn start(
    placed: Option<Placed>,
    invocation: &Invocation<'_>,
) -> Result<Infallible, StartError> {
    unix::start(placed.as_ref().map(PrivateFile::path), invocation)
}

pub(super) fn resume(_args: &[OsString]) -> Option<(StartError, OsString)> {
    None
}

pub(super) fn run_and_wait(invocation: &Invocation<'_>) -> Result<Ended, StartError> {
    child::run(invocation)
}

pub(super) fn end_by_signal(signal: i32) {
    child::end_by_signal(signal);
}
