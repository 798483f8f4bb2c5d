//! Names of tools that keyrc configures.

use std::ffi::OsStr;

use clap::builder::{NonEmptyStringValueParser, PossibleValue, TypedValueParser};

use crate::setup::{TOOLS, Tool, tool};
use crate::text::closest;

/// Arguments that select tools.
#[derive(Debug, clap::Args)]
pub(crate) struct ToolArgs {
    /// Tools: see `keyrc setup --help`
    #[arg(value_name = "TOOL", value_parser = NameParser, hide_possible_values = true,
          required_unless_present = "all")]
    names: Vec<String>,
    /// Every tool that is installed
    #[arg(long, conflicts_with = "names")]
    pub(crate) all: bool,
}

impl ToolArgs {
    /// The named tools, each once.
    pub(crate) fn named(&self) -> Vec<&'static Tool> {
        let mut tools: Vec<&'static Tool> = Vec::new();
        for tool in self.names.iter().filter_map(|name| tool(name)) {
            if !tools.iter().any(|known| known.name == tool.name) {
                tools.push(tool);
            }
        }
        tools
    }
}

/// Parses the name of a tool. Completion scripts offer the names.
#[derive(Clone)]
struct NameParser;

impl TypedValueParser for NameParser {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        word: &OsStr,
    ) -> Result<String, clap::Error> {
        let parser = NonEmptyStringValueParser::new().try_map(known_name);
        parser.parse_ref(command, argument, word)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(
            TOOLS.iter().map(|tool| PossibleValue::new(tool.name)),
        ))
    }
}

fn known_name(word: String) -> Result<String, String> {
    if tool(&word).is_some() {
        return Ok(word);
    }
    let names: Vec<&str> = TOOLS.iter().map(|tool| tool.name).collect();
    let advice = match closest(&word, &names) {
        Some(similar) => format!("did you mean `{similar}`?"),
        None => format!("keyrc configures {}", names.join(", ")),
    };
    Err(format!("not a known tool; {advice}"))
}
