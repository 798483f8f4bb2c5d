//! Tools on the command line, and the readers that model them.

use crate::readers::{READERS, Reader, named};
use crate::text::escaped;

/// The tools that must be able to read a netrc.
#[derive(Debug, clap::Args)]
pub(crate) struct For {
    /// Tools that must read the netrc, such as curl,git,pip; `keyrc check-netrc --list-readers`
    /// lists them
    #[arg(long = "for", value_name = "TOOL", value_delimiter = ',', value_parser = tool)]
    tools: Vec<String>,
}

impl For {
    /// Whether any tool was named.
    pub(crate) fn is_given(&self) -> bool {
        !self.tools.is_empty()
    }

    /// The readers of the named tools, in the order of [`READERS`]; every reader if no tool was
    /// named.
    pub(crate) fn readers(&self) -> Vec<&'static Reader> {
        READERS
            .iter()
            .filter(|reader| self.tools.is_empty() || self.names(reader))
            .collect()
    }

    fn names(&self, reader: &Reader) -> bool {
        let mut readers = self.tools.iter().flat_map(|tool| named(tool));
        readers.any(|named| named == reader)
    }
}

/// Parses the name of a tool or reader.
///
/// # Errors
/// A message that lists the known tools.
pub(crate) fn tool(word: &str) -> Result<String, String> {
    let word = word.trim();
    if named(word).next().is_some() {
        return Ok(word.to_owned());
    }
    let mut tools: Vec<&str> = READERS
        .iter()
        .flat_map(|reader| reader.tools)
        .copied()
        .collect();
    tools.sort_unstable();
    tools.dedup();
    Err(format!(
        "`{}` is not a known tool; known tools are {}",
        escaped(word),
        tools.join(", ")
    ))
}
