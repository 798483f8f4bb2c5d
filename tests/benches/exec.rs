//! The additional cost of a command that gets its token from keyrc, with a real gnome-keyring on a
//! private D-Bus: `keyrc exec` with each delivery, `keyrc token`, `unshare` alone, and envchain if
//! it is installed. All take turns.
//!
//! Measures the CPU time of the command and of the processes that it waited for. The cleanup
//! process is not included: it makes a dozen system calls.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and fails by panicking"
)]
#![allow(missing_docs, reason = "a program")]
#![allow(dead_code, reason = "the tests use more of these modules")]

#[path = "../real/bus.rs"]
mod bus;
#[path = "../real/sandbox.rs"]
mod sandbox;

use bus::Bus;
use sandbox::KEYRC;

const ROUNDS: usize = 20;

/// The number of runs in one turn: bash reports CPU time in milliseconds.
const TIMES: usize = 10;

fn main() {
    let bus = Bus::unlocked();
    bus.has("api.example.com", "me", &"x".repeat(40));
    let exec = |options: &str| format!("{KEYRC} exec {options} api.example.com -- true");
    let mut commands = vec![
        ("keyrc token", format!("{KEYRC} token api.example.com")),
        ("exec", exec("")),
        (
            "exec, ~/.netrc there",
            format!("NETRC= HOME=$PWD/with {}", exec("")),
        ),
        ("exec --via memfd", exec("--via memfd")),
        ("exec --via file", exec("--via file")),
        (
            "exec --env",
            format!("{KEYRC} exec --env T=api.example.com -- true"),
        ),
        ("unshare -Urm true", "unshare -Urm true".to_owned()),
        ("true", "env true".to_owned()),
        ("curl --version", "curl --version".to_owned()),
        (
            "the same, as a shim",
            "PATH=$PWD/links:$PATH curl --version".to_owned(),
        ),
    ];
    bus.shell("mkdir with && touch with/.netrc && chmod 600 with/.netrc")
        .ok();
    bus.shell("mkdir links && ln -s \"$(command -v keyrc)\" links/curl")
        .ok();
    if bus.run("bash", &["-c", "command -v envchain"]).code == Some(0) {
        bus.pipe("token\n", "envchain", &["--set", "bench", "T"])
            .ok();
        commands.push(("envchain", "envchain bench true".to_owned()));
    } else {
        println!("envchain: not installed here");
    }
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); commands.len()];
    for _ in 0..ROUNDS {
        for ((_, command), times) in commands.iter().zip(&mut times) {
            times.push(milliseconds(&bus, command));
        }
    }
    println!("a command with a token from gnome-keyring: {ROUNDS} rounds of {TIMES} in turn");
    println!(
        "{:<22} {:>14} {:>14} {:>22}",
        "", "median CPU ms", "min-max ms", "over keyrc token, ms"
    );
    for ((name, _), own) in commands.iter().zip(&times) {
        let over = own
            .iter()
            .zip(&times[0])
            .map(|(own, token)| own - token)
            .collect();
        let (least, most) = own
            .iter()
            .fold((f64::MAX, 0.0_f64), |(least, most), &time| {
                (least.min(time), most.max(time))
            });
        let range = format!("{least:.1}-{most:.1}");
        println!(
            "{name:<22} {:>14.2} {range:>14} {:>22.2}",
            median(own.clone()),
            median(over)
        );
    }
}

/// The CPU time of one run.
fn milliseconds(bus: &Bus, command: &str) -> f64 {
    let line = format!(
        "TIMEFORMAT='%3U %3S'; time (for ((i = 0; i < {TIMES}; i++)); do {command} || exit; done) >/dev/null"
    );
    let done = bus.run("bash", &["-c", &line]);
    assert_eq!(done.code, Some(0), "{done}");
    let seconds: f64 = done
        .err
        .split_whitespace()
        .map(|part| part.parse::<f64>().unwrap())
        .sum();
    seconds * 1e3 / TIMES as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
