//! The programs, a file for each family.

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
    /// Whether a login can be part of the question.
    pub(crate) takes_login: bool,
    /// Whether a port can be.
    pub(crate) takes_port: bool,
    /// Whether it says so where it cannot read a file. If not, that is `Observed::None`.
    pub(crate) errors: bool,
    pub(crate) ask: Ask,
}

impl Tool {
    /// Whether it asks the FTP server.
    pub(crate) fn asks_ftp(&self) -> bool {
        self.name.ends_with("ftp")
    }
}

type AskAll = dyn Fn(&World, &[Case]) -> Vec<Observed> + Send + Sync;

pub(crate) enum Ask {
    /// A process for each case.
    Each(fn(&World, &Case) -> Observed),
    /// A driver for many.
    All(Box<AskAll>),
}

/// All of them, those that take longest first.
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
