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
mod reply;
mod request;
mod terraform;

pub use reply::Reply;
pub use request::{Answer, Erased, Occasion, Outcome, Query, Request, Requested};

use reply::{expose, text};
use request::{any, place, unnamed};

use crate::host::Endpoint;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputUse {
    /// Not at all: it may be a terminal.
    None,
    /// As a whole.
    Request,
    /// As a whole. It has a secret, so it must not be typed where a terminal shows it.
    Secret,
    /// As a password, which a person may type.
    Password {
        /// The prompt.
        prompt: String,
    },
    /// As a request on each line, after a greeting of the helper. A request may have a secret.
    Lines {
        /// The greeting.
        greeting: &'static str,
    },
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
            Self::Bazel => InputUse::Request,
            Self::Cargo => InputUse::Lines {
                greeting: cargo::GREETING,
            },
            Self::Docker => docker::input(arguments),
            Self::Git => git::input(arguments),
            Self::Keyring => keyring::input(arguments),
            Self::Terraform => terraform::input(arguments),
            _ => InputUse::None,
        }
    }

    /// Returns the answer to a call that cannot be read, for the reason given.
    pub fn refuse(self, problem: &str) -> Reply {
        match self {
            Self::Cargo => cargo::error(problem),
            Self::Docker => docker::error(problem),
            _ => Reply::failed(problem),
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
