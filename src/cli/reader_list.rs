//! The list of readers that `check-netrc --list-readers` prints.

use serde_json::{Value, json};

use crate::cli::args::Format;
use crate::cli::output;
use crate::cli::world::World;
use crate::error::Error;
use crate::readers::{OnError, READERS, Reader};

/// Prints every reader, and the version of the tool that it models.
pub(crate) fn print(format: Format, world: &World) -> Result<(), Error> {
    if format == Format::Json {
        let readers: Vec<Value> = READERS.iter().map(fact).collect();
        return output::json(world, &json!({ "readers": readers }));
    }
    for reader in READERS {
        world.say(&format!("{:<13} {}", reader.name, reader.version))?;
    }
    Ok(())
}

fn fact(reader: &Reader) -> Value {
    json!({
        "reader": reader.name,
        "version": reader.version,
        "tools": reader.tools,
        "logins": reader.logins,
        "silent": reader.on_error != OnError::Fails,
    })
}
