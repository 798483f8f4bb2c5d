//! ansible: a script, whose name must end in `-client`. The user names it on the command line. Source:
//! "Storing passwords in third-party tools with vault password client scripts" in ansible's
//! documentation.

use crate::setup::script::script;
use crate::setup::{Plan, Reach, Refusal, Request, Tool};
use crate::text::shown;

pub(super) const TOOL: Tool = Tool {
    name: "ansible",
    programs: &["ansible", "ansible-vault", "ansible-playbook"],
    reach: Reach::Everything,
    files: |_| Vec::new(),
    plan,
};

fn plan(request: &Request<'_>) -> Result<Plan, Refusal> {
    let script = script(
        request.surroundings,
        "keyrc-client",
        "helper ansible \"$@\"",
    )?;
    let note = format!(
        "`ansible-playbook --vault-id HOST@SCRIPT` gets the token for HOST; SCRIPT is {}",
        shown(&script.0)
    );
    Ok(Plan {
        scripts: vec![script],
        notes: vec![note],
        ..Plan::default()
    })
}
