//! A generated file as a list of blocks.

use super::random::Random;
use super::words;

#[derive(Clone, Debug)]
pub(crate) enum Block {
    Entry(Entry),
    /// Any text, such as comments or macros. It ends with a line break.
    Text(Vec<u8>),
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// `machine` and a host, or `default`.
    pub(crate) head: Field,
    pub(crate) fields: Vec<Field>,
    pub(crate) layout: Layout,
    /// Lines before the field with this index.
    pub(crate) asides: Vec<(usize, Vec<u8>)>,
    /// Text at the end of the last line.
    pub(crate) tail: Vec<u8>,
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) key: Vec<u8>,
    pub(crate) value: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    OneLine,
    /// One line for each field, with this indentation.
    Lines(&'static str),
    /// The first field on the line of the host, the others on lines of their own.
    TwoLines,
    /// One line for each word.
    Words,
}

impl Field {
    pub(crate) fn new(key: &str, value: Option<Vec<u8>>) -> Self {
        Self {
            key: key.into(),
            value,
        }
    }

    fn words(&self) -> impl Iterator<Item = &[u8]> {
        [Some(&*self.key), self.value.as_deref()]
            .into_iter()
            .flatten()
    }
}

impl Entry {
    /// Returns an entry in a common layout: login and password, on one line or three.
    pub(crate) fn plain(random: &mut Random, host: Option<&[u8]>, login: Vec<u8>) -> Self {
        let head = match host {
            Some(host) => Field::new("machine", Some(host.to_vec())),
            None => Field::new("default", None),
        };
        let fields = vec![
            Field::new("login", Some(login)),
            Field::new("password", Some(words::password(random))),
        ];
        let layout = match random.below(10) {
            0..=4 => Layout::OneLine,
            5..=7 => Layout::Lines("  "),
            8 => Layout::Lines("\t"),
            _ => Layout::Lines(""),
        };
        Self {
            head,
            fields,
            layout,
            asides: Vec::new(),
            tail: Vec::new(),
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.head.words().collect::<Vec<_>>().join(&b" "[..]);
        for (at, field) in self.fields.iter().enumerate() {
            for (_, line) in self.asides.iter().filter(|(before, _)| *before == at) {
                bytes.extend([&b"\n"[..], line].concat());
            }
            let has_line = self.asides.iter().any(|(before, _)| *before == at);
            let between = match self.layout {
                _ if has_line => "\n  ",
                Layout::OneLine => " ",
                Layout::TwoLines if at == 0 => " ",
                Layout::TwoLines => "\n\t",
                Layout::Words => "\n",
                Layout::Lines(_) => "\n",
            };
            bytes.extend(between.as_bytes());
            if let Layout::Lines(indent) = self.layout {
                bytes.extend(indent.as_bytes());
            }
            let inside = if self.layout == Layout::Words {
                &b"\n"[..]
            } else {
                b" "
            };
            bytes.extend(field.words().collect::<Vec<_>>().join(inside));
        }
        [bytes, self.tail.clone(), b"\n".to_vec()].concat()
    }
}

impl Block {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Entry(entry) => entry.bytes(),
            Self::Text(text) => text.clone(),
        }
    }

    pub(crate) fn entry(&mut self) -> Option<&mut Entry> {
        match self {
            Self::Entry(entry) => Some(entry),
            Self::Text(_) => None,
        }
    }
}
