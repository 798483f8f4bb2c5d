//! Ctrl-C and other signals in the middle of work: nothing is lost, nothing is left behind, and the
//! user learns what was done.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::bus::Bus;
use crate::pty::Pty;
use crate::sandbox::{KEYRC, Sandbox};
use crate::vault::Home;

const TOKENS: usize = 300;

/// A terminal that shows progress.
fn show_progress(sandbox: &mut Sandbox) {
    sandbox.set("TERM", "xterm");
    sandbox.set("NO_COLOR", "1");
}

fn bus() -> Bus {
    let mut bus = Bus::unlocked();
    show_progress(&mut bus);
    bus
}

fn netrc() -> String {
    (1..=TOKENS)
        .map(|at| format!("machine h{at}.test login me password t0ken{at}\n"))
        .collect()
}

/// The hidden files in the home and in the folder of the vault, where keyrc puts temporary files
/// and locks.
fn left(sandbox: &Sandbox) -> Vec<String> {
    let folders = ["home", "home/.local/share/keyrc", "home/.config/keyrc"];
    let names = folders.iter().flat_map(|folder| {
        let entries = fs::read_dir(sandbox.path(folder)).into_iter().flatten();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap())
    });
    names.filter(|name| name.contains("keyrc-")).collect()
}

/// The number before ` of 300 tokens`.
#[track_caller]
fn number_done(pty: &Pty) -> usize {
    let seen = pty.seen();
    let (before, _) = seen
        .split_once(&format!(" of {TOKENS} tokens"))
        .expect(&seen);
    before.rsplit(' ').next().unwrap().parse().unwrap()
}

fn count_stored(sandbox: &Sandbox) -> usize {
    sandbox.keyrc(&["list"]).out.lines().count()
}

/// Stops a migration twice, and lets it finish then.
fn check_migration(sandbox: &Sandbox) {
    sandbox.write_netrc(&netrc());
    let mut before = 0;
    for (signal, moment) in [
        (Signal::INT, "Storing tokens 20/300"),
        (Signal::TERM, "Storing tokens 40/300"),
        (Signal::HUP, "Storing tokens 80/300"),
    ] {
        let mut pty = Pty::start(sandbox, KEYRC, &["migrate"]);
        let digits = moment
            .rsplit(' ')
            .next()
            .unwrap()
            .split('/')
            .next()
            .unwrap();
        pty.waits_until(moment, |pty| {
            reached(&pty.seen()) >= digits.parse().unwrap()
        });
        pty.signals(signal);
        assert_eq!(pty.ends().signal(), Some(signal.as_raw()), "{}", pty.seen());
        pty.expects("`~/.netrc` is unchanged");
        pty.expects("run the same command again to continue");
        assert!(pty.is_restored());
        assert_eq!(sandbox.read_netrc(), netrc());
        assert_eq!(left(sandbox), [""; 0]);
        let stored = count_stored(sandbox);
        assert!(
            stored > before && stored < TOKENS,
            "{stored}: {}",
            pty.seen()
        );
        assert_eq!(stored, number_done(&pty), "{}", pty.seen());
        before = stored;
    }
    let mut pty = Pty::start(sandbox, KEYRC, &["migrate"]);
    assert!(pty.ends().success(), "{}", pty.seen());
    let lines = pty.seen();
    let (_, summary) = lines.rsplit_once("\r\u{1b}[2K").unwrap_or(("", &lines));
    assert!(summary.lines().count() < 14, "{summary}");
    for line in [
        format!("already stored {before} tokens\r\n"),
        format!("stored         {} tokens\r\n", TOKENS - before),
        "removed 300 entries from `~/.netrc`\r\n".to_owned(),
    ] {
        assert!(summary.contains(&line), "{line:?}: {summary}");
    }
    assert_eq!(sandbox.read_netrc(), "");
    assert_eq!(count_stored(sandbox), TOKENS);
    assert_eq!(sandbox.keyrc(&["token", "h300.test"]).ok(), "t0ken300\n");
}

/// The highest number that the progress has shown.
fn reached(seen: &str) -> usize {
    let shown = seen.rsplit("Storing tokens ").next().unwrap_or_default();
    let digits = shown.split('/').next().unwrap_or_default();
    digits.parse().unwrap_or(0)
}

#[test]
fn a_stopped_migration_into_the_keyring_reports_its_work_and_continues() {
    check_migration(&bus());
}

#[test]
fn a_stopped_migration_into_a_vault_reports_its_work_and_continues() {
    let mut home = Home::new();
    show_progress(&mut home);
    check_migration(&home);
}

#[test]
fn a_stopped_logout_reports_its_work() {
    let bus = bus();
    bus.write_netrc(&netrc());
    bus.keyrc(&["import-netrc"]).ok();
    bus.write_netrc("");
    let mut pty = Pty::start(&bus, KEYRC, &["logout", "--all", "--yes"]);
    pty.expects("Removing tokens 2");
    pty.types("\u{3}");
    assert_eq!(pty.ends().signal(), Some(Signal::INT.as_raw()));
    pty.expects("keyrc: interrupted; removed ");
    pty.expects("run the same command again to continue");
    let stored = count_stored(&bus);
    assert_eq!(stored, TOKENS - number_done(&pty), "{}", pty.seen());
    let mut pty = Pty::start(&bus, KEYRC, &["logout", "--all", "--yes"]);
    assert!(pty.ends().success(), "{}", pty.seen());
    pty.expects(&format!("removed {stored} tokens from the keyring\r\n"));
    assert!(!pty.shows("removed the token"), "{}", pty.seen());
    assert_eq!(count_stored(&bus), 0);
}

#[test]
fn a_second_signal_ends_a_migration_that_waits_for_its_keyring() {
    let bus = bus();
    bus.write_netrc(&netrc());
    let mut pty = Pty::start(&bus, KEYRC, &["migrate"]);
    pty.expects("Storing tokens 1");
    bus.pause_keyring();
    pty.signals(Signal::INT);
    // Two signals at once may be handled in any order.
    std::thread::sleep(Duration::from_millis(100));
    pty.signals(Signal::TERM);
    assert_eq!(pty.ends().signal(), Some(Signal::TERM.as_raw()));
    assert_eq!(bus.read_netrc(), netrc());
    assert_eq!(left(&bus), [""; 0]);
}

#[test]
fn a_signal_does_not_wait_for_a_keyring_that_hangs() {
    let bus = bus();
    bus.write_netrc(&netrc());
    let mut pty = Pty::start(&bus, KEYRC, &["migrate"]);
    pty.expects("Storing tokens 1");
    bus.pause_keyring();
    let began = Instant::now();
    pty.signals(Signal::INT);
    assert_eq!(pty.ends().signal(), Some(Signal::INT.as_raw()));
    assert!(began.elapsed() < Duration::from_secs(4), "{}", pty.seen());
    pty.expects("keyrc: interrupted; stored ");
    assert_eq!(bus.read_netrc(), netrc());
    assert_eq!(left(&bus), [""; 0]);
}

#[test]
fn a_signal_ends_a_migration_while_it_is_planned() {
    let home = Home::new();
    let entries = (0..10_000).map(|at| format!("machine h{at}.test login me password t0ken{at}\n"));
    let netrc: String = entries.collect();
    home.write_netrc(&netrc);
    for arguments in [&["migrate"][..], &["migrate", "--dry-run"]] {
        let mut pty = Pty::start(&home, KEYRC, arguments);
        std::thread::sleep(Duration::from_millis(500));
        pty.signals(Signal::TERM);
        assert_eq!(pty.ends().signal(), Some(Signal::TERM.as_raw()));
        let seen = pty.seen();
        assert!(seen.is_empty() || seen.contains("stored 0 of "), "{seen}");
        assert_eq!(home.read_netrc(), netrc);
        assert_eq!(left(&home), [""; 0]);
    }
}
