//! `keyrc doctor`: tests whether everything that keyrc needs works on this machine.

mod stores;
mod surroundings;
mod tools;

use serde_json::{Map, Value, json};

use crate::cli::args::Format;
use crate::cli::output;
use crate::cli::world::World;
use crate::error::Error;
use crate::text::escaped;

/// Find out what works on this machine
///
/// Stores, reads and removes a random token in each store. Unlocks nothing and opens no window. The
/// exit status is 0 if the store in use works and no other check fails, else 1.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 keyrc doctor")]
pub(crate) struct Args {
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// The result of one check.
struct Finding {
    name: &'static str,
    state: State,
    /// The result as text. Escape it before printing it.
    text: String,
    /// How to fix it.
    hint: Option<String>,
    /// Details for `--format json`.
    facts: Value,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Good,
    /// Something that should be fixed.
    Bad,
    /// Something that is absent or not in use, which is fine.
    Idle,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Good => "ok",
            Self::Bad => "bad",
            Self::Idle => "-",
        }
    }
}

/// Runs `keyrc doctor`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    // First, because it cannot be probed once a store has started threads.
    let exec = surroundings::exec();
    let mut findings = vec![surroundings::settings(world)];
    findings.extend(stores::findings(world));
    findings.push(surroundings::kernel_keys());
    findings.push(exec);
    findings.push(surroundings::variables(world));
    findings.extend(surroundings::netrcs(world));
    findings.extend(tools::findings(world));
    let is_bad = |finding: &&Finding| finding.state == State::Bad;
    let bad = findings.iter().filter(is_bad).count();
    match args.format {
        Format::Json => {
            let checks: Vec<Value> = findings.iter().map(Finding::fact).collect();
            output::json(world, &json!({ "healthy": bad == 0, "checks": checks }))?;
        }
        Format::Text => {
            for finding in &findings {
                finding.print(world)?;
            }
        }
    }
    match bad {
        0 => Ok(()),
        checks => Err(Error::Unhealthy { checks }),
    }
}

impl Finding {
    fn new(name: &'static str, state: State, text: impl Into<String>) -> Self {
        Self {
            name,
            state,
            text: text.into(),
            hint: None,
            facts: json!({}),
        }
    }

    fn hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }

    fn facts(mut self, facts: Value) -> Self {
        self.facts = facts;
        self
    }

    fn print(&self, world: &World) -> Result<(), Error> {
        let (state, name, text) = (self.state.word(), self.name, escaped(&self.text));
        world.say(&format!("{state:<4} {name:<9}  {text}"))?;
        match &self.hint {
            Some(hint) => world.say(&format!("{:16}hint: {}", "", escaped(hint))),
            None => Ok(()),
        }
    }

    fn fact(&self) -> Value {
        let mut all = Map::new();
        all.insert("check".into(), self.name.into());
        all.insert("verdict".into(), self.state.word().into());
        all.insert("text".into(), self.text.clone().into());
        all.insert("hint".into(), self.hint.clone().into());
        if let Value::Object(facts) = &self.facts {
            all.extend(facts.clone());
        }
        Value::Object(all)
    }
}
