//! The files that this process removes when it has finished: temporary files and locks.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::imp::RemovedOnSignal;

static PATHS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn paths() -> MutexGuard<'static, Vec<PathBuf>> {
    PATHS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file that exists until this is dropped. A signal that ends the process removes it.
#[derive(Debug)]
pub(super) struct Unfinished {
    path: PathBuf,
    _on_signal: RemovedOnSignal,
}

impl Unfinished {
    pub(super) fn new(path: &Path) -> Self {
        paths().push(path.to_owned());
        Self {
            path: path.to_owned(),
            _on_signal: RemovedOnSignal::new(path),
        }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let mut paths = paths();
        if let Some(at) = paths.iter().position(|path| *path == self.path) {
            paths.swap_remove(at);
        }
    }
}

/// Removes the temporary files and locks of this process, because it ends while a thread still
/// writes. That thread then cannot replace its file any more.
pub fn remove_unfinished() {
    for path in paths().drain(..) {
        // Ignore: the thread may have finished.
        let _ = fs::remove_file(path);
    }
}
