//! Real tools log in over HTTP on loopback with the files that keyrc wrote.

use std::fs;
use std::path::Path;

use crate::bus::Bus;
use crate::sandbox::{Sandbox, write};
use crate::server::Server;

/// An ordinary token, and one that needs quotes.
const PLAIN: &str = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
const SPACED: &str = r#"p w"o\rd #x"#;

/// A keyring with `token` for the loopback address, exported to the netrc of the sandbox.
fn exported(token: &str) -> Bus {
    let bus = Bus::unlocked();
    bus.has("127.0.0.1", "me", token);
    bus.keyrc(&["export-netrc", "--all"]).ok();
    bus
}

fn server(token: &str, root: Option<&Path>) -> Server {
    Server::start(&[("me", token)], root.map(Path::to_owned)).unwrap()
}

#[track_caller]
fn check_seen(server: &Server) {
    let log = server.log();
    assert!(
        log.iter()
            .any(|seen| seen.status == 200 && seen.login.as_deref() == Some("me")),
        "no login arrived"
    );
}

#[test]
fn curl_reads_the_netrc_of_the_home() {
    for token in [PLAIN, SPACED] {
        let (bus, server) = (exported(token), server(token, None));
        let url = format!("http://127.0.0.1:{}/", server.port());
        assert_eq!(
            bus.run(
                "curl",
                &["-sS", "-o", "/dev/null", "-w", "%{http_code}", &url]
            )
            .ok(),
            "401"
        );
        assert_eq!(
            bus.run(
                "curl",
                &["-sS", "-n", "-o", "/dev/null", "-w", "%{http_code}", &url]
            )
            .ok(),
            "200"
        );
        write(&bus.path("home/.curlrc"), "netrc\n");
        assert_eq!(
            bus.run(
                "curl",
                &["-sS", "-o", "/dev/null", "-w", "%{http_code}", &url]
            )
            .ok(),
            "200"
        );
        check_seen(&server);
    }
}

#[test]
fn curl_reads_an_exported_netrc_from_a_pipe() {
    let (bus, server) = (Bus::unlocked(), server(SPACED, None));
    bus.has("127.0.0.1", "me", SPACED);
    let line = "keyrc export-netrc --file - 127.0.0.1 2>/dev/null | curl -sS -o /dev/null -w '%{http_code}' --netrc-file /dev/stdin";
    assert_eq!(
        bus.shell(&format!("{line} http://127.0.0.1:{}/", server.port()))
            .ok(),
        "200"
    );
    assert!(!bus.netrc().exists());
}

#[test]
fn wget_reads_the_netrc_of_the_home() {
    for token in [PLAIN, SPACED] {
        let (bus, server) = (exported(token), server(token, None));
        let url = format!("http://127.0.0.1:{}/", server.port());
        bus.run("wget", &["-q", "--tries=1", "-O", "/dev/null", &url])
            .ok();
        check_seen(&server);
    }
}

#[test]
fn git_clones_with_the_netrc_of_the_home() {
    for token in [PLAIN, SPACED] {
        let bus = exported(token);
        let line = "git init -q -b main src && cd src && git -c user.name=me -c user.email=me@a.test commit -q --allow-empty -m one \
                    && git clone -q --bare . ../www.git && cd ../www.git && git update-server-info";
        bus.shell(line).ok();
        let server = server(token, Some(&bus.path("home")));
        let clone = format!(
            "GIT_TERMINAL_PROMPT=0 git clone -q http://127.0.0.1:{}/www.git out && git -C out log --format=%s",
            server.port()
        );
        assert_eq!(bus.shell(&clone).ok(), "one\n");
        check_seen(&server);
    }
}

#[test]
fn python_reads_the_netrc_of_the_home() {
    for token in [PLAIN, SPACED] {
        let bus = exported(token);
        let code = "import netrc; login, _, password = netrc.netrc().authenticators('127.0.0.1'); print(login, password)";
        assert_eq!(
            bus.run("python3", &["-c", code]).ok(),
            format!("me {token}\n")
        );
    }
}

#[test]
fn requests_reads_the_netrc_of_the_home() {
    let (bus, server) = (exported(PLAIN), server(PLAIN, None));
    let code = format!(
        "import requests; print(requests.get('http://127.0.0.1:{}/').status_code)",
        server.port()
    );
    assert_eq!(bus.run(&tool("python"), &["-c", &code]).ok(), "200\n");
    check_seen(&server);
}

#[test]
fn pip_downloads_with_the_netrc_of_the_home() {
    let bus = exported(PLAIN);
    let index = bus.path("home/www/simple/demo");
    fs::create_dir_all(&index).unwrap();
    write(&bus.path("home/make.py"), WHEEL);
    bus.shell("python3 make.py www/simple/demo/demo-1.0-py3-none-any.whl")
        .ok();
    write(
        &index.join("index.html"),
        "<a href=\"demo-1.0-py3-none-any.whl\">demo</a>",
    );
    let server = server(PLAIN, Some(&bus.path("home/www")));
    let url = format!("http://127.0.0.1:{}/simple/", server.port());
    let args = [
        "-m",
        "pip",
        "download",
        "-q",
        "--no-input",
        "--disable-pip-version-check",
        "--no-deps",
        "-d",
        "out",
    ];
    bus.run(
        &tool("python"),
        &[&args[..], &["--index-url", &url, "demo"]].concat(),
    )
    .ok();
    assert!(bus.path("home/out/demo-1.0-py3-none-any.whl").exists());
    check_seen(&server);
}

#[test]
fn every_tool_reads_an_exported_netrc_after_a_migration() {
    let (bus, server) = (Bus::unlocked(), server(PLAIN, None));
    bus.write_netrc(&format!(
        "# mine\nmachine 127.0.0.1\n  login me\n  password {PLAIN}\n"
    ));
    bus.keyrc(&["migrate"]).ok();
    assert_eq!(bus.read_netrc(), "# mine\n");
    let curl = |bus: &Sandbox| {
        let url = format!("http://127.0.0.1:{}/", server.port());
        bus.run(
            "curl",
            &["-sS", "-n", "-o", "/dev/null", "-w", "%{http_code}", &url],
        )
        .ok()
    };
    assert_eq!(curl(&bus), "401");
    bus.keyrc(&["export-netrc", "127.0.0.1"]).ok();
    assert_eq!(curl(&bus), "200");
    assert_eq!(
        bus.read_netrc(),
        format!("# mine\nmachine 127.0.0.1\n  login me\n  password {PLAIN}\n")
    );
}

/// A program of the Python environment into which tests/run installed requests and pip.
pub(crate) fn tool(name: &str) -> String {
    let folder = std::env::var("KEYRC_TEST_PYTHON")
        .expect("tests/run names the Python it prepared in KEYRC_TEST_PYTHON");
    format!("{folder}/bin/{name}")
}

/// Writes the smallest valid wheel.
pub(crate) const WHEEL: &str = "import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
    wheel.writestr('demo.py', '')
    wheel.writestr('demo-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: demo\\nVersion: 1.0\\n')
    wheel.writestr('demo-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr('demo-1.0.dist-info/RECORD', '')
";
