//! `keyrc setup` for docker, podman, cargo and Terraform: the bytes of their files.

use std::fs;
use std::path::Path;

use crate::setup::Setup;

#[track_caller]
fn check(args: &[&str], file: &str, text: &str, expected: &str) {
    let mut setup = Setup::new();
    setup.write(file, text);
    setup.round_trip(args, file, expected);
}

const DOCKER: [&str; 3] = ["docker", "--host", "r.test:5000"];
const DOCKER_FILE: &str = ".docker/config.json";

#[test]
fn docker_keeps_the_style_of_its_file() {
    let member = "\"r.test:5000\": \"keyrc\"";
    for (text, expected) in [
        ("{}\n", format!("{{\n\t\"credHelpers\": {{\n\t\t{member}\n\t}}\n}}\n")),
        (
            "{\r\n  \"auths\" : { \"r.test:5000\": {\"auth\": \"bWU6VA==\"} }\r\n}",
            format!(
                "{{\r\n  \"auths\" : {{ \"r.test:5000\": {{\"auth\": \"bWU6VA==\"}} }},\r\n  \
                 \"credHelpers\": {{\r\n    {member}\r\n  }}\r\n}}"
            ),
        ),
        (
            "{\"credHelpers\":{\"gcr.io\":\"gcloud\"},\"x\":[1, 2]}",
            format!("{{\"credHelpers\":{{\"gcr.io\":\"gcloud\",{member}}},\"x\":[1, 2]}}"),
        ),
        (
            "{\n    \"credsStore\": \"desktop\",\n    \"credHelpers\": {\"r.test:5000\":\"ecr-login\"}\n}",
            "{\n    \"credsStore\": \"desktop\",\n    \"credHelpers\": {\"r.test:5000\":\"keyrc\"}\n}"
                .to_owned(),
        ),
        ("", format!("{{\n\t\"credHelpers\": {{\n\t\t{member}\n\t}}\n}}\n")),
    ] {
        check(&DOCKER, DOCKER_FILE, text, &expected);
    }
}

#[test]
fn docker_finds_keyrc_by_a_link_in_path() {
    let mut setup = Setup::new();
    let before = setup.snapshot();
    let done = setup.run(&["setup", "docker", "podman", "--host", "docker.io"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(
        done.err.contains("`~/links` is not first in PATH"),
        "{}",
        done.err
    );
    let link = setup.path("links/docker-credential-keyrc");
    assert_eq!(fs::read_link(&link).unwrap(), setup.world.program());
    assert!(
        setup
            .read(DOCKER_FILE)
            .contains("\"https://index.docker.io/v1/\": \"keyrc\"")
    );
    assert!(
        setup
            .read(".config/containers/auth.json")
            .contains("\"docker.io\": \"keyrc\"")
    );
    // The other tool still needs the link.
    setup.run(&["unsetup", "docker"]).ok();
    assert!(link.is_symlink());
    setup.run(&["unsetup", "podman"]).ok();
    assert_eq!(setup.snapshot(), before);
}

#[test]
fn a_folder_of_the_user_in_path_gets_the_link() {
    let mut setup = Setup::new();
    fs::create_dir_all(setup.path(".local/bin")).unwrap();
    let path = format!("/nowhere:{}", setup.path(".local/bin").display());
    setup.world.environment = vec![("PATH".into(), path)];
    let done = setup.run(&["setup", "docker", "--host", "r.test"]);
    assert!(!done.err.contains("PATH"), "{}", done.err);
    assert!(
        setup
            .path(".local/bin/docker-credential-keyrc")
            .is_symlink()
    );
    setup.run(&["unsetup", "docker"]).ok();
    assert!(setup.path(".local/bin").is_dir());
    assert!(
        !setup
            .path(".local/bin/docker-credential-keyrc")
            .is_symlink()
    );
}

#[test]
fn podman_reads_the_file_of_the_session_first() {
    let mut setup = Setup::new();
    let session = "{\"auths\": {\"r.test\": {\"auth\": \"bWU6VA==\"}}}";
    setup.write("run/containers/auth.json", session);
    setup.write(".config/containers/auth.json", "{}");
    let run = setup.path("run").display().to_string();
    setup.world.environment = vec![("XDG_RUNTIME_DIR".into(), run)];
    let before = setup.snapshot();
    let done = setup.run(&["setup", "podman", "--host", "r.test", "--host", "b.test"]);
    assert!(
        done.err.contains("a token for r.test in plain text"),
        "{}",
        done.err
    );
    assert!(!setup.read("run/containers/auth.json").contains("b.test"));
    assert!(
        setup
            .read("run/containers/auth.json")
            .contains("\"r.test\": \"keyrc\"")
    );
    assert!(
        setup
            .read(".config/containers/auth.json")
            .contains("b.test")
    );
    let records = setup.read(".local/state/keyrc/setup/podman.json");
    assert!(!records.contains("bWU6VA"), "{records}");
    setup.run(&["unsetup", "podman"]).ok();
    assert_eq!(setup.snapshot(), before);
}

const CARGO: [&str; 3] = ["cargo", "--host", "cargo.test"];
const CARGO_FILE: &str = ".cargo/config.toml";
const PROVIDER: &str = "credential-provider = [\"~/my programs/keyrc\", \"helper\", \"cargo\"]";

#[test]
fn cargo_asks_for_the_registries_at_the_host() {
    for (text, expected) in [
        (
            "[registries.a] # mine\nindex = \"sparse+https://cargo.test/index/\"\n",
            format!(
                "[registries.a] # mine\nindex = \"sparse+https://cargo.test/index/\"\n{PROVIDER}\n"
            ),
        ),
        (
            "[net]\r\nretry = 3\r\n\r\n[registries.a]\r\n\tindex = 'https://cargo.test/git'\r\n",
            format!(
                "[net]\r\nretry = 3\r\n\r\n[registries.a]\r\n\tindex = 'https://cargo.test/git'\r\n\
                 {PROVIDER}\r\n"
            ),
        ),
        (
            "registries.a = { index = \"sparse+https://cargo.test/\", credential-provider = \"x y\" }",
            format!("registries.a = {{ index = \"sparse+https://cargo.test/\", {PROVIDER} }}"),
        ),
        (
            "[registries]\nb = { index = \"https://b.test/\" }\n[registries.a]\ntoken = \"SECRET\"\n\
             index = \"https://cargo.test\"",
            format!(
                "[registries]\nb = {{ index = \"https://b.test/\" }}\n[registries.a]\ntoken = \"SECRET\"\n\
                 index = \"https://cargo.test\"\n{PROVIDER}"
            ),
        ),
    ] {
        check(&CARGO, CARGO_FILE, text, &expected);
    }
    let file = format!("[registry]\n{PROVIDER}\n");
    check(&["cargo", "--host", "crates.io"], CARGO_FILE, "", &file);
    let mut setup = Setup::new();
    let refused = setup.run(&["setup", "cargo", "--host", "other.test"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
}

const HELPER: &str = "credentials_helper \"keyrc\" {\n  args = []\n}\n";

#[test]
fn terraform_gets_a_block_and_a_link() {
    for (text, expected) in [
        (
            "# me\nplugin_cache_dir = \"/a b\"",
            format!("# me\nplugin_cache_dir = \"/a b\"\n{HELPER}"),
        ),
        ("", HELPER.to_owned()),
        (
            "disable_checkpoint = true\r\n",
            format!(
                "disable_checkpoint = true\r\n{}",
                HELPER.replace('\n', "\r\n")
            ),
        ),
        (
            "/* a */ credentials_helper \"old\" { args = [\"}\"] } // b\n",
            format!("/* a */ {} // b\n", HELPER.trim_end()),
        ),
        (
            "credentials \"a.test\" {\n\ttoken = \"SECRET\"\n}\n",
            format!("credentials \"a.test\" {{\n\ttoken = \"SECRET\"\n}}\n{HELPER}"),
        ),
    ] {
        check(&["terraform"], ".terraformrc", text, &expected);
    }
    let mut setup = Setup::new();
    setup.run(&["setup", "terraform"]).ok();
    let link = setup.path(".terraform.d/plugins/terraform-credentials-keyrc");
    assert_eq!(
        fs::read_link(link).unwrap(),
        Path::new(&setup.world.program())
    );
}
