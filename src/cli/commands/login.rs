//! `keyrc login`: stores a token that the user types or pipes in.

use secrecy::SecretString;

use crate::cli::args::account::{self, EndpointArg, LoginArg};
use crate::cli::output;
use crate::cli::plain_text;
use crate::cli::task::{self, Late};
use crate::cli::world::{TYPE_AT_PROMPT, World};
use crate::credential::{Account, Login, Scope, Secret};
use crate::error::Error;
use crate::host::{Endpoint, Host};
use crate::netrc::is_long_login;
use crate::secret;
use crate::store::{Fault, Store};
use crate::text::{escaped, is_certain, is_token};

/// Store a token in the keyring or the vault
///
/// Asks for the token on the terminal without showing it, or reads it from standard input with
/// --token-stdin. One line break at the end and a byte order mark are removed. The store is opened
/// before the prompt.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 keyrc login api.example.com -u me\n\
\x20 pass show example | head -n 1 | keyrc login api.example.com -u me --token-stdin")]
pub(crate) struct Args {
    /// Host, host:port or URL that the token is for; several hosts get the same token
    #[arg(value_name = "HOST", required = true)]
    hosts: Vec<EndpointArg>,
    /// Account name on the host
    #[arg(short = 'u', long = "login", value_name = "NAME")]
    login: Option<LoginArg>,
    /// Read the token from standard input
    #[arg(long, visible_alias = "with-token")]
    token_stdin: bool,
}

/// Runs `keyrc login`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    if args.token_stdin {
        world.refuse_terminal_input(TYPE_AT_PROMPT)?;
    }
    let endpoints = account::endpoints(&args.hosts)?;
    let hosts: Vec<Host> = endpoints.iter().map(Endpoint::host).cloned().collect();
    refuse_pasted(&hosts)?;
    output::refuse_shadowed(world, &hosts)?;
    if !args.token_stdin {
        world.hide_typing();
    }
    let store = world.store_to_write()?;
    // Use the store before the prompt: a keyring that is locked or does not answer fails here.
    let known = store.accounts(&hosts[0])?;
    let login = match &args.login {
        Some(login) => login.login()?,
        None => ask_login(world, &hosts[0], &known)?,
    };
    if is_token(login.as_str()) {
        return Err(login_is_a_token());
    }
    let token = if args.token_stdin {
        world.read_token()?
    } else {
        let names: Vec<String> = hosts.iter().map(Host::to_string).collect();
        let (login, hosts) = (escaped(login.label()), names.join(", "));
        world.ask_token(&format!("Token for {login} at {hosts}: "))?
    };
    let named = SecretString::from(login.as_str());
    if is_long_login(login.as_str()) && secret::equal(&named, &token) {
        return Err(login_is_a_token());
    }
    warn_of_oddity(&token, world);
    let accounts = endpoints.iter().map(|endpoint| Account {
        host: endpoint.host().clone(),
        login: login.clone(),
    });
    let mut late = Late::default();
    for (at, (account, endpoint)) in accounts.zip(&endpoints).enumerate() {
        let secret = Secret {
            scope: Scope::of_login(endpoint),
            ..Secret::new(token.clone())
        };
        let stored = store_one(&account, &secret, &store);
        let done = (at, endpoints.len());
        let verb = stored.map_err(|fault| task::unfinished("stored", done, fault.into()))?;
        world.pin_store();
        late.keep(report(verb, &account, &store, world));
    }
    late.result()
}

/// Stores a token. Returns the verb of the report: another process may have stored a token for the
/// account since the prompt.
fn store_one(account: &Account, secret: &Secret, store: &Store) -> Result<&'static str, Fault> {
    let _change = store.change()?;
    let is_known = store.accounts(&account.host)?.contains(account);
    store.set(account, secret)?;
    Ok(if is_known { "replaced" } else { "stored" })
}

/// Reports a stored token.
fn report(verb: &str, account: &Account, store: &Store, world: &World) -> Result<(), Error> {
    let account_text = escaped(&account.to_string());
    let said = world.say(&format!(
        "{verb} the token for {account_text} in the {}",
        store.name()
    ));
    plain_text::warn_of_old(world, account);
    said
}

/// Lists of accounts would show it.
fn login_is_a_token() -> Error {
    Error::Usage {
        problem: "the login looks like a token",
        instead: "give the name of the account; keyrc then asks for the token",
    }
}

/// Refuses words that are probably not hosts.
fn refuse_pasted(hosts: &[Host]) -> Result<(), Error> {
    if hosts.iter().any(looks_like_a_token) {
        return Err(Error::Usage {
            problem: "one of the hosts looks like a token",
            instead: "leave the token out: keyrc asks for it, or reads it with `--token-stdin`",
        });
    }
    if hosts.len() > 1 && hosts.iter().any(is_bare_name) {
        return Err(Error::Usage {
            problem: "one of the words is probably not a host: it has no dot",
            instead: "give an account as `-u NAME`; if the word is a host, name only that host",
        });
    }
    Ok(())
}

/// Warns of a token that is probably a mistake.
fn warn_of_oddity(token: &SecretString, world: &World) {
    if let Some(oddity) = secret::oddity(token) {
        world.warn(&format!("the token {oddity}"));
    }
}

/// Whether a token was probably pasted after the command: a name without a dot that is long, or has
/// an underscore, which is not allowed in host names (RFC 1123, 2.1). Stored as a host, it would be
/// shown wherever hosts are listed.
fn looks_like_a_token(host: &Host) -> bool {
    let name = host.name();
    let is_odd_name = is_bare_name(host) && (name.len() >= 20 || name.contains('_'));
    is_odd_name || host.path().split('/').any(is_certain)
}

/// Whether a host is one word, as a login or a password next to the host would be.
fn is_bare_name(host: &Host) -> bool {
    let name = host.name();
    let is_bare = !name.contains(['.', ':']) && host.port().is_none() && host.path().is_empty();
    is_bare && name != "localhost"
}

fn ask_login(world: &World, host: &Host, known: &[Account]) -> Result<Login, Error> {
    let suggestion = match known {
        [one] => Some(&one.login),
        _ => None,
    };
    let shown = suggestion.map_or_else(String::new, |login| {
        format!(" [{}]", escaped(login.label()))
    });
    let question = format!("Login at {host}{shown}: ");
    let line = world.ask_line("the login", "name it with `-u NAME`", &question)?;
    match suggestion {
        Some(login) if line.is_empty() => Ok(login.clone()),
        _ => Ok(line.parse()?),
    }
}
