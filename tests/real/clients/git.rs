//! git, with a repository that git http-backend serves.

use std::fs;
use std::process::Command;

use crate::clients::server::{Accepted, Protected, Server};
use crate::clients::trial::{Client, check, check_locked};
use crate::clients::{Call, FOREIGN, LOGIN, QUOTED, WRONG, long, shell, vault};
use crate::sandbox::{KEYRC, Sandbox, finish};

/// Creates a repository on the server, with one commit that is the same in all repositories.
fn repository(server: &Server, name: &str) {
    let line = "git init -q --bare -b main \"$0\" && cd \"$0\" && git config http.receivepack true && \
                git config user.name me && git config user.email me@a.test && \
                git update-ref refs/heads/main $(git commit-tree -m one $(git mktree </dev/null))";
    let mut command = Command::new("bash");
    command.args(["-c", line]);
    command.arg(server.path("files").join(name));
    for date in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
        command.env(date, "2000-01-01T00:00:00Z");
    }
    finish(&mut command, b"").ok();
}

pub(super) fn server(site: &str, scheme: &'static str) -> Server {
    let server = Server::start(site, scheme);
    repository(&server, "x.git");
    server
}

/// Configures git in a home. Returns the start of a line of shell.
fn configure(home: &Sandbox, call: Call) -> &'static str {
    let helper = match call {
        Call::Helper => "!keyrc helper git",
        Call::Link => "keyrc",
    };
    if call == Call::Link {
        call.install(home, "bin/git-credential-keyrc", "git");
    }
    let line = format!(
        "git config --global credential.helper '{helper}'; \
         git config --global user.name me; git config --global user.email me@a.test"
    );
    shell(home, &line).ok();
    "export GIT_TERMINAL_PROMPT=0; rm -rf out;"
}

fn cloning(home: &Sandbox, server: &Server, call: Call) -> Client {
    let start = configure(home, call);
    let line = format!("{start} git clone -q http://{}/x.git out", server.host());
    Client::new(server, line)
}

#[test]
fn git_clones_with_a_password() {
    let long = long();
    for (call, tokens) in [
        (Call::Helper, &[QUOTED, FOREIGN, &long][..]),
        (Call::Link, &[QUOTED]),
    ] {
        let server = server("Git", "basic");
        check(&server, tokens, |home| cloning(home, &server, call));
        check_locked(&server, |home| cloning(home, &server, call));
    }
}

#[test]
fn git_sends_a_bearer_token() {
    for call in [Call::Helper, Call::Link] {
        let (server, home) = (server("BearerGit", "Bearer"), vault());
        let client = cloning(&home, &server, call);
        for (token, works) in [(WRONG, false), (QUOTED, true)] {
            server.accept(LOGIN, QUOTED);
            let given = format!(
                "capability[]=authtype\nprotocol=http\nhost={}\nauthtype=Bearer\ncredential={token}\n",
                server.host()
            );
            home.pipe(&given, KEYRC, &["helper", "git", "store"]).ok();
            let before = server.counts();
            let output = shell(&home, &client.line);
            assert_eq!(output.code == Some(0), works, "{output}");
            let seen = server.counts();
            assert_eq!(seen.accepted > before.accepted, works);
            assert_eq!(seen.refused > before.refused, !works);
            // git reported the wrong one as rejected, and the right one as accepted.
            let listed = home.keyrc(&["list"]);
            assert_eq!(listed.out.contains(&server.host()), works, "{listed}");
        }
    }
}

#[test]
fn git_stores_a_token_of_a_url_and_erases_a_rejected_one() {
    let (server, home) = (server("Git", "basic"), vault());
    let (host, start) = (server.host(), configure(&home, Call::Link));
    server.accept(LOGIN, QUOTED);
    home.has(&host, LOGIN, WRONG);
    shell(
        &home,
        &format!("{start} git clone -q http://{host}/x.git out"),
    )
    .fails(128);
    home.keyrc(&["token", &host]).fails(3);
    let encoded = "a%22b%5Cc%20%24x%25y%3A%40%2F%23%3B%3D%2C";
    let clone = format!("{start} git clone -q http://me:{encoded}@{host}/x.git out");
    shell(&home, &clone).ok();
    assert_eq!(home.keyrc(&["token", &host]).ok(), format!("{QUOTED}\n"));
    let push =
        "cd out && git commit -q --allow-empty -m two && git push -q origin main && git fetch -q";
    let line = format!("git -C out remote set-url origin http://{host}/x.git; {push}");
    shell(&home, &line).ok();
    assert_eq!(server.counts().refused, 1);
}

#[test]
fn git_uses_another_account_for_each_path() {
    let (server, home) = (server("Git", "basic"), vault());
    fs::create_dir(server.path("files/work")).unwrap();
    repository(&server, "work/y.git");
    let accepted = |path, login, token| Accepted {
        scheme: "basic",
        path,
        login,
        token,
    };
    server.accept_all(&[
        accepted("/x.git", "me", "mine"),
        accepted("/work/", "worker", "theirs"),
    ]);
    let (host, start) = (server.host(), configure(&home, Call::Helper));
    home.has(&format!("{host}/x.git"), "me", "mine");
    home.has(&format!("{host}/work"), "worker", "theirs");
    let line = format!(
        "{start} git config --global credential.useHttpPath true; \
         git clone -q http://{host}/work/y.git out && git clone -q http://{host}/x.git out/x"
    );
    shell(&home, &line).ok();
    assert_eq!(server.counts().refused, 0);
}

#[test]
fn git_clones_eight_submodules_at_once() {
    let (server, home) = (server("Git", "basic"), vault());
    let (host, start) = (server.host(), configure(&home, Call::Link));
    server.accept(LOGIN, QUOTED);
    home.has(&host, LOGIN, QUOTED);
    shell(
        &home,
        &format!("{start} git clone -q http://{host}/x.git top"),
    )
    .ok();
    for number in 1..=8 {
        repository(&server, &format!("{number}.git"));
        let line = format!(
            "cd top && git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),{number} && \
             git config -f .gitmodules submodule.{number}.path {number} && \
             git config -f .gitmodules submodule.{number}.url http://{host}/{number}.git"
        );
        shell(&home, &line).ok();
    }
    let line = "cd top && git add .gitmodules && git commit -q -m modules && git push -q";
    shell(&home, line).ok();
    let line = format!("{start} git clone -q --recurse-submodules -j8 http://{host}/x.git out");
    shell(&home, &line).ok();
    for number in 1..=8 {
        assert!(home.path(&format!("home/out/{number}/.git")).exists());
    }
    assert_eq!(server.counts().refused, 0);
}
