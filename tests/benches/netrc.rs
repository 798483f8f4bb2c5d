//! The cost of reading a netrc: one lookup among 10, 1,000 and 100,000 machines compared with other
//! readers, the models of the tools, and hostile files.
//!
//! Each gets the bytes in memory and looks up the last machine, so it must read the whole file. The
//! readers in Rust take turns in one run, so that a noisy machine affects all alike. The others
//! measure themselves in the same run. All figures are medians.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and fails by panicking"
)]
#![allow(missing_docs, reason = "a program")]

#[path = "netrc/peers.rs"]
mod peers;
#[path = "netrc/readers.rs"]
mod readers;

use std::hint::black_box;
use std::time::{Duration, Instant};

use keyrc::Host;
use keyrc::netrc::Document;

/// A name, and a function that runs one round and returns its time.
type Row<'a> = (&'static str, Box<dyn Fn(&str) -> Duration + 'a>);

fn file(machines: usize) -> String {
    (0..machines)
        .map(|at| {
            format!(
                "machine {}\n  login user{at:06}\n  password s3cr3t-{at:06}-0123456789ab\n",
                host_name(at)
            )
        })
        .collect()
}

fn host_name(at: usize) -> String {
    format!("host{at:06}.example.com")
}

/// A lower bound for parsers: finds every word as a slice between spaces, tabs and line ends,
/// compares it with `machine`, and the word after that with the name. It allocates and keeps
/// nothing.
///
/// A table of white space, `position`, or eight bytes at a time were not faster.
#[inline(never)]
fn scan(text: &str, wanted: &str) -> bool {
    let mut words = text
        .as_bytes()
        .split(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r'))
        .filter(|word| !word.is_empty());
    let mut found = false;
    while let Some(word) = words.next() {
        if word == b"machine" {
            found = words.next() == Some(wanted.as_bytes());
        }
    }
    found
}

fn main() {
    let peers = peers::find();
    println!("netrc: one lookup of the last machine, or what the row says; medians");
    println!(
        "× limit: as fast as the scan is 1, and half of it the goal; × best: beside the faster of the two crates"
    );
    println!(
        "{:>9} {:>9}  {:<42} {:>13} {:>7} {:>8} {:>8}",
        "machines", "bytes", "reader", "time", "MB/s", "× limit", "× best"
    );
    for machines in [10, 1_000, 100_000] {
        let (text, name) = (file(machines), host_name(machines - 1));
        let times = lookups(&text, &name);
        let [(_, limit), .., (_, one), (_, other)] = times[..] else {
            unreachable!()
        };
        let show = |reader: &str, time: f64| {
            let (bytes, micros, speed) = (text.len(), time * 1e6, text.len() as f64 / time / 1e6);
            let (limit, best) = (limit / time, one.min(other) / time);
            println!(
                "{machines:>9} {bytes:>9}  {reader:<42} {micros:>10.1} µs {speed:>7.0} {limit:>8.2} {best:>8.2}"
            );
        };
        for (reader, time) in &times {
            show(reader, *time);
        }
        for (peer, command) in &peers {
            if let Ok(command) = command {
                let (version, time) = peers::time(
                    command,
                    &text,
                    &name,
                    (2_000_000 / text.len()).clamp(3, 201),
                );
                show(&format!("{peer} ({version})"), time);
            }
        }
    }
    for (peer, command) in &peers {
        if let Err(why) = command {
            println!("left out: {peer}: {why}");
        }
    }
    readers::ordinary();
    readers::hostile();
}

/// The medians of the readers in Rust in seconds, the scan first.
fn lookups(text: &str, name: &str) -> Vec<(&'static str, f64)> {
    let host: Host = name.parse().unwrap();
    let rows: Vec<Row<'_>> = vec![
        (
            "scan without copies (the limit)",
            timed(|text| scan(text, name)),
        ),
        (
            "keyrc, one pass",
            timed(|text| {
                keyrc::netrc::credentials(text.as_bytes(), &host)
                    .next()
                    .is_some()
            }),
        ),
        (
            "keyrc, parse a document",
            Box::new(|text| {
                let bytes = text.as_bytes().to_vec().into();
                let began = Instant::now();
                let document = black_box(Document::parse(bytes));
                // Zeroing the buffer at the end is part of the next row, not of this one.
                let took = began.elapsed();
                assert!(document.find(&host, None).is_some());
                took
            }),
        ),
        (
            "keyrc, copy, parse, find and zero",
            timed(|text| {
                Document::parse(text.as_bytes().to_vec().into())
                    .find(&host, None)
                    .is_some()
            }),
        ),
        (
            "rust-netrc 0.1",
            timed(|text| {
                text.parse::<rust_netrc::Netrc>()
                    .unwrap()
                    .hosts
                    .contains_key(name)
            }),
        ),
        (
            "netrc 0.4",
            timed(|text| {
                netrc::Netrc::parse(text.as_bytes())
                    .unwrap()
                    .hosts
                    .iter()
                    .any(|(host, _)| *host == name)
            }),
        ),
    ];
    let rounds = (20_000_000 / text.len()).clamp(7, 2_001);
    let mut times: Vec<Vec<Duration>> = vec![Vec::with_capacity(rounds); rows.len()];
    for _ in 0..rounds {
        for ((_, round), times) in rows.iter().zip(&mut times) {
            times.push(round(black_box(text)));
        }
    }
    rows.iter()
        .zip(times)
        .map(|((name, _), times)| (*name, median(times)))
        .collect()
}

fn timed<'a>(find: impl Fn(&str) -> bool + 'a) -> Box<dyn Fn(&str) -> Duration + 'a> {
    Box::new(move |text| {
        let began = Instant::now();
        let found = find(text);
        let took = began.elapsed();
        assert!(found);
        took
    })
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64()
}
