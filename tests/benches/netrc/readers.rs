//! The cost of the models of the readers: on an ordinary file, and on files that were made to take
//! long.

use std::hint::black_box;
use std::time::{Duration, Instant};

use keyrc::check::check;
use keyrc::netrc::Document;
use keyrc::readers::{Answer, Query, READERS, Reader};

use crate::{file, host_name, median};

const ROUNDS: usize = 15;

/// Every reader is asked for the last machine of a thousand, and all of them for each machine.
pub(crate) fn ordinary() {
    const MACHINES: usize = 1_000;
    let (text, host) = (file(MACHINES), host_name(MACHINES - 1));
    let query = Query {
        host: &host,
        port: None,
        login: None,
    };
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); READERS.len()];
    for _ in 0..ROUNDS {
        for (reader, times) in READERS.iter().zip(&mut times) {
            let began = Instant::now();
            let answer = reader.read(black_box(text.as_bytes()), &query);
            times.push(began.elapsed());
            assert!(
                matches!(answer, Answer::Match { .. }),
                "{} did not find it",
                reader.name
            );
        }
    }
    let mut speeds: Vec<(f64, &str)> = READERS
        .iter()
        .zip(times)
        .map(|(reader, times)| (text.len() as f64 / median(times) / 1e6, reader.name))
        .collect();
    speeds.sort_by(|a, b| a.0.total_cmp(&b.0));
    println!(
        "\nthe models of {} readers, {MACHINES} machines, {} bytes, MB/s",
        READERS.len(),
        text.len()
    );
    for (what, (speed, name)) in [
        ("slowest", speeds[0]),
        ("median", speeds[speeds.len() / 2]),
        ("fastest", speeds[speeds.len() - 1]),
    ] {
        println!("{what:<34} {speed:>9.0}  {name}");
    }
    let (document, readers) = (
        Document::parse(text.into_bytes().into()),
        READERS.iter().collect::<Vec<_>>(),
    );
    let times = (0..ROUNDS).map(|_| {
        let began = Instant::now();
        let checks = check(black_box(&document), &readers, &[]).unwrap();
        assert_eq!(checks.len(), MACHINES);
        began.elapsed()
    });
    println!(
        "{:<34} {:>9.1}  ms",
        "check, each machine, all readers",
        median(times.collect()) * 1e3
    );
}

/// A piece, its number of repetitions, the end of the file, and the name of this case.
const HOSTILE: [(&str, usize, &str, &str); 6] = [
    ("\"", 1_000_000, "", "a million quotes"),
    ("macdef x\n", 1_000_000, "", "a million macros"),
    (
        "# a comment of words\n",
        100_000_000 / 21,
        "",
        "100 MB of comments",
    ),
    (
        "machine a login b password c ",
        16_000_000 / 29,
        "",
        "one line of 16 MB",
    ),
    ("x", 16_000_000, "", "one word of 16 MB"),
    // For netrc-parser, a carriage return in a line changes where its comment starts.
    ("machine a#", 20_000, "\r", "20,000 comments on one line"),
];

/// The time for a hostile file, and its time per byte compared with a file a quarter of its size.
/// The two are about equal if the time is linear in the size.
pub(crate) fn hostile() {
    println!("\nhostile files; median of 3");
    println!(
        "{:<30} {:>9}  {:<16} {:>9} {:>7} {:>9} {:>9}",
        "file", "bytes", "reader", "ms", "MB/s", "ns/byte", "quarter"
    );
    for (piece, count, end, name) in HOSTILE {
        let [quarter, full] =
            [count / 4, count].map(|count| (piece.repeat(count) + end).into_bytes());
        let parsed = [&quarter, &full].map(|bytes| {
            seconds(|| {
                let bytes = bytes.clone().into();
                let began = Instant::now();
                let document = black_box(Document::parse(bytes));
                (began.elapsed(), drop(document)).0
            })
        });
        let slowest = READERS
            .iter()
            .map(|reader| (reader.name, seconds(|| read(reader, &full)), reader));
        let (slowest, time, reader) = slowest.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        let rows = [
            ("Document::parse", parsed),
            (slowest, [seconds(|| read(reader, &quarter)), time]),
        ];
        for (reader, [quarter_time, time]) in rows {
            println!(
                "{name:<30} {:>9}  {reader:<16} {:>9.2} {:>7.0} {:>9.2} {:>9.2}",
                full.len(),
                time * 1e3,
                full.len() as f64 / time / 1e6,
                time / full.len() as f64 * 1e9,
                quarter_time / quarter.len() as f64 * 1e9
            );
        }
    }
}

fn read(reader: &Reader, bytes: &[u8]) -> Duration {
    let query = Query {
        host: "absent.test",
        port: None,
        login: None,
    };
    let began = Instant::now();
    black_box(reader.read(black_box(bytes), &query));
    began.elapsed()
}

fn seconds(round: impl FnMut() -> Duration) -> f64 {
    median(std::iter::repeat_with(round).take(3).collect())
}
