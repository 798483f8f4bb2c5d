//! `keyrc complete-words`: the words that completion scripts offer.

use clap::ValueEnum;

use crate::cli::world::World;
use crate::error::Error;
use crate::text::escaped;

/// Print words for a completion script: hosts or logins that are stored
///
/// Unlocks nothing, asks nothing, and prints nothing if the store cannot be read without.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Kind of words
    #[arg(value_enum)]
    kind: Kind,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Hosts,
    Logins,
}

/// Runs `keyrc complete-words`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let (store, _) = world.store_unasked();
    let Ok(accounts) = store.and_then(|store| Ok(store.list()?)) else {
        return Ok(());
    };
    let mut words: Vec<&str> = accounts
        .iter()
        .map(|account| match args.kind {
            Kind::Hosts => account.host.as_str(),
            Kind::Logins => account.login.as_str(),
        })
        // A script splits the words at line breaks, and a terminal obeys control characters.
        .filter(|word| !word.is_empty() && escaped(word) == **word)
        .collect();
    words.sort_unstable();
    words.dedup();
    words.into_iter().try_for_each(|word| world.say_exact(word))
}
