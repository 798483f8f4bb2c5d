//! docker, and podman with skopeo and buildah: `credHelpers` in a file in JSON. A helper beats a token
//! in `auths`. Source: "docker login" of Docker's documentation, containers-auth.json(5).

use std::path::PathBuf;

use crate::host::Endpoint;
use crate::setup::format::json;
use crate::setup::{Hosts, Plan, Reach, Refusal, Request, Surroundings, Tool};

pub(super) const DOCKER: Tool = Tool {
    name: "docker",
    programs: &["docker"],
    reach: Reach::Hosts,
    files: docker_files,
    plan: plan_docker,
};

pub(super) const PODMAN: Tool = Tool {
    name: "podman",
    programs: &["podman", "skopeo", "buildah"],
    reach: Reach::Hosts,
    files: podman_files,
    plan: plan_podman,
};

/// The name by which these tools call keyrc.
const LINK: &str = "docker-credential-keyrc";

fn docker_files(surroundings: &Surroundings) -> Vec<PathBuf> {
    let folder = surroundings.path_in("DOCKER_CONFIG");
    let folder = folder.unwrap_or_else(|| surroundings.home.join(".docker"));
    vec![folder.join("config.json")]
}

/// The file that survives a logout, and the one of the session, which podman reads first.
fn podman_files(surroundings: &Surroundings) -> Vec<PathBuf> {
    if let Some(path) = surroundings.path_in("REGISTRY_AUTH_FILE") {
        return vec![path];
    }
    let folder = surroundings.xdg_config();
    let mut files = vec![folder.join("containers").join("auth.json")];
    if let Some(folder) = surroundings.path_in("XDG_RUNTIME_DIR") {
        files.push(folder.join("containers").join("auth.json"));
    }
    files
}

fn plan_docker(request: &Request<'_>) -> Result<Plan, Refusal> {
    let hub = "https://index.docker.io/v1/";
    let keys = keys(request.endpoints(), hub);
    let mut plan = Plan::default();
    plan_file(request, 0, &keys, &mut plan)?;
    Ok(plan)
}

fn plan_podman(request: &Request<'_>) -> Result<Plan, Refusal> {
    if matches!(request.hosts, Hosts::All) {
        return Err(Refusal::impossible(
            "podman has no helper for every host in `auth.json`",
            "name the hosts with `--host HOST`",
        ));
    }
    let keys = keys(request.endpoints(), "docker.io");
    let mut plan = Plan::default();
    plan_file(request, 0, &keys, &mut plan)?;
    // The file of the session beats the other one, but only where it has a token.
    if let Some((path, Some(text))) = request.files.get(1) {
        let parsed = json::parse(text).map_err(Refusal::in_file(path))?;
        let has_token = |key: &&String| {
            let found = parsed.as_ref().and_then(|root| root.get(&["auths", key]));
            found.is_some()
        };
        let shadowed: Vec<String> = keys.iter().filter(has_token).cloned().collect();
        plan_file(request, 1, &shadowed, &mut plan)?;
    }
    Ok(plan)
}

/// The keys of the hosts in `credHelpers`.
fn keys(endpoints: &[Endpoint], hub: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for endpoint in endpoints {
        let host = endpoint.host().without_path();
        let key = match host.as_str() {
            "docker.io" | "index.docker.io" | "registry-1.docker.io" => hub.to_owned(),
            host => host.to_owned(),
        };
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// Plans the changes of one file, one host after the other, because each change depends on the
/// commas that earlier changes add.
fn plan_file(
    request: &Request<'_>,
    index: usize,
    keys: &[String],
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some((path, text)) = request.files.get(index) else {
        return Ok(());
    };
    let text = text.as_deref().unwrap_or_default();
    let failed = Refusal::in_file(path);
    let old = json::parse(text).map_err(&failed)?;
    let value = |place: &[&str]| {
        let found = old.as_ref()?.get(place)?;
        Some(found.text(text).to_owned())
    };
    let is_other = |value: &String| value != "\"keyrc\"";
    let mut members: Vec<Vec<&str>> = keys.iter().map(|key| vec!["credHelpers", key]).collect();
    if matches!(request.hosts, Hosts::All) {
        members.push(vec!["credsStore"]);
    }
    for member in &members {
        if let Some(helper) = value(member).filter(is_other) {
            plan.notes.push(format!(
                "the helper {helper} is not asked any more for {}",
                member.get(1).unwrap_or(&"every host")
            ));
        }
    }
    for key in keys {
        if value(&["auths", key, "auth"]).is_some() {
            plan.notes.push(format!(
                "the file has a token for {key} in plain text; keyrc's helper comes first"
            ));
        }
    }
    let members: Vec<&[&str]> = members.iter().map(Vec::as_slice).collect();
    plan.edit(
        path,
        json::set_all(text, &members, "keyrc").map_err(&failed)?,
    );
    plan.programs = vec![LINK];
    Ok(())
}
