//! pip and uv, with a Python index.

use crate::clients::server::{Protected, Server};
use crate::clients::trial::{Client, check, check_locked};
use crate::clients::{Call, FOREIGN, QUOTED, installed, long, newest, shell, vault};
use crate::readers::WHEEL;
use crate::sandbox::{Sandbox, finish, write};

/// The name of a wheel.
pub(super) const FILE: &str = "demo-1.0-py3-none-any.whl";

/// A server with an index that has one package.
pub(super) fn server() -> Server {
    let server = Server::start("Files", "basic");
    let folder = server.path("files/simple/demo");
    std::fs::create_dir_all(&folder).unwrap();
    let mut command = std::process::Command::new("python3");
    command.args(["-c", WHEEL]).arg(folder.join(FILE));
    finish(&mut command, b"").ok();
    let page = format!("<a href=\"{FILE}\">demo</a>");
    write(&folder.join("index.html"), page);
    server
}

/// The line that downloads the package with a pip.
fn pip(home: &Sandbox, call: Call, pip: &str, index: &str) -> String {
    call.install(home, "bin/keyring", "keyring");
    format!(
        "rm -rf out; {pip} --isolated --disable-pip-version-check download -q --retries 0 \
         --no-deps --no-cache-dir --keyring-provider subprocess --no-input -d out -i {index} demo"
    )
}

/// pip 26.0, which does not ask for the login.
fn old_pip() -> String {
    format!(
        "PYTHONPATH={} {} -m pip",
        installed("pip"),
        installed("python/bin/python")
    )
}

fn newest_pip() -> String {
    newest("python/bin/pip")
}

#[test]
fn pip_downloads_with_a_login_in_the_url() {
    let long = long();
    for (program, call, tokens) in [
        (old_pip(), Call::Helper, &[QUOTED, &long][..]),
        (newest_pip(), Call::Link, &[QUOTED]),
    ] {
        let server = server();
        let configure = |home: &Sandbox| {
            let index = format!("http://me@{}/simple/", server.host());
            Client {
                if_locked: "",
                ..Client::new(&server, pip(home, call, &program, &index))
            }
        };
        check(&server, tokens, configure);
        check_locked(&server, configure);
    }
}

#[test]
fn the_newest_pip_downloads_without_a_login_in_the_url() {
    for call in [Call::Helper, Call::Link] {
        let server = server();
        check(&server, &[QUOTED], |home| {
            let index = format!("http://{}/simple/", server.host());
            Client::new(&server, pip(home, call, &newest_pip(), &index))
        });
    }
}

/// The start of a line of shell that runs uv.
fn uv(home: &Sandbox, call: Call) -> String {
    call.install(home, "bin/keyring", "keyring");
    format!(
        "export UV_KEYRING_PROVIDER=subprocess UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never \
         UV_HTTP_RETRIES=0 UV_NO_PROGRESS=1; uv={};",
        newest("python/bin/uv")
    )
}

#[test]
fn uv_installs_with_a_login_in_the_url() {
    let long = long();
    for (call, tokens) in [
        (Call::Helper, &[QUOTED, FOREIGN, &long][..]),
        (Call::Link, &[QUOTED]),
    ] {
        let server = server();
        let configure = |home: &Sandbox| {
            let start = uv(home, call);
            let index = format!("http://me@{}/simple/", server.host());
            let line = format!(
                "{start} rm -rf out; $uv pip install -q --no-config --python \"$(command -v python3)\" \
                 --target out --default-index {index} demo"
            );
            Client {
                if_locked: "",
                ..Client::new(&server, line)
            }
        };
        check(&server, tokens, configure);
        check_locked(&server, configure);
    }
}

#[test]
fn uv_locks_a_project_whose_index_always_wants_a_token() {
    let server = server();
    check(&server, &[QUOTED], |home| {
        let start = uv(home, Call::Link);
        let project = format!(
            "[project]\nname = \"p\"\nversion = \"0\"\nrequires-python = \">=3.8\"\ndependencies = [\"demo\"]\n\
             [[tool.uv.index]]\nname = \"a\"\nurl = \"http://{}/simple/\"\ndefault = true\nauthenticate = \"always\"\n",
            server.host()
        );
        write(&home.path("home/pyproject.toml"), project);
        Client::new(&server, format!("{start} rm -f uv.lock; $uv lock -q"))
    });
}

#[test]
fn uv_publishes() {
    let (server, home) = (server(), vault());
    let start = uv(&home, Call::Helper);
    server.accept("me", QUOTED);
    home.has(&server.host(), "me", QUOTED);
    let line = format!(
        "{start} $uv publish -q --username me --publish-url http://{}/legacy/ {}",
        server.host(),
        server.path("files/simple/demo").join(FILE).display()
    );
    shell(&home, &line).ok();
    assert_ne!(server.counts().accepted, 0);
}
