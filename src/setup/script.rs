//! Scripts that call keyrc, for tools that accept a helper only as one path without arguments.

use std::path::PathBuf;

use crate::setup::{Refusal, Surroundings};

/// Returns the path of a script in keyrc's folder and its text. `arguments` are words of a shell.
///
/// # Errors
/// [`Refusal::Impossible`] on Windows, which has no shell for it.
pub(super) fn script(
    surroundings: &Surroundings,
    name: &str,
    arguments: &str,
) -> Result<(PathBuf, String), Refusal> {
    if surroundings.is_windows() {
        return Err(Refusal::impossible(
            "the tool needs a script of a POSIX shell, and Windows has none",
            "run keyrc in WSL",
        ));
    }
    let program = surroundings.program_in_shell();
    let text = format!("#!/bin/sh\nexec {program} {arguments}\n");
    Ok((surroundings.links.join(name), text))
}
