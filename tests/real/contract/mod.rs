//! The contract of a store: one list of rules for all stores, which are the memory store, the
//! vault, and each program that offers the Secret Service.
//!
//! The keyring crate has one store for the whole process and takes the bus from the environment. So
//! each store is tested in a process of its own, which is this program with
//! [`stores::in_this_process`] as the only test.

mod flawed;
mod hosts;
mod logins;
mod secrets;
mod several;
mod stores;
mod subject;

use std::panic::{AssertUnwindSafe, catch_unwind};

use subject::Subject;

/// A rule with its name. It panics if the store breaks it, and may leave items in the store.
type Rule = (&'static str, fn(&Subject));

fn rules() -> impl Iterator<Item = Rule> {
    [secrets::RULES, logins::RULES, hosts::RULES, several::RULES]
        .into_iter()
        .flatten()
        .copied()
}

/// How a store broke a rule.
fn breach(subject: &Subject, rule: fn(&Subject)) -> Option<String> {
    let panic = catch_unwind(AssertUnwindSafe(|| rule(subject))).err()?;
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or(panic.downcast_ref::<&str>().copied());
    Some(text.unwrap_or("a panic without words").to_owned())
}

/// The rules that a store breaks, each with the panic message.
fn broken(subject: &Subject) -> Vec<(&'static str, String)> {
    let mut broken = Vec::new();
    for (name, rule) in rules() {
        let found = breach(subject, rule);
        // A broken rule can leave items that the next rule must not find.
        let left = breach(subject, Subject::clear);
        let gone = left.is_some();
        broken.extend(found.or(left).map(|text| (name, text)));
        if gone {
            // It breaks every rule from here on, and may be slow for each.
            break;
        }
    }
    broken
}

/// Checks every rule with a store.
fn check(subject: &Subject) {
    let broken = broken(subject);
    let lines: String = broken
        .iter()
        .map(|(name, text)| format!("\n{} breaks {name}: {text}", subject.name))
        .collect();
    assert!(broken.is_empty(), "{lines}");
}

#[test]
fn some_flawed_store_breaks_every_rule() {
    for (name, rule) in rules() {
        let breaks = |flaw: flawed::Flaw| breach(&flawed::subject(flaw), rule).is_some();
        assert!(
            flawed::Flaw::ALL.into_iter().any(breaks),
            "no store breaks {name}"
        );
        assert!(!breaks(flawed::Flaw::None), "{name} fails without a flaw");
    }
}
