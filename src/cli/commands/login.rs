//! `keyrc login`: a token from a person or a pipe into the store.

use crate::credential::{Account, Login, Secret};
use crate::error::Error;
use crate::host::Host;
use crate::text::argument;
use crate::text::escaped;

use crate::cli::{World, output};

/// Store a token in the keyring
///
/// The token is asked for on the terminal and not shown, or read from standard input with --token-stdin. One line break at
/// its end is dropped. The keyring is opened before the token is asked for.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where the token is for: a host, host:port, or a URL; several get the same token
    #[arg(value_name = "HOST", required = true)]
    hosts: Vec<String>,
    /// Whose token it is, as the host calls the account
    #[arg(short = 'u', long = "login", value_name = "NAME")]
    login: Option<String>,
    /// Read the token from standard input
    #[arg(long, visible_alias = "with-token")]
    token_stdin: bool,
}

pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let hosts = output::hosts(&args.hosts)?;
    if hosts.iter().any(looks_like_a_token) {
        let instead = "leave the token out: no argument takes one, it is asked for or read with `--token-stdin`";
        return Err(Error::Usage {
            problem: "one of the hosts looks like a token",
            instead,
        });
    }
    output::refuse_shadowed(world, &hosts)?;
    let store = world.store_to_write()?;
    // Asks the store something before anyone types: a keyring that is locked or hangs says so now.
    let known = store.accounts(&hosts[0])?;
    let login = match &args.login {
        Some(login) => login.parse()?,
        None => ask_login(world, &hosts[0], &known)?,
    };
    let places: Vec<String> = hosts.iter().map(Host::to_string).collect();
    let question = format!(
        "Token for {} at {}: ",
        escaped(login.as_str()),
        places.join(", ")
    );
    let token = if args.token_stdin {
        world.read_token()?
    } else {
        world.ask_token(&question)?
    };
    let secret = Secret::new(token);
    for host in hosts {
        let account = Account {
            host,
            login: login.clone(),
        };
        store.set(&account, &secret)?;
        world.pin_store();
        world.say(&format!(
            "stored the token for {} in the {}",
            escaped(&account.to_string()),
            store.name()
        ))?;
        let (host, login) = (
            argument(account.host.as_str()),
            argument(account.login.as_str()),
        );
        let hint =
            format!("write the new one there with `keyrc export-netrc {host} -u {login} --force`");
        output::warn_plain_text(world, &account, &hint);
    }
    Ok(())
}

/// A name without a dot that is long, or has an underscore, which no host of the DNS has: most likely a token that was
/// pasted behind the host. Stored as a host it would be shown wherever hosts are.
fn looks_like_a_token(host: &Host) -> bool {
    let name = host.name();
    let bare = !name.contains(['.', ':']) && host.port().is_none() && host.path().is_empty();
    bare && (name.len() >= 20 || name.contains('_'))
}

fn ask_login(world: &World, host: &Host, known: &[Account]) -> Result<Login, Error> {
    let suggested = match known {
        [one] => format!(" [{}]", escaped(one.login.as_str())),
        _ => String::new(),
    };
    let line = world.ask_line(
        "the login",
        "name it with `-u NAME`",
        &format!("Login at {host}{suggested}: "),
    )?;
    match (line.as_str(), known) {
        ("", [one]) => Ok(one.login.clone()),
        (line, _) => Ok(line.parse()?),
    }
}
