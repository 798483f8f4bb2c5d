//! Checks of the stores, by storing a token in them.

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cli::commands::doctor::{Finding, State};
use crate::cli::hints;
use crate::cli::world::World;
use crate::credential::{Account, Secret};
use crate::error::Error;
use crate::secret;
use crate::store::vault::{Remembered, Unlock};
use crate::store::{self, Fault, Kind, Patience, Purpose, Store, Vault};
use crate::text::shown;

/// How long each call to the keyring may take.
const LIMIT: Duration = Patience::TOOL;

/// Checks which store is in use, and whether each store works.
pub(super) fn findings(world: &World) -> Vec<Finding> {
    let state = store::check(LIMIT);
    let (choice, used) = choice(world, &state);
    vec![
        choice,
        keyring(state, used == Some(Kind::Os)),
        vault(world, used == Some(Kind::Vault)),
    ]
}

/// The store in use. Without readable settings it is unknown, but each store can still be checked.
fn choice(world: &World, keyring: &Result<(), Fault>) -> (Finding, Option<Kind>) {
    let known = match world.known() {
        Ok(known) => known,
        Err(error) => {
            let finding = Finding::new("store", State::Bad, error.to_string());
            return (finding.hint(hints::hint_of(&error)), None);
        }
    };
    match store::select(&known, Purpose::Write, || keyring.clone()) {
        Ok((kind, reason)) => {
            let text = format!("{}, {reason}", kind.name());
            let facts = json!({ "store": kind.name(), "reason": reason.to_string() });
            let finding = Finding::new("store", State::Good, text).facts(facts);
            (finding, Some(kind))
        }
        Err(fault @ Fault::Locked(_)) => {
            let finding = Finding::new(
                "store",
                State::Good,
                "none chosen yet: the keyring is locked",
            );
            (finding.hint(hints::hint_of_fault(&fault)), None)
        }
        Err(fault) => {
            let finding = Finding::new("store", State::Bad, "no store works");
            (finding.hint(hints::hint_of_fault(&fault)), None)
        }
    }
}

fn keyring(state: Result<(), Fault>, in_use: bool) -> Finding {
    let health = keyrc_platform::health(LIMIT);
    let version = health.owner.as_ref().and_then(|owner| owner.version(LIMIT));
    let program = health.owner.as_ref().map(|owner| owner.program.clone());
    let tried = state.and_then(|()| round_trip(&Store::open(Patience::new(LIMIT))?));
    let text = match (version.as_ref().or(program.as_ref()), &health.label) {
        (Some(service), Some(label)) => {
            format!("{} [{service}, collection {label}]", in_words(&tried))
        }
        (Some(service), None) => format!("{} [{service}]", in_words(&tried)),
        _ => in_words(&tried),
    };
    let facts = json!({
        "bus": health.bus,
        "program": program,
        "pid": health.owner.as_ref().map(|owner| owner.pid),
        "version": version,
        "collection": health.collection,
        "label": health.label,
        "state": tried.as_ref().err().map_or("works", Fault::word),
        "milliseconds": milliseconds(&tried),
    });
    let hint = match &tried {
        Err(fault) if in_use => hints::hint_of_fault(fault),
        _ => None,
    };
    Finding::new("keyring", state_of(&tried, in_use), text)
        .hint(hint)
        .facts(facts)
}

fn vault(world: &World, in_use: bool) -> Finding {
    let unlock = match world.unlock() {
        Ok(unlock) => unlock,
        Err(error) => return Finding::new("vault", State::Idle, error.to_string()),
    };
    let folder = unlock.folder.clone();
    if !Vault::exists(&folder) {
        let state = if in_use { State::Bad } else { State::Idle };
        return Finding::new("vault", state, "no vault").facts(json!({ "exists": false }));
    }
    let unlocked = matches!(unlock.remembered(), Remembered::Yes);
    let tried = without_asking(&unlock);
    let facts = json!({
        "exists": true,
        "path": folder.to_string_lossy(),
        "unlocked": unlocked,
        "state": tried.as_ref().err().map_or("works", Fault::word),
        "milliseconds": milliseconds(&tried),
    });
    let folder = shown(&folder);
    let finding = match &tried {
        Err(fault @ Fault::Locked(_)) => {
            let finding = Finding::new("vault", State::Good, format!("locked [{folder}]"));
            let hint = hints::hint_of_fault(fault);
            finding.hint(if in_use { hint } else { None })
        }
        Err(fault) => {
            let text = format!("{fault} [{folder}]");
            let finding = Finding::new("vault", state_of(&tried, in_use), text);
            finding.hint(hints::hint_of_fault(fault))
        }
        Ok(_) => {
            let text = format!("{} [{folder}]", in_words(&tried));
            Finding::new("vault", State::Good, text)
        }
    };
    finding.facts(facts)
}

/// Tries the vault if it is unlocked.
fn without_asking(unlock: &Unlock) -> Result<Times, Fault> {
    let vault = unlock.open_unasked()?;
    round_trip(&Store::of_vault(vault, Patience::new(LIMIT)))
}

/// How long it took to store a token, to read it, and to remove it.
type Times = [Duration; 3];

/// Stores a random token under a random name, reads it back, and removes it.
fn round_trip(store: &Store) -> Result<Times, Fault> {
    let (account, token) = random_credential().map_err(|_| Fault::Damaged { account: None })?;
    let start = Instant::now();
    store.set(&account, &token)?;
    let stored = start.elapsed();
    let read = store.get(&account);
    let read_after = start.elapsed();
    // Remove the token before looking at the result.
    store.delete(&account)?;
    if !secret::equal(&read?.token, &token.token) {
        return Err(Fault::Damaged { account: None });
    }
    Ok([stored, read_after - stored, start.elapsed() - read_after])
}

fn random_credential() -> Result<(Account, Secret), Error> {
    let random = || format!("{:016x}", RandomState::new().hash_one(()));
    let account = Account {
        // This cannot be the name of a real host: RFC 2606 reserves `.invalid`.
        host: "keyrc-doctor.invalid".parse()?,
        login: random().parse()?,
    };
    let token = secret::from_bytes(random().as_bytes())?;
    Ok((account, Secret::new(token)))
}

fn state_of(tried: &Result<Times, Fault>, in_use: bool) -> State {
    match tried {
        // A lock is not a problem: it opens when its owner is there.
        Ok(_) | Err(Fault::Locked(_)) => State::Good,
        Err(_) if in_use => State::Bad,
        Err(_) => State::Idle,
    }
}

fn in_words(tried: &Result<Times, Fault>) -> String {
    match tried {
        Ok(times) => {
            let [set, get, delete] = times.map(|time| time.as_secs_f64() * 1e3);
            format!(
                "works: stored a token in {set:.1} ms, read it in {get:.1}, \
                 removed it in {delete:.1}"
            )
        }
        Err(fault) => fault.to_string(),
    }
}

fn milliseconds(tried: &Result<Times, Fault>) -> Value {
    let Ok(times) = tried else {
        return Value::Null;
    };
    let [set, get, delete] = times.map(|time| (time.as_secs_f64() * 1e4).round() / 10.0);
    json!({ "store": set, "read": get, "remove": delete })
}
