//! Readers, checks and mendings on files that mean them harm.

use std::time::{Duration, Instant};

use keyrc::check::check;
use keyrc::plan::Fixes;
use keyrc::readers::{Answer, OnError, Query, READERS, Reader};
use proptest::prelude::*;
use secrecy::ExposeSecret;

use crate::document;
use crate::files::{files, odd_files};

const ASKED: Query<'_> = Query {
    host: "h.test",
    port: None,
    login: None,
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_and_an_answer_is_from_the_file(bytes in prop_oneof![files(), odd_files()], port in prop::option::of(1..9000_u16)) {
        for (host, login) in [("a.test", None), ("b.test", Some("me")), ("::1", None), ("", Some(""))] {
            let query = Query { host, port, login };
            for reader in READERS {
                let Answer::Match { login, password } = reader.read(&bytes, &query) else { continue };
                #[expect(clippy::disallowed_methods, reason = "a test looks at it")]
                let lengths = [login.map_or(0, |login| login.len()), password.map_or(0, |found| found.expose_secret().len())];
                // One byte can become U+FFFD.
                prop_assert!(lengths.iter().all(|length| *length <= 3 * bytes.len()), "{}: {lengths:?}", reader.name);
            }
        }
    }

    #[test]
    fn a_reader_is_silent_or_the_same_aloud(bytes in files()) {
        for reader in READERS {
            let query = Query { host: "a.test", port: None, login: None };
            let (read, aloud) = (reader.read(&bytes, &query), reader.read_with_errors(&bytes, &query));
            let silent = match reader.on_error {
                OnError::Fails => false,
                OnError::SilentInUtf8 => std::str::from_utf8(&bytes).is_ok(),
                _ => true,
            };
            let expected = if silent && aloud == Answer::Error { Answer::None } else { aloud };
            prop_assert!(read == expected, "{}", reader.name);
        }
    }
}

/// Pieces of hostile files. `@` is a number, another in each.
const PIECES: [&str; 16] = [
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
];

fn hostile(piece: &str, count: usize) -> Vec<u8> {
    (0..count)
        .flat_map(|at| piece.replace('@', &at.to_string()).into_bytes())
        .collect()
}

/// Were it worse than `growth` allows, four times the size would take longer than this many times the time.
#[track_caller]
fn grows(what: &str, growth: u32, small: usize, work: impl Fn(usize) -> Duration) {
    let slack = Duration::from_millis(150);
    if work(4 * small) < slack {
        return;
    }
    // The best of some: other processes only ever add to it.
    let time = |size: usize| (0..3).map(|_| work(size)).min().unwrap();
    let (little, much) = (time(small), time(4 * small));
    assert!(
        much < little * growth + slack,
        "{what}: {little:?} and {much:?}"
    );
}

#[test]
fn time_to_read_grows_with_the_size_and_not_faster() {
    for piece in PIECES {
        for reader in READERS {
            // By the square, 32,000 pieces would take seconds.
            grows(
                &format!("{} of {piece:?}", reader.name),
                12,
                8_000,
                |count| {
                    let text = hostile(piece, count);
                    let began = Instant::now();
                    for query in [
                        ASKED,
                        Query {
                            host: "a",
                            port: None,
                            login: Some("b"),
                        },
                    ] {
                        std::hint::black_box(reader.read(&text, &query));
                    }
                    began.elapsed()
                },
            );
        }
    }
}

#[test]
fn time_to_read_one_long_word_or_line_grows_with_its_length() {
    for piece in ["\"", "\\", "x", "machine a.test login b password x # "] {
        for reader in READERS {
            grows(
                &format!("{} of {piece:?}", reader.name),
                12,
                50_000,
                |length| {
                    let text = hostile(piece, length / piece.len());
                    let began = Instant::now();
                    std::hint::black_box(reader.read(&text, &ASKED));
                    began.elapsed()
                },
            );
        }
    }
}

/// A check asks about each entry, and reads for each what is not plain: never more than the square, up to its bound.
#[test]
fn time_to_check_and_to_mend_is_bounded() {
    let all: Vec<&'static Reader> = READERS.iter().collect();
    for piece in PIECES {
        for (what, small) in [("check", 50), ("mend", 12)] {
            grows(&format!("{what} of {piece:?}"), 40, small, |count| {
                let parsed = document(hostile(piece, count));
                let began = Instant::now();
                // That it is too much is an answer, too.
                if what == "check" {
                    let _ = std::hint::black_box(check(&parsed, &all, &[]));
                } else {
                    let _ = std::hint::black_box(Fixes::new(&parsed, &all));
                }
                began.elapsed()
            });
        }
    }
}

#[test]
fn time_to_check_many_plain_entries_grows_with_their_number() {
    let all: Vec<&'static Reader> = READERS.iter().collect();
    grows("check", 12, 500, |count| {
        let parsed = document(hostile(
            "machine h@.test\n  login me\n  password pw\n",
            count,
        ));
        let began = Instant::now();
        assert!(
            check(&parsed, &all, &[])
                .unwrap()
                .iter()
                .all(|check| check.agrees())
        );
        began.elapsed()
    });
}
