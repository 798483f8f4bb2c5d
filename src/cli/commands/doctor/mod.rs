//! `keyrc doctor`: whether everything that keyrc needs works here, tried out.

mod stores;
mod surroundings;

use serde_json::{Map, Value, json};

use crate::error::Error;
use crate::text::escaped;

use crate::cli::{Format, World, output};

/// Find out what works here and what does not
///
/// Each store is tried out: a random token is stored, read back and removed. Nothing is unlocked, and no window opens. The
/// exit status is 0 when the store in use works and nothing else is wrong, 1 when something is.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What came out of one check.
struct Finding {
    name: &'static str,
    verdict: Verdict,
    /// What it comes to, in words for a person, not escaped yet.
    text: String,
    /// What to do about it.
    hint: Option<String>,
    /// The same for a program.
    facts: Value,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Good,
    /// Something that should be mended.
    Bad,
    /// Something that is not there, or is not used, and need not be.
    Idle,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::Good => "ok",
            Self::Bad => "bad",
            Self::Idle => "-",
        }
    }
}

pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let exec = surroundings::exec();
    let mut findings = vec![surroundings::settings(world)];
    // With settings that cannot be read nobody knows which store it is, and the stores themselves can still be tried.
    let choice = world.known();
    findings.extend(stores::findings(world, choice));
    findings.push(surroundings::kernel_keys());
    findings.push(exec);
    findings.push(surroundings::variables(world));
    findings.extend(surroundings::netrcs(world));
    let bad = findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Bad)
        .count();
    match args.format {
        Format::Json => {
            let checks: Vec<Value> = findings.iter().map(Finding::json).collect();
            output::json(world, &json!({ "healthy": bad == 0, "checks": checks }))?;
        }
        Format::Text => {
            for finding in &findings {
                world.say(&format!(
                    "{:<4} {:<9} {}",
                    finding.verdict.word(),
                    finding.name,
                    escaped(&finding.text)
                ))?;
                if let Some(hint) = &finding.hint {
                    world.say(&format!("{:15}hint: {}", "", escaped(hint)))?;
                }
            }
        }
    }
    match bad {
        0 => Ok(()),
        bad => Err(Error::Unhealthy { checks: bad }),
    }
}

impl Finding {
    fn new(name: &'static str, verdict: Verdict, text: impl Into<String>) -> Self {
        Self {
            name,
            verdict,
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

    fn json(&self) -> Value {
        let mut all = Map::new();
        all.insert("check".into(), self.name.into());
        all.insert("verdict".into(), self.verdict.word().into());
        all.insert("text".into(), self.text.clone().into());
        all.insert("hint".into(), self.hint.clone().into());
        if let Value::Object(facts) = &self.facts {
            all.extend(facts.clone());
        }
        Value::Object(all)
    }
}
