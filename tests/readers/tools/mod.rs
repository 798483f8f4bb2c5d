//! The programs, one file for each family.

mod curl;
mod emacs;
mod ftp;
mod go;
mod libraries;
pub(crate) mod python;
mod uv;
mod web;

use crate::case::Case;
use crate::observed::Observed;
use crate::world::World;

pub(crate) struct Tool {
    pub(crate) name: &'static str,
    pub(crate) version: String,
    /// Whether the tool takes a requested login.
    pub(crate) takes_login: bool,
    /// Whether the tool takes a port.
    pub(crate) takes_port: bool,
    /// Whether the tool reports that it cannot read a file. If not, the answer is `Observed::None`.
    pub(crate) errors: bool,
    pub(crate) ask: Ask,
}

impl Tool {
    /// Whether the tool uses the FTP server.
    pub(crate) fn asks_ftp(&self) -> bool {
        self.name.ends_with("ftp")
    }
}

type AskAll = dyn Fn(&World, &[Case]) -> Vec<Observed> + Send + Sync;

pub(crate) enum Ask {
    /// One process for each case.
    Each(fn(&World, &Case) -> Observed),
    /// A driver for many cases.
    All(Box<AskAll>),
}

/// All tools, the slowest first.
pub(crate) fn all(world: &World) -> Vec<Tool> {
    let families = [
        uv::tools(world),
        ftp::tools(),
        go::tools(world),
        web::tools(),
        curl::tools(world),
        emacs::tools(),
        libraries::tools(world),
        python::tools(world),
    ];
    families.into_iter().flatten().collect()
}
