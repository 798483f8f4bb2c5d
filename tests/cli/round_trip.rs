//! Random files: what a tool reads is the same after `migrate` and `export-netrc`, and after
//! `check-netrc --fix`, or keyrc names the tool.

#![expect(clippy::disallowed_methods, reason = "the secrets are compared")]

use std::collections::BTreeSet;

use keyrc::netrc::Document;
use keyrc::readers::{Answer, Query, READERS, Reader};
use secrecy::ExposeSecret;

use crate::generated::case::{Case, Named};
use crate::generated::oracle::{Credential, credentials, is_named, lookup_name};
use crate::generated::random::Random;
use crate::generated::{self, people};
use crate::world::{INSTALLED, World};

/// The number of files; `KEYRC_FILES` overrides it.
const FILES: usize = 60;

/// The seed of the files; `KEYRC_SEED` overrides it.
const SEED: u64 = 20_261_128;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

fn files() -> Vec<Named> {
    let count = usize::try_from(number("KEYRC_FILES", FILES as u64)).unwrap();
    let mut random = Random::new(number("KEYRC_SEED", SEED));
    let mut files = generated::cases(&mut random, count / 2);
    let of_people = (files.len()..count).map(|at| Named {
        name: format!("people-{at:05}"),
        case: Case::new(people::file(&mut Random::new(random.next()))),
    });
    files.extend(of_people);
    files
}

/// The hosts and logins in a file, each login also without.
fn questions(named: &Named) -> BTreeSet<(String, Option<String>)> {
    let document = Document::parse(named.case.file.clone().into());
    let mut questions = BTreeSet::new();
    questions.insert((named.case.host.clone(), None));
    for entry in document.entries() {
        let machine = document.machine(entry).map(|name| lookup_name(&name));
        let Some(machine) = machine else {
            continue;
        };
        questions.insert((machine.clone(), None));
        if let Some(login) = document.shown_login(entry) {
            questions.insert((machine, Some(login.into())));
        }
    }
    questions
}

/// Whether an answer is one of the credentials.
fn is_one_of(answer: &Answer, host: &str, credentials: &[Credential]) -> bool {
    let Answer::Match { login, password } = answer else {
        return false;
    };
    let login = login.as_deref().unwrap_or_default();
    let password = password.as_ref().map(|password| password.expose_secret());
    let password = password.unwrap_or_default();
    credentials.iter().any(|own| {
        own.host == host && own.login.as_bytes() == login && own.password.as_bytes() == password
    })
}

/// The credentials that a reader found before a change, and does not find after it: the reader, the
/// host and the login.
fn lost<'q>(
    questions: &'q BTreeSet<(String, Option<String>)>,
    before: &[u8],
    after: &[u8],
) -> Vec<(&'static Reader, &'q str, Option<&'q str>)> {
    let credentials = credentials(before);
    let readers = READERS
        .iter()
        .filter(|reader| INSTALLED.contains(&reader.name));
    let mut lost = Vec::new();
    for reader in readers {
        for (host, login) in questions {
            let login = login.as_deref();
            let query = Query {
                host,
                port: None,
                login,
            };
            let answer = reader.read(before, &query);
            if is_one_of(&answer, host, &credentials) && answer != reader.read(after, &query) {
                lost.push((reader, host.as_str(), login));
            }
        }
    }
    lost
}

fn check(named: &Named, world: &World, output: &str, faults: &mut Vec<String>) {
    let questions = questions(named);
    let before = &named.case.file;
    let after = std::fs::read(world.netrc()).unwrap();
    let mut by_host = std::collections::BTreeMap::<(&str, Option<&str>), Vec<&str>>::new();
    for (reader, host, login) in lost(&questions, before, &after) {
        if !is_named(output, reader, host) {
            by_host.entry((host, login)).or_default().push(reader.name);
        }
    }
    if !by_host.is_empty() {
        faults.push(format!(
            "{}: {by_host:?}\n    before {:?}\n    after  {:?}\n{output}",
            named.name,
            String::from_utf8_lossy(before),
            String::from_utf8_lossy(&after)
        ));
    }
}

/// Whether each token is in the store or in the file after a migration.
fn keeps_tokens(named: &Named, world: &World) -> bool {
    let store = world.store();
    let accounts = store.list().unwrap();
    let secrets = accounts.iter().map(|account| store.get(account).unwrap());
    let mut places: Vec<Vec<u8>> = secrets.map(|secret| secret.encode().to_vec()).collect();
    places.push(std::fs::read(world.netrc()).unwrap());
    let is_kept = |token: &[u8]| {
        let mut places = places.iter();
        places.any(|place| place.windows(token.len()).any(|part| part == token))
    };
    let all = credentials(&named.case.file);
    all.iter()
        .all(|own| own.password.is_empty() || is_kept(own.password.as_bytes()))
}

#[track_caller]
fn report(faults: &[String], files: usize) {
    assert!(
        faults.is_empty(),
        "{} of {files} files:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn a_migration_and_an_export_lose_no_answer() {
    let files = files();
    let mut faults = Vec::new();
    for named in &files {
        let mut world = World::new();
        world.write_netrc(&named.case.file);
        let mut output = String::new();
        for args in [&["migrate"][..], &["export-netrc", "--all", "--all-logins"]] {
            let done = world.run(args);
            if !keeps_tokens(named, &world) {
                faults.push(format!("{}: a token is lost", named.name));
            }
            output += &format!(
                "$ keyrc {}: {}\n{}{}",
                args.join(" "),
                done.code,
                done.out,
                done.err
            );
        }
        check(named, &world, &output, &mut faults);
    }
    report(&faults, files.len());
}

#[test]
fn a_fix_loses_no_answer() {
    let files = files();
    let mut faults = Vec::new();
    for named in &files {
        let mut world = World::new();
        world.write_netrc(&named.case.file);
        let done = world.run(&["check-netrc", "--fix"]);
        let output = format!("$ {}\n{}{}", done.code, done.out, done.err);
        check(named, &world, &output, &mut faults);
    }
    report(&faults, files.len());
}
