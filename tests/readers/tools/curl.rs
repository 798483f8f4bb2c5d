//! curl and libcurl, with `-n` and the login in the URL. If the file cannot be read, the exit code
//! is 26, CURLE_READ_ERROR.

use crate::case::Case;
use crate::observed::Observed;
use crate::process::{clean, debian, finish, version};
use crate::tools::{Ask, Tool};
use crate::world::World;

/// The folders of `install.sh` with pycurl, which contains its own libcurl.
const LIBRARIES: [(&str, &str); 4] = [
    ("libcurl-8.16", "pycurl-7.45.7"),
    ("libcurl-8.19", "pycurl-7.46.0"),
    ("libcurl-8.21", "pycurl-7.47.0"),
    ("libcurl-8.23", "pycurl-7.49.0"),
];

pub(crate) fn tools(world: &World) -> Vec<Tool> {
    let curl = Tool {
        name: "curl",
        version: debian("curl"),
        takes_login: true,
        takes_port: true,
        errors: true,
        ask: Ask::Each(curl),
    };
    [curl]
        .into_iter()
        .chain(LIBRARIES.map(|(name, folder)| libcurl(world, name, folder)))
        .collect()
}

fn curl(world: &World, case: &Case) -> Observed {
    let wire = world.over_http(case, |home, url| {
        finish(
            home.command("curl")
                .args(["-sS", "-q", "-n", "-m", "8", "-o", "/dev/null", url]),
            home,
        )
    });
    wire.judged(case, |finished| finished.code != Some(0))
}

/// libcurl from the wheels of pycurl, with the option that `-n` sets.
fn libcurl(world: &World, name: &'static str, folder: &'static str) -> Tool {
    let python = world.programs.join("python/bin/python");
    let library = world.programs.join(folder);
    let start = move |driver: &std::path::Path| {
        let mut command = clean(&python);
        command.env("PYTHONPATH", &library).arg(driver);
        command
    };
    let driver = world.drivers.join("libcurl.py");
    let probe = format!(
        "import sys; sys.path.insert(0, '{}/{folder}'); import pycurl; print(pycurl.version)",
        world.programs.display()
    );
    let version = version(world.programs.join("python/bin/python"), &["-c", &probe]);
    let version = version
        .split(' ')
        .find_map(|word| word.strip_prefix("libcurl/"))
        .unwrap_or_default()
        .to_owned();
    Tool {
        name,
        version,
        takes_login: true,
        takes_port: true,
        errors: true,
        ask: Ask::All(Box::new(move |world, cases| {
            world.drive(cases, &|| start(&driver))
        })),
    }
}
