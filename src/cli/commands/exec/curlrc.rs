//! The command as curl sees it, with the options of its configuration files.

use std::ffi::OsString;
use std::path::Path;

use keyrc_platform::file;

use crate::cli::world::World;
use crate::exec;

/// The largest file that is read, in bytes.
const LIMIT: u64 = 256 * 1024;

/// Returns the command with the options that curl reads before its own, or unchanged for other
/// programs.
///
/// Reads every file that some version of curl reads, although curl reads only the first of them.
pub(super) fn effective(command: &[OsString], world: &World) -> Vec<OsString> {
    let mut effective = command.to_vec();
    if exec::reads_curlrc(command) {
        let files = world.variables.curlrcs(world.home.as_deref());
        let options = files.iter().flat_map(|file| options(file));
        effective.splice(1..1, options.map(OsString::from));
    }
    effective
}

fn options(file: &Path) -> Vec<String> {
    match file::read_named(file, LIMIT) {
        Ok(read) => exec::curlrc_options(&String::from_utf8_lossy(&read.bytes)),
        // It may contain any option, as the file after `--config`.
        Err(_) => vec![format!("--config={}", file.display())],
    }
}
