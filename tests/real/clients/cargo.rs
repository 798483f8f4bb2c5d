//! Cargo, with a sparse index that requires a token.

use crate::clients::server::{Protected, Server};
use crate::clients::trial::{Client, check, check_locked};
use crate::clients::{Call, FOREIGN, LOGIN, QUOTED, long, shell, vault};
use crate::sandbox::{KEYRC, Sandbox, write};

/// Configures cargo in a home, with a package that needs the crate `a`. Returns the start of a line
/// of shell.
fn configure(home: &Sandbox, server: &Server, call: Call) -> String {
    let provider = match call {
        Call::Helper => format!("[\"{KEYRC}\"]"),
        Call::Link => {
            call.install(home, "bin/cargo-credential-keyrc", "cargo");
            "[\"cargo-credential-keyrc\"]".to_owned()
        }
    };
    std::fs::create_dir_all(home.path("home/.cargo")).unwrap();
    std::fs::create_dir_all(home.path("home/src")).unwrap();
    let settings = format!(
        "[registries.a]\nindex = \"sparse+http://{}/index/\"\ncredential-provider = {provider}\n[net]\nretry = 0\n",
        server.host()
    );
    write(&home.path("home/.cargo/config.toml"), settings);
    let manifest = "[package]\nname = \"b\"\nversion = \"0.1.0\"\nedition = \"2021\"\nlicense = \"MIT\"\n\
                    description = \"b\"\n[dependencies]\na = { version = \"1\", registry = \"a\" }\n";
    write(&home.path("home/Cargo.toml"), manifest);
    write(&home.path("home/src/lib.rs"), "");
    // Without the home of the person who runs the tests, rustup does not find the toolchain.
    let toolchain = std::path::Path::new(env!("CARGO")).parent().unwrap();
    format!(
        "PATH={}:$PATH; rm -rf .cargo/registry Cargo.lock;",
        toolchain.display()
    )
}

#[test]
fn cargo_fetches_a_crate() {
    let long = long();
    for (call, tokens) in [
        (Call::Helper, &[QUOTED, FOREIGN, &long][..]),
        (Call::Link, &[QUOTED]),
    ] {
        let server = Server::start("Cargo", "Bearer");
        let configure = |home: &Sandbox| {
            let start = configure(home, &server, call);
            Client::new(&server, format!("{start} cargo fetch -q"))
        };
        check(&server, tokens, configure);
        check_locked(&server, configure);
    }
}

#[test]
fn cargo_logs_in_publishes_and_logs_out() {
    for call in [Call::Helper, Call::Link] {
        let (server, home) = (Server::start("Cargo", "Bearer"), vault());
        let start = configure(&home, &server, call);
        server.accept(LOGIN, QUOTED);
        // An older token of another login does not win over the one of `cargo login`.
        home.has(&server.host(), LOGIN, "old");
        let run = |line: &str| shell(&home, &format!("{start} cargo {line}"));
        run("fetch -q").fails(101);
        assert_eq!(server.counts().accepted, 0);
        write(&home.path("home/token"), QUOTED);
        run("login -q --registry a <token").ok();
        for line in [
            "publish -q --no-verify --allow-dirty --registry a",
            "owner -q --list --registry a b",
            "owner -q --add you --registry a b",
            "yank -q --registry a b@0.1.0",
            "yank -q --undo --registry a b@0.1.0",
        ] {
            let before = server.counts();
            run(line).ok();
            assert!(server.counts().accepted > before.accepted, "{line}");
        }
        run("logout -q --registry a").ok();
        // The older token is not cargo's, so it is left, and sent again.
        let refused = run("fetch -q").fails(101);
        assert!(refused.contains("token rejected for `a`"), "{refused}");
        home.keyrc(&["logout", &server.host(), "-u", LOGIN]).ok();
        let refused = run("fetch -q").fails(101);
        assert!(refused.contains("no token found for `a`"), "{refused}");
    }
}
