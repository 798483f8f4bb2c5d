//! The vault and the keyring with 10, 1,000 and 10,000 credentials: reads one token, and adds one
//! credential. All take turns, so that a noisy machine affects all alike.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and fails by panicking"
)]
#![allow(missing_docs, reason = "a program")]
#![allow(dead_code, reason = "the tests use more of these modules")]

#[path = "../real/bus.rs"]
mod bus;
mod keyring_file;
#[path = "../real/sandbox.rs"]
mod sandbox;

use std::fmt::Write;
use std::process::Stdio;
use std::time::Instant;

use bus::Bus;
use sandbox::{KEYRC, finish};

const TOKEN: &str = "x1y2z3x1y2z3x1y2z3x1y2z3x1y2z3x1y2z3x1y2";

fn main() {
    println!(
        "one token, and one credential more; medians; ×: the vault beside the keyring, median of the ratios in turn"
    );
    println!(
        "{:>7} {:>12} {:>12} {:>6} {:>14} {:>14} {:>6}",
        "", "token: os", "vault", "×", "store: os", "vault", "×"
    );
    for count in [10, 1_000, 10_000] {
        let bus = machine_with(count);
        let host = format!("host{:06}.example.com", count / 2);
        let token = |store: &str| {
            let mut command = bus.command(KEYRC);
            command
                .args(["--store", store, "token", &host, "-u", "me"])
                .stdout(Stdio::null());
            let began = Instant::now();
            assert!(command.status().unwrap().success());
            began.elapsed().as_secs_f64()
        };
        let number = std::cell::Cell::new(0);
        let login = |store: &str| {
            number.set(number.get() + 1);
            let mut command = bus.command(KEYRC);
            let host = format!("new{}.example.com", number.get());
            command
                .args([
                    "--store",
                    store,
                    "login",
                    &host,
                    "-u",
                    "me",
                    "--token-stdin",
                ])
                .stdin(Stdio::piped());
            let began = Instant::now();
            finish(&mut command, TOKEN.as_bytes()).ok();
            began.elapsed().as_secs_f64()
        };
        let (token_os, token_vault, token_ratio) = in_turn(60, token);
        let (store_os, store_vault, store_ratio) =
            in_turn(if count < 10_000 { 20 } else { 5 }, login);
        println!(
            "{count:>7} {token_os:>9.2} ms {token_vault:>9.2} ms {token_ratio:>6.2} {store_os:>11.2} ms {store_vault:>11.2} ms \
             {store_ratio:>6.3}"
        );
        bus.keyrc(&["vault", "lock"]).ok();
    }
}

/// The medians for both stores in milliseconds, and the median of the ratios.
fn in_turn(rounds: usize, run: impl Fn(&str) -> f64) -> (f64, f64, f64) {
    let (mut os, mut vault, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        os.push(run("os") * 1e3);
        vault.push(run("vault") * 1e3);
        ratios.push(vault[vault.len() - 1] / os[os.len() - 1]);
    }
    (median(os), median(vault), median(ratios))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// A sandbox with a keyring and an unlocked vault that have the same credentials.
fn machine_with(count: usize) -> Bus {
    let hosts: Vec<String> = (0..count)
        .map(|at| format!("host{at:06}.example.com"))
        .collect();
    let names: Vec<_> = hosts
        .iter()
        .map(|host| (format!("keyrc:{host}"), "me".to_owned()))
        .collect();
    let bus = Bus::unlocked_with(Some(&keyring_file::collection(
        &names,
        TOKEN,
        bus::PASSWORD,
    )));
    bus.run("age-keygen", &["-o", "key"]).ok();
    bus.keyrc(&["vault", "init", "-i", "key"]).ok();
    // With the stock tool: adding one at a time would rewrite the vault ten thousand times.
    let vault = bus
        .path("home/.local/share/keyrc/vault.age")
        .to_string_lossy()
        .into_owned();
    let mut netrc = bus.run("age", &["-d", "-i", "key", &vault]).ok();
    let own = netrc
        .lines()
        .find_map(|line| line.strip_prefix("#keyrc:own="))
        .unwrap()
        .to_owned();
    let key = bus.run("age-keygen", &["-y", "key"]).ok();
    for host in &hosts {
        writeln!(netrc, "machine {host} login me password {TOKEN}").unwrap();
    }
    bus.pipe(&netrc, "age", &["-r", &own, "-r", key.trim(), "-o", &vault])
        .ok();
    bus
}
