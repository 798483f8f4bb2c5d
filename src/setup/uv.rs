//! uv: `keyring-provider` in `uv.toml`, and a link named `keyring`. uv has no setting for one host.
//! Source: "Configuration files" and "HTTP credentials" in uv's documentation.

use std::path::PathBuf;

use crate::setup::format::toml;
use crate::setup::{Plan, Reach, Refusal, Request, Surroundings, Tool};

pub(super) const TOOL: Tool = Tool {
    name: "uv",
    programs: &["uv"],
    reach: Reach::Everything,
    files,
    plan,
};

fn files(surroundings: &Surroundings) -> Vec<PathBuf> {
    let folder = match surroundings.is_windows() {
        true => surroundings.settings.clone(),
        false => surroundings.xdg_config(),
    };
    let default = || folder.join("uv").join("uv.toml");
    vec![
        surroundings
            .path_in("UV_CONFIG_FILE")
            .unwrap_or_else(default),
    ]
}

const NAME: &str = "keyring-provider";
const VALUE: &str = "subprocess";

fn plan(request: &Request<'_>) -> Result<Plan, Refusal> {
    let (path, text) = request.file();
    let failed = Refusal::in_file(path);
    let document = toml::parse(text).map_err(&failed)?;
    let mut plan = Plan::default();
    let of_pip = document.get("pip").and_then(|pip| pip.get(NAME));
    if of_pip.is_some_and(|value| value.as_str() != Some(VALUE)) {
        let note = "remove `keyring-provider` from the table [pip]: it overrides the top-level one for `uv pip`";
        plan.notes.push(note.to_owned());
    }
    let splices = toml::set(text, &[(&[NAME], VALUE.into())]).map_err(&failed)?;
    if !splices.is_empty() {
        let note =
            "uv asks only for an index with a login, as in `https://me@pypi.example.com/simple/`";
        plan.notes.push(note.to_owned());
    }
    plan.edit(path, splices);
    plan.programs = vec!["keyring"];
    Ok(plan)
}
