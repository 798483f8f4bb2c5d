//! twine, poetry and Mercurial, which load a backend of Python's keyring.

use std::process::Command;

use crate::clients::python::{FILE, server};
use crate::clients::server::{Protected, Server};
use crate::clients::trial::{Client, check, check_locked};
use crate::clients::{FOREIGN, LOGIN, QUOTED, installed, long};
use crate::sandbox::{Sandbox, finish, write};

/// The start of a line of shell that selects a backend that calls keyrc.
const BACKEND: &str = concat!(
    "export PYTHON_KEYRING_BACKEND=keyrc_keyring.Keyring PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=",
    env!("CARGO_MANIFEST_DIR"),
    "/src/protocol;"
);

#[test]
fn twine_uploads_a_wheel() {
    let (server, long) = (server(), long());
    let configure = |_: &Sandbox| {
        let line = format!(
            "{} {} upload --non-interactive --repository-url http://{}/legacy/ -u me {}",
            BACKEND,
            installed("python-keyring/bin/twine"),
            server.host(),
            server.path("files/simple/demo").join(FILE).display()
        );
        Client::new(&server, line)
    };
    check(&server, &[QUOTED, &long], configure);
    check_locked(&server, configure);
}

#[test]
fn poetry_locks_a_project() {
    let server = server();
    let configure = |home: &Sandbox| {
        let project = format!(
            "[project]\nname = \"p\"\nversion = \"0\"\nrequires-python = \">=3.8\"\ndependencies = [\"demo\"]\n\
             [[tool.poetry.source]]\nname = \"a\"\nurl = \"http://{}/simple\"\npriority = \"primary\"\n",
            server.host()
        );
        write(&home.path("home/pyproject.toml"), project);
        let line = format!(
            "{} rm -rf poetry.lock .cache; {} lock --no-interaction",
            BACKEND,
            installed("python-keyring/bin/poetry")
        );
        Client::new(&server, line)
    };
    check(&server, &[QUOTED], configure);
    check_locked(&server, configure);
}

#[test]
fn mercurial_clones_a_repository() {
    let server = Server::start("Mercurial", "basic");
    let make =
        "hg init repository && cd repository && echo 1 >file && hg commit -q -A -m one -u me";
    let mut command = Command::new("bash");
    command.args(["-c", make]).current_dir(server.path("files"));
    finish(&mut command, b"").ok();
    let configure = |home: &Sandbox| {
        let url = format!("http://{}", server.host());
        let settings = format!(
            "[extensions]\nmercurial_keyring =\n[auth]\na.prefix = {url}\na.username = {LOGIN}\n"
        );
        write(&home.path("home/.hgrc"), settings);
        let line = format!("{} rm -rf out; hg clone -q {url} out", BACKEND);
        Client {
            host: "service:Mercurial".to_owned(),
            stored_login: format!("{LOGIN}@@{url}"),
            ..Client::new(&server, line)
        }
    };
    check(&server, &[QUOTED, FOREIGN, &long()], configure);
    check_locked(&server, configure);
}
