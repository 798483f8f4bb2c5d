//! Tools that know only netrc: keyrc stands in for them by a link with their name.

use crate::setup::{Plan, Reach, Tool};

/// Defines the tools that keyrc stands in for.
macro_rules! stand_ins {
    ($($constant:ident $name:literal)*) => {
        $(
            pub(super) const $constant: Tool = Tool {
                name: $name,
                programs: &[$name],
                reach: Reach::Everything,
                files: |_| Vec::new(),
                plan: |_| Ok(stand_in($name)),
            };
        )*
    };
}

stand_ins! {
    ARIA2C "aria2c"
    BUF "buf"
    CADAVER "cadaver"
    CURL "curl"
    FTP "ftp"
    FURY "fury"
    HEROKU "heroku"
    HTTP "http"
    HTTPS "https"
    LFTP "lftp"
    NIX "nix"
    TNFTP "tnftp"
    WANDB "wandb"
    WGET "wget"
    WGET2 "wget2"
    XH "xh"
    XHS "xhs"
}

fn stand_in(name: &'static str) -> Plan {
    Plan {
        stand_ins: vec![name],
        ..Plan::default()
    }
}

#[cfg(test)]
mod tests {
    use crate::exec::SHIMS;
    use crate::setup::tool;

    #[test]
    fn each_tool_that_keyrc_stands_in_for_can_be_set_up() {
        for shim in &SHIMS {
            let tool = tool(shim.name).expect("a tool");
            assert_eq!(tool.programs, [shim.name]);
        }
    }
}
