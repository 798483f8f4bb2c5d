//! One lookup in a netrc of 10, 1,000 and 100,000 machines: ours, those of other crates, and a bare scan as the limit.
//!
//! Each is given the bytes in memory and asked for the last machine, so it must read the whole file. All take turns in one
//! run, so that a noisy machine is noisy for all; the figure is the median.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and fails by panicking")]
#![allow(missing_docs, reason = "a program")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use keyrc::Host;
use keyrc::netrc::Document;

type Reader<'a> = (&'a str, Box<dyn Fn(&str) -> bool + 'a>);

fn file(machines: usize) -> String {
    (0..machines)
        .map(|at| {
            format!("machine host{at:06}.example.com\n  login user{at:06}\n  password s3cr3t-{at:06}-0123456789ab\n")
        })
        .collect()
}

/// What no parser can beat: every word is found, nothing is made of it.
fn scan(text: &str, wanted: &str) -> bool {
    let mut words =
        text.as_bytes().split(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r')).filter(|word| !word.is_empty());
    let mut found = false;
    while let Some(word) = words.next() {
        if word == b"machine" {
            found = words.next() == Some(wanted.as_bytes());
        }
    }
    found
}

fn main() {
    println!("netrc: one lookup of the last machine; median of rounds in turn");
    println!("{:>9} {:>9}  {:<34} {:>12} {:>9} {:>8}", "machines", "bytes", "reader", "time", "MB/s", "× best");
    for machines in [10, 1_000, 100_000] {
        let text = file(machines);
        let name = format!("host{:06}.example.com", machines - 1);
        let host: Host = name.parse().unwrap();
        let readers: Vec<Reader<'_>> = vec![
            ("bare scan (the limit)", Box::new(|text: &str| scan(text, &name))),
            (
                "keyrc, one pass",
                Box::new(|text: &str| keyrc::netrc::credentials(text.as_bytes(), &host).next().is_some()),
            ),
            (
                "keyrc, parse a document and find",
                Box::new(|text: &str| {
                    let bytes = text.as_bytes().to_vec().into();
                    Document::parse(bytes).find(&host, None).is_some()
                }),
            ),
            (
                "rust-netrc 0.1",
                Box::new(|text: &str| {
                    let found: rust_netrc::Netrc = text.parse().unwrap();
                    found.hosts.contains_key(&name)
                }),
            ),
            (
                "netrc 0.4",
                Box::new(|text: &str| {
                    let found = netrc::Netrc::parse(text.as_bytes()).unwrap();
                    found.hosts.iter().any(|(host, _)| *host == name)
                }),
            ),
        ];
        report(machines, &text, &readers);
    }
}

fn report(machines: usize, text: &str, readers: &[Reader<'_>]) {
    let rounds = (20_000_000 / text.len()).clamp(7, 2_001);
    let mut times: Vec<Vec<Duration>> = vec![Vec::with_capacity(rounds); readers.len()];
    for _ in 0..rounds {
        for ((name, read), times) in readers.iter().zip(&mut times) {
            let began = Instant::now();
            let found = read(black_box(text));
            times.push(began.elapsed());
            assert!(found, "{name} did not find it");
        }
    }
    let medians: Vec<f64> = times
        .into_iter()
        .map(|mut times| {
            times.sort_unstable();
            times[times.len() / 2].as_secs_f64()
        })
        .collect();
    let best_peer = medians[3].min(medians[4]);
    for ((name, _), median) in readers.iter().zip(&medians) {
        let speed = text.len() as f64 / median / 1e6;
        println!(
            "{machines:>9} {:>9}  {name:<34} {:>9.1} µs {speed:>9.0} {:>8.2}",
            text.len(),
            median * 1e6,
            best_peer / median
        );
    }
}
