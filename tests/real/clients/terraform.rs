//! Terraform, with a module registry over TLS.

use std::fs;

use crate::clients::server::{Protected, Server};
use crate::clients::trial::{Client, check, check_locked};
use crate::clients::{Call, FOREIGN, LOGIN, QUOTED, installed, long, shell, vault};
use crate::sandbox::{Sandbox, write};

/// Configures Terraform in a home. Returns the start of a line of shell.
fn configure(home: &Sandbox, server: &Server, call: Call) -> String {
    let plugins = home.path("home/.terraform.d/plugins");
    fs::create_dir_all(&plugins).unwrap();
    call.install(
        home,
        ".terraform.d/plugins/terraform-credentials-keyrc",
        "terraform",
    );
    write(
        &home.path("home/.terraformrc"),
        "credentials_helper \"keyrc\" {\n  args = []\n}\n",
    );
    let module = format!(
        "module \"m\" {{\n  source  = \"{}/a/b/c\"\n  version = \"1.0.0\"\n}}\n",
        server.host()
    );
    write(&home.path("home/main.tf"), module);
    format!(
        "export SSL_CERT_FILE={} CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1; terraform={};",
        server.path("certificate.pem").display(),
        installed("terraform")
    )
}

#[test]
fn terraform_gets_a_module() {
    let long = long();
    for (call, tokens) in [
        (Call::Helper, &[QUOTED, FOREIGN, &long][..]),
        (Call::Link, &[QUOTED]),
    ] {
        let server = Server::start_tls("Terraform", "Bearer");
        let configure = |home: &Sandbox| {
            let start = configure(home, &server, call);
            let line = format!("{start} rm -rf .terraform; $terraform init -input=false -no-color");
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
fn terraform_logout_removes_the_token() {
    let (server, home) = (Server::start_tls("Terraform", "Bearer"), vault());
    let (host, start) = (server.host(), configure(&home, &server, Call::Link));
    // terraform stores its token for this login. It does not remove another one.
    home.has(&host, "token", QUOTED);
    home.has(&host, LOGIN, "other");
    let line = format!("{start} $terraform logout -no-color {host}");
    shell(&home, &line).ok();
    home.keyrc(&["token", &host, "-u", "token"]).fails(3);
    assert_eq!(home.keyrc(&["token", &host, "-u", LOGIN]).ok(), "other\n");
}
