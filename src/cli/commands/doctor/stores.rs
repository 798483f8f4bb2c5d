//! The stores, tried out.

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::credential::{Account, Secret};
use crate::error::Error;
use crate::secret;
use crate::store::vault::{Remembered, Unlock};
use crate::store::{self, Fault, Kind, Known, Patience, Store, Vault};
use crate::text::shown;

use crate::cli::commands::doctor::{Finding, Verdict};
use crate::cli::{World, hints};

/// Which store it is, and how each of them is.
pub(crate) fn findings(world: &World, known: Result<Known, Error>) -> Vec<Finding> {
    let limit = Patience::TOOL;
    let state = store::check(limit);
    let chosen = known.map(|known| store::select(&known, true, || state.clone()));
    let kind = chosen
        .as_ref()
        .ok()
        .and_then(|chosen| chosen.as_ref().ok())
        .map(|(kind, _)| *kind);
    let choice = match &chosen {
        Ok(Ok((kind, reason))) => {
            let text = format!("{}, {reason}", kind.name());
            Finding::new("store", Verdict::Good, text)
                .facts(json!({ "store": kind.name(), "reason": reason.to_string() }))
        }
        Ok(Err(fault)) => Finding::new("store", Verdict::Bad, "none that can be used")
            .hint(hints::hint_of_fault(fault)),
        Err(error) => {
            Finding::new("store", Verdict::Bad, error.to_string()).hint(hints::hint_of(error))
        }
    };
    vec![
        choice,
        keyring(state, kind == Some(Kind::Os), limit),
        vault(world, kind == Some(Kind::Vault)),
    ]
}

fn keyring(state: Result<(), Fault>, in_use: bool, limit: Duration) -> Finding {
    let health = keyrc_platform::health(limit);
    let version = health.owner.as_ref().and_then(|owner| owner.version(limit));
    let program = health.owner.as_ref().map(|owner| owner.program.clone());
    let service = version.clone().or_else(|| program.clone());
    let tried = state.and_then(|()| round_trip(&Store::open(Patience::new(limit))?));
    let facts = json!({
        "bus": health.bus, "program": program, "pid": health.owner.as_ref().map(|owner| owner.pid), "version": version,
        "collection": health.collection, "label": health.label,
        "state": tried.as_ref().err().map_or("works", Fault::word), "milliseconds": milliseconds(&tried),
    });
    let name = match (&service, &health.label) {
        (Some(service), Some(label)) => format!(" [{service}, collection {label}]"),
        (Some(service), None) => format!(" [{service}]"),
        _ => String::new(),
    };
    let hint = tried
        .as_ref()
        .err()
        .filter(|_| in_use)
        .and_then(hints::hint_of_fault);
    Finding::new(
        "keyring",
        verdict(&tried, in_use),
        format!("{}{name}", words(&tried)),
    )
    .hint(hint)
    .facts(facts)
}

fn vault(world: &World, in_use: bool) -> Finding {
    let unlock = match world.unlock() {
        Ok(unlock) => unlock,
        Err(error) => return Finding::new("vault", Verdict::Idle, error.to_string()),
    };
    let folder = unlock.folder.clone();
    if !Vault::exists(&folder) {
        let verdict = if in_use { Verdict::Bad } else { Verdict::Idle };
        return Finding::new("vault", verdict, "there is none").facts(json!({ "exists": false }));
    }
    let remembered = matches!(unlock.remembered(), Remembered::Yes);
    let tried = without_asking(&unlock);
    let facts = json!({
        "exists": true, "path": folder.to_string_lossy(), "unlocked": remembered,
        "state": tried.as_ref().err().map_or("works", Fault::word), "milliseconds": milliseconds(&tried),
    });
    let locked = matches!(&tried, Err(fault) if fault.word() == "locked");
    // A lock that is closed does its work.
    let verdict = if locked {
        Verdict::Good
    } else {
        verdict(&tried, in_use)
    };
    let words = if locked {
        "locked".to_owned()
    } else {
        words(&tried)
    };
    let hint = tried
        .err()
        .filter(|_| !locked)
        .and_then(|fault| hints::hint_of_fault(&fault));
    Finding::new("vault", verdict, format!("{words} [{}]", shown(&folder)))
        .hint(hint)
        .facts(facts)
}

/// Tries the vault out if that takes nobody's passphrase.
fn without_asking(unlock: &Unlock) -> Result<Times, Fault> {
    round_trip(&Store::of_vault(
        unlock.open_unasked()?,
        Patience::new(Patience::TOOL),
    ))
}

/// How long it took to store a token, to read it, and to remove it.
type Times = [Duration; 3];

/// Stores a random token under a name that nobody has, reads it back, and removes it.
fn round_trip(store: &Store) -> Result<Times, Fault> {
    let random = || format!("{:016x}", RandomState::new().hash_one(()));
    let bad = |_| Fault::Damaged;
    // RFC 2606 keeps the name from ever being one.
    let host = "keyrc-doctor.invalid".parse().map_err(|_| Fault::Damaged)?;
    let account = Account {
        host,
        login: random().parse().map_err(|_| Fault::Damaged)?,
    };
    let token = Secret::new(secret::from_bytes(random().as_bytes()).map_err(bad)?);
    let began = Instant::now();
    store.set(&account, &token)?;
    let stored = began.elapsed();
    let read = store.get(&account);
    let read_after = began.elapsed();
    // Removed first, whatever came back.
    store.delete(&account)?;
    if !secret::equal(&read?.token, &token.token) {
        return Err(Fault::Damaged);
    }
    Ok([stored, read_after - stored, began.elapsed() - read_after])
}

fn verdict(tried: &Result<Times, Fault>, in_use: bool) -> Verdict {
    match tried {
        Ok(_) => Verdict::Good,
        Err(_) if in_use => Verdict::Bad,
        Err(_) => Verdict::Idle,
    }
}

fn words(tried: &Result<Times, Fault>) -> String {
    match tried {
        Ok(times) => {
            let [set, get, delete] = times.map(|time| time.as_secs_f64() * 1e3);
            format!(
                "works: stored a token in {set:.1} ms, read it in {get:.1}, removed it in {delete:.1}"
            )
        }
        Err(fault) => fault.to_string(),
    }
}

fn milliseconds(tried: &Result<Times, Fault>) -> serde_json::Value {
    let Ok(times) = tried else { return json!(null) };
    let [set, get, delete] = times.map(|time| (time.as_secs_f64() * 1e4).round() / 10.0);
    json!({ "store": set, "read": get, "remove": delete })
}
