//! Examines the tools that keyrc configured: whether they still ask it.

use std::path::Path;

use keyrc_platform::link::{self, LinkState};

use crate::host::Endpoint;
use crate::setup::{Hosts, Reach, TOOLS, Tool};
use crate::tool_fault::ToolFault;
use crate::tool_files::record::{Change, Record, of_tool};
use crate::tool_files::{Machine, prepare};

/// The condition of a tool that keyrc configured.
#[derive(Debug)]
pub struct Condition {
    /// The tool.
    pub tool: &'static Tool,
    /// The reasons why the tool gets no tokens from keyrc, and warnings about plain-text copies.
    pub problems: Vec<String>,
}

/// Examines the tools that have a record.
///
/// # Errors
/// [`ToolFault`] if a record or a file is not readable.
pub fn examine(machine: &Machine) -> Result<Vec<Condition>, ToolFault> {
    let mut conditions = Vec::new();
    for tool in TOOLS {
        let record = of_tool(&machine.records, tool)?;
        if !record.changes.is_empty() {
            conditions.push(Condition {
                tool,
                problems: problems(tool, &record, machine)?,
            });
        }
    }
    Ok(conditions)
}

fn problems(
    tool: &'static Tool,
    record: &Record,
    machine: &Machine,
) -> Result<Vec<String>, ToolFault> {
    let mut problems = Vec::new();
    if let Some(program) = &record.program
        && !Path::new(program).is_file()
    {
        problems.push(format!("it calls `{program}`, which does not exist"));
    }
    for change in &record.changes {
        if let Change::Link { path } = change {
            problems.extend(problem_of_link(path, machine));
        }
    }
    let endpoints: Vec<Endpoint> = record
        .hosts
        .iter()
        .filter_map(|host| host.parse().ok())
        .collect();
    let hosts = match (&endpoints[..], tool.reach) {
        ([], Reach::Hosts) => Hosts::All,
        _ => Hosts::Named(&endpoints),
    };
    let prepared = prepare(tool, hosts, machine)?;
    problems.extend(prepared.files.iter().map(|file| {
        let path = file.path.display();
        format!("`{path}` no longer has all lines of keyrc")
    }));
    if let Some(folder) = &prepared.add_to_path {
        let folder = folder.display();
        problems.push(format!("it does not find keyrc: `{folder}` is not in PATH"));
    }
    problems.extend(prepared.notes);
    Ok(problems)
}

fn problem_of_link(path: &Path, machine: &Machine) -> Option<String> {
    let program = Path::new(&machine.surroundings.program);
    let shown = path.display();
    match link::state(path, program) {
        Ok(LinkState::Current | LinkState::Elsewhere { .. }) => None,
        Ok(LinkState::Broken { .. }) => {
            Some(format!("the link `{shown}` points to a deleted keyrc"))
        }
        _ => Some(format!("the link `{shown}` is gone")),
    }
}
