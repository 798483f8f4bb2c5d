//! The file and the host that the arguments name.

use std::path::{Path, PathBuf};

use crate::cli::commands::check_netrc::{Args, STANDARD_INPUT};
use crate::cli::hints;
use crate::cli::world::World;
use crate::error::Error;
use crate::host::Host;
use crate::plain::{NetrcFile, ReadPolicy};
use crate::readers::Location;
use crate::text::shown;

/// Opens the file, and warns if other users can access it. The lock is needed only to change the
/// file.
pub(super) fn open(args: &Args, path: &Path, world: &World) -> Result<NetrcFile, Error> {
    let policy = ReadPolicy {
        limit: args.size.max_size,
        open_to_others: true,
        ..ReadPolicy::default()
    };
    let file = if args.fix && !args.dry_run {
        world.lock_netrc(path, policy)?
    } else {
        NetrcFile::read(path, policy)?
    };
    file.must_exist()?;
    if let Some(mode) = file.open_to_others() {
        world.warn(&format!(
            "{} is open to others (mode {mode:04o})",
            shown(path)
        ));
        world.hint(&hints::let_only_owner_access(path));
    }
    Ok(file)
}

/// Where the file is, if users other than the owner can access it.
pub(super) fn open_location(file: &NetrcFile, world: &World) -> Option<Location> {
    let is_home = world.netrc(None).is_ok_and(|home| home == file.path());
    let location = if is_home {
        Location::Home
    } else {
        Location::Elsewhere
    };
    file.is_open_in_any_way().then_some(location)
}

/// Returns the file and the host that the arguments name. A single word is the host, unless it is a
/// path or the name of a file.
pub(super) fn file_and_host(args: &Args) -> Result<(Option<PathBuf>, Option<Host>), Error> {
    let words: Vec<&str> = args
        .first
        .iter()
        .chain(&args.second)
        .map(String::as_str)
        .collect();
    let is_file = |word: &str| {
        word == STANDARD_INPUT || word.contains('\\') || is_path(word) || Path::new(word).is_file()
    };
    let (file, host) = match (&words[..], &args.file) {
        ([], file) => (file.clone(), None),
        ([host], Some(file)) => (Some(file.clone()), Some(*host)),
        ([word], None) if is_file(word) => (Some(word.into()), None),
        ([host], None) => (None, Some(*host)),
        ([file, host], None) => (Some(file.into()), Some(*host)),
        _ => {
            return Err(Error::Usage {
                problem: "the file is named twice",
                instead: "leave out `--file`, or the first of the two words",
            });
        }
    };
    Ok((file, host.map(str::parse).transpose()?))
}

/// Whether a word is a path, even if the file does not exist. A host has no slash, except as a URL.
fn is_path(word: &str) -> bool {
    word.starts_with('.') || word.contains('/') && !word.contains("://")
}
