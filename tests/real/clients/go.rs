//! Go, with a module proxy over TLS.

use std::fs;

use crate::clients::server::{Protected, Server};
use crate::clients::trial::{Client, check, check_locked};
use crate::clients::{FOREIGN, QUOTED, long, newest};
use crate::sandbox::{Sandbox, finish, write};

/// A server with the module `example.com/m`.
fn server() -> Server {
    let server = Server::start_tls("BearerFiles", "Bearer");
    let folder = server.path("files/example.com/m/@v");
    fs::create_dir_all(&folder).unwrap();
    write(&folder.join("list"), "v1.0.0\n");
    write(&folder.join("v1.0.0.info"), "{\"Version\":\"v1.0.0\"}");
    write(&folder.join("v1.0.0.mod"), "module example.com/m\n");
    let code = "import sys, zipfile\n\
                with zipfile.ZipFile(sys.argv[1], 'w') as file:\n    \
                file.writestr('example.com/m@v1.0.0/go.mod', 'module example.com/m\\n')\n    \
                file.writestr('example.com/m@v1.0.0/m.go', 'package m\\n')\n";
    let mut command = std::process::Command::new("python3");
    command.args(["-c", code]).arg(folder.join("v1.0.0.zip"));
    finish(&mut command, b"").ok();
    server
}

#[test]
fn go_gets_a_module() {
    let (server, long) = (server(), long());
    let configure = |_: &Sandbox| {
        let line = format!(
            "export GOPROXY=https://{} SSL_CERT_FILE={} GOSUMDB=off GOFLAGS=-mod=mod GOTOOLCHAIN=local \
             GOENV=off GOPATH=$HOME/go GOAUTH=\"netrc;keyrc helper goauth\"; go={}; \
             $go clean -modcache; rm -rf out; mkdir out; cd out; \
             $go mod init example.com/out 2>/dev/null && $go get -x example.com/m@v1.0.0",
            server.host(),
            server.path("certificate.pem").display(),
            newest("python/bin/go"),
        );
        Client::new(&server, line)
    };
    check(&server, &[QUOTED, FOREIGN, &long], configure);
    check_locked(&server, configure);
}
