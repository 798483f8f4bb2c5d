//! The cost of one token from a real gnome-keyring on a private D-Bus: `keyrc token` and
//! `secret-tool lookup` for the same item, and a program that does nothing as the lower bound. All
//! take turns, so that a noisy machine affects all alike.

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

use std::process::Stdio;
use std::time::Instant;

use bus::Bus;
use sandbox::KEYRC;

const ROUNDS: usize = 100;

fn main() {
    let bus = Bus::unlocked();
    bus.has("api.example.com", "me", &"x".repeat(40));
    let peer = [
        "secret-tool",
        "lookup",
        "service",
        "keyrc:api.example.com",
        "username",
        "me",
    ];
    let commands: [(&str, &[&str]); 4] = [
        ("secret-tool lookup", &peer),
        (
            "keyrc token -u",
            &[KEYRC, "token", "api.example.com", "-u", "me"],
        ),
        ("keyrc token", &[KEYRC, "token", "api.example.com"]),
        ("true", &["true"]),
    ];
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); commands.len()];
    for _ in 0..ROUNDS {
        for ((_, command), times) in commands.iter().zip(&mut times) {
            times.push(seconds(&bus, command));
        }
    }
    println!(
        "one token from gnome-keyring: {ROUNDS} rounds in turn; ×: median of the ratios, round by round"
    );
    println!(
        "{:<20} {:>10} {:>14} {:>8} {:>10}",
        "", "median ms", "min-max ms", "×", "peak kB"
    );
    for ((name, command), own) in commands.iter().zip(&times) {
        let ratios = own
            .iter()
            .zip(&times[0])
            .map(|(own, peer)| own / peer)
            .collect();
        let (least, most) = own
            .iter()
            .fold((f64::MAX, 0.0_f64), |(least, most), &time| {
                (least.min(time), most.max(time))
            });
        println!(
            "{name:<20} {:>10.2} {:>14} {:>8.2} {:>10}",
            median(own.clone()) * 1e3,
            format!("{:.1}-{:.1}", least * 1e3, most * 1e3),
            median(ratios),
            peak_memory(&bus, command),
        );
    }
}

fn seconds(bus: &Bus, command: &[&str]) -> f64 {
    let mut child = bus.command(command[0]);
    child.args(&command[1..]).stdout(Stdio::null());
    let began = Instant::now();
    assert!(child.status().unwrap().success(), "{command:?}");
    began.elapsed().as_secs_f64()
}

/// The peak memory in kB, measured by GNU time: a child of this process would start with the memory
/// of this process.
fn peak_memory(bus: &Bus, command: &[&str]) -> String {
    let done = bus.run("time", &[&["-f", "%M"], command].concat());
    done.err.lines().last().unwrap_or_default().to_owned()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
