//! Terraform and OpenTofu: a block `credentials_helper` in the CLI configuration, which can have one
//! for all hosts, and a link in the folder of plugins. Source: "CLI Configuration File" of Terraform's
//! documentation.

use std::path::PathBuf;

use crate::setup::format::hcl::{Block, blocks};
use crate::setup::{Plan, Reach, Refusal, Request, Splice, Surroundings, Tool};

pub(super) const TOOL: Tool = Tool {
    name: "terraform",
    programs: &["terraform", "tofu"],
    reach: Reach::Everything,
    files,
    plan,
};

fn files(surroundings: &Surroundings) -> Vec<PathBuf> {
    if let Some(path) = surroundings.path_in("TF_CLI_CONFIG_FILE") {
        return vec![path];
    }
    // Tofu reads its own file if it exists.
    let names = [".terraformrc", ".tofurc"];
    names.map(|name| surroundings.home.join(name)).to_vec()
}

fn plan(request: &Request<'_>) -> Result<Plan, Refusal> {
    let mut plan = Plan::default();
    for (index, (path, text)) in request.files.iter().enumerate() {
        if index > 0 && text.is_none() {
            continue;
        }
        let text = text.as_deref().unwrap_or_default();
        let found = blocks(text).map_err(Refusal::in_file(path))?;
        for block in found.iter().filter(|block| block.kind == "credentials") {
            plan.notes.push(format!(
                "the file has a plain-text token for {}, which is used before keyrc's; remove that block",
                block.label
            ));
        }
        let helper = found
            .iter()
            .find(|block| block.kind == "credentials_helper");
        let splice = change(text, helper, &mut plan.notes);
        plan.edit(path, splice.into_iter().collect());
    }
    let plugins = request
        .surroundings
        .home
        .join(".terraform.d")
        .join("plugins");
    plan.links.push(plugins.join("terraform-credentials-keyrc"));
    Ok(plan)
}

fn change(text: &str, helper: Option<&Block>, notes: &mut Vec<String>) -> Option<Splice> {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let block = format!("credentials_helper \"keyrc\" {{{line_end}  args = []{line_end}}}");
    match helper {
        Some(helper) if helper.label == "keyrc" => None,
        Some(helper) => {
            notes.push(format!("the helper {} is not asked any more", helper.label));
            Some(Splice::replace(helper.range.clone(), block))
        }
        None if text.is_empty() || text.ends_with('\n') => {
            Some(Splice::insert(text.len(), block + line_end))
        }
        None => Some(Splice::insert(
            text.len(),
            format!("{line_end}{block}{line_end}"),
        )),
    }
}
