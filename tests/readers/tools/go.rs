//! Go, and buf, which is written in it. They send passwords only over TLS, ignore a requested
//! login, and do not report errors in a netrc.

use std::path::Path;

use crate::case::Case;
use crate::http::Seen;
use crate::observed::Observed;
use crate::process::{Finished, Home, finish, version};
use crate::tools::{Ask, Tool};
use crate::world::{World, sent};

pub(crate) fn tools(world: &World) -> Vec<Tool> {
    let tool = |name, version, ask| Tool {
        name,
        version,
        takes_login: false,
        takes_port: true,
        errors: false,
        ask: Ask::Each(ask),
    };
    let go = |program: &Path| version(program, &["env", "GOVERSION"]);
    vec![
        tool(
            "go",
            go(&world.programs.join("python/bin/go")),
            |world, case| go_command(world, case, &world.programs.join("python/bin/go")),
        ),
        tool(
            "buf",
            version(world.programs.join("buf"), &["--version"]),
            buf,
        ),
    ]
}

/// Go requests a module that the proxy does not have. It looks up the host with the port, unless
/// that is 443.
fn go_command(world: &World, case: &Case, program: &Path) -> Observed {
    let wire = world.over("https", case, |home, url| {
        let mut command = home.command(program);
        command.args(["mod", "download", "demo.test/m@v1.0.0"]);
        command
            .env("GOPROXY", url)
            .env("SSL_CERT_FILE", world.front.certificate());
        command
            .env("GONOSUMDB", "*")
            .env("GOSUMDB", "off")
            .env("GOTOOLCHAIN", "local")
            .env("GOENV", "off");
        command
            .env("GOMODCACHE", world.cache.path().join("go"))
            .env("GOCACHE", world.cache.path().join("go-build"));
        finish(
            command
                .env("GOFLAGS", "-modcacherw")
                .env("GO111MODULE", "on")
                .env("GOTELEMETRY", "off"),
            home,
        )
    });
    wire.silent(case)
}

/// buf sends only the password, as a bearer token. Its paths cannot be chosen, so one question runs
/// at a time.
fn buf(world: &World, case: &Case) -> Observed {
    let home = Home::new(&case.file);
    let turn = world.http.turn();
    let mut command = home.command(world.programs.join("buf"));
    command.args(["registry", "whoami", &case.authority(false)]);
    let Finished { code, err, crash } = finish(
        command.env("SSL_CERT_FILE", world.front.certificate()),
        &home,
    );
    let seen = turn.seen();
    match (crash, sent(&seen, case)) {
        (Some(crash), _) => crash,
        (None, Observed::None) if seen.iter().all(|seen| *seen != Seen::Nothing) => {
            Observed::error(format_args!("it sent no request: {code:?}: {err}"))
        }
        (None, found) => found,
    }
}
