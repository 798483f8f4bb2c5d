//! The command as curl sees it, with the options of its configuration files.

use std::env;
use std::ffi::OsString;
use std::path::Path;

use keyrc_platform::file;

use crate::cli::world::{Variables, World};
use crate::exec;

/// The largest file that is read, in bytes.
const LIMIT: u64 = 256 * 1024;

/// Returns the command with the options that curl reads before its own, or unchanged for other
/// programs.
///
/// Reads every file that some version of curl reads, although curl reads only the first of them.
pub(super) fn effective(command: &[OsString], world: &World) -> Vec<OsString> {
    with_files(command, &world.variables, world.home.as_deref())
}

/// Returns the same for the user of this process, when no `World` exists yet.
pub(super) fn of_user(command: &[OsString]) -> Vec<OsString> {
    if !exec::is_curl(command) {
        return command.to_vec();
    }
    with_files(
        command,
        &Variables::new(env::vars_os()),
        env::home_dir().as_deref(),
    )
}

fn with_files(command: &[OsString], variables: &Variables, home: Option<&Path>) -> Vec<OsString> {
    let mut effective = command.to_vec();
    if exec::reads_curlrc(command) {
        let files = variables.curlrcs(home);
        let options = files.iter().flat_map(|file| options(file));
        effective.splice(1..1, options.map(OsString::from));
    }
    if exec::is_curl(command) {
        // Before the arguments, so that a last argument without its value does not take one of
        // these options as the value.
        let files = exec::config_files(command);
        let options = files.iter().flat_map(|file| options(Path::new(file)));
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
