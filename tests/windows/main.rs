//! Tests the Windows program under Wine, which has a Credential Manager with the limit of 2,560
//! bytes.
//!
//! `tests/run` builds the program, sets `KEYRC_TEST_WINDOWS` to its path, and runs this test.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(missing_docs, reason = "tests are named as sentences")]

#[path = "../real/sandbox.rs"]
#[allow(dead_code, reason = "the other tests use more of this module")]
mod sandbox;

use sandbox::{Output, Sandbox, write};

/// Runs the program with a private Wine prefix in `sandbox`.
fn keyrc(sandbox: &Sandbox, input: &str, args: &[&str]) -> Output {
    let program = std::env::var("KEYRC_TEST_WINDOWS")
        .expect("tests/run names the program in KEYRC_TEST_WINDOWS");
    sandbox.pipe(input, "wine", &[&[program.as_str()][..], args].concat())
}

#[test]
fn the_credential_manager_keeps_tokens_of_any_length_apart() {
    let mut sandbox = Sandbox::new();
    sandbox.set("WINEDEBUG", "-all");
    sandbox.run("wine", &["wineboot", "-i"]).ok();
    let long = "x".repeat(6000);
    // With keyring's default naming the first two would be one item, and the login of the third
    // would be part of a path.
    for (host, login, token) in [
        ("b.c", "a", "one"),
        ("c", "a.b", "two"),
        ("c", "a/b#1%", long.as_str()),
    ] {
        keyrc(
            &sandbox,
            token,
            &["login", host, "-u", login, "--token-stdin"],
        )
        .ok();
    }
    assert_eq!(
        keyrc(&sandbox, "", &["list"]).ok(),
        "b.c  a\nc    a.b\nc    a/b#1%\n"
    );
    assert_eq!(keyrc(&sandbox, "", &["token", "b.c"]).ok(), "one\n");
    assert_eq!(
        keyrc(&sandbox, "", &["token", "c", "-u", "a.b"]).ok(),
        "two\n"
    );
    assert_eq!(
        keyrc(&sandbox, "", &["token", "c", "-u", "a/b#1%"]).ok(),
        format!("{long}\n")
    );
    keyrc(
        &sandbox,
        "short",
        &["login", "c", "-u", "a/b#1%", "--token-stdin"],
    )
    .ok();
    assert_eq!(
        keyrc(&sandbox, "", &["token", "c", "-u", "a/b#1%"]).ok(),
        "short\n"
    );
    keyrc(&sandbox, "", &["logout", "c", "--all"]).ok();

    let netrc = sandbox.path("home/_netrc");
    write(
        &netrc,
        "# mine\r\nmachine d.test\r\n  login me\r\n  password pw\r\n",
    );
    let named = format!("Z:{}", netrc.display());
    keyrc(&sandbox, "", &["migrate", "--file", &named]).ok();
    assert_eq!(std::fs::read_to_string(&netrc).unwrap(), "# mine\r\n");
    keyrc(&sandbox, "", &["export-netrc", "d.test", "--file", &named]).ok();
    let after = "# mine\r\nmachine d.test\r\n  login me\r\n  password pw\r\n";
    assert_eq!(std::fs::read_to_string(&netrc).unwrap(), after);
    let output = keyrc(
        &sandbox,
        "",
        &[
            "exec",
            "d.test",
            "--env",
            "T=d.test",
            "--",
            "cmd",
            "/c",
            "type %NETRC%&echo %T%&exit 7",
        ],
    );
    assert_eq!(
        output.out.replace("\r\n", "\n"),
        "machine d.test\n  login me\n  password pw\npw\n",
        "{output}"
    );
    output.fails(7);
    let program = std::env::var("KEYRC_TEST_WINDOWS").unwrap();
    let store = [
        "--",
        &program,
        "login",
        "e.test",
        "-u",
        "me",
        "--token-stdin",
    ];
    keyrc(
        &sandbox,
        "",
        &[&["exec", "--stdin", "d.test"], &store[..]].concat(),
    )
    .ok();
    assert_eq!(keyrc(&sandbox, "", &["token", "e.test"]).ok(), "pw\n");
    keyrc(&sandbox, "", &["exec", "d.test", "--", "no-such-command"]).fails(127);
    keyrc(
        &sandbox,
        "",
        &["exec", "--via", "namespace", "d.test", "--", "cmd"],
    )
    .fails(2);
    let left = sandbox
        .run("bash", &["-c", "find ~/.wine -name 'keyrc-*' | wc -l"])
        .ok();
    assert_eq!(left, "0\n", "the private folder goes with the command");

    keyrc(&sandbox, "", &["logout", "--all"]).ok();
    assert_eq!(keyrc(&sandbox, "", &["list"]).ok(), "");
}
