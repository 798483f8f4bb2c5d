//! FTP clients, with one process for each case. The answer is none if a client logs in as
//! `anonymous`, with its placeholder for a missing password, or with `nobody`, which this suite
//! enters at a prompt.

use std::fs::File;
use std::process::Command;

use crate::case::Case;
use crate::ftp_talk::Login;
use crate::observed::Observed;
use crate::process::{Finished, Home, debian, finish, write};
use crate::tools::{Ask, Tool};
use crate::world::World;

pub(crate) fn tools() -> Vec<Tool> {
    let tool = |name, package, takes_login, errors, ask| Tool {
        name,
        version: debian(package),
        takes_login,
        takes_port: true,
        errors,
        ask: Ask::Each(ask),
    };
    vec![
        tool("lftp", "lftp", true, false, lftp),
        tool("aria2-ftp", "aria2", true, true, aria2),
        tool("wget-ftp", "wget", true, false, wget),
        tool("tnftp", "tnftp", true, true, tnftp),
        tool("inetutils-ftp", "inetutils-ftp", false, true, inetutils),
    ]
}

/// The result of a question over FTP.
struct Wire {
    seen: Vec<Login>,
    finished: Finished,
}

fn over_ftp(world: &World, case: &Case, run: impl FnOnce(&Home, &str) -> Finished) -> Wire {
    let home = Home::new(&case.file);
    let turn = world.ftp.turn();
    let finished = run(&home, &format!("ftp://{}/x", case.authority(true)));
    Wire {
        seen: turn.seen(),
        finished,
    }
}

/// The input at a prompt for a login or a password.
const NOBODY: &[u8] = b"keyrc-nobody";

impl Wire {
    /// Returns the answer. `has_none` recognizes a placeholder for a missing password.
    fn judged(self, case: &Case, has_none: impl Fn(&[u8]) -> bool) -> Observed {
        if let Some(crash) = self.finished.crash {
            return crash;
        }
        // The first login counts: the server accepts it, so later ones belong to retries.
        let Some(Login { user, password }) = self.seen.into_iter().next() else {
            let Finished { code, err, .. } = self.finished;
            return Observed::error(format_args!("it sent no request: {code:?}: {err}"));
        };
        let asked = case
            .login
            .as_ref()
            .is_some_and(|asked| asked.as_bytes() == user);
        let login = Some(user).filter(|user| user != b"anonymous" && user != NOBODY);
        let password = password.filter(|password| password != NOBODY && !has_none(password));
        match (login, password) {
            (Some(_), None) if asked => Observed::None,
            (Some(_), Some(password)) if asked && password.is_empty() => Observed::None,
            (None, None) => Observed::None,
            (login, password) => Observed::Match { login, password },
        }
    }
}

fn wget(world: &World, case: &Case) -> Observed {
    let wire = over_ftp(world, case, |home, url| {
        let args = [
            "--no-config",
            "-q",
            "--tries=1",
            "--timeout=8",
            "-O",
            "/dev/null",
            url,
        ];
        finish(home.command("wget").args(args), home)
    });
    wire.judged(case, |password| password == b"-wget@")
}

fn aria2(world: &World, case: &Case) -> Observed {
    let wire = over_ftp(world, case, |home, url| {
        let mut command = home.command("aria2c");
        command.args([
            "--no-conf",
            "-q",
            "--max-tries=1",
            "--timeout=8",
            "--connect-timeout=8",
            "--async-dns=false",
        ]);
        finish(command.args(["--disable-ipv6", "-o", "got", url]), home)
    });
    wire.judged(case, |password| password == b"ARIA2USER@")
}

/// tnftp reads the netrc only for a host, not for a URL.
fn lftp(world: &World, case: &Case) -> Observed {
    let wire = over_ftp(world, case, |home, _| {
        let settings = "set net:max-retries 1; set net:timeout 8; set dns:order inet; set ftp:use-feat no; set ftp:ssl-allow no";
        let script = format!(
            "{settings}; open {}; quote NOOP; exit",
            case.authority(true)
        );
        finish(home.command("lftp").args(["--norc", "-c", &script]), home)
    });
    wire.judged(case, |password| password.starts_with(b"lftp@"))
}

/// lftp does not read the netrc for a URL without a login, either.
fn tnftp(world: &World, case: &Case) -> Observed {
    let host = case
        .login
        .iter()
        .map(|login| format!("{login}@"))
        .chain([case.host.clone()])
        .collect::<String>();
    let wire = over_ftp(world, case, |home, _| {
        let mut command = home.command("tnftp");
        command
            .args(["-N".as_ref(), home.netrc().as_os_str()])
            .arg(&host)
            .args(case.port.map(|port| port.to_string()));
        finish(asks_nobody(&mut command, home), home)
    });
    wire.judged(case, |_| false)
}

/// inetutils ignores a requested login.
fn inetutils(world: &World, case: &Case) -> Observed {
    let wire = over_ftp(world, case, |home, _| {
        let mut command = home.command("inetutils-ftp");
        command.arg(format!("--netrc={}", home.netrc().display()));
        command
            .arg(&case.host)
            .args(case.port.map(|port| port.to_string()));
        finish(asks_nobody(&mut command, home), home)
    });
    wire.judged(case, |_| false)
}

/// Enters `nobody` at both prompts, then ends.
fn asks_nobody<'a>(command: &'a mut Command, home: &Home) -> &'a mut Command {
    let path = home.path().join("input");
    write(&path, [NOBODY, b"\n", NOBODY, b"\nquit\n"].concat());
    command.stdin(File::open(path).unwrap())
}
