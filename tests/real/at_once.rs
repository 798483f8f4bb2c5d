//! Many helpers at once, as bazel and a parallel build start them: each answers with its own token, and
//! none asks a question.

use std::process::Stdio;
use std::thread;

use crate::bus::Bus;
use crate::sandbox::{KEYRC, Sandbox, finish};
use crate::vault::Home;

const HELPERS: usize = 100;
const HOSTS: usize = 7;

/// A call of a helper for a host: arguments, standard input, and the answer.
fn call(at: usize) -> (Vec<String>, String, String) {
    let (host, token) = (host(at % HOSTS), token(at % HOSTS));
    let url = format!("https://{host}/x");
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match at % 6 {
        0 => (
            words(&["git", "get"]),
            format!("protocol=https\nhost={host}\n\n"),
            format!("username=me\npassword={token}\n"),
        ),
        1 => (
            words(&["docker", "get"]),
            host.clone(),
            format!("{{\"ServerURL\":\"{host}\",\"Username\":\"me\",\"Secret\":\"{token}\"}}\n"),
        ),
        2 => (
            words(&["bazel", "get"]),
            format!("{{\"uri\":\"{url}\"}}"),
            format!("{{\"headers\":{{\"Authorization\":[\"Bearer {token}\"]}}}}\n"),
        ),
        3 => (
            words(&["goauth", &url]),
            String::new(),
            format!("https://{host}/\n\nAuthorization: Bearer {token}\n\n"),
        ),
        4 => (
            words(&["keyring", "get", &url, "me"]),
            String::new(),
            format!("{token}\n"),
        ),
        // git repeats a token after each use, and it is stored already.
        _ => (
            words(&["git", "store"]),
            format!("protocol=https\nhost={host}\nusername=me\npassword={token}\n\n"),
            String::new(),
        ),
    }
}

fn host(at: usize) -> String {
    format!("h{at}.test")
}

fn token(at: usize) -> String {
    format!("t0ken-{at}")
}

fn answer_at_once(home: &Sandbox) {
    for at in 0..HOSTS {
        home.has(&host(at), "me", &token(at));
    }
    thread::scope(|scope| {
        for at in 0..HELPERS {
            scope.spawn(move || {
                let (arguments, input, expected) = call(at);
                let mut command = home.command(KEYRC);
                command.arg("helper").args(&arguments).stdin(Stdio::piped());
                let done = finish(&mut command, input.as_bytes());
                assert_eq!(
                    (done.code, &*done.out, &*done.err),
                    (Some(0), &*expected, ""),
                    "{arguments:?}"
                );
            });
        }
    });
    for at in 0..HOSTS {
        let stored = home.keyrc(&["token", &host(at)]).ok();
        assert_eq!(stored, format!("{}\n", token(at)));
    }
}

#[test]
fn a_keyring_answers_many_helpers_at_once() {
    answer_at_once(&Bus::unlocked());
}

#[test]
fn a_vault_answers_many_helpers_at_once() {
    answer_at_once(&Home::forgetful());
}
