//! The AWS tools: `credential_process` of a profile. Source: "Sourcing credentials with an external
//! process" in the guide of the AWS CLI, and `botocore/configloader.py`.
//!
//! A stored key belongs to no host that the tools would name. keyrc uses the host with `aws` in its name,
//! so that no token of another host is given to AWS.

use std::path::{Path, PathBuf};

use crate::host::Endpoint;
use crate::setup::format::ini;
use crate::setup::surroundings::in_shell;
use crate::setup::{Plan, Reach, Refusal, Request, Surroundings, Tool};

pub(super) const TOOL: Tool = Tool {
    name: "aws",
    programs: &["aws"],
    reach: Reach::Hosts,
    files,
    plan,
};

/// The file that has profiles, and the one that has keys.
fn files(surroundings: &Surroundings) -> Vec<PathBuf> {
    let folder = surroundings.home.join(".aws");
    let path = |variable: &str, name: &str| {
        let path = surroundings.path_in(variable);
        path.unwrap_or_else(|| folder.join(name))
    };
    vec![
        path("AWS_CONFIG_FILE", "config"),
        path("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
    ]
}

const PROCESS: &str = "credential_process";

fn plan(request: &Request<'_>) -> Result<Plan, Refusal> {
    let host = host(request.endpoints())?;
    let profile = request.surroundings.variable("AWS_PROFILE");
    let profile = profile.unwrap_or("default");
    let mut plan = Plan::default();
    let [(path, text), credentials] = request.files else {
        return Ok(plan);
    };
    let text = text.as_deref().unwrap_or_default();
    let failed = Refusal::in_file(path);
    let sections = ini::parse(text).map_err(&failed)?;
    // The last section of a profile counts.
    let mut found = sections.iter().rev();
    let section = found.find(|section| profile_of(&section.name).as_deref() == Some(profile));
    let command = format!(
        "{} helper aws {}",
        request.surroundings.program_in_shell(),
        in_shell(Path::new(host.host().as_str()))
    );
    let old = section.and_then(|section| section.get(PROCESS));
    if let Some(old) = old.filter(|old| *old != command) {
        plan.notes.push(format!("{PROCESS} was `{old}`"));
    }
    note_static_keys(credentials, profile, &mut plan)?;
    let name = section.map_or_else(|| header(profile), |section| section.name.clone());
    let splices = ini::set(text, &name, PROCESS, &command).map_err(&failed)?;
    plan.edit(path, splices);
    Ok(plan)
}

/// The host under which the key is stored.
fn host(endpoints: &[Endpoint]) -> Result<&Endpoint, Refusal> {
    let is_aws = |word: &str| word == "aws";
    let is_of_aws =
        |endpoint: &&Endpoint| endpoint.host().name().split(['.', '-', '_']).any(is_aws);
    let found: Vec<&Endpoint> = endpoints.iter().filter(is_of_aws).collect();
    match found.as_slice() {
        [host] => Ok(host),
        _ => Err(Refusal::impossible(
            "AWS needs exactly one host with `aws` in its name, for which the key is stored",
            "name it with `--host HOST`, and store the key with the access key ID as the login",
        )),
    }
}

/// A key in the other file comes before the process.
fn note_static_keys(
    (path, text): &(PathBuf, Option<String>),
    profile: &str,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let text = text.as_deref().unwrap_or_default();
    let sections = ini::parse(text).map_err(Refusal::in_file(path))?;
    let section = ini::section(&sections, profile);
    if section.is_some_and(|section| section.get("aws_access_key_id").is_some()) {
        plan.notes.push(format!(
            "the profile {profile} has a key in plain text in {}, which comes first; remove it",
            crate::text::shown(path)
        ));
    }
    Ok(())
}

/// The profile that a section of the configuration is about.
fn profile_of(section: &str) -> Option<String> {
    if section == "default" {
        return Some(section.to_owned());
    }
    let name = section.strip_prefix("profile")?;
    let name = name.strip_prefix([' ', '\t'])?.trim();
    Some(name.trim_matches(['"', '\'']).to_owned())
}

fn header(profile: &str) -> String {
    match profile {
        "default" => "default".to_owned(),
        name if name.contains([' ', '\t']) => format!("profile \"{name}\""),
        name => format!("profile {name}"),
    }
}
