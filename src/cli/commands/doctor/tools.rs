//! Checks of the tools that `keyrc setup` configured.

use serde_json::json;

use crate::cli::commands::doctor::{Finding, State};
use crate::cli::hints;
use crate::cli::world::World;
use crate::error::Error;
use crate::tool_files::{Condition, examine};

/// Checks each tool that keyrc configured.
pub(super) fn findings(world: &World) -> Vec<Finding> {
    // Without a home, no tool is configured.
    let Ok(machine) = world.machine() else {
        return Vec::new();
    };
    match examine(&machine) {
        Ok(conditions) => conditions.iter().map(finding).collect(),
        Err(fault) => {
            let error = Error::from(fault);
            let finding = Finding::new("tools", State::Bad, error.to_string());
            vec![finding.hint(hints::hint_of(&error))]
        }
    }
}

fn finding(condition: &Condition) -> Finding {
    let name = condition.tool.name;
    let finding = match &condition.problems[..] {
        [] => Finding::new(name, State::Good, "asks keyrc"),
        problems => {
            let hint = format!("run `keyrc setup {name}` again, or `keyrc unsetup {name}`");
            Finding::new(name, State::Bad, problems.join("; ")).hint(Some(hint))
        }
    };
    finding.facts(json!({ "problems": condition.problems }))
}
