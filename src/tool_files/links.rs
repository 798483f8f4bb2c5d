//! The place of a link by which a tool calls keyrc: a folder of `PATH`.

use std::path::{Path, PathBuf};

use keyrc_platform::file;
use keyrc_platform::link::{self, LinkState};

use crate::tool_files::Machine;

/// Where a tool finds keyrc under another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkPlace {
    /// The tool finds keyrc in this folder already.
    Found(PathBuf),
    /// The tool finds keyrc if keyrc creates a link in this folder of `PATH`.
    InPath(PathBuf),
    /// The tool finds keyrc if keyrc creates a link in this folder, and the user adds the folder to
    /// `PATH`.
    NotInPath(PathBuf),
}

/// Chooses the folder of the link `name`.
///
/// keyrc's own folder is preferred. If it is not in `PATH`, a program such as docker would miss the
/// link and continue without a credential, so a folder of the user that is in `PATH` is better.
pub fn place_of(name: &str, machine: &Machine) -> LinkPlace {
    let program = Path::new(&machine.surroundings.program);
    let file = link::file_name(name);
    let found = machine.path.iter().find(|folder| {
        let state = link::state(&folder.join(&file), program);
        let usable = |state| matches!(state, LinkState::Current | LinkState::Elsewhere { .. });
        state.is_ok_and(usable)
    });
    if let Some(folder) = found {
        return LinkPlace::Found(folder.clone());
    }
    let home = &machine.surroundings.home;
    let own = machine.surroundings.links.clone();
    let of_program = program.parent().filter(|folder| folder.starts_with(home));
    let others = [home.join(".local").join("bin"), home.join("bin")];
    let folders = [own.clone()].into_iter().chain(others);
    let mut folders = folders.chain(of_program.map(Path::to_owned));
    let usable = |folder: &PathBuf| {
        machine.path.contains(folder)
            && (*folder == own || !file::others_can_replace_files_in(folder))
            && link::state(&folder.join(&file), program)
                .is_ok_and(|state| state != LinkState::Foreign)
    };
    match folders.find(usable) {
        Some(folder) => LinkPlace::InPath(folder),
        None => LinkPlace::NotInPath(own),
    }
}
