//! The AWS command line. The server checks the signature of a request, so both the key and its ID
//! must be right.

use crate::clients::server::{Protected, Server};
use crate::clients::trial::{Client, check, check_locked};
use crate::clients::{QUOTED, installed, long};
use crate::sandbox::{KEYRC, Sandbox, write};

/// The ID of the key.
const KEY: &str = "AKIAIOSFODNN7EXAMPLE";

#[test]
fn aws_signs_a_request() {
    let (server, long) = (Server::start("Aws", "sigv4"), long());
    let configure = |home: &Sandbox| {
        std::fs::create_dir(home.path("home/.aws")).unwrap();
        let settings = format!(
            "[default]\nregion = us-east-1\ncredential_process = {KEYRC} helper aws key.aws.test\n"
        );
        write(&home.path("home/.aws/config"), settings);
        let line = format!(
            "export AWS_EC2_METADATA_DISABLED=true AWS_MAX_ATTEMPTS=1; \
             {} --endpoint-url http://{} sts get-caller-identity",
            installed("python/bin/aws"),
            server.host()
        );
        Client {
            host: "key.aws.test".to_owned(),
            stored_login: KEY.to_owned(),
            login: KEY,
            ..Client::new(&server, line)
        }
    };
    check(&server, &[QUOTED, &long], configure);
    check_locked(&server, configure);
}
