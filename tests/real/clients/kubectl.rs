//! kubectl, with a cluster over TLS.

use serde_json::json;

use crate::clients::server::{Protected, Server};
use crate::clients::trial::{Client, check, check_locked};
use crate::clients::{FOREIGN, QUOTED, installed, long};
use crate::sandbox::{KEYRC, Sandbox, write};

#[test]
fn kubectl_lists_pods() {
    let long = long();
    for (version, arguments, tokens) in [
        (
            "v1",
            json!(["helper", "kubectl"]),
            &[QUOTED, FOREIGN, &long][..],
        ),
        ("v1beta1", json!(["helper", "kubectl"]), &[QUOTED]),
    ] {
        let server = Server::start_tls("Kubernetes", "Bearer");
        let configure = |home: &Sandbox| {
            let certificate = server.path("certificate.pem");
            let cluster = json!({
                "server": format!("https://{}", server.host()),
                "certificate-authority": certificate.display().to_string(),
            });
            let user = json!({"exec": {
                "apiVersion": format!("client.authentication.k8s.io/{version}"),
                "command": KEYRC, "args": arguments,
                "interactiveMode": "Never", "provideClusterInfo": true,
            }});
            let config = json!({
                "apiVersion": "v1", "kind": "Config", "current-context": "a",
                "clusters": [{"name": "a", "cluster": cluster}],
                "contexts": [{"name": "a", "context": {"cluster": "a", "user": "a"}}],
                "users": [{"name": "a", "user": user}],
            });
            write(&home.path("home/kubeconfig"), config.to_string());
            let line = format!(
                "rm -rf .kube; {} --kubeconfig kubeconfig get pods",
                installed("kubectl")
            );
            Client::new(&server, line)
        };
        check(&server, tokens, configure);
        check_locked(&server, configure);
    }
}
