//! The requests of programs, and their outcomes.

use zeroize::Zeroizing;

use crate::credential::{HeaderForm, Login, Secret, header};
use crate::host::{Endpoint, Host};
use crate::protocol::UNNAMED_LOGIN;
use crate::secret::is_empty;

/// What a program asks of its helper.
#[derive(Debug)]
pub enum Request {
    /// To find a credential.
    Find(Query),
    /// To store a credential.
    Store(Query, Box<Secret>, Occasion),
    /// To remove credentials that are stored for exactly this place.
    Erase(Query, Erased),
    /// To list the accounts.
    List,
}

/// The credentials that a request is about.
#[derive(Clone, Debug)]
pub struct Query {
    /// The place that the program wants to contact.
    pub endpoint: Endpoint,
    /// The account.
    pub account: Requested,
}

/// The account that a program requests.
#[derive(Clone, Debug)]
pub enum Requested {
    /// Any account. To store a credential: the account without a login.
    Any,
    /// The account of this login.
    Login(Login),
    /// The account of this login if it exists, else any. The protocol has no accounts, and the
    /// credentials that the program stores have this login.
    Preferred(Login),
}

/// The occasion on which a program stores a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// After each use of the credential, from any source.
    Use,
    /// After a login. The program knows only one account of each host.
    Login,
    /// The user gave it to the program.
    Set,
}

/// The credentials to remove.
#[derive(Debug)]
pub enum Erased {
    /// Those of the requested account; with a secret, only those that have it.
    Matching(Option<Box<Secret>>),
    /// The one that the same request would find.
    Answered,
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
    /// The place that it is stored for: the requested host, or a shorter path of it.
    pub place: &'a Host,
    /// The form of the header `Authorization` for its host, if the settings have one.
    pub form: Option<&'a HeaderForm>,
}

impl Answer<'_> {
    /// Whether there is a token. An empty one has no meaning in most protocols.
    pub(super) fn has_token(&self) -> bool {
        !is_empty(&self.secret.token)
    }

    /// Returns the value of the header `Authorization`, or `None` if the token is empty.
    pub(super) fn header(&self) -> Option<Zeroizing<String>> {
        header(self.secret, self.login, self.form)
    }
}

/// Reads the host or the URL of a program. `None` for an opaque service: only the protocols of
/// passwords have services.
pub(super) fn place(text: &str) -> Option<Endpoint> {
    let endpoint: Endpoint = text.parse().ok()?;
    (!endpoint.host().is_service()).then_some(endpoint)
}

/// Returns a query for any account.
pub(super) fn any(endpoint: Endpoint) -> Query {
    Query {
        endpoint,
        account: Requested::Any,
    }
}

/// Returns a query for the account of a protocol without accounts.
pub(super) fn unnamed(endpoint: Endpoint) -> Query {
    let account = match UNNAMED_LOGIN.parse() {
        Ok(login) => Requested::Preferred(login),
        Err(_) => Requested::Any,
    };
    Query { endpoint, account }
}
