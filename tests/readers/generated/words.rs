//! The words of generated files: ordinary ones, as services issue them, and peculiar ones.

use super::random::Random;

/// Hosts that are never requested.
const OTHERS: [&str; 6] = [
    "other.test",
    "git.other.test",
    "example.org",
    "pypi.corp.test",
    "test",
    "xn--bcher-kva.test",
];

const LOGINS: [&str; 9] = [
    "bob",
    "al",
    "deploy",
    "me@corp.test",
    "__token__",
    "x-access-token",
    "oauth2",
    "john.doe",
    "CI_user-1",
];

/// Lengths around the limits of readers. inetutils crashes at 8192.
const LENGTHS: [usize; 18] = [
    98, 99, 100, 101, 127, 128, 129, 255, 256, 257, 500, 501, 512, 4000, 4094, 4095, 4096, 8192,
];

const KEYWORDS: [&str; 9] = [
    "machine", "default", "macdef", "login", "password", "account", "user", "passwd", "Machine",
];

pub(crate) fn other_host(random: &mut Random) -> Vec<u8> {
    random.pick(&OTHERS).as_bytes().to_vec()
}

pub(crate) fn login(random: &mut Random) -> Vec<u8> {
    random.pick(&LOGINS).as_bytes().to_vec()
}

/// Returns a unique password of letters and digits, which every reader accepts.
pub(crate) fn password(random: &mut Random) -> Vec<u8> {
    let letters = |random: &mut Random, count| {
        let all = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        (0..count)
            .map(|_| char::from(*random.pick(all)))
            .collect::<String>()
    };
    let text = match random.below(6) {
        0 => format!("ghp_{}", letters(random, 36)),
        1 => format!("glpat-{}_{}", letters(random, 12), letters(random, 7)),
        2 => format!(
            "{:032x}",
            u128::from(random.next()) << 64 | u128::from(random.next())
        ),
        3 => format!("{}+/{}==", letters(random, 20), letters(random, 18)),
        4 => format!(
            "ey{}.ey{}.{}",
            letters(random, 18),
            letters(random, 24),
            letters(random, 20)
        ),
        _ => format!("{}!%&*", letters(random, 8)),
    };
    text.into_bytes()
}

/// Returns a value as written in a file, made from an ordinary one. Most have one peculiarity.
pub(crate) fn odd(random: &mut Random, plain: &[u8]) -> Vec<u8> {
    match random.below(20) {
        0..=5 => quoted(random, plain),
        6..=8 => escaped(random, plain),
        9..=11 => split(random, plain, &["#"]),
        12 => split(
            random,
            plain,
            &[",", "'", "\"", ":", "@", "%20", "$x", "=", "/\\", ";", "&"],
        ),
        13..=14 => foreign(random, plain),
        15 => random.pick(&KEYWORDS).as_bytes().to_vec(),
        16 => [random.pick(&KEYWORDS).as_bytes(), plain].concat(),
        17 => long(random),
        18 => random
            .pick(&[
                &b"\"\""[..],
                b"''",
                b"\"",
                b"'",
                b"#",
                b"\\",
                b"\"\"\"\"",
                b",",
            ])
            .to_vec(),
        _ => [&b"gpg:"[..], plain].concat(),
    }
}

/// Puts a value in quotes, possibly with special text in them or after them.
fn quoted(random: &mut Random, plain: &[u8]) -> Vec<u8> {
    let (start, end) = plain.split_at(plain.len() / 2);
    let quote = |inside: &[&[u8]]| [&b"\""[..], &inside.concat(), b"\""].concat();
    match random.below(17) {
        0..=3 => quote(&[plain]),
        4..=5 => quote(&[start, b" ", end]),
        6 => quote(&[start, b"\\\"", end]),
        7 => quote(&[start, b"\\\\", end]),
        8 => quote(&[
            start,
            random.pick(&["\\n", "\\t", "\\r", "\\z", "\\ "]).as_bytes(),
            end,
        ]),
        9 => quote(&[
            start,
            random.pick(&["#", " #", "# ", " # "]).as_bytes(),
            end,
        ]),
        10 => quote(&[b"#", plain]),
        11 => quote(&[
            start,
            random.pick(&[",", "'", "\t", " it's "]).as_bytes(),
            end,
        ]),
        12 => [quote(&[start]), end.to_vec()].concat(),
        13 => quote(&[start, b"\n", end]),
        14 => [b"\"", plain].concat(),
        15 => [
            &b"'"[..],
            start,
            random.pick(&["", " "]).as_bytes(),
            end,
            b"'",
        ]
        .concat(),
        _ => quote(&[plain, b"\\"]),
    }
}

fn escaped(random: &mut Random, plain: &[u8]) -> Vec<u8> {
    let (start, end) = plain.split_at(plain.len() / 2);
    match random.below(7) {
        0 | 1 => [start, b"\\", end].concat(),
        2 => [start, b"\\\\", end].concat(),
        3 => [start, b"\\ ", end].concat(),
        4 => [b"\\\"", plain].concat(),
        5 => [start, b"\\040", end].concat(),
        _ => [plain, b"\\"].concat(),
    }
}

/// Inserts one of these at the start, in the middle or at the end.
fn split(random: &mut Random, plain: &[u8], odd: &[&str]) -> Vec<u8> {
    let odd = random.pick(odd).as_bytes();
    let at = *random.pick(&[0, plain.len() / 2, plain.len() / 2, plain.len()]);
    [&plain[..at], odd, &plain[at..]].concat()
}

/// Inserts bytes that are not printable ASCII.
fn foreign(random: &mut Random, plain: &[u8]) -> Vec<u8> {
    let odd: [&[u8]; 13] = [
        "\u{e4}".as_bytes(),
        "\u{e9}t\u{e9}".as_bytes(),
        "\u{65e5}\u{672c}".as_bytes(),
        "\u{1f511}".as_bytes(),
        "\u{a0}".as_bytes(),
        "\u{85}".as_bytes(),
        "\u{2003}".as_bytes(),
        "\u{3000}".as_bytes(),
        b"\xe9",
        b"\xff",
        b"\x01",
        b"\x0b",
        b"\x7f",
    ];
    let odd = *random.pick(&odd);
    let at = *random.pick(&[0, plain.len() / 2, plain.len() / 2, plain.len()]);
    let bytes = [&plain[..at], odd, &plain[at..]].concat();
    if random.chance(30) {
        [b"\"", &bytes[..], b"\""].concat()
    } else {
        bytes
    }
}

fn long(random: &mut Random) -> Vec<u8> {
    let length = *random.pick(&LENGTHS);
    let mut word = vec![b'A'; length];
    // Mark positions, so that an answer shows where a reader cut the word.
    for (at, byte) in word.iter_mut().enumerate().skip(50).step_by(50) {
        *byte = b'a' + u8::try_from(at / 50 % 26).unwrap();
    }
    word
}
