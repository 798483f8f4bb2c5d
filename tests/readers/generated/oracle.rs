//! The credentials that a change of a file must preserve.

#![expect(clippy::disallowed_methods, reason = "the secrets are compared")]

use keyrc::netrc::Document;
use keyrc::plan::{Candidates, OnConflict};
use keyrc::readers::Reader;
use keyrc::{Account, Host, LoginPassword, Secret, TokenPlace};
use secrecy::ExposeSecret;

/// An entry that keyrc can move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Credential {
    /// The host that tools look for.
    pub(crate) host: String,
    pub(crate) login: String,
    /// The password, which is not the token if the login is.
    pub(crate) password: String,
}

/// Returns the entries of a file that keyrc can move. Of all others it is unclear what is right.
pub(crate) fn credentials(file: &[u8]) -> Vec<Credential> {
    let document = Document::parse(file.to_vec().into());
    let plan = Candidates::new(&document, &[], &[]).decide(&Default::default(), OnConflict::Skip);
    let steps = plan.steps().iter();
    let found = steps.filter_map(|step| step.candidate.credential());
    found
        .map(|(account, secret)| credential(account, secret))
        .collect()
}

fn credential(account: &Account, secret: &Secret) -> Credential {
    let token = secret.token.expose_secret().to_owned();
    let (login, password) = match &secret.place {
        TokenPlace::Password | TokenPlace::AfterEmptyLogin => {
            (account.login.as_str().to_owned(), token)
        }
        TokenPlace::Login(LoginPassword::Text(text)) => (token, text.expose_secret().to_owned()),
        TokenPlace::Login(LoginPassword::Missing | LoginPassword::Empty) => (token, String::new()),
    };
    let host = account.host.name().to_owned();
    Credential {
        host,
        login,
        password,
    }
}

/// Returns the name by which tools look for a machine: without its port, and in lower case.
pub(crate) fn lookup_name(machine: &str) -> String {
    let host = machine.parse::<Host>();
    host.map_or_else(|_| machine.to_owned(), |host| host.name().to_owned())
}

/// Whether a line of keyrc's output about the host names the tool.
pub(crate) fn is_named(output: &str, reader: &Reader, host: &str) -> bool {
    let is_of_name = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '.');
    let names = |line: &str| {
        line.split(|char| !is_of_name(char))
            .any(|word| word == reader.name)
    };
    output
        .lines()
        .any(|line| line.contains(host) && names(line))
}
