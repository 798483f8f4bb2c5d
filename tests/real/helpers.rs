//! `keyrc helper` with real clients.

use std::fs;

use crate::exec::{Who, World};
use crate::server::Server;

/// A token with characters that protocols quote.
const TOKEN: &str = "a\"b\\c $x%y:@/#;=,";

/// A server with a repository `x.git` for `me`.
fn repository(world: &World) -> Server {
    let line = "umask 022 && mkdir ../repo && cd ../repo && git init -q -b main src && cd src && \
                git -c user.name=me -c user.email=me@a.test commit -q --allow-empty -m one && \
                git clone -q --bare . ../x.git && cd ../x.git && git update-server-info";
    world.shell(line).ok();
    fs::rename(world.path("repo"), world.path("www")).unwrap();
    Server::start(&[("me", TOKEN)], Some(world.path("www"))).unwrap()
}

/// Runs a git command on the repository with keyrc as its helper.
fn git(world: &World, command: &str) -> crate::sandbox::Output {
    world.shell(&format!("export GIT_TERMINAL_PROMPT=0; {command}"))
}

#[test]
fn git_asks_keyrc_and_erases_a_rejected_token() {
    for helper in ["!keyrc helper git", "keyrc"] {
        let world = World::new(Who::User);
        let server = repository(&world);
        let host = format!("127.0.0.1:{}", server.port());
        let url = format!("http://{host}/x.git");
        // The second form calls keyrc by the name git-credential-keyrc.
        world
            .shell("mkdir bin && ln -s \"$(command -v keyrc)\" bin/git-credential-keyrc")
            .ok();
        let prepare =
            format!("PATH=$PWD/bin:$PATH; git config --global credential.helper '{helper}'");
        world.has(&host, "me", "wrong");
        git(&world, &format!("{prepare}; git clone -q {url} refused")).fails(128);
        // git told keyrc that the token was rejected.
        world.shell(&format!("keyrc token {host}")).fails(3);
        world.has(&host, "me", TOKEN);
        git(
            &world,
            &format!("{prepare}; git clone -q {url} out && git -C out fetch -q"),
        )
        .ok();
        assert!(
            server
                .log()
                .iter()
                .any(|seen| seen.login.as_deref() == Some("me"))
        );
        // git knows the token from the URL, and stores it.
        world.shell(&format!("keyrc logout {host}")).ok();
        let encoded = "a%22b%5Cc%20%24x%25y%3A%40%2F%23%3B%3D%2C";
        let with_token = format!("http://me:{encoded}@{host}/x.git");
        git(
            &world,
            &format!("{prepare}; git clone -q {with_token} stored"),
        )
        .ok();
        let token = world.shell(&format!("keyrc token {host}"));
        assert_eq!(token.ok(), format!("{TOKEN}\n"));
    }
}
