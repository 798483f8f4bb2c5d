//! git-credential. Source: git-credential(1), gitcredentials(7), and `credential.c` of git.

use crate::credential::{Login, Secret, TokenPlace, is_scheme};
use crate::host::Endpoint;
use crate::protocol::{
    Answer, Call, Erased, Exchange, InputUse, Occasion, Outcome, Query, Reply, Request, Requested,
    expose,
};
use crate::secret;

/// git sends this back with a credential that came from keyrc, which then need not be stored.
const SEEN: &str = "keyrc:seen=1";

/// Returns how a call uses standard input.
pub(super) fn input(arguments: &[String]) -> InputUse {
    match arguments.last().map(String::as_str) {
        Some("capability") => InputUse::None,
        Some("store" | "erase") => InputUse::Secret,
        _ => InputUse::Request,
    }
}

/// Parses a call. An unknown operation is ignored, as git demands, and so is a request with a value
/// that keyrc cannot store: without this value, the request would match more credentials.
pub(super) fn exchange(call: Call<'_>) -> Exchange {
    let ignored = || Exchange::Answered(Reply::default());
    let operation = call.arguments.last().map_or("", String::as_str);
    if operation == "capability" {
        return Exchange::Answered(Reply::of(
            "version 0\ncapability authtype\ncapability state\n",
        ));
    }
    let parsed = Fields::parse(call.input).and_then(|fields| Some((fields.query()?, fields)));
    let Some((query, fields)) = parsed else {
        return ignored();
    };
    match operation {
        "get" => Exchange::ask(Request::Find(query), move |outcome| found(&fields, outcome)),
        "store" => match fields.secret() {
            Some(secret) if !fields.is_kept() => {
                let request = Request::Store(query, Box::new(secret), Occasion::Use);
                Exchange::ask(request, changed)
            }
            _ => ignored(),
        },
        "erase" => {
            let erased = Erased::Matching(fields.secret().map(Box::new));
            Exchange::ask(Request::Erase(query, erased), changed)
        }
        _ => ignored(),
    }
}

/// The lines of a request.
#[derive(Default)]
struct Fields {
    protocol: Option<String>,
    host: Option<String>,
    path: Option<String>,
    username: Option<String>,
    token: Option<secrecy::SecretString>,
    refresh: Option<secrecy::SecretString>,
    expires: Option<i64>,
    authtype: Option<String>,
    is_ephemeral: bool,
    capabilities: Vec<String>,
    states: Vec<String>,
}

impl Fields {
    /// Parses `key=value` lines up to a blank one. A line without `=` ends the request, as in git.
    /// `None` if a value cannot be read.
    fn parse(input: &[u8]) -> Option<Self> {
        let mut fields = Self::default();
        for line in input.split(|&byte| byte == b'\n') {
            let Some(at) = line.iter().position(|&byte| byte == b'=') else {
                break;
            };
            fields.add(&line[..at], &line[at + 1..])?;
        }
        Some(fields)
    }

    /// Adds a value. Returns `None` if it cannot be read.
    fn add(&mut self, key: &[u8], value: &[u8]) -> Option<()> {
        let token = || secret::from_bytes_or_empty(value).ok();
        let text = || str::from_utf8(value).ok().map(str::to_owned);
        match key {
            b"password" | b"credential" => self.token = Some(token()?),
            b"oauth_refresh_token" => self.refresh = Some(token()?).filter(|_| !value.is_empty()),
            b"protocol" => self.protocol = Some(text()?),
            b"host" => self.host = Some(text()?),
            b"path" => self.path = Some(text()?),
            b"username" => self.username = Some(text()?),
            b"authtype" => {
                let name = text().filter(|name| name.is_empty() || is_scheme(name))?;
                self.authtype = Some(name).filter(|name| !name.is_empty());
            }
            _ => {
                if let (Ok(key), Ok(value)) = (str::from_utf8(key), str::from_utf8(value)) {
                    self.add_fact(key, value);
                }
            }
        }
        Some(())
    }

    fn add_fact(&mut self, key: &str, value: &str) {
        match key {
            // git reads 0 and a bad number as "never".
            "password_expiry_utc" => self.expires = value.parse().ok().filter(|&at| at != 0),
            "ephemeral" => self.is_ephemeral = !matches!(value, "" | "0" | "false"),
            "capability[]" => add_to(&mut self.capabilities, value),
            "state[]" => add_to(&mut self.states, value),
            _ => {}
        }
    }

    /// Returns the credentials that the request names, or `None` without a host: git has credentials
    /// for certificates too.
    fn query(&self) -> Option<Query> {
        let (protocol, host) = (self.protocol.as_ref()?, self.host.as_ref()?);
        let path = self.path.as_deref().unwrap_or_default();
        let endpoint = Endpoint::of_parts(protocol, host, path).ok()?;
        let account = match self.username.as_deref() {
            None => Requested::Any,
            Some(name) => Requested::Login(Login::of_text(name).ok()?),
        };
        Some(Query { endpoint, account })
    }

    /// Returns the secret of the request, which git may send without a username, with an empty one,
    /// and with an empty password.
    fn secret(&self) -> Option<Secret> {
        let place = match self.username.as_deref() {
            Some("") => TokenPlace::AfterEmptyLogin,
            _ => TokenPlace::Password,
        };
        Some(Secret {
            place,
            expires: self.expires,
            refresh: self.refresh.clone(),
            authtype: self.authtype.clone(),
            ..Secret::new(self.token.clone()?)
        })
    }

    /// Whether the credential must not be stored, or was read from the store just before.
    fn is_kept(&self) -> bool {
        self.is_ephemeral || self.states.iter().any(|state| state == SEEN)
    }

    fn has(&self, capability: &str) -> bool {
        self.capabilities.iter().any(|known| known == capability)
    }
}

/// Adds a value of a key with several. An empty one removes the others.
fn add_to(values: &mut Vec<String>, value: &str) {
    if value.is_empty() {
        values.clear();
    } else {
        values.push(value.to_owned());
    }
}

fn found(fields: &Fields, outcome: Outcome<'_>) -> Reply {
    let (secret, login) = match outcome {
        Outcome::Found(Answer { secret, login, .. }) => (secret, login),
        other => return changed(other),
    };
    let token = expose(&secret.token);
    let mut lines: Vec<(&str, &[u8])> = Vec::new();
    if fields.has("state") {
        lines.push(("capability[]", b"state"));
        lines.push(("state[]", SEEN.as_bytes()));
    }
    let login = match login {
        Some(login) => username(secret, login),
        None => fields.username.as_deref(),
    };
    match (&secret.authtype, login) {
        (Some(authtype), _) if fields.has("authtype") => lines.extend([
            ("capability[]", b"authtype" as &[u8]),
            ("authtype", authtype.as_bytes()),
            ("credential", token),
        ]),
        // An older git would take the credential for a password.
        (Some(_), _) => return Reply::default(),
        (None, login) => {
            lines.extend(login.map(|login| ("username", login.as_bytes())));
            lines.push(("password", token));
        }
    }
    let expires = secret.expires.map(|at| at.to_string());
    lines.extend(
        expires
            .iter()
            .map(|at| ("password_expiry_utc", at.as_bytes())),
    );
    let refresh = secret.refresh.as_ref().map(expose);
    lines.extend(refresh.map(|refresh| ("oauth_refresh_token", refresh)));
    let parts = lines
        .iter()
        .flat_map(|(key, value)| [key.as_bytes(), b"=", value, b"\n"]);
    Reply::secret(&parts.collect::<Vec<_>>())
}

/// The username of a credential, as git stored it: absent, empty or a name. A token that a netrc had
/// in place of the login has an empty one.
fn username<'a>(secret: &Secret, login: &'a Login) -> Option<&'a str> {
    match secret.place {
        TokenPlace::Password => login.name(),
        TokenPlace::AfterEmptyLogin | TokenPlace::Login(_) => Some(login.as_str()),
    }
}

fn changed(outcome: Outcome<'_>) -> Reply {
    match outcome {
        // git asks the next helper, or the user.
        Outcome::Failed(why) => Reply::failed(why),
        _ => Reply::default(),
    }
}
