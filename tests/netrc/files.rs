//! Random files.

use proptest::collection::vec;
use proptest::prelude::*;

/// Files of words that have a meaning in a netrc, so that random files have entries.
pub(crate) fn files() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::sample::select(vec![
        "machine ",
        "default ",
        "login ",
        "password ",
        "account ",
        "macdef ",
        "user ",
        "a.test",
        "b.test",
        "me",
        "pw",
        "\"p w\"",
        "\"",
        "\\",
        "\\\"",
        "#",
        "# note",
        "# login x password y",
        " ",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "\0",
        "\u{feff}",
        "ä",
        "machine a.test login me password pw\n",
        "machine b.test\n  login me\n  password \"x y\"\n",
    ]);
    prop_oneof![
        vec(any::<u8>(), 0..200),
        vec(pieces, 0..40).prop_map(|pieces| pieces.concat().into_bytes()),
    ]
}

/// Ordinary entries and other pieces, most with some quirk. `@` stands for a host.
const ODD_PIECES: [&str; 36] = [
    "machine @\n  login me\n  password pw\n",
    "machine @ login me password pw2\n",
    "machine @ login you password pw\n",
    "machine @\tlogin\tme\tpassword\tpw\n",
    "machine @  login me  password pw  \n",
    "machine @\n\n  login me\n\n  password pw\n",
    "machine\n@\nlogin\nme\npassword\npw\n",
    "machine @ login me password pw ",
    "machine @\n  password pw\n  login me\n",
    "machine @ login \"me\" password \"pw\"\n",
    "machine @ login me password \"p w\"\n",
    "machine @ login me password \"a\\\"b\"\n",
    "machine @ login me password a,b\n",
    "machine @ login me password a#b\n",
    "machine @ login me password 'b\n",
    "machine @ login me password p\u{e4}\n",
    "machine @\n  login me # note 1\n  password pw # note 2\n",
    "machine @ # note 3\n# note 4\n  login me\n  password pw\n",
    "machine @ login me password pw # login x password y\n",
    "MACHINE @ LOGIN me PASSWORD pw\n",
    "machine @ user me passwd pw\n",
    "machine @ login me password pw account ac\n",
    "machine @ login me password a\\b\n",
    "machine @ login me\n",
    "default login any password x\n",
    "default\n  login any\n  password \"x\"\n",
    "# note 5\n",
    "\n# note 6\n",
    "#note 7\n",
    "  # note 8\n",
    "# machine @ login x password y\n",
    "macdef init\nls\n\n",
    "macdef init\nmachine @ login x password y\n\n",
    "macdef init\nls\n",
    "\n",
    "  \n",
];

/// Files of ordinary entries, most with some quirk.
pub(crate) fn odd_files() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::sample::select(&ODD_PIECES[..]);
    let hosts = prop::sample::select(vec!["a.test", "b.test", "C.Test"]);
    let text = vec((pieces, hosts), 1..8).prop_map(|pieces| {
        pieces
            .into_iter()
            .map(|(piece, host)| piece.replace('@', host))
            .collect::<String>()
    });
    (
        text,
        prop::sample::select(vec!["", "\u{feff}"]),
        any::<bool>(),
    )
        .prop_map(|(text, mark, windows)| {
            let text = if windows {
                text.replace('\n', "\r\n")
            } else {
                text
            };
            [mark, &text].concat().into_bytes()
        })
}

/// An entry that a random file contains. Each has another host, login and password.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) host: String,
    pub(crate) login: String,
    pub(crate) password: String,
}

/// Layouts of an entry, with `@` for the number of the entry.
const LAYOUTS: [&str; 5] = [
    "machine h@.test login l@ password p@\n",
    "machine h@.test\n  login l@\n  password p@\n",
    "machine h@.test\nlogin l@\npassword p@\n",
    "machine h@.test login l@ password \"p@\"\n",
    "machine h@.test\n  login l@ # my login\n  password p@\n",
];

/// Text between entries.
const BETWEEN: [&str; 8] = [
    "",
    "",
    "# my server\n",
    "#note\n",
    "\n# my server\n",
    "  # my server\n",
    "\n",
    "macdef init\nls\n\n",
];

/// Files in which some or all lines end with a carriage return, and their entries.
pub(crate) fn files_with_returns() -> impl Strategy<Value = (Vec<u8>, Vec<Entry>)> {
    let part = (
        prop::sample::select(&BETWEEN[..]),
        prop::sample::select(&LAYOUTS[..]),
    );
    let ends = prop_oneof![
        3 => Just(vec!["\r"]),
        1 => Just(vec!["\r", "\n"]),
        1 => Just(vec!["\r", "\r\n"]),
        1 => Just(vec!["\r", "\n", "\r\n"]),
    ];
    let end = prop::sample::select(&BETWEEN[..]);
    let choices = vec(any::<prop::sample::Index>(), 40);
    (vec(part, 1..5), end, ends, choices).prop_map(|(parts, end, ends, choices)| {
        let number = |at: usize, text: &str| text.replace('@', &at.to_string());
        let texts = parts.iter().enumerate();
        let text: String = texts
            .map(|(at, (between, layout))| number(at, &[*between, *layout].concat()))
            .chain([end.to_owned()])
            .collect();
        let mut choices = choices.iter().cycle();
        let mut bytes = Vec::new();
        for line in text.split_inclusive('\n') {
            bytes.extend_from_slice(line.trim_end_matches('\n').as_bytes());
            let choice = choices.next().unwrap();
            bytes.extend_from_slice(ends[choice.index(ends.len())].as_bytes());
        }
        let entries = (0..parts.len()).map(|at| Entry {
            host: number(at, "h@.test"),
            login: number(at, "l@"),
            password: number(at, "p@"),
        });
        (bytes, entries.collect())
    })
}
