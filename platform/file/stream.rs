//! Reads a file that may also be a pipe.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::{FileError, imp};

/// How long a program that has opened a pipe may take to write: a password manager may be asking
/// its user.
const WRITER_LIMIT: Duration = Duration::from_secs(60);

/// Reads at most `limit` bytes of a file, or of a pipe until its writers close it. Waits for
/// `patience` for a pipe to get a writer.
///
/// # Errors
/// [`FileError::NotAFile`] for a folder, a device or a socket, [`FileError::Silent`] for a pipe
/// that nothing was written to in time, and [`FileError::Io`].
pub fn read_file_or_pipe(
    path: &Path,
    limit: usize,
    patience: Duration,
) -> Result<Zeroizing<Vec<u8>>, FileError> {
    // Ask before opening: to open a device can have effects.
    let found = fs::metadata(path).map_err(FileError::io("read it"))?;
    if !found.is_file() && !imp::is_pipe(&found) {
        return Err(FileError::NotAFile);
    }
    let mut file = imp::open_stream(path).map_err(FileError::io("read it"))?;
    // Ask the open file too: another process may have put another one at the path.
    let opened = file.metadata().map_err(FileError::io("read it"))?;
    if !opened.is_file() && !imp::is_pipe(&opened) {
        return Err(FileError::NotAFile);
    }
    read_until_end(&mut file, imp::is_pipe(&opened), limit, patience)
}

fn read_until_end(
    file: &mut File,
    is_pipe: bool,
    limit: usize,
    patience: Duration,
) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let start = Instant::now();
    // Allocate once: a vector that grows leaves copies of the secrets in freed memory.
    let mut bytes = Zeroizing::new(vec![0; limit]);
    let mut filled = 0;
    while filled < limit {
        let wait = match file.read(&mut bytes[filled..]) {
            // A pipe without a writer is at its end, too.
            Ok(0) if filled == 0 && is_pipe => patience,
            Ok(0) => break,
            Ok(count) => {
                filled += count;
                continue;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => WRITER_LIMIT.max(patience),
            Err(error) => return Err(FileError::io("read it")(error)),
        };
        let Some(left) = wait.checked_sub(start.elapsed()) else {
            return Err(FileError::Silent {
                waited: start.elapsed(),
            });
        };
        if imp::wait_for_writer(file, left).map_err(FileError::io("read it"))? {
            // All writers have gone, and may have written before.
            filled += file
                .read(&mut bytes[filled..])
                .map_err(FileError::io("read it"))?;
            if filled == 0 {
                break;
            }
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}
