//! kubectl, with a cluster over TLS.

use serde_json::{Value, json};

use crate::clients::server::{Protected, Server};
use crate::clients::trial::{Client, check, check_locked};
use crate::clients::{FOREIGN, QUOTED, installed, long};
use crate::sandbox::{KEYRC, Sandbox, write};

/// Writes a kubeconfig with this exec plugin. Returns the line that uses it.
fn configure(home: &Sandbox, server: &Server, version: &str, plugin: &Value) -> Client {
    let certificate = server.path("certificate.pem");
    let cluster = json!({
        "server": format!("https://{}", server.host()),
        "certificate-authority": certificate.display().to_string(),
    });
    let mut exec = json!({
        "apiVersion": format!("client.authentication.k8s.io/{version}"),
        "command": KEYRC, "interactiveMode": "Never",
    });
    let exec_fields = exec.as_object_mut().unwrap();
    exec_fields.extend(plugin.as_object().unwrap().clone());
    let config = json!({
        "apiVersion": "v1", "kind": "Config", "current-context": "a",
        "clusters": [{"name": "a", "cluster": cluster}],
        "contexts": [{"name": "a", "context": {"cluster": "a", "user": "a"}}],
        "users": [{"name": "a", "user": {"exec": exec}}],
    });
    write(&home.path("home/kubeconfig"), config.to_string());
    let line = format!(
        "rm -rf .kube; {} --kubeconfig kubeconfig get pods",
        installed("kubectl")
    );
    Client::new(server, line)
}

#[test]
fn kubectl_lists_pods() {
    let long = long();
    let with_cluster = json!({"args": ["helper", "kubectl"], "provideClusterInfo": true});
    for (version, tokens) in [
        ("v1", &[QUOTED, FOREIGN, &long][..]),
        ("v1beta1", &[QUOTED]),
    ] {
        let server = Server::start_tls("Kubernetes", "Bearer");
        let configure = |home: &Sandbox| configure(home, &server, version, &with_cluster);
        check(&server, tokens, configure);
        check_locked(&server, configure);
    }
}

#[test]
fn kubectl_names_the_server_in_the_arguments() {
    let server = Server::start_tls("Kubernetes", "Bearer");
    let plugin = json!({"args": ["helper", "kubectl", server.host()]});
    check(&server, &[QUOTED], |home| {
        configure(home, &server, "v1", &plugin)
    });
}
