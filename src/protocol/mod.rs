//! Credential-helper protocols: the request of a program in, the answer out. Does no I/O.
//!
//! [`Protocol::exchange`] parses a call. It returns the request, which names the credential to find or
//! to change in a store, and a function that turns the outcome into the bytes of the answer.

mod askpass;
mod bazel;
mod cargo;
mod commands;
mod docker;
mod git;
mod go;
mod keyring;
mod kubectl;
mod terraform;

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::credential::{HeaderForm, Login, Secret, header};
use crate::host::Endpoint;
use crate::secret::{MAX_SECRET, concat, is_empty};

/// A protocol that programs speak with a credential helper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// ansible's vault client: the name of a vault in, its password out.
    Ansible,
    /// The prompt of git, ssh or sudo in, one line out.
    Askpass,
    /// `credential_process` of the AWS tools.
    Aws,
    /// Bazel and others: a URI in, headers out.
    Bazel,
    /// Cargo's credential provider, version 1.
    Cargo,
    /// Docker, podman and skopeo.
    Docker,
    /// git-credential.
    Git,
    /// The `GOAUTH` command of Go.
    Goauth,
    /// The command line of Python's keyring, as pip and uv call it.
    Keyring,
    /// The exec plugin of kubectl.
    Kubectl,
    /// pnpm's `tokenHelper`.
    Pnpm,
    /// The credentials helper of Terraform and OpenTofu.
    Terraform,
}

/// The protocols by their names on the command line, sorted.
const NAMES: [(&str, Protocol); 12] = [
    ("ansible", Protocol::Ansible),
    ("askpass", Protocol::Askpass),
    ("aws", Protocol::Aws),
    ("bazel", Protocol::Bazel),
    ("cargo", Protocol::Cargo),
    ("docker", Protocol::Docker),
    ("git", Protocol::Git),
    ("goauth", Protocol::Goauth),
    ("keyring", Protocol::Keyring),
    ("kubectl", Protocol::Kubectl),
    ("pnpm", Protocol::Pnpm),
    ("terraform", Protocol::Terraform),
];

/// The login of a token that a tool stores without naming an account, as cargo and Terraform do.
pub const UNNAMED_LOGIN: &str = "token";

/// The start of the name under which a program calls its helper. The rest of the name is free.
const PREFIXES: [(&str, Protocol); 4] = [
    ("git-credential-", Protocol::Git),
    ("docker-credential-", Protocol::Docker),
    ("cargo-credential-", Protocol::Cargo),
    ("terraform-credentials-", Protocol::Terraform),
];

/// What a tool gets in a protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// The value of the header `Authorization`.
    Header,
    /// The token, perhaps with its login.
    Token,
}

/// A call of a helper.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// The arguments after the name of the protocol.
    pub arguments: &'a [String],
    /// Standard input, or a line of it; empty if the protocol does not [read](Protocol::input) it.
    pub input: &'a [u8],
    /// The variable `KUBERNETES_EXEC_INFO`.
    pub exec_info: Option<&'a str>,
}

/// How a protocol uses standard input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputUse {
    /// Not at all: it may be a terminal.
    None,
    /// As a whole.
    Whole,
    /// A request on each line, after a greeting of the helper.
    Lines {
        /// The greeting.
        greeting: &'static str,
    },
}

/// What a program asks of its helper.
#[derive(Debug)]
pub enum Request {
    /// To find a credential.
    Find(Query),
    /// To store a credential.
    Store(Query, Box<Secret>),
    /// To remove the credentials that match. If a secret is given, only those with this secret.
    Erase(Query, Option<Box<Secret>>),
    /// To list the accounts.
    List,
}

/// The credentials that a request is about.
#[derive(Clone, Debug)]
pub struct Query {
    /// The place that the program wants to contact.
    pub endpoint: Endpoint,
    /// The account; `None` for any.
    pub login: Option<Login>,
}

/// The outcome of a request.
#[derive(Debug)]
pub enum Outcome<'a> {
    /// A credential was found.
    Found(Answer<'a>),
    /// The change was made, or was not necessary.
    Done,
    /// The accounts, each as host and login.
    Listed(&'a [(String, String)]),
    /// The store has no such credential.
    NotFound,
    /// The store cannot be used, for the reason given: it is locked, slow or refused the access.
    Failed(&'a str),
}

/// A credential that was found.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The secret.
    pub secret: &'a Secret,
    /// Its login, if the source knows it.
    pub login: Option<&'a Login>,
    /// The form of the header `Authorization` for its host, if the settings have one.
    pub form: Option<&'a HeaderForm>,
}

impl Answer<'_> {
    /// Whether there is a token. An empty one has no meaning in most protocols.
    fn has_token(&self) -> bool {
        !is_empty(&self.secret.token)
    }

    /// Returns the value of the header `Authorization`, or `None` if the token is empty.
    fn header(&self) -> Option<Zeroizing<String>> {
        header(self.secret, self.login, self.form)
    }
}

/// The answer of a helper.
#[derive(Default)]
pub struct Reply {
    /// The bytes for standard output.
    pub output: Zeroizing<Vec<u8>>,
    /// A message for standard error; empty for none.
    pub message: String,
    /// The exit code.
    pub code: u8,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("message", &self.message)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

/// Turns the outcome of a request into the answer.
pub type Respond = Box<dyn FnOnce(Outcome<'_>) -> Reply>;

/// A parsed call.
pub enum Exchange {
    /// The answer needs no store.
    Answered(Reply),
    /// The request, and the function that turns its outcome into the answer.
    Asks(Request, Respond),
}

impl Reply {
    fn of(output: impl Into<Vec<u8>>) -> Self {
        Self {
            output: Zeroizing::new(output.into()),
            ..Self::default()
        }
    }

    /// An answer that contains a secret.
    fn secret(parts: &[&[u8]]) -> Self {
        Self {
            output: concat(parts),
            ..Self::default()
        }
    }

    /// An answer in JSON, on one line.
    fn json(value: &impl Serialize) -> Self {
        let mut output = Zeroizing::new(Vec::with_capacity(JSON));
        // Cannot fail: the values are text and numbers.
        let _ = serde_json::to_writer(&mut *output, value);
        output.push(b'\n');
        Self {
            output,
            ..Self::default()
        }
    }

    fn failed(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 1,
            ..Self::default()
        }
    }
}

/// Room for an answer in JSON with the longest secret: a buffer that grows leaves copies.
const JSON: usize = 2 * MAX_SECRET + 4096;

#[expect(
    clippy::disallowed_methods,
    reason = "the program that calls the helper gets it"
)]
fn expose(secret: &SecretString) -> &[u8] {
    secret.expose_secret().as_bytes()
}

/// As [`expose`], as text for JSON.
#[expect(
    clippy::disallowed_methods,
    reason = "the program that calls the helper gets it"
)]
fn text(secret: &SecretString) -> &str {
    secret.expose_secret()
}

impl Exchange {
    fn ask(request: Request, respond: impl FnOnce(Outcome<'_>) -> Reply + 'static) -> Self {
        Self::Asks(request, Box::new(respond))
    }
}

impl Protocol {
    /// Returns the protocol of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        let found = NAMES.iter().find(|(known, _)| *known == name);
        found.map(|(_, protocol)| *protocol)
    }

    /// Returns the protocol that a program expects from a helper of this file name, such as
    /// `git-credential-keyrc`. `None` for any other name.
    pub fn of_program(name: &str) -> Option<Self> {
        let name = name.strip_suffix(".exe").unwrap_or(name);
        if name == "keyring" {
            return Some(Self::Keyring);
        }
        let found = PREFIXES.iter().find(|(prefix, _)| name.starts_with(prefix));
        found.map(|(_, protocol)| *protocol)
    }

    /// Returns the names of all protocols, sorted.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// Returns what a tool gets in this protocol.
    pub fn gives(self) -> Gives {
        match self {
            Self::Bazel | Self::Cargo | Self::Goauth | Self::Pnpm => Gives::Header,
            _ => Gives::Token,
        }
    }

    /// Returns the place that a service of Python's keyring names; `None` for a URL with a login.
    pub fn service(name: &str) -> Option<Endpoint> {
        keyring::place(name)
    }

    /// Returns how a call with these arguments uses standard input.
    pub fn input(self, arguments: &[String]) -> InputUse {
        match self {
            Self::Git | Self::Docker | Self::Bazel => InputUse::Whole,
            Self::Cargo => InputUse::Lines {
                greeting: cargo::GREETING,
            },
            Self::Keyring if arguments.iter().any(|word| word == "set") => InputUse::Whole,
            Self::Terraform if arguments.iter().any(|word| word == "store") => InputUse::Whole,
            _ => InputUse::None,
        }
    }

    /// Parses a call.
    pub fn exchange(self, call: Call<'_>) -> Exchange {
        match self {
            Self::Ansible => commands::ansible(call),
            Self::Askpass => askpass::exchange(call),
            Self::Aws => commands::aws(call),
            Self::Bazel => bazel::exchange(call),
            Self::Cargo => cargo::exchange(call),
            Self::Docker => docker::exchange(call),
            Self::Git => git::exchange(call),
            Self::Goauth => go::exchange(call),
            Self::Keyring => keyring::exchange(call),
            Self::Kubectl => kubectl::exchange(call),
            Self::Pnpm => commands::pnpm(call),
            Self::Terraform => terraform::exchange(call),
        }
    }
}
