//! Programs that download over HTTP, with one process for each case: git, wget, wget2, aria2.

use std::process::Command;

use crate::case::Case;
use crate::observed::Observed;
use crate::process::{Finished, debian, finish, version};
use crate::tools::{Ask, Tool};
use crate::world::World;

pub(crate) fn tools() -> Vec<Tool> {
    let tool = |name, version, errors, ask| Tool {
        name,
        version,
        takes_login: true,
        takes_port: true,
        errors,
        ask,
    };
    vec![
        tool("git", version("git", &["--version"]), true, Ask::Each(git)),
        tool("aria2", debian("aria2"), true, Ask::Each(aria2)),
        tool("wget", debian("wget"), false, Ask::Each(wget)),
        tool("wget2", debian("wget2"), false, Ask::Each(wget2)),
    ]
}

/// If libcurl reports `.netrc parser error`, git sends no request.
fn git(world: &World, case: &Case) -> Observed {
    let wire = world.over_http(case, |home, url| {
        let mut command = home.command("git");
        command.args(["-c", "credential.helper=", "ls-remote", url]);
        finish(
            command
                .env("GIT_TERMINAL_PROMPT", "0")
                .env("GIT_CONFIG_NOSYSTEM", "1"),
            home,
        )
    });
    wire.judged(case, |finished| finished.err.contains("netrc"))
}

/// wget warns about unknown words and continues. It sends credentials only after a 401 response.
fn wget(world: &World, case: &Case) -> Observed {
    let wire = world.over_http(case, |home, url| {
        let args = [
            "--no-config",
            "-q",
            "--no-hsts",
            "--tries=1",
            "--timeout=8",
            "-O",
            "/dev/null",
            url,
        ];
        finish(home.command("wget").args(args), home)
    });
    wire.silent(case)
}

/// Without an entry, wget2 sends an empty login and an empty password, so an entry without both
/// looks like none.
fn wget2(world: &World, case: &Case) -> Observed {
    let wire = world.over_http(case, |home, url| {
        let mut command = home.command("wget2");
        command.args([
            "--no-config",
            "-q",
            "--no-hsts",
            "--tries=1",
            "--timeout=8",
            "--no-robots",
            "-O",
            "/dev/null",
        ]);
        finish(
            command
                .args(["--netrc-file".as_ref(), home.netrc().as_os_str()])
                .arg(url),
            home,
        )
    });
    match wire.silent(case) {
        Observed::Match {
            login: Some(login),
            password: Some(password),
        } if login.is_empty() && password.is_empty() => Observed::None,
        other => other,
    }
}

/// If aria2 cannot read the file, it sends no request and exits with code 28.
fn aria2(world: &World, case: &Case) -> Observed {
    let wire = world.over_http(case, |home, url| {
        let mut command: Command = home.command("aria2c");
        command.args([
            "--no-conf",
            "-q",
            "--max-tries=1",
            "--timeout=8",
            "--connect-timeout=8",
            "--async-dns=false",
        ]);
        command.args([
            "--http-auth-challenge=false",
            "--disable-ipv6",
            "-o",
            "got",
            url,
        ]);
        finish(&mut command, home)
    });
    wire.judged(case, is_refusal)
}

fn is_refusal(finished: &Finished) -> bool {
    finished.err.contains("etrc") || finished.code == Some(28)
}
