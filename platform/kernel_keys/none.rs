//! Systems other than Linux: their kernels keep no secrets.

use std::io;
use std::time::Duration;

use zeroize::Zeroizing;

pub(super) fn remember(_name: &str, _secret: &[u8], _lifetime: Duration) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

pub(super) fn recall(_name: &str) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    Err(io::ErrorKind::Unsupported.into())
}

pub(super) fn forget(_name: &str) -> io::Result<bool> {
    Err(io::ErrorKind::Unsupported.into())
}
