//! Configures tools to ask keyrc for their credentials. Does no I/O.
//!
//! A [`Tool`] names the files that it reads. Its plan takes their content and the hosts, and returns
//! the changes: [splices](Splice) of files, links and scripts. Every splice can be
//! [undone](undo), so that `keyrc unsetup` restores the file.
//!
//! A plan is empty if the tool asks keyrc already. The tool is configured for single hosts where it
//! can be, and for all hosts only if the user asks for that.

mod ansible;
mod aws;
mod bazel;
mod cargo;
mod diff;
mod docker;
pub mod format;
mod git;
mod git_config;
mod go;
mod pip;
mod pnpm;
mod script;
mod shims;
mod splice;
mod surroundings;
mod terraform;
mod uv;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::host::Endpoint;
use format::Unreadable;

pub use diff::{Line, changed_lines};
pub use splice::{Lost, Splice, Undo, apply, undo};
pub use surroundings::{Surroundings, VARIABLES, in_shell};

/// A tool that keyrc can configure.
#[derive(Debug)]
pub struct Tool {
    /// The name on the command line.
    pub name: &'static str,
    /// The programs of the tool. If one is in `PATH`, the tool is installed.
    pub programs: &'static [&'static str],
    /// How the tool selects the hosts for which it asks keyrc.
    pub reach: Reach,
    /// Returns the files that the plan reads or changes.
    pub files: fn(&Surroundings) -> Vec<PathBuf>,
    /// Plans the changes.
    pub plan: fn(&Request<'_>) -> Result<Plan, Refusal>,
}

/// For which hosts a tool asks keyrc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// For single hosts.
    Hosts,
    /// For every host, because the tool has no setting for one host. keyrc answers only for hosts
    /// that have a stored credential.
    Everything,
}

/// The tools: those that ask a helper, then those that keyrc stands in for, each sorted by name.
pub const TOOLS: &[Tool] = &[
    ansible::TOOL,
    aws::TOOL,
    bazel::TOOL,
    cargo::TOOL,
    docker::DOCKER,
    git::TOOL,
    go::TOOL,
    pip::TOOL,
    pnpm::TOOL,
    docker::PODMAN,
    terraform::TOOL,
    uv::TOOL,
    // keyrc stands in for these.
    shims::ARIA2C,
    shims::BUF,
    shims::CADAVER,
    shims::CURL,
    shims::FTP,
    shims::FURY,
    shims::HEROKU,
    shims::HTTP,
    shims::HTTPS,
    shims::LFTP,
    shims::NIX,
    shims::TNFTP,
    shims::WANDB,
    shims::WGET,
    shims::WGET2,
    shims::XH,
    shims::XHS,
];

/// Returns the tool with a name.
pub fn tool(name: &str) -> Option<&'static Tool> {
    TOOLS.iter().find(|tool| tool.name == name)
}

/// The user's request, with the current content of the files.
#[derive(Debug)]
pub struct Request<'a> {
    /// The hosts for which the tool is to ask keyrc.
    pub hosts: Hosts<'a>,
    /// The machine.
    pub surroundings: &'a Surroundings,
    /// The files of [`Tool::files`], in this order. A file that does not exist has no text.
    pub files: &'a [(PathBuf, Option<String>)],
}

/// The hosts of a request.
#[derive(Clone, Copy, Debug)]
pub enum Hosts<'a> {
    /// These hosts.
    Named(&'a [Endpoint]),
    /// Every host.
    All,
}

impl<'a> Request<'a> {
    /// Returns the first file that exists, or else the first one. A missing file has an empty text.
    ///
    /// [`Tool::files`] never returns an empty list; if it did, this is an empty path.
    pub fn file(&self) -> (&'a Path, &'a str) {
        let existing = self.files.iter().find(|(_, text)| text.is_some());
        match existing.or(self.files.first()) {
            Some((path, text)) => (path, text.as_deref().unwrap_or_default()),
            None => (Path::new(""), ""),
        }
    }

    /// Returns the hosts; none if the request is for all.
    pub fn endpoints(&self) -> &'a [Endpoint] {
        match self.hosts {
            Hosts::Named(endpoints) => endpoints,
            Hosts::All => &[],
        }
    }
}

/// The changes that make a tool ask keyrc.
#[derive(Debug, Default)]
pub struct Plan {
    /// Changes of files.
    pub edits: Vec<Edit>,
    /// Names for keyrc that the tool must find in `PATH`.
    pub programs: Vec<&'static str>,
    /// Tools that keyrc stands in for: users must find a link in keyrc's folder before the tool.
    pub stand_ins: Vec<&'static str>,
    /// Links to keyrc at fixed paths.
    pub links: Vec<PathBuf>,
    /// Programs of one line that call keyrc: the path and the text of each.
    pub scripts: Vec<(PathBuf, String)>,
    /// Facts that the user should know, such as a helper that was configured before.
    pub notes: Vec<String>,
}

/// The changes of one file.
#[derive(Debug)]
pub struct Edit {
    /// The file.
    pub path: PathBuf,
    /// The changes, in ascending order. Not empty.
    pub splices: Vec<Splice>,
}

impl Plan {
    /// Adds changes of a file, unless there are none.
    pub fn edit(&mut self, path: &Path, splices: Vec<Splice>) {
        if !splices.is_empty() {
            let path = path.to_owned();
            self.edits.push(Edit { path, splices });
        }
    }
}

/// Why a tool cannot be configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// keyrc cannot edit a file.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The line of the file, and the problem.
        at: Unreadable,
    },
    /// The request is impossible for the tool.
    Impossible {
        /// The reason, in lower case and without a final stop.
        problem: String,
        /// What the user can do.
        instead: String,
    },
}

impl Refusal {
    /// Returns a function that adds the path of a file to a problem in it.
    pub fn in_file(path: &Path) -> impl Fn(Unreadable) -> Self {
        let path = path.to_owned();
        move |at| Self::Unreadable {
            path: path.clone(),
            at,
        }
    }

    /// Returns the refusal of an impossible request.
    pub fn impossible(problem: impl Into<String>, instead: impl Into<String>) -> Self {
        Self::Impossible {
            problem: problem.into(),
            instead: instead.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, at } => {
                write!(
                    f,
                    "{}:{}: {}",
                    crate::text::shown(path),
                    at.line,
                    at.problem
                )
            }
            Self::Impossible { problem, .. } => f.write_str(problem),
        }
    }
}
