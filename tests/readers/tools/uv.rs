//! uv. It requests a package from an index on the server, which has none.

use crate::case::Case;
use crate::observed::Observed;
use crate::process::{finish, version};
use crate::tools::{Ask, Tool};
use crate::world::World;

pub(crate) fn tools(world: &World) -> Vec<Tool> {
    vec![Tool {
        name: "uv",
        version: version(world.programs.join("python/bin/uv"), &["--version"]),
        takes_login: true,
        takes_port: true,
        errors: false,
        ask: Ask::Each(uv),
    }]
}

/// uv does not report errors in a netrc. All questions share its cache, which has what uv found out
/// about Python; their paths differ, so the cache has no answers.
fn uv(world: &World, case: &Case) -> Observed {
    let wire = world.over_http(case, |home, url| {
        let mut command = home.command(world.programs.join("python/bin/uv"));
        command.args([
            "pip",
            "install",
            "--no-config",
            "-q",
            "--dry-run",
            "--no-deps",
            "--target",
            "out",
            "demo",
        ]);
        command.args(["--index-url", &format!("{url}/simple/")]);
        command
            .env("UV_PYTHON", world.programs.join("python/bin/python"))
            .env("UV_PYTHON_DOWNLOADS", "never");
        command
            .env("UV_CACHE_DIR", world.cache.path().join("uv"))
            .env("UV_HTTP_TIMEOUT", "8")
            .env("UV_HTTP_RETRIES", "0");
        finish(&mut command, home)
    });
    wire.silent(case)
}
