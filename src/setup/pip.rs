//! pip: `keyring-provider` in its configuration file, and a link named `keyring`. pip has no setting for
//! one host. Source: "Configuration" and "Authentication" in pip's documentation, and
//! `pip/_internal/configuration.py`.

use std::path::{Path, PathBuf};

use crate::setup::format::ini::{self, Section};
use crate::setup::{Plan, Reach, Refusal, Request, Surroundings, Tool};

pub(super) const TOOL: Tool = Tool {
    name: "pip",
    programs: &["pip", "pip3"],
    reach: Reach::Everything,
    files,
    plan,
};

/// The file in `PIP_CONFIG_FILE` replaces the others if it exists.
fn files(surroundings: &Surroundings) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = surroundings
        .path_in("PIP_CONFIG_FILE")
        .into_iter()
        .collect();
    if surroundings.is_windows() {
        files.push(surroundings.settings.join("pip").join("pip.ini"));
        files.push(surroundings.home.join("pip").join("pip.ini"));
        return files;
    }
    for folder in [
        surroundings.xdg_config().join("pip"),
        surroundings.settings.join("pip"),
        surroundings.home.join(".pip"),
    ] {
        let file = folder.join("pip.conf");
        if !files.contains(&file) {
            files.push(file);
        }
    }
    files
}

/// The spellings of the option that pip accepts.
const NAMES: [&str; 3] = ["keyring-provider", "keyring_provider", "--keyring-provider"];

const VALUE: &str = "subprocess";

fn plan(request: &Request<'_>) -> Result<Plan, Refusal> {
    if request.surroundings.path_in("PIP_CONFIG_FILE").as_deref() == Some(Path::new("/dev/null")) {
        return Err(Refusal::impossible(
            "the variable PIP_CONFIG_FILE is `/dev/null`, so pip reads no settings file",
            "run `unset PIP_CONFIG_FILE` first",
        ));
    }
    let (path, text) = request.file();
    let failed = Refusal::in_file(path);
    let sections = ini::parse(text).map_err(&failed)?;
    let mut plan = Plan::default();
    let mut name = NAMES[0];
    for section in &sections {
        let Some((spelling, value)) = provider(section) else {
            continue;
        };
        if section.name == "global" {
            name = spelling;
            if value != VALUE {
                plan.notes.push(format!("keyring-provider was `{value}`"));
            }
        } else if value != VALUE {
            plan.notes.push(format!(
                "remove `keyring-provider` from the section [{}]: it overrides the one in [global]",
                section.name
            ));
        }
    }
    let splices = ini::set(text, "global", name, VALUE).map_err(&failed)?;
    plan.edit(path, splices);
    plan.programs = vec!["keyring"];
    Ok(plan)
}

/// The last spelling of the option in a section, which counts, and its value.
fn provider(section: &Section) -> Option<(&'static str, &str)> {
    section.options.iter().rev().find_map(|option| {
        let name = NAMES.into_iter().find(|name| *name == option.name)?;
        Some((name, option.value.as_str()))
    })
}
