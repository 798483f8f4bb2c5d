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
