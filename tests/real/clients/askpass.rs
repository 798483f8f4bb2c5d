//! Askpass for git, ssh and sudo.

use crate::clients::server::{Protected, Server};
use crate::clients::trial::{Client, check, check_locked};
use crate::clients::{FOREIGN, QUOTED, WRONG, long, script, shell, vault};
use crate::sandbox::{KEYRC, Sandbox, write};

/// Makes an askpass program in a home. Returns its path.
fn program(home: &Sandbox) -> String {
    let path = home.path("home/bin/keyrc-askpass");
    script(&path, &format!("exec '{KEYRC}' helper askpass \"$@\""));
    path.display().to_string()
}

#[test]
fn git_asks_for_the_login_and_the_password() {
    let (server, long) = (Server::start("Git", "basic"), long());
    let configure = |home: &Sandbox| {
        let line = format!(
            "export GIT_ASKPASS={}; git init -q --bare \"{}/x.git\"; \
             git -c credential.helper= ls-remote http://{}/x.git",
            program(home),
            server.path("files").display(),
            server.host()
        );
        Client::new(&server, line)
    };
    check(&server, &[QUOTED, FOREIGN, &long], configure);
    check_locked(&server, configure);
}

/// The line that runs ssh.
fn ssh(home: &Sandbox, server: &Server, options: &str) -> String {
    format!(
        "export SSH_ASKPASS={} SSH_ASKPASS_REQUIRE=force; \
         ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
         -o NumberOfPasswordPrompts=1 {options} -p {} me@127.0.0.1 true",
        program(home),
        server.port()
    )
}

#[test]
fn ssh_asks_for_a_password() {
    let long = long();
    for (method, tokens) in [
        ("password", &[QUOTED, FOREIGN, &long[..1000]][..]),
        ("keyboard-interactive", &[QUOTED]),
    ] {
        let server = Server::start_ssh();
        let configure = |home: &Sandbox| Client {
            host: "ssh://127.0.0.1".to_owned(),
            ..Client::new(
                &server,
                ssh(
                    home,
                    &server,
                    &format!("-o PreferredAuthentications={method}"),
                ),
            )
        };
        check(&server, tokens, configure);
        check_locked(&server, configure);
    }
}

#[test]
fn ssh_asks_for_the_passphrase_of_a_key() {
    let (server, home) = (Server::start_ssh(), vault());
    write(&home.path("home/passphrase"), QUOTED);
    let make = "ssh-keygen -q -t ed25519 -N \"$(cat passphrase)\" -f id";
    shell(&home, make).ok();
    let key = home.path("home/id").display().to_string();
    let options = format!("-o PreferredAuthentications=publickey -i {key}");
    let line = ssh(&home, &server, &options);
    let service = format!("service:{key}");
    shell(&home, &line).fails(255);
    home.has(&service, "key", WRONG);
    shell(&home, &line).fails(255);
    assert_eq!(server.counts().accepted, 0);
    home.has(&service, "key", QUOTED);
    shell(&home, &line).ok();
    assert_eq!(server.counts().accepted, 1);
}
