//! Each tool logs in with the help of `keyrc exec`.

use std::fs;
use std::ops::Deref;
use std::path::PathBuf;

use super::servers::{self, Front};
use super::unseen::{Watch, unique};
use super::{Who, World};
use crate::ftp_talk::Login;
use crate::readers::{WHEEL, tool};
use crate::sandbox::write;
use crate::server::Server;

/// A token that needs quotes, which some tools cannot read, and an ordinary one.
const SPACED: &str = "p w\\o#x";
const PLAIN: &str = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";

/// A server with the account `me`, and a vault that has the token for the server's port.
fn served(who: Who, token: &str, www: impl FnOnce(&World)) -> Served {
    let (world, token) = (World::new(who), unique(token));
    fs::create_dir(world.path("www")).unwrap();
    www(&world);
    let server = Server::start(&[("me", &token)], Some(world.path("www"))).unwrap();
    let host = format!("127.0.0.1:{}", server.port());
    world.has(&host, "me", &token);
    let watch = Watch::start(&world, &token);
    Served {
        world,
        server,
        host,
        token,
        watch,
    }
}

struct Served {
    world: World,
    server: Server,
    host: String,
    token: String,
    watch: Watch,
}

impl Deref for Served {
    type Target = World;

    fn deref(&self) -> &World {
        &self.world
    }
}

impl Served {
    /// Checks that the tool logged in, that no file contained the token, and that nothing is left.
    #[track_caller]
    fn check(self) {
        let log = self.server.log();
        assert!(
            log.iter()
                .any(|seen| seen.status == 200 && seen.login.as_deref() == Some("me")),
            "{log:?}"
        );
        assert_eq!(self.watch.found(), Vec::<PathBuf>::new());
        self.world.is_clean();
    }
}

fn page(world: &World) {
    write(&world.path("www/index.html"), "hello");
}

#[test]
fn curl_without_its_option_is_reported() {
    let world = World::new(Who::User);
    world.has("a.test", "me", "one");
    for (options, is_told) in [("-sS", true), ("-sSn", false)] {
        let url = "https://a.test:1/";
        let done = world.keyrc(&["exec", "--any-port", "a.test", "--", "curl", options, url]);
        let warning = "keyrc: `curl` will not send a token: it reads a netrc only with `-n`\n\
                       keyrc: hint: add `-n` to the arguments of curl\n";
        assert_eq!(done.err.contains(warning), is_told, "{done}");
    }
}

#[test]
fn curl_gets_the_tokens_of_several_urls() {
    for who in [Who::User, Who::Root] {
        let served = served(who, SPACED, page);
        let url = format!("http://{}/", served.host);
        let done = served.keyrc(&["exec", "--", "curl", "-sS", "-n", &url, &url]);
        assert_eq!(done.ok(), "hellohello");
        assert_eq!(
            served.run("curl", &["-sS", "-n", &url]).ok(),
            "who are you?\n",
            "without keyrc"
        );
        served.check();
    }
}

#[test]
fn curl_gets_the_token_of_each_named_host_after_a_redirect() {
    let served = served(Who::User, PLAIN, page);
    let (name, port) = served.host.split_once(':').unwrap();
    // A netrc has no ports, so a token for all ports is also used after a redirect to another port.
    served.has(name, "me", &served.token);
    served.has("localhost", "me", "of the first");
    let first = servers::redirector(format!("http://{name}:{port}/"));
    let url = format!("http://localhost:{first}/");
    let curl = ["curl", "-sS", "-n", "-L", "-4", &url];
    let done = served.keyrc(&[&["exec", "localhost", name, "--"], &curl[..]].concat());
    assert_eq!(done.ok(), "hello");
    let done = served.keyrc(&[&["exec", "localhost", "--"], &curl[..]].concat());
    assert_eq!(
        done.ok(),
        "who are you?\n",
        "the host of the redirect was not named"
    );
    served.check();
}

#[test]
fn wget_finds_its_token() {
    for who in [Who::User, Who::Root] {
        let served = served(who, PLAIN, page);
        let url = format!("http://{}/", served.host);
        assert_eq!(
            served
                .keyrc(&[
                    "exec",
                    "--any-port",
                    "--",
                    "wget",
                    "-q",
                    "--tries=1",
                    "-O",
                    "-",
                    &url
                ])
                .ok(),
            "hello"
        );
        served.check();
    }
}

#[test]
fn git_finds_its_token() {
    let served = served(Who::User, SPACED, |world| {
        let line = "umask 022 && mkdir ../repo && cd ../repo && git init -q -b main src && cd src && \
                    git -c user.name=me -c user.email=me@a.test commit -q --allow-empty -m one && \
                    git clone -q --bare . ../x.git && cd ../x.git && git update-server-info";
        world.shell(line).ok();
        fs::remove_dir(world.path("www")).unwrap();
        fs::rename(world.path("repo"), world.path("www")).unwrap();
    });
    let line = format!(
        "export GIT_TERMINAL_PROMPT=0; keyrc exec --any-port -- git clone -q http://{}/x.git out && git -C out log --format=%s",
        served.host
    );
    assert_eq!(served.shell(&line).ok(), "one\n");
    // In a repository the arguments contain no URL, so the host is named.
    let line = format!(
        "export GIT_TERMINAL_PROMPT=0; keyrc exec {} -- git -C out fetch -q",
        served.host
    );
    served.shell(&line).ok();
    served.check();
}

#[test]
fn requests_finds_its_token() {
    let served = served(Who::Runner, SPACED, page);
    let script = format!(
        "import requests; print(requests.get('http://{}/').text)",
        served.host
    );
    // A URL inside the script does not count, so the host is named.
    assert_eq!(
        served
            .keyrc(&["exec", &served.host, "--", &tool("python"), "-c", &script])
            .ok(),
        "hello\n"
    );
    served.check();
}

#[test]
fn pip_finds_its_token() {
    let served = served(Who::Runner, PLAIN, |world| {
        let index = world.path("www/simple/demo");
        fs::create_dir_all(&index).unwrap();
        write(&world.path("make.py"), WHEEL);
        world
            .shell("python3 ../make.py ../www/simple/demo/demo-1.0-py3-none-any.whl")
            .ok();
        write(
            &index.join("index.html"),
            "<a href=\"demo-1.0-py3-none-any.whl\">demo</a>",
        );
    });
    let url = format!("--index-url=http://{}/simple/", served.host);
    let args = [
        "download",
        "-q",
        "--no-input",
        "--disable-pip-version-check",
        "--no-deps",
        "-d",
        "out",
        &url,
        "demo",
    ];
    served
        .keyrc(&[&["exec", "--any-port", "--", &tool("pip")], &args[..]].concat())
        .ok();
    assert!(served.path("home/out/demo-1.0-py3-none-any.whl").exists());
    served.check();
}

#[test]
fn go_finds_the_token_of_its_module_proxy() {
    let mut served = served(Who::Runner, PLAIN, |world| {
        let folder = world.path("www/demo.test/m/@v");
        fs::create_dir_all(&folder).unwrap();
        write(&folder.join("v1.0.0.info"), "{\"Version\":\"v1.0.0\"}");
        write(&folder.join("v1.0.0.mod"), "module demo.test/m\n");
        let zip = "import sys, zipfile; zipfile.ZipFile(sys.argv[1], 'w').writestr('demo.test/m@v1.0.0/go.mod', 'module demo.test/m\\n')";
        world
            .run(
                "python3",
                &["-c", zip, &folder.join("v1.0.0.zip").to_string_lossy()],
            )
            .ok();
    });
    // Go sends a password only over TLS.
    let front = Front::start(&served.path(""), served.server.port());
    let host = format!("127.0.0.1:{}", front.port());
    served.has(&host, "me", &served.token);
    let certificate = served
        .path("certificate.pem")
        .to_string_lossy()
        .into_owned();
    for (name, value) in [
        ("GOPROXY", &*format!("https://{host}")),
        ("SSL_CERT_FILE", &certificate),
        ("GONOSUMDB", "*"),
        ("GOSUMDB", "off"),
        ("GOTOOLCHAIN", "local"),
        ("GOENV", "off"),
        ("GOFLAGS", "-modcacherw"),
        ("GOTELEMETRY", "off"),
    ] {
        served.world.set(name, value);
    }
    let go = concat!(env!("CARGO_MANIFEST_DIR"), "/target/readers/python/bin/go");
    let download = ["mod", "download", "demo.test/m@v1.0.0"];
    let refused = served.run(go, &download).fails(1);
    assert!(refused.contains("401 Unauthorized"), "{refused}");
    served
        .keyrc(&[&["exec", &host, "--", go], &download[..]].concat())
        .ok();
    assert!(
        served
            .path("home/go/pkg/mod/demo.test/m@v1.0.0/go.mod")
            .exists()
    );
    served.check();
}

#[test]
fn ftp_clients_find_their_tokens() {
    for client in ["lftp", "tnftp"] {
        let world = World::new(Who::User);
        let (port, log) = servers::ftp();
        let token = unique(PLAIN);
        world.has("127.0.0.1", "me", &token);
        let watch = Watch::start(&world, &token);
        let line = match client {
            // For a URL with a port, it looks for a name that a netrc cannot contain.
            "lftp" => {
                format!(
                    "lftp -c 'set net:timeout 2; set net:max-retries 1; open -p {port} 127.0.0.1; ls; bye'"
                )
            }
            _ => "tnftp -V -p".to_owned(),
        };
        let done = world.shell(&format!(
            "echo 'open 127.0.0.1 {port}' | keyrc exec 127.0.0.1 -- {line}"
        ));
        let log = log.lock().unwrap().clone();
        assert!(
            log.contains(&Login {
                user: b"me".into(),
                password: Some(token.into())
            }),
            "{client}: {log:?}: {done}"
        );
        assert_eq!(watch.found(), Vec::<PathBuf>::new());
        world.is_clean();
    }
}
