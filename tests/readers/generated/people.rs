//! Whole files for migrations: several hosts, several accounts of a host, and everything else that
//! people write into a netrc.

use super::case::{HOSTS, PORT};
use super::layout::{Block, Entry, Field, Layout};
use super::random::Random;
use super::{odd_bytes, odd_entry, remarks, words};

/// Returns one file. A third of the files are ordinary, a third has a few peculiarities, and a
/// third has many.
pub(crate) fn file(random: &mut Random) -> Vec<u8> {
    let oddities = match random.below(3) {
        0 => random.below(2),
        1 => random.within(1, 3),
        _ => random.within(3, 8),
    };
    let mut blocks = entries(random);
    for _ in 0..oddities {
        odd(&mut blocks, random);
    }
    let gap: &[u8] = if random.chance(40) { b"\n" } else { b"" };
    let blocks: Vec<_> = blocks.iter().map(Block::bytes).collect();
    let mut bytes = blocks.join(gap);
    if random.chance(8 * oddities) {
        bytes = odd_bytes(bytes, random);
    }
    if random.chance(3 * oddities) {
        bytes = blank_bytes(bytes, random);
    }
    bytes
}

/// Entries for one to four hosts, some with several accounts.
fn entries(random: &mut Random) -> Vec<Block> {
    let mut blocks = Vec::new();
    for _ in 0..random.within(1, 4) {
        let host = host(random);
        let accounts = *random.pick(&[1, 1, 1, 1, 1, 2, 2, 3]);
        for _ in 0..accounts {
            let login = words::login(random);
            blocks.push(Block::Entry(Entry::plain(random, Some(&host), login)));
        }
    }
    if random.chance(15) {
        blocks.push(Block::Entry(Entry::plain(random, None, b"def".to_vec())));
    }
    blocks
}

/// Returns a host, usually one that tools can reach.
fn host(random: &mut Random) -> Vec<u8> {
    if random.chance(75) {
        random.pick(&HOSTS).as_bytes().to_vec()
    } else {
        words::other_host(random)
    }
}

fn odd(blocks: &mut Vec<Block>, random: &mut Random) {
    let at = random.within(0, blocks.len());
    match random.below(16) {
        0..=2 => {
            let host = remarked_host(random);
            blocks.insert(at, Block::Text(remarks::comment(random, host)));
        }
        3 => {
            let host = remarked_host(random);
            blocks.insert(at, Block::Text(remarks::macro_lines(random, host)));
        }
        4 => {
            let blank = *random.pick(&["\n", "\n\n", "  \n", "\t\n"]);
            blocks.insert(at, Block::Text(blank.into()));
        }
        5 => blocks.insert(at, Block::Text(bare_words(random))),
        6 => blocks.insert(
            if random.chance(30) { 0 } else { at },
            Block::Entry(Entry::plain(random, None, b"def".to_vec())),
        ),
        7 => {
            // The same account twice.
            if let Some(Block::Entry(entry)) = blocks.get(at) {
                let mut entry = entry.clone();
                if random.chance(60) {
                    let password = words::password(random);
                    if let Some(field) = entry.fields.last_mut() {
                        field.value = Some(password);
                    }
                }
                blocks.push(Block::Entry(entry));
            }
        }
        8 => in_entry(blocks, at, |entry| without_login(entry, random)),
        9 => in_entry(blocks, at, |entry| odd_machine(entry, random)),
        _ => in_entry(blocks, at, |entry| odd_entry(entry, random)),
    }
}

/// Returns the host that a comment or a macro names, which often has no entry.
fn remarked_host(random: &mut Random) -> &'static str {
    if random.chance(50) {
        "hidden.test"
    } else {
        HOSTS[random.below(HOSTS.len())]
    }
}

fn in_entry(blocks: &mut [Block], at: usize, change: impl FnOnce(&mut Entry)) {
    if let Some(entry) = blocks.get_mut(at).and_then(Block::entry) {
        change(entry);
    }
}

/// Text that belongs to no entry, or to the one before it.
fn bare_words(random: &mut Random) -> Vec<u8> {
    const TEXTS: [&str; 12] = [
        "export TOKEN\n",
        "machine\n",
        "MACHINE\n",
        "login\n",
        "password\n",
        "login bob password forgotten\n",
        "h.test\n",
        "https://bob:forgotten@h.test\n",
        "EOF\n",
        "protocol https\n",
        "\"\n",
        "machine h.test\n",
    ];
    TEXTS[random.below(TEXTS.len())].into()
}

/// Puts the token where services ask for it if there is no account name.
fn without_login(entry: &mut Entry, random: &mut Random) {
    let token = Some(words::password(random));
    let text = |text: &str| Some(text.as_bytes().to_vec());
    entry.fields = match random.below(6) {
        0 => vec![
            Field::new("login", token),
            Field::new("password", text("x-oauth-basic")),
        ],
        1 => vec![
            Field::new("login", token),
            Field::new("password", text("\"\"")),
        ],
        2 => vec![Field::new("login", token)],
        3 => vec![Field::new("password", token)],
        4 => vec![
            Field::new("login", text("\"\"")),
            Field::new("password", token),
        ],
        _ => vec![
            Field::new("password", token),
            Field::new("login", text("bob")),
        ],
    };
    if random.chance(10) {
        entry.fields.push(Field::new("account", text("ac")));
    }
}

/// Writes the host as a URL, with a port, or in another way that tools do not look up.
fn odd_machine(entry: &mut Entry, random: &mut Random) {
    let Some(host) = &entry.head.value else {
        return;
    };
    let host = String::from_utf8_lossy(host).into_owned();
    entry.head.value = Some(
        match random.below(9) {
            0 => format!("https://{host}"),
            1 => format!("https://{host}/path"),
            2 => format!("{host}/path"),
            3 | 4 => format!("{host}:{PORT}"),
            5 => format!("{host}:443"),
            6 => format!("{host}."),
            7 => format!("*.{host}"),
            _ => format!("bob@{host}"),
        }
        .into_bytes(),
    );
    if random.chance(20) {
        entry.layout = Layout::TwoLines;
    }
}

/// Replaces one blank or line break by a character that few tools treat as one.
fn blank_bytes(mut bytes: Vec<u8>, random: &mut Random) -> Vec<u8> {
    let blanks: Vec<usize> = (0..bytes.len())
        .filter(|&at| bytes[at].is_ascii_whitespace())
        .collect();
    if blanks.is_empty() {
        return bytes;
    }
    let at = *random.pick(&blanks);
    let odd = *random.pick(&[
        &b"\x0b"[..],
        b"\x0c",
        b"\xc2\xa0",
        b"\r",
        b"\t\t",
        b"",
        b"\xa0",
    ]);
    bytes.splice(at..=at, odd.iter().copied());
    bytes
}
