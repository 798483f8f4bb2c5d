//! What a store promises, as one list of rules that every store is held to, unchanged: memory, the vault, and each program
//! that offers the Secret Service.
//!
//! The keyring crate's store is one for the whole process and takes the bus from the environment. So a store is tried in a
//! process of its own, which is this program again with [`stores::in_this_process`] alone.

mod flawed;
mod hosts;
mod logins;
mod secrets;
mod several;
mod stores;
mod subject;

use std::panic::{AssertUnwindSafe, catch_unwind};

use subject::Subject;

/// A rule, by its name. It panics where the store breaks it, and may leave what it stored.
type Rule = (&'static str, fn(&Subject));

/// What breaks a rule that a store is known not to keep, and why it cannot.
type Exception = (&'static str, &'static str);

fn rules() -> impl Iterator<Item = Rule> {
    [secrets::RULES, logins::RULES, hosts::RULES, several::RULES].into_iter().flatten().copied()
}

/// What a store does where it breaks a rule.
fn breach(subject: &Subject, rule: fn(&Subject)) -> Option<String> {
    let panic = catch_unwind(AssertUnwindSafe(|| rule(subject))).err()?;
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    Some(text.unwrap_or("a panic without words").to_owned())
}

/// The rules that a store breaks, with what it does.
fn broken(subject: &Subject) -> Vec<(&'static str, String)> {
    let mut broken = Vec::new();
    for (name, rule) in rules() {
        let found = breach(subject, rule);
        // A rule that was broken half-way leaves things that the next one must not find.
        let left = breach(subject, Subject::clear);
        let gone = left.is_some();
        broken.extend(found.or(left).map(|text| (name, text)));
        if gone {
            // It breaks every rule from now on, and may take its time for each.
            break;
        }
    }
    broken
}

/// Holds a store to every rule, but for those that it is known to break: those it must break.
fn check(subject: &Subject, exceptions: &[Exception]) {
    let broken = broken(subject);
    let unexpected: Vec<String> = broken
        .iter()
        .filter(|(name, _)| exceptions.iter().all(|(known, _)| known != name))
        .map(|(name, text)| format!("\n{} breaks {name}: {text}", subject.name))
        .collect();
    assert!(unexpected.is_empty(), "{}", unexpected.concat());
    for (name, why) in exceptions {
        assert!(broken.iter().any(|(found, _)| found == name), "{} keeps {name}, though: {why}", subject.name);
    }
}

#[test]
fn every_rule_is_broken_by_some_store() {
    for (name, rule) in rules() {
        let breaks = |flaw: flawed::Flaw| breach(&flawed::subject(flaw), rule).is_some();
        assert!(flawed::Flaw::ALL.into_iter().any(breaks), "no store breaks {name}");
        assert!(!breaks(flawed::Flaw::None), "{name} fails without a flaw");
    }
}
