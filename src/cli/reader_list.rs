//! The list of tools that `check-netrc --list-tools` prints.

use serde_json::{Value, json};

use crate::cli::args::Format;
use crate::cli::output;
use crate::cli::world::World;
use crate::error::Error;
use crate::readers::{OnError, READERS, Reader, known_names, named};

/// Prints every name that `--for` accepts, with the version of the tool that keyrc models for it.
pub(crate) fn print(format: Format, world: &World) -> Result<(), Error> {
    if format == Format::Json {
        let readers: Vec<Value> = READERS.iter().map(fact).collect();
        return output::json(world, &json!({ "readers": readers }));
    }
    let names = known_names();
    let width = names.iter().map(|name| name.len()).max().unwrap_or(0);
    for name in names {
        world.say(&format!("{name:<width$}  {}", model(name)))?;
    }
    Ok(())
}

/// The version of the tool with this name, or the names of its several readers.
fn model(name: &str) -> String {
    let readers: Vec<&Reader> = named(name).collect();
    match &readers[..] {
        [reader] => reader.version.to_owned(),
        several => {
            let names: Vec<&str> = several.iter().map(|reader| reader.name).collect();
            names.join(", ")
        }
    }
}

fn fact(reader: &Reader) -> Value {
    let stands_for = |name: &&str| named(name).any(|named| named == reader);
    let tools: Vec<&str> = known_names().into_iter().filter(stands_for).collect();
    json!({
        "reader": reader.name,
        "version": reader.version,
        "tools": tools,
        "logins": reader.logins,
        "silent": reader.on_error != OnError::Fails,
    })
}
