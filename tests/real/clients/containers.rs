//! docker without a daemon, skopeo, podman and buildah, with docker-registry.

use std::fs;

use crate::clients::registry::Registry;
use crate::clients::server::Protected;
use crate::clients::trial::{Client, check, check_locked};
use crate::clients::{Call, FOREIGN, LOGIN, QUOTED, shell, vault};
use crate::sandbox::{Sandbox, write};

/// The tokens. The registry's own check of a password allows 72 bytes.
const TOKENS: [&str; 2] = [QUOTED, FOREIGN];

/// Configures docker in a home. Returns the start of a line of shell.
fn docker(home: &Sandbox, call: Call) -> &'static str {
    call.install(home, "bin/docker-credential-keyrc", "docker");
    fs::create_dir(home.path("home/.docker")).unwrap();
    write(
        &home.path("home/.docker/config.json"),
        "{\"credsStore\": \"keyrc\"}",
    );
    "export DOCKER_HOST=unix:///nonexistent.sock;"
}

#[test]
fn docker_inspects_an_image() {
    for (call, tokens) in [(Call::Helper, &TOKENS[..]), (Call::Link, &[QUOTED])] {
        let registry = Registry::start();
        let configure = |home: &Sandbox| {
            let start = docker(home, call);
            let image = format!("{}/image:1", registry.host());
            let line = format!("{start} docker manifest inspect --insecure {image}");
            // docker goes on without a token.
            Client {
                if_locked: "no basic auth credentials",
                ..Client::new(&registry, line)
            }
        };
        check(&registry, tokens, configure);
        check_locked(&registry, configure);
    }
}

#[test]
fn docker_logs_in_and_out() {
    let (registry, home) = (Registry::start(), vault());
    let (host, start) = (registry.host(), docker(&home, Call::Link));
    registry.accept(LOGIN, QUOTED);
    write(&home.path("home/token"), QUOTED);
    let login = format!("{start} docker login -u me --password-stdin http://{host} <token");
    shell(&home, &login).ok();
    assert_eq!(home.keyrc(&["token", &host]).ok(), format!("{QUOTED}\n"));
    let settings = fs::read_to_string(home.path("home/.docker/config.json")).unwrap();
    assert!(!settings.contains("\"auth\""), "{settings}");
    let logout = format!("{start} docker logout http://{host}");
    shell(&home, &logout).ok();
    home.keyrc(&["token", &host]).fails(3);
    let again = shell(&home, &logout);
    assert!(!again.err.to_lowercase().contains("error"), "{again}");
    again.ok();
    write(&home.path("home/token"), "wrong");
    assert_eq!(shell(&home, &login).code, Some(1));
    home.keyrc(&["token", &host]).fails(3);
}

/// Configures podman, skopeo and buildah in a home, as their `auth.json` does it. Returns the start
/// of a line of shell.
fn others(home: &Sandbox, registry: &Registry, call: Call) -> String {
    call.install(home, "bin/docker-credential-keyrc", "docker");
    fs::create_dir_all(home.path("home/.config/containers")).unwrap();
    let settings = format!(
        "{{\"credHelpers\": {{\"{}\": \"keyrc\"}}}}",
        registry.host()
    );
    write(&home.path("home/auth.json"), settings);
    write(
        &home.path("home/.config/containers/policy.json"),
        "{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}",
    );
    "export REGISTRY_AUTH_FILE=$HOME/auth.json; \
     storage=\"--root $HOME/storage --runroot $HOME/run --storage-driver vfs\";"
        .to_owned()
}

/// Checks a client whose command line is `command`, with the name of the image instead of `IMAGE`.
fn check_other(command: &str) {
    for (call, tokens) in [(Call::Helper, &TOKENS[..]), (Call::Link, &[QUOTED])] {
        let registry = Registry::start();
        let configure = |home: &Sandbox| {
            let start = others(home, &registry, call);
            let image = format!("{}/image", registry.host());
            Client::new(
                &registry,
                format!("{start} {}", command.replace("IMAGE", &image)),
            )
        };
        check(&registry, tokens, configure);
        check_locked(&registry, configure);
    }
}

#[test]
fn skopeo_lists_tags() {
    check_other("skopeo list-tags --tls-verify=false docker://IMAGE");
}

#[test]
fn podman_lists_tags() {
    check_other("podman $storage search --tls-verify=false --list-tags IMAGE");
}

#[test]
fn buildah_pulls_an_image() {
    check_other("buildah $storage pull -q --policy=always --tls-verify=false docker://IMAGE:1");
}

#[test]
fn skopeo_logs_in_and_out() {
    let (registry, home) = (Registry::start(), vault());
    let (host, start) = (registry.host(), others(&home, &registry, Call::Link));
    registry.accept(LOGIN, QUOTED);
    write(&home.path("home/token"), QUOTED);
    let login =
        format!("{start} skopeo login --tls-verify=false -u me --password-stdin {host} <token");
    shell(&home, &login).ok();
    assert_eq!(home.keyrc(&["token", &host]).ok(), format!("{QUOTED}\n"));
    let known = shell(&home, &format!("{start} skopeo login --get-login {host}"));
    assert_eq!(known.ok(), "me\n");
    shell(&home, &format!("{start} skopeo logout {host}")).ok();
    home.keyrc(&["token", &host]).fails(3);
    shell(&home, &format!("{start} skopeo logout --all")).ok();
}

#[test]
fn podman_logs_in_with_the_settings_of_all_registries() {
    let (registry, home) = (Registry::start(), vault());
    let host = registry.host();
    Call::Link.install(&home, "bin/docker-credential-keyrc", "docker");
    registry.accept(LOGIN, QUOTED);
    write(&home.path("home/token"), QUOTED);
    write(
        &home.path("home/registries.conf"),
        "credential-helpers = [\"keyrc\"]\n",
    );
    let start = "export CONTAINERS_REGISTRIES_CONF=$HOME/registries.conf; \
                 podman=\"podman --root $HOME/storage --runroot $HOME/run --storage-driver vfs\";";
    let login =
        format!("{start} $podman login --tls-verify=false -u me --password-stdin {host} <token");
    shell(&home, &login).ok();
    assert_eq!(home.keyrc(&["token", &host]).ok(), format!("{QUOTED}\n"));
    let list = format!("{start} $podman search --tls-verify=false --list-tags {host}/image");
    shell(&home, &list).ok();
    shell(&home, &format!("{start} $podman logout {host}")).ok();
    home.keyrc(&["token", &host]).fails(3);
}
