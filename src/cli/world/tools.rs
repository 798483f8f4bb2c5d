//! The tools that a report is about.

use crate::cli::args::readers::{For, Reported};
use crate::cli::world::World;
use crate::readers::{Reader, ToolSet, named};

impl World {
    /// The tools that are installed on this machine; every known tool if none is found.
    pub(crate) fn tools(&self) -> &ToolSet {
        self.tools_found.get_or_init(|| {
            let installed = self.installed_tools.as_ref().map(|find| find());
            installed
                .filter(|tools| !tools.is_empty())
                .unwrap_or_else(ToolSet::all)
        })
    }

    /// The readers that model a tool: that of the installed version, or those of every version.
    pub(crate) fn readers_of(&self, tool: &str) -> Vec<&'static Reader> {
        let tools = self.tools();
        let is_installed = |reader: &&'static Reader| tools.names_of(reader).contains(&tool);
        let installed: Vec<_> = named(tool).filter(is_installed).collect();
        if installed.is_empty() {
            named(tool).collect()
        } else {
            installed
        }
    }

    /// The tools that a report is about: the installed ones, or all.
    pub(crate) fn reported_tools(&self, request: &Reported) -> ToolSet {
        if request.is_all() {
            ToolSet::all()
        } else {
            self.tools().clone()
        }
    }

    /// The tools named with `--for`; without it, those that a report is about.
    pub(crate) fn chosen_tools(&self, request: &For) -> ToolSet {
        if request.is_given() {
            request.named()
        } else {
            self.reported_tools(request.scope())
        }
    }
}
