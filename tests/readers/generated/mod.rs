//! Generated cases: three of five files are ordinary with one or two peculiarities, and two have
//! many.

pub(crate) mod case;
mod layout;
pub(crate) mod oracle;
pub(crate) mod people;
pub(crate) mod random;
mod remarks;
mod words;

use case::{Case, HOSTS, Named, PORT};
use layout::{Block, Entry, Field, Layout};
use random::Random;

const WILD_PERCENT: usize = 40;

pub(crate) fn cases(random: &mut Random, count: usize) -> Vec<Named> {
    (0..count)
        .map(|at| case(&mut Random::new(random.next()), at))
        .collect()
}

fn case(random: &mut Random, at: usize) -> Named {
    let is_wild = random.chance(WILD_PERCENT);
    let host = HOSTS[*random.pick(&[0, 0, 0, 0, 0, 0, 0, 1, 1, 2])];
    let mut case = Case::new(Vec::new());
    case.host = host.into();
    case.login = random
        .chance(25)
        .then(|| (*random.pick(&["bob", "bob", "al"])).into());
    case.port = random.chance(2).then_some(PORT);
    let mut file = Draft {
        blocks: plain(random, &case),
        gap: random.chance(40),
        host,
    };
    let oddities = if is_wild {
        random.within(3, 7)
    } else {
        random.within(1, 2)
    };
    for _ in 0..oddities {
        odd(&mut file, random);
    }
    let mut bytes = file.bytes();
    if random.chance(if is_wild { 50 } else { 15 }) {
        bytes = odd_bytes(bytes, random);
    }
    case.file = bytes;
    Named {
        name: format!("{}-{at:05}", if is_wild { "wild" } else { "mild" }),
        case,
    }
}

/// Returns an ordinary file with entries for some hosts, usually including the requested one.
fn plain(random: &mut Random, case: &Case) -> Vec<Block> {
    let mut blocks = Vec::new();
    for _ in 0..random.below(4) {
        let (host, login) = (words::other_host(random), words::login(random));
        blocks.push(Block::Entry(Entry::plain(random, Some(&host), login)));
    }
    if random.chance(92) {
        let login = if random.chance(60) {
            b"bob".to_vec()
        } else {
            words::login(random)
        };
        let host = if case.port.is_some() && random.chance(50) {
            case.authority(false)
        } else {
            case.host.clone()
        };
        let at = random.within(0, blocks.len());
        blocks.insert(
            at,
            Block::Entry(Entry::plain(random, Some(host.as_bytes()), login)),
        );
    }
    if random.chance(12) {
        blocks.push(Block::Entry(Entry::plain(random, None, b"def".to_vec())));
    }
    blocks
}

struct Draft {
    blocks: Vec<Block>,
    /// Whether empty lines separate entries.
    gap: bool,
    host: &'static str,
}

impl Draft {
    fn bytes(&self) -> Vec<u8> {
        let gap: &[u8] = if self.gap { b"\n" } else { b"" };
        self.blocks
            .iter()
            .map(Block::bytes)
            .collect::<Vec<_>>()
            .join(gap)
    }

    fn insert(&mut self, random: &mut Random, text: Vec<u8>) {
        let at = random.within(0, self.blocks.len());
        self.blocks.insert(at, Block::Text(text));
    }

    /// Returns a random entry, preferably one for the requested host.
    fn entry(&mut self, random: &mut Random) -> Option<&mut Entry> {
        let host = self.host.as_bytes();
        let only_its = random.chance(60);
        let mut entries: Vec<&mut Entry> =
            self.blocks.iter_mut().filter_map(Block::entry).collect();
        let is_its = |entry: &Entry| entry.head.value.as_deref() == Some(host);
        if only_its && entries.iter().any(|entry| is_its(entry)) {
            entries.retain(|entry| is_its(entry));
        }
        let at = random.below(entries.len().max(1));
        (at < entries.len()).then(|| entries.swap_remove(at))
    }
}

fn odd(file: &mut Draft, random: &mut Random) {
    match random.below(20) {
        0..=4 => {
            let comment = remarks::comment(random, file.host);
            file.insert(random, comment);
        }
        5 => {
            let lines = remarks::macro_lines(random, file.host);
            file.insert(random, lines);
        }
        6 => {
            let blank = *random.pick(&["\n", "\n\n", "  \n", "\t\n"]);
            file.insert(random, blank.into());
        }
        7 | 8 => duplicate(file, random),
        9 => {
            let mut entry = Entry::plain(random, None, b"def".to_vec());
            if random.chance(15) {
                entry.fields.clear();
            }
            let at = *random.pick(&[
                0,
                file.blocks.len(),
                file.blocks.len(),
                file.blocks.len() / 2,
            ]);
            file.blocks.insert(at, Block::Entry(entry));
        }
        _ => {
            if let Some(entry) = file.entry(random) {
                odd_entry(entry, random);
            }
        }
    }
}

/// Adds an entry for the host: with the same login, with another one, or incomplete.
fn duplicate(file: &mut Draft, random: &mut Random) {
    let login = (*random.pick(&["bob", "bob", "al", "Bob", "deploy"])).into();
    let mut entry = Entry::plain(random, Some(file.host.as_bytes()), login);
    if random.chance(20) {
        let at = random.below(2);
        entry.fields.remove(at);
    }
    let at = random.within(0, file.blocks.len());
    file.blocks.insert(at, Block::Entry(entry));
}

fn odd_entry(entry: &mut Entry, random: &mut Random) {
    match random.below(24) {
        0..=8 => odd_value(entry, random, 3),
        9 => odd_value(entry, random, 1),
        10 | 11 => entry.tail = [b" ", remarks::aside(random).as_bytes()].concat(),
        12 | 13 => {
            let line = [*random.pick(&["", "  "]), remarks::aside(random)].concat();
            let at = random.within(0, entry.fields.len().saturating_sub(1));
            entry.asides.push((at, line.into()));
        }
        14 => {
            entry.layout = *random.pick(&[
                Layout::TwoLines,
                Layout::Words,
                Layout::Lines("\t"),
                Layout::OneLine,
            ]);
        }
        15 => entry.asides.push((random.below(2), Vec::new())),
        16 | 17 => another_field(entry, random),
        18 => {
            let at = random.below(entry.fields.len().max(1));
            if at < entry.fields.len() {
                entry.fields.remove(at);
            }
        }
        19 => entry.fields.reverse(),
        20 => another_case(entry, random),
        21 => {
            if let Some(field) = last_of(entry, random) {
                field.value = None;
            }
        }
        22 => {
            entry.tail = random
                .pick(&[&b" "[..], b"  ", b"\t", b" extra", b" extra words"])
                .to_vec()
        }
        _ => {
            let quoted = |word: &[u8]| [b"\"", word, b"\""].concat();
            if random.chance(50) {
                entry.head.value = entry.head.value.as_deref().map(quoted);
            } else if let Some(field) = last_of(entry, random) {
                field.key = quoted(&field.key);
            }
        }
    }
}

/// Changes a field, usually the password: the others in two of `share` cases.
fn odd_value(entry: &mut Entry, random: &mut Random, share: usize) {
    let keyword: &[u8] = if random.below(share.max(2)) > 0 {
        b"password"
    } else {
        b"login"
    };
    if let Some(field) = entry.fields.iter_mut().find(|field| field.key == keyword) {
        let plain = field.value.clone().unwrap_or_default();
        field.value = Some(words::odd(random, &plain));
    }
}

fn another_field(entry: &mut Entry, random: &mut Random) {
    let value = |text: &str| Some(text.as_bytes().to_vec());
    let field = match random.below(10) {
        0 => Field::new("account", value("ac")),
        1 => Field::new("port", value("80")),
        2 => Field::new("user", value("usr")),
        3 => Field::new("passwd", value("pwd")),
        4 => Field::new("protocol", value("https")),
        5 => Field::new("flag", None),
        6 => Field::new("login", value("second")),
        7 => Field::new("password", Some(words::password(random))),
        8 => Field::new("foo", value("bar")),
        _ => {
            // A keyword as a value.
            for field in &mut entry.fields {
                match &*field.key {
                    b"login" if random.chance(50) => field.key = b"user".to_vec(),
                    b"password" if random.chance(50) => field.key = b"passwd".to_vec(),
                    _ => {}
                }
            }
            return;
        }
    };
    let at = random.within(0, entry.fields.len());
    entry.fields.insert(at, field);
}

/// Changes the case of keywords or of the host.
fn another_case(entry: &mut Entry, random: &mut Random) {
    match random.below(3) {
        0 => {
            entry.head.value = entry
                .head
                .value
                .as_ref()
                .map(|host| host.to_ascii_uppercase())
        }
        1 => entry.head.key[0].make_ascii_uppercase(),
        _ => {
            entry.head.key.make_ascii_uppercase();
            entry
                .fields
                .iter_mut()
                .for_each(|field| field.key.make_ascii_uppercase());
        }
    }
}

fn last_of<'a>(entry: &'a mut Entry, random: &mut Random) -> Option<&'a mut Field> {
    let at = random.below(entry.fields.len().max(1));
    entry.fields.get_mut(at)
}

/// Changes bytes rather than words.
fn odd_bytes(bytes: Vec<u8>, random: &mut Random) -> Vec<u8> {
    let replaced = |from: u8, to: &[u8]| {
        bytes
            .iter()
            .flat_map(|&byte| {
                if byte == from {
                    to.to_vec()
                } else {
                    vec![byte]
                }
            })
            .collect::<Vec<u8>>()
    };
    match random.below(14) {
        0..=3 => replaced(b'\n', b"\r\n"),
        4 => replaced(b'\n', b"\r"),
        5..=7 => bytes.trim_ascii_end().to_vec(),
        8 | 9 => [b"\xef\xbb\xbf", &bytes[..]].concat(),
        10 => replaced(b' ', b"\t"),
        11 => replaced(b'\n', b"  \n"),
        12 => replaced(b'\n', b" "),
        _ => {
            let mut bytes = bytes;
            let at = random.within(0, bytes.len());
            let odd = *random.pick(&[
                &b"\""[..],
                b"#",
                b"\\",
                b" ",
                b"\n",
                b"\t",
                b"'",
                b"\0",
                b"\x80",
                b"\r\n",
                b"\n\n",
            ]);
            bytes.splice(at..at, odd.iter().copied());
            bytes
        }
    }
}
