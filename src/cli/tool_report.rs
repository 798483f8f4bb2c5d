//! What `setup` and `unsetup` print.

use std::path::Path;

use crate::cli::world::World;
use crate::error::Error;
use crate::setup::{Line, Undo, changed_lines};
use crate::text::{masked, shown, visible};

/// Prints the lines of a file that change, after its path.
pub(crate) fn print_change(
    world: &World,
    path: &Path,
    new: &str,
    undos: &[Undo],
) -> Result<(), Error> {
    world.say(&format!("{}:", shown(path)))?;
    for line in changed_lines(new, undos) {
        let (sign, text) = match &line {
            Line::Removed(text) => ('-', text),
            Line::Added(text) => ('+', text),
        };
        world.say_exact(&format!("{sign}{}", line_of_file(text)))?;
    }
    Ok(())
}

/// Masks tokens, and escapes control characters except tabs.
fn line_of_file(text: &str) -> String {
    let text = masked(text);
    let parts: Vec<String> = text.split('\t').map(visible).collect();
    parts.join("\t")
}
