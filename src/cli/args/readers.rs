//! The tools that a command line names, and how they are listed.

use serde_json::json;

use crate::error::Error;
use crate::readers::{OnError, READERS, Reader, named};

use crate::cli::{Format, World, output};

/// The tools that are to read a netrc.
#[derive(Debug, clap::Args)]
pub(crate) struct For {
    /// The tools that are to read it, as in curl,git,pip; `keyrc check-netrc --list-readers` names them
    #[arg(long = "for", value_name = "TOOL", value_delimiter = ',', value_parser = tool)]
    tools: Vec<String>,
}

impl For {
    /// Whether any are named.
    pub(crate) fn is_given(&self) -> bool {
        !self.tools.is_empty()
    }

    /// Their readers, each once and in the order of the list; all where none is named.
    pub(crate) fn readers(&self) -> Vec<&'static Reader> {
        let wanted = |reader: &Reader| {
            self.tools
                .iter()
                .any(|tool| named(tool).any(|named| named == reader))
        };
        READERS
            .iter()
            .filter(|reader| self.tools.is_empty() || wanted(reader))
            .collect()
    }
}

/// A word that means a reader, or all of a tool.
pub(crate) fn tool(word: &str) -> Result<String, String> {
    let word = word.trim();
    if named(word).next().is_some() {
        Ok(word.to_owned())
    } else {
        Err(unknown(word))
    }
}

fn unknown(word: &str) -> String {
    let mut tools: Vec<&str> = READERS
        .iter()
        .flat_map(|reader| reader.tools)
        .copied()
        .collect();
    tools.sort_unstable();
    tools.dedup();
    format!(
        "`{}` is no tool that is known here; known are {}",
        crate::text::escaped(word),
        tools.join(", ")
    )
}

/// Prints which readers there are, and what each is a model of.
pub(crate) fn list(format: Format, world: &World) -> Result<(), Error> {
    if format == Format::Json {
        let fact = |reader: &Reader| {
            json!({
                "reader": reader.name, "version": reader.version, "tools": reader.tools,
                "logins": reader.logins, "silent": reader.on_error != OnError::Fails,
            })
        };
        return output::json(
            world,
            &json!({ "readers": READERS.iter().map(fact).collect::<Vec<_>>() }),
        );
    }
    for reader in READERS {
        world.say(&format!("{:<13} {}", reader.name, reader.version))?;
    }
    Ok(())
}
