//! Plans the changes of a tool with its files as they are.

use std::path::{Path, PathBuf};

use keyrc_platform::file;
use keyrc_platform::link::{self, LinkState};

use crate::host::Endpoint;
use crate::setup::{Edit, Hosts, Request, Tool, Undo, apply};
use crate::tool_fault::ToolFault;
use crate::tool_files::links::{LinkPlace, place_of};
use crate::tool_files::{Machine, read};

/// The changes that make a tool ask keyrc, not made yet.
#[derive(Debug)]
pub struct Prepared {
    /// The tool.
    pub tool: &'static Tool,
    /// The hosts; none for every host.
    pub hosts: Vec<String>,
    /// The files to change.
    pub files: Vec<ChangedFile>,
    /// The links to create.
    pub links: Vec<PathBuf>,
    /// The links that the tool finds already.
    pub used_links: Vec<PathBuf>,
    /// The scripts to create: the path and the text of each.
    pub scripts: Vec<(PathBuf, String)>,
    /// Facts that the user should know.
    pub notes: Vec<String>,
    /// A folder that the user must add to `PATH`.
    pub add_to_path: Option<PathBuf>,
}

/// A file before and after a change.
#[derive(Debug)]
pub struct ChangedFile {
    /// The path, as the tool has it.
    pub path: PathBuf,
    /// The old text, unless the file is new.
    pub old: Option<String>,
    /// The new text.
    pub new: String,
    /// The replacements.
    pub undos: Vec<Undo>,
}

impl Prepared {
    /// Whether the tool is configured already.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.links.is_empty() && self.scripts.is_empty()
    }

    /// Adds the links by which keyrc stands in for tools.
    fn stand_in(&mut self, names: &[&str], machine: &Machine) {
        let folder = &machine.surroundings.links;
        for name in names {
            let file = link::file_name(name);
            if !is_before_tool(&file, machine) {
                self.add_to_path = Some(folder.clone());
            }
            self.links.push(folder.join(file));
        }
    }
}

/// Reads the files of a tool, and plans the changes.
///
/// # Errors
/// [`ToolFault`].
pub fn prepare(
    tool: &'static Tool,
    hosts: Hosts<'_>,
    machine: &Machine,
) -> Result<Prepared, ToolFault> {
    let surroundings = &machine.surroundings;
    let files = read_files(tool, machine)?;
    let request = Request {
        hosts,
        surroundings,
        files: &files,
    };
    let plan = (tool.plan)(&request)?;
    let program = Path::new(&surroundings.program);
    let mut prepared = Prepared {
        tool,
        hosts: request
            .endpoints()
            .iter()
            .map(Endpoint::to_string)
            .collect(),
        files: plan
            .edits
            .iter()
            .map(|edit| changed(edit, &files))
            .collect(),
        links: Vec::new(),
        used_links: Vec::new(),
        scripts: Vec::new(),
        notes: plan.notes,
        add_to_path: None,
    };
    for name in plan.programs {
        match place_of(name, machine) {
            LinkPlace::Found(folder) => {
                prepared.used_links.push(folder.join(link::file_name(name)));
            }
            LinkPlace::InPath(folder) => prepared.links.push(folder.join(link::file_name(name))),
            LinkPlace::NotInPath(folder) => {
                prepared.links.push(folder.join(link::file_name(name)));
                prepared.add_to_path = Some(folder);
            }
        }
    }
    prepared.stand_in(&plan.stand_ins, machine);
    prepared.links.extend(plan.links);
    let is_current =
        |path: &PathBuf| link::state(path, program).is_ok_and(|state| state == LinkState::Current);
    let (current, missing) = prepared.links.into_iter().partition(is_current);
    prepared.links = missing;
    prepared.used_links.extend::<Vec<PathBuf>>(current);
    let is_new = |(path, text): &(PathBuf, String)| {
        !file::read_named(path, text.len() as u64).is_ok_and(|old| *old.bytes == *text.as_bytes())
    };
    prepared.scripts = plan.scripts.into_iter().filter(is_new).collect();
    Ok(prepared)
}

/// Whether keyrc's folder comes before every other folder of `PATH` that has the file.
fn is_before_tool(file: &str, machine: &Machine) -> bool {
    let links = &machine.surroundings.links;
    let mut folders = machine.path.iter();
    let first = folders.find(|folder| *folder == links || folder.join(file).is_file());
    first == Some(links)
}

fn read_files(tool: &Tool, machine: &Machine) -> Result<Vec<(PathBuf, Option<String>)>, ToolFault> {
    let mut files = Vec::new();
    for path in (tool.files)(&machine.surroundings) {
        let text = read(&path)?;
        files.push((path, text));
    }
    Ok(files)
}

fn changed(edit: &Edit, files: &[(PathBuf, Option<String>)]) -> ChangedFile {
    let found = files.iter().find(|(path, _)| *path == edit.path);
    let old = found.and_then(|(_, text)| text.clone());
    let (new, undos) = apply(old.as_deref().unwrap_or_default(), &edit.splices);
    let path = edit.path.clone();
    ChangedFile {
        path,
        old,
        new,
        undos,
    }
}
