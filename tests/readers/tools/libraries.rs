//! Libraries for Ruby, Node and Perl. Only the one for Perl takes a requested login.

use std::path::PathBuf;
use std::process::Command;

use crate::process::{clean, debian, version};
use crate::tools::{Ask, Tool};
use crate::world::World;

pub(crate) fn tools(world: &World) -> Vec<Tool> {
    vec![
        tool(
            "net-netrc",
            perl_version(),
            true,
            &["perl"],
            world.drivers.join("net-netrc.pl"),
            vec![],
        ),
        npm(world, "netrc-parser", "netrc-parser"),
        npm(world, "npm-netrc", "netrc"),
        tool(
            "netrc-gem",
            debian("ruby-netrc"),
            false,
            &["ruby"],
            world.drivers.join("netrc.rb"),
            vec![],
        ),
    ]
}

/// An exception is an error. Without one, the library ignored the words that it did not understand.
fn tool(
    name: &'static str,
    version: String,
    takes_login: bool,
    program: &'static [&'static str],
    driver: PathBuf,
    args: Vec<PathBuf>,
) -> Tool {
    let start = move || {
        let mut command: Command = clean(program[0].as_ref());
        command.args(&program[1..]).arg(&driver).args(&args);
        command
    };
    Tool {
        name,
        version,
        takes_login,
        takes_port: false,
        errors: true,
        ask: Ask::All(Box::new(move |world, cases| world.drive(cases, &start))),
    }
}

/// The tool `name`, which is the npm package `package`.
fn npm(world: &World, name: &'static str, package: &str) -> Tool {
    let folder = world.programs.join("npm");
    let file = folder.join(format!("node_modules/{package}/package.json"));
    let version = version(
        "node",
        &[
            "-p",
            "require(process.argv[1]).version",
            file.to_str().unwrap(),
        ],
    );
    tool(
        name,
        version,
        false,
        &["node"],
        world.drivers.join("npm.js"),
        vec![folder, package.into()],
    )
}

fn perl_version() -> String {
    version("perl", &["-MNet::Netrc", "-e", "print Net::Netrc->VERSION"])
}
