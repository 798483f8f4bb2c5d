//! Random files: what a tool reads is the same after `migrate` and `export-netrc`, and after
//! `check-netrc --fix`, or keyrc names the tool.

#![expect(clippy::disallowed_methods, reason = "the secrets are compared")]

use std::collections::{BTreeMap, BTreeSet};

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
    let hosts = hosts_after_machine(&named.case.file).into_iter();
    questions.extend(hosts.map(|host| (lookup_name(&host), None)));
    questions
}

/// The words after `machine`, also in comments and macros.
fn hosts_after_machine(file: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(file);
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let is_machine = |word: &str| {
        let word = word.trim_matches(|char: char| !char.is_ascii_alphanumeric());
        word.eq_ignore_ascii_case("machine")
    };
    let pairs = words.windows(2).filter(|pair| is_machine(pair[0]));
    pairs.map(|pair| pair[1].to_ascii_lowercase()).collect()
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
/// host and the login. Of a host in a comment or macro, every answer counts.
fn lost<'q>(
    questions: &'q BTreeSet<(String, Option<String>)>,
    before: &[u8],
    after: &[u8],
) -> Vec<(&'static Reader, &'q str, Option<&'q str>)> {
    let credentials = credentials(before);
    let document = Document::parse(before.to_vec().into());
    let machines = document.entries().iter();
    let machines: BTreeSet<String> = machines
        .filter_map(|entry| document.machine(entry))
        .map(|machine| lookup_name(machine.trim_matches('"')))
        .collect();
    let outside = hosts_after_machine(before).into_iter();
    let outside: BTreeSet<String> = outside
        .map(|host| lookup_name(&host))
        .filter(|host| !machines.contains(host.trim_matches('"')))
        .collect();
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
            let counts = if outside.contains(host) {
                // A reader that could not read the file may find more after the change.
                let answer = reader.read_with_errors(before, &query);
                matches!(answer, Answer::Match { .. } | Answer::None)
            } else {
                is_one_of(&answer, host, &credentials)
            };
            let now = reader.read(after, &query);
            // A `default` may be found again; it is for every host.
            let other = Query {
                host: "every-other-host.test",
                ..query
            };
            let is_default = answer == Answer::None && now == reader.read(after, &other);
            if counts && answer != now && !is_default {
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
    let mut by_host = BTreeMap::<(&str, Option<&str>), Vec<&str>>::new();
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

/// The first login of each host, as the file has them.
fn first_logins(file: &[u8]) -> BTreeMap<String, String> {
    let document = Document::parse(file.to_vec().into());
    let mut first = BTreeMap::new();
    for entry in document.entries() {
        let host = document.machine(entry).map(|host| lookup_name(&host));
        let login = document.login(entry).unwrap_or_default();
        if let Some(host) = host {
            first.entry(host).or_insert_with(|| login.into_owned());
        }
    }
    first
}

/// The hosts whose first account changes with a migration and an export, although all entries were
/// moved.
fn reordered(named: &Named, world: &World) -> Vec<String> {
    let before = first_logins(&named.case.file);
    let after = first_logins(&std::fs::read(world.netrc()).unwrap());
    let document = Document::parse(named.case.file.clone().into());
    let credentials = credentials(&named.case.file);
    let has_others = |host: &str| {
        let machines = document
            .entries()
            .iter()
            .filter_map(|entry| document.machine(entry));
        let entries = machines
            .filter(|machine| lookup_name(machine) == host)
            .count();
        let own = credentials.iter().filter(|own| own.host == host);
        entries != own.filter(|own| !own.login.is_empty()).count()
    };
    let hosts = before.iter().filter(|(host, login)| {
        !has_others(host) && after.get(*host).is_some_and(|after| after != *login)
    });
    hosts.map(|(host, _)| host.clone()).collect()
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
        let mut reordered = reordered(named, &world);
        // Of two ports, an export writes only one, and reports that.
        reordered.retain(|host| !output.contains(&format!("! machine {host} ")));
        if !reordered.is_empty() {
            faults.push(format!("{}: {reordered:?} reordered\n{output}", named.name));
        }
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
