//! Tools on the command line, and the readers that model them.

use crate::readers::{Reader, ToolSet, known_names, named, reads_no_netrc};
use crate::text::closest;

/// The tools that must be able to read a netrc.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct For {
    /// Tools that must read the netrc, such as curl,git,pip; `keyrc check-netrc --list-tools` lists
    /// them
    #[arg(long = "for", value_name = "TOOL", value_delimiter = ',', value_parser = tool)]
    tools: Vec<String>,
    #[command(flatten)]
    scope: Reported,
}

/// The tools that a report is about.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Reported {
    /// Report about every known tool, not only about those that are installed
    #[arg(long)]
    all_tools: bool,
}

impl Reported {
    /// Whether the report is about every known tool.
    pub(crate) fn is_all(&self) -> bool {
        self.all_tools
    }
}

impl For {
    /// Requires one tool, by a name that [`named`] knows.
    pub(crate) fn tool(name: &str) -> Self {
        Self {
            tools: vec![name.to_owned()],
            ..Self::default()
        }
    }

    /// Whether any tool was named.
    pub(crate) fn is_given(&self) -> bool {
        !self.tools.is_empty()
    }

    /// The tools of a report if no tool was named.
    pub(crate) fn scope(&self) -> &Reported {
        &self.scope
    }

    /// The named tools; empty if no tool was named.
    pub(crate) fn named(&self) -> ToolSet {
        ToolSet::of_tools(self.tools.iter().map(String::as_str))
    }

    /// The readers of the named tools, in the order of `READERS`; none if no tool was named.
    pub(crate) fn required(&self) -> Vec<&'static Reader> {
        self.named().readers()
    }
}

/// Parses the name of a tool or reader.
///
/// # Errors
/// A message that suggests a similar name, or says where the known tools are listed.
pub(crate) fn tool(word: &str) -> Result<String, String> {
    let word = word.trim();
    if named(word).next().is_some() {
        return Ok(word.to_owned());
    }
    if reads_no_netrc(word) {
        return Err("this tool does not read a netrc".to_owned());
    }
    let advice = match closest(word, &known_names()) {
        Some(similar) => format!("did you mean `{similar}`?"),
        None => "`keyrc check-netrc --list-tools` lists the known tools".to_owned(),
    };
    Err(format!("not a known tool; {advice}"))
}
