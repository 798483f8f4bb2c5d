//! The checks that every client must pass.

use crate::clients::server::{Counts, Protected};
use crate::clients::{LOGIN, WRONG, locked, shell, vault};
use crate::sandbox::{Output, Sandbox};

/// A client that is configured to call keyrc.
pub(crate) struct Client {
    /// The line of shell that makes a request with the credential of keyrc. It may be run again.
    pub(crate) line: String,
    /// The host under which the token is stored.
    pub(crate) host: String,
    /// The login under which it is stored.
    pub(crate) stored_login: String,
    /// The login that the server gets.
    pub(crate) login: &'static str,
    /// A part of the client's output if the keyring is locked. Empty if the client hides the
    /// messages of its helper.
    pub(crate) if_locked: &'static str,
}

impl Client {
    /// A client of a server, with the usual login, that prints the messages of its helper.
    pub(crate) fn new(server: &impl Protected, line: String) -> Self {
        Self {
            line,
            host: server.host(),
            stored_login: LOGIN.to_owned(),
            login: LOGIN,
            if_locked: "locked",
        }
    }
}

/// Checks that a client fails without a token and with a wrong one, and succeeds with each of
/// `tokens`. `configure` prepares it in a home.
pub(crate) fn check<S: Protected>(
    server: &S,
    tokens: &[&str],
    configure: impl Fn(&Sandbox) -> Client,
) {
    let home = vault();
    let client = configure(&home);
    server.accept(client.login, tokens[0]);
    let (seen, output) = run(server, &home, &client);
    check_failed(&output);
    assert_eq!(seen, Counts::default(), "without a token: {output}");
    for token in tokens {
        server.accept(client.login, token);
        home.has(&client.host, &client.stored_login, WRONG);
        let (seen, output) = run(server, &home, &client);
        check_failed(&output);
        assert_eq!(seen.accepted, 0, "with a wrong token: {output}");
        assert_ne!(seen.refused, 0, "a wrong token did not arrive: {output}");
        home.has(&client.host, &client.stored_login, token);
        let (seen, output) = run(server, &home, &client);
        assert_eq!(output.code, Some(0), "with {token:?}: {output}");
        assert_ne!(seen.accepted, 0, "no token arrived: {output}");
    }
}

/// Checks that a client gets no token from a locked keyring.
pub(crate) fn check_locked<S: Protected>(server: &S, configure: impl Fn(&Sandbox) -> Client) {
    let mut client = None;
    let home = locked(|home| {
        let configured = configure(home);
        server.accept(configured.login, "tok");
        home.has(&configured.host, &configured.stored_login, "tok");
        let (seen, output) = run(server, home, &configured);
        assert_eq!(output.code, Some(0), "before it is locked: {output}");
        assert_ne!(seen.accepted, 0, "{output}");
        client = Some(configured);
    });
    let client = client.unwrap();
    let (seen, output) = run(server, &home, &client);
    check_failed(&output);
    assert_eq!(seen, Counts::default(), "{output}");
    let printed = format!("{}{}", output.out, output.err);
    assert!(printed.contains(client.if_locked), "{output}");
}

/// Runs the client, and counts its requests.
fn run<S: Protected>(server: &S, home: &Sandbox, client: &Client) -> (Counts, Output) {
    let before = server.counts();
    let output = shell(home, &client.line);
    let after = server.counts();
    let seen = Counts {
        accepted: after.accepted - before.accepted,
        refused: after.refused - before.refused,
    };
    (seen, output)
}

/// Fails if the client succeeded, or was ended because it did not end by itself.
fn check_failed(output: &Output) {
    assert_ne!(output.code, Some(0), "{output}");
    assert_ne!(output.code, Some(124), "the client hangs: {output}");
}
