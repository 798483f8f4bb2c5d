//! Go 1.24 and newer: the variable `GOAUTH` in the file of `go env -w`. Go has no setting for one
//! host: it asks for each URL, and only over https. Source: `go help goauth`, `go help environment`.

use std::path::PathBuf;

use crate::setup::{Plan, Reach, Refusal, Request, Splice, Surroundings, Tool};

pub(super) const TOOL: Tool = Tool {
    name: "go",
    programs: &["go"],
    reach: Reach::Everything,
    files,
    plan,
};

fn files(surroundings: &Surroundings) -> Vec<PathBuf> {
    let default = || surroundings.settings.join("go").join("env");
    vec![surroundings.path_in("GOENV").unwrap_or_else(default)]
}

fn plan(request: &Request<'_>) -> Result<Plan, Refusal> {
    let surroundings = request.surroundings;
    if surroundings.variable("GOENV") == Some("off") {
        return Err(Refusal::impossible(
            "the variable GOENV is `off`, so Go reads no settings file",
            "run `unset GOENV` first",
        ));
    }
    let command = command(&surroundings.program)?;
    let (path, text) = request.file();
    let mut plan = Plan::default();
    if surroundings.variable("GOAUTH").is_some() {
        plan.notes
            .push("the variable GOAUTH overrides the file; unset it".into());
    }
    let line = last_line_of(text, "GOAUTH");
    let value = line.clone().map(|range| &text[range]);
    let asks = |value: &str| value.split(';').any(|one| one.trim() == command);
    if value.is_some_and(asks) {
        return Ok(plan);
    }
    let new = joined(value, &command);
    let splice = match line {
        Some(range) => Splice::replace(range, new),
        None if text.is_empty() || text.ends_with('\n') => {
            Splice::insert(text.len(), format!("GOAUTH={new}\n"))
        }
        None => Splice::insert(text.len(), format!("\nGOAUTH={new}\n")),
    };
    if let Some(value) = value.map(str::trim).filter(|value| *value != "netrc") {
        plan.notes.push(format!("GOAUTH was `{value}`"));
    }
    plan.edit(path, vec![splice]);
    Ok(plan)
}

/// The command for `GOAUTH`. Go splits the value at `;` before it looks at quotes. Source:
/// `runAuthCommand` in `cmd/go/internal/auth`.
fn command(program: &str) -> Result<String, Refusal> {
    if program.contains(';') || (program.contains('\'') && program.contains('"')) {
        return Err(Refusal::impossible(
            format!("Go cannot call `{program}`: GOAUTH cannot quote that path"),
            "install keyrc in another folder",
        ));
    }
    let word = match program {
        path if path.contains('\'') => format!("\"{path}\""),
        path if path.contains([' ', '\t', '"']) => format!("'{path}'"),
        path => path.to_owned(),
    };
    Ok(format!("{word} helper goauth"))
}

/// The range of the value in the last line that sets a variable. Go uses the last one. Source:
/// `readEnvFile` in `cmd/go/internal/cfg`.
fn last_line_of(text: &str, name: &str) -> Option<std::ops::Range<usize>> {
    let mut found = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        if let Some((key, _)) = content.split_once('=')
            && key == name
        {
            found = Some(start + key.len() + 1..start + content.len());
        }
        start += line.len();
    }
    found
}

/// Go asks the commands in their order. `netrc` stays first, because it is Go's default.
fn joined(old: Option<&str>, command: &str) -> String {
    let old = old.map(str::trim).filter(|old| !old.is_empty());
    match old.unwrap_or("netrc") {
        "off" => command.to_owned(),
        "netrc" => format!("netrc;{command}"),
        old => match old.strip_prefix("netrc;") {
            Some(others) => format!("netrc;{command};{others}"),
            None => format!("{command};{old}"),
        },
    }
}
