//! CPython's `netrc`, and tools that use it. All take the last of several entries and ignore a
//! requested login. requests and pip do not report errors in a file, but all raise an exception for
//! bytes that are not UTF-8.

use std::path::{Path, PathBuf};

use crate::case::Case;
use crate::observed::Observed;
use crate::process::{clean, finish, version};
use crate::tools::{Ask, Tool};
use crate::world::World;

pub(crate) fn tools(world: &World) -> Vec<Tool> {
    let python = world.programs.join("python/bin/python");
    let print = |code: &str| version(&python, &["-c", code]);
    vec![
        tool(
            world,
            "python",
            print("import platform; print(platform.python_version())"),
            true,
        ),
        tool(
            world,
            "requests",
            print("import requests; print(requests.__version__)"),
            false,
        ),
        tool(
            world,
            "pip",
            print("import pip; print(pip.__version__)"),
            false,
        ),
    ]
}

/// pip itself, for a few cases, since it is the slowest tool. The test is that it sends what its
/// function returns.
pub(crate) fn pip_download(world: &World, case: &Case) -> Observed {
    let wire = world.over_http(case, |home, url| {
        let mut command = home.command(world.programs.join("python/bin/python"));
        command.args([
            "-m",
            "pip",
            "download",
            "--isolated",
            "-q",
            "--no-input",
            "--disable-pip-version-check",
        ]);
        command.args([
            "--no-cache-dir",
            "--retries",
            "0",
            "--timeout",
            "8",
            "--no-deps",
            "-d",
            "out",
        ]);
        // pip refuses an index without TLS unless the host is trusted.
        command.args([
            "--trusted-host",
            &case.host,
            "--index-url",
            &format!("{url}/simple/"),
            "demo",
        ]);
        finish(&mut command, home)
    });
    wire.silent(case)
}

/// The function that pip calls.
pub(crate) fn pip_function(world: &World, case: &Case) -> Observed {
    let tool = tools(world)
        .into_iter()
        .find(|tool| tool.name == "pip")
        .unwrap();
    let Ask::All(ask) = tool.ask else {
        unreachable!("it has a driver")
    };
    ask(world, std::slice::from_ref(case)).remove(0)
}

/// The name of the tool selects the library in the driver.
fn tool(world: &World, name: &'static str, version: String, errors: bool) -> Tool {
    let (python, driver) = (
        world.programs.join("python/bin/python"),
        world.drivers.join("python.py"),
    );
    let start = move |python: &Path, driver: &PathBuf| {
        let mut command = clean(python);
        command.arg(driver).arg(name);
        command
    };
    Tool {
        name,
        version,
        takes_login: false,
        takes_port: false,
        errors,
        ask: Ask::All(Box::new(move |world, cases| {
            world.drive(cases, &|| start(&python, &driver))
        })),
    }
}
