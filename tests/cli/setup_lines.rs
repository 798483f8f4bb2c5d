//! `keyrc setup` for pip, uv, the AWS tools, pnpm and Bazel: the bytes of their files.

use std::fs;

use crate::setup::Setup;

#[track_caller]
fn check(args: &[&str], file: &str, text: &str, expected: &str) {
    let mut setup = Setup::new();
    setup.write(file, text);
    setup.round_trip(args, file, expected);
}

const PIP: &str = ".config/pip/pip.conf";

#[test]
fn pip_asks_the_program_keyring() {
    let line = "keyring-provider = subprocess\n";
    for (text, expected) in [
        ("", format!("[global]\n{line}")),
        (
            "# mine\n[global]\nindex-url = https://a.test/simple\n",
            format!("# mine\n[global]\n{line}index-url = https://a.test/simple\n"),
        ),
        (
            "[global]\n  extra-index-url=\n    https://a.test\n    https://b.test\n",
            "[global]\n  keyring-provider=subprocess\n  extra-index-url=\n    https://a.test\n    https://b.test\n".to_owned(),
        ),
        (
            "[install]\nuser: yes\n[global]\nKeyring_Provider : auto\n; end",
            "[install]\nuser: yes\n[global]\nKeyring_Provider : subprocess\n; end".to_owned(),
        ),
        (
            "[install]\r\nno-binary = x",
            "[install]\r\nno-binary = x\r\n[global]\r\nkeyring-provider = subprocess\r\n"
                .to_owned(),
        ),
    ] {
        check(&["pip"], PIP, text, &expected);
    }
}

#[test]
fn pip_changes_the_file_that_pip_reads() {
    let mut setup = Setup::new();
    setup.write(".pip/pip.conf", "[install]\nkeyring-provider = import\n");
    let done = setup.run(&["setup", "pip"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(
        done.err
            .contains("from the section [install]: it overrides"),
        "{}",
        done.err
    );
    assert!(setup.read(".pip/pip.conf").contains("[global]"));
    assert!(!setup.path(PIP).exists());
    assert!(setup.path("links/keyring").is_symlink());
    let mut setup = Setup::new();
    setup.write(PIP, "[global]\na = b\nA = c\n");
    let refused = setup.run(&["setup", "pip"]);
    assert_eq!(refused.code, 5, "{}", refused.err);
    assert!(refused.err.contains("pip.conf`:3:"), "{}", refused.err);
}

#[test]
fn uv_asks_the_program_keyring() {
    for (text, expected) in [
        ("", "keyring-provider = \"subprocess\"\n"),
        (
            "# mine\nnative-tls = true # x\n",
            "# mine\nnative-tls = true # x\nkeyring-provider = \"subprocess\"\n",
        ),
        (
            "keyring-provider   = 'disabled' # x\r\n[pip]\r\n",
            "keyring-provider   = \"subprocess\" # x\r\n[pip]\r\n",
        ),
    ] {
        check(&["uv"], ".config/uv/uv.toml", text, expected);
    }
}

#[test]
fn aws_asks_for_the_key_of_a_profile() {
    let args = ["aws", "--host", "aws.test"];
    let line = "credential_process = '~/my programs/keyrc' helper aws aws.test\n";
    for (text, expected) in [
        ("", format!("[default]\n{line}")),
        (
            "[profile dev]\nregion = x\n[default]\n# d\nregion = y\ns3 =\n  max = 1\n",
            format!(
                "[profile dev]\nregion = x\n[default]\n{line}# d\nregion = y\ns3 =\n  max = 1\n"
            ),
        ),
        (
            "[profile default]\ncredential_process = old # x\nregion=y",
            format!("[profile default]\n{line}region=y"),
        ),
    ] {
        check(&args, ".aws/config", text, &expected);
    }
    let mut setup = Setup::new();
    setup.write(".aws/credentials", "[my dev]\naws_access_key_id = AKIA\n");
    setup.world.environment = vec![("AWS_PROFILE".into(), "my dev".into())];
    let done = setup.run(&[&["setup"], &args[..]].concat());
    assert!(done.err.contains("has a key in plain text"), "{}", done.err);
    let expected = format!("[profile \"my dev\"]\n{line}");
    assert_eq!(setup.read(".aws/config"), expected);
    let refused = setup.run(&["setup", "aws", "--host", "git.test"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
}

#[test]
fn pnpm_gets_a_script_for_each_registry() {
    let args = ["pnpm", "--host", "r.test", "--host", "r.test:8443/npm"];
    let one = "//r.test/:tokenHelper=~/links/keyrc-pnpm-r.test\n";
    let two = "//r.test:8443/npm/:tokenHelper=~/links/keyrc-pnpm-r.test%3A8443%2Fnpm\n";
    for (text, expected) in [
        ("", format!("{one}{two}")),
        (
            "; mine\nregistry = https://r.test\n[section]\na=b\n",
            format!("; mine\nregistry = https://r.test\n{one}{two}[section]\na=b\n"),
        ),
        (
            "//r.test/:tokenHelper = /old/helper  \n//r.test/:_authToken=${T}",
            format!(
                "//r.test/:tokenHelper = ~/links/keyrc-pnpm-r.test  \n\
                 //r.test/:_authToken=${{T}}\n{two}"
            ),
        ),
    ] {
        check(&args, ".npmrc", text, &expected);
    }
    let mut setup = Setup::new();
    setup.run(&[&["setup"], &args[..]].concat()).ok();
    let script = setup.path("links/keyrc-pnpm-r.test%3A8443%2Fnpm");
    let program = setup.world.program().display().to_string();
    assert_eq!(
        fs::read_to_string(script).unwrap(),
        format!("#!/bin/sh\nexec '{program}' helper pnpm r.test:8443/npm\n")
    );
}

#[test]
fn bazel_gets_a_line_for_each_host() {
    let args = ["bazel", "--host", "f.test", "--host", "g.test:8443"];
    let lines = "common --credential_helper=f.test=~/links/keyrc-bazel\n\
                 common --credential_helper=g.test=~/links/keyrc-bazel\n";
    for (text, expected) in [
        ("", lines.to_owned()),
        (
            "# mine\nbuild --jobs=2\ncommon --credential_helper=f.test=/old",
            format!("# mine\nbuild --jobs=2\ncommon --credential_helper=f.test=/old\n{lines}"),
        ),
        ("build --x \\\n", format!("build --x \\\n\n{lines}")),
        (
            "build --y\r\n",
            format!("build --y\r\n{}", lines.replace('\n', "\r\n")),
        ),
    ] {
        check(&args, ".bazelrc", text, &expected);
    }
}

#[test]
fn ansible_gets_a_script() {
    let mut setup = Setup::new();
    let before = setup.snapshot();
    let done = setup.run(&["setup", "ansible"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(
        done.err.contains("SCRIPT is `~/links/keyrc-client`"),
        "{}",
        done.err
    );
    let script = setup.read("links/keyrc-client");
    assert!(script.ends_with("helper ansible \"$@\"\n"), "{script}");
    setup.run(&["unsetup", "ansible"]).ok();
    assert_eq!(setup.snapshot(), before);
}
