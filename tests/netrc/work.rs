//! The work of reading, checking and fixing hostile files grows with their size and not with its
//! square.
//!
//! Work is the processor time of one thread, to which other busy processes add little. A count of
//! the words that the lexers read would be exact, but it would miss the work between the lexers: a
//! scan of a slice, or a list that is searched for each entry. `Parsed::answer_with_steps` counts
//! the work of an answer; `readers` tests that.

use std::hint::black_box;
use std::time::Duration;

use keyrc::check::check;
use keyrc::plan::{Export, Fixes, OnConflict, Removal};
use keyrc::readers::{Query, READERS, Reader};
use keyrc::{Account, Secret};
use rustix::time::{ClockId, clock_gettime};
use secrecy::SecretString;

use crate::document;

/// Differences below this come from the caches and the allocator.
const NOISE: Duration = Duration::from_millis(15);

/// The size of the smaller hostile file, in bytes. Quadratic work takes longer than [`NOISE`] for a
/// file of four times this size, and linear work takes less for nearly every piece.
const SMALL: usize = 40_000;

const ASKED: Query<'_> = Query {
    host: "h.test",
    port: None,
    login: None,
};

/// Pieces of hostile files. `@` becomes the number of the piece.
const PIECES: [&str; 24] = [
    "\"",
    "\"\\",
    "\\",
    "'",
    "# x\n",
    "# login a password\n",
    "macdef x\n",
    "macdef x\n\n",
    "machine ",
    "login ",
    "default ",
    "x",
    "\n\n",
    "\r",
    "machine a login b password c\n",
    "machine h@.test login b password \"c\n",
    "default login a password b\nmachine a.test login l password p\n",
    "machine h@.test login a password b\n\n#x\n",
    "machine h@.test login a password b\nmacdef x\nls\n\n",
    "machine a.test login u@ password p\n",
    "machine a.test login u password p@\n",
    "MACHINE h@ LOGIN b PASSWORD c\n",
    "machine h@.test\r\n  login me\r\n  password pw\r\n",
    "machine h@.test\n  login me\n  protocol https\n  password pw@\n",
];

/// Returns this many pieces.
fn hostile(piece: &str, count: usize) -> Vec<u8> {
    (0..count)
        .flat_map(|at| piece.replace('@', &at.to_string()).into_bytes())
        .collect()
}

/// Fails if four times the size is more than `growth` times the work. Linear work grows four times,
/// quadratic sixteen.
#[track_caller]
fn check_growth(what: &str, growth: u32, small: usize, work: impl Fn(usize)) {
    let first = spent(|| work(4 * small));
    if first < NOISE {
        return;
    }
    // The fastest of three runs, because the first one also fills the caches.
    let least = |size: usize| (0..3).map(|_| spent(|| work(size))).min().unwrap();
    let little = least(small);
    if first < little * growth + NOISE {
        return;
    }
    let much = least(4 * small);
    assert!(
        much < little * growth + NOISE,
        "{what}: {little:?} for {small}, and {much:?} for four times as much"
    );
}

fn spent(work: impl FnOnce()) -> Duration {
    let before = thread_time();
    work();
    thread_time() - before
}

fn thread_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        time.tv_sec.try_into().unwrap(),
        time.tv_nsec.try_into().unwrap(),
    )
}

#[test]
fn the_work_to_parse_grows_with_the_size_of_the_file() {
    for piece in [
        "\"",
        "macdef x\n",
        "machine a login b password c\n",
        "# x\n",
        "machine ",
        "\n\n",
        "\\",
        "# login a password\n",
    ] {
        check_growth(piece, 12, 50_000, |count| {
            black_box(document(piece.repeat(count)));
        });
    }
}

#[test]
fn the_work_to_read_grows_with_the_size_of_the_file() {
    let named = Query {
        host: "a",
        port: None,
        login: Some("b"),
    };
    for piece in PIECES {
        let count = SMALL / piece.len();
        let (small, large) = (hostile(piece, count), hostile(piece, 4 * count));
        for reader in READERS {
            let what = format!("{} of {piece:?}", reader.name);
            check_growth(&what, 8, SMALL, |size| {
                let text = if size == SMALL { &small } else { &large };
                let parsed = reader.parse(text);
                black_box(parsed.answer(&ASKED));
                black_box(parsed.answer(&named));
            });
        }
    }
}

#[test]
fn the_work_to_read_a_long_word_or_line_grows_with_its_length() {
    for piece in ["\"", "\\", "x", "machine a.test login b password x # "] {
        for reader in READERS {
            let what = format!("{} of {piece:?}", reader.name);
            // Each byte can cost one step here, so a shorter word shows the square.
            check_growth(&what, 8, SMALL / 4, |length| {
                let text = hostile(piece, length / piece.len());
                black_box(reader.read(&text, &ASKED));
            });
        }
    }
}

/// A check asks a question for each entry, and some answers scan the file: the work is at most
/// quadratic, up to its budget.
#[test]
fn the_work_to_check_and_to_fix_is_bounded() {
    let all: Vec<&'static Reader> = READERS.iter().collect();
    for piece in PIECES {
        // `TooMuch` is fine: it also bounds the work.
        check_growth(&format!("check of {piece:?}"), 40, 30, |count| {
            let _ = black_box(check(&document(hostile(piece, count)), &all, &[]));
        });
        check_growth(&format!("fixes of {piece:?}"), 40, 3, |count| {
            let _ = black_box(Fixes::new(&document(hostile(piece, count)), &all));
        });
    }
}

#[test]
fn the_work_to_check_plain_entries_grows_with_their_number() {
    let all: Vec<&'static Reader> = READERS.iter().collect();
    let entry = "machine h@.test\n  login me\n  password pw\n";
    check_growth("check", 12, 500, |count| {
        let checks = check(&document(hostile(entry, count)), &all, &[]).unwrap();
        assert!(checks.iter().all(|check| check.agrees()));
    });
}

/// The refusal is for hostile files: an ordinary file, or one with the same quirk everywhere, can
/// have thousands of entries.
#[test]
fn thousands_of_entries_are_checked_and_fixed() {
    let all: Vec<&'static Reader> = READERS.iter().collect();
    let file = document(hostile("machine h@.test login me password pw\n", 5_000));
    assert!(check(&file, &all, &[]).is_ok());
    let file = document(hostile("machine h@.test\nuser me\npassword pw\n", 3_000));
    assert_eq!(Fixes::new(&file, &all).unwrap().steps.len(), 3_000);
}

#[test]
fn a_file_of_more_than_ten_thousand_entries_is_refused() {
    let all: Vec<&'static Reader> = READERS.iter().collect();
    let file = document(hostile("machine h@.test login me password pw\n", 10_001));
    assert!(check(&file, &all, &[]).is_err());
    assert!(Fixes::new(&file, &all).is_err());
    let host = ["h7.test".parse().unwrap()];
    assert_eq!(check(&file, &all, &host).unwrap().len(), 1);
}

/// Some readers scan all entries of the host for each login, so the work of very many is quadratic,
/// up to its budget.
#[test]
fn the_work_for_many_logins_of_a_host_grows_with_their_number() {
    check_growth("export", 12, 60, |count| {
        let credential = |at: usize| {
            let account = Account {
                host: "a.test".parse().unwrap(),
                login: format!("u{at}").parse().unwrap(),
            };
            (account, Secret::from(SecretString::from("pw")))
        };
        let credentials: Vec<_> = (0..count).map(credential).collect();
        let file = document("machine b.test login me password pw\n");
        assert!(Export::new(&file, &credentials, OnConflict::Replace, &[]).is_ok());
    });
    check_growth("removal", 12, 60, |count| {
        let file = document(hostile("machine a.test login u@ password pw\n", count));
        let groups: Vec<Vec<usize>> = (0..count).map(|at| vec![at]).collect();
        let groups: Vec<&[usize]> = groups.iter().map(Vec::as_slice).collect();
        assert_eq!(Removal::new(&file, &groups).len(), count);
    });
}
