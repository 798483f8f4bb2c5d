//! JSON, also with comments and commas at the end, as some tools read it.

use std::ops::Range;

use crate::setup::format::Unreadable;
use crate::setup::splice::{Splice, apply, difference};

/// The deepest nesting that is read.
const DEEPEST: usize = 100;

/// A value and its place in the text.
pub struct Value {
    range: Range<usize>,
    members: Option<Vec<Member>>,
    /// The offset after the comma at the end of an object, if it has one.
    trailing_comma: Option<usize>,
}

struct Member {
    name: String,
    start: usize,
    value: Value,
}

/// Parses a text. An empty one is `None`.
///
/// # Errors
/// [`Unreadable`] at the first byte that is not JSON.
pub fn parse(text: &str) -> Result<Option<Value>, Unreadable> {
    let mut reader = Reader { text, at: 0 };
    if text.starts_with('\u{FEFF}') {
        reader.at = '\u{FEFF}'.len_utf8();
    }
    reader.skip_space()?;
    if reader.peek().is_none() {
        return Ok(None);
    }
    let value = reader.value(0)?;
    reader.skip_space()?;
    match reader.peek() {
        None => Ok(Some(value)),
        Some(_) => Err(reader.bad("more text after the JSON")),
    }
}

impl Value {
    /// Returns the value at a path of member names.
    pub fn get(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |value, name| value.member(name))
    }

    /// Returns the text of the value.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range.clone()]
    }

    /// Returns the names of the members, or nothing if it is not an object.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let members = self.members.iter().flatten();
        members.map(|member| member.name.as_str())
    }

    /// The last member of a name counts, as in most parsers.
    fn member(&self, name: &str) -> Option<&Self> {
        let mut members = self.members.as_ref()?.iter().rev();
        let found = members.find(|member| member.name == name)?;
        Some(&found.value)
    }
}

/// Sets the members at some paths to a string, as [`set`] does. Returns one splice for all changes,
/// because the new members can be adjacent.
///
/// # Errors
/// As [`set`].
pub fn set_all(text: &str, paths: &[&[&str]], value: &str) -> Result<Vec<Splice>, Unreadable> {
    let mut new = text.to_owned();
    for path in paths {
        let splices = set(&new, path, value)?;
        new = apply(&new, &splices).0;
    }
    Ok(difference(text, &new).into_iter().collect())
}

/// Sets the member at a path to a string. Creates the objects on the path.
///
/// # Errors
/// [`Unreadable`] if the text is not JSON, or something else than an object is on the path.
pub fn set(text: &str, path: &[&str], value: &str) -> Result<Vec<Splice>, Unreadable> {
    let value = string(value);
    let style = Style::of(text);
    let Some(root) = parse(text)? else {
        let object = style.nested(path, &value, 0);
        return Ok(vec![Splice::insert(
            text.len(),
            format!("{object}{}", style.line_end),
        )]);
    };
    let mut object = &root;
    for (depth, name) in path.iter().enumerate() {
        let Some(members) = &object.members else {
            let problem = "something else than an object";
            return Err(Unreadable::at(text, object.range.start, problem));
        };
        match object.member(name) {
            Some(found) => object = found,
            None => {
                let rest = &path[depth + 1..];
                let member = style.member(name, rest, &value, depth + 1);
                return Ok(vec![style.insert(text, object, members, &member, depth)]);
            }
        }
    }
    if string_of(object.text(text)) == string_of(&value) {
        return Ok(Vec::new());
    }
    Ok(vec![Splice::replace(object.range.clone(), value)])
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The text that a JSON string encodes.
fn string_of(json: &str) -> Option<String> {
    serde_json::from_str(json).ok()
}

/// How the text is laid out.
struct Style {
    line_end: &'static str,
    indent: String,
}

impl Style {
    /// The style of a text: the indentation of its first indented line. Without one, a tab as in the
    /// files of docker.
    fn of(text: &str) -> Self {
        let is_space = |char: char| matches!(char, ' ' | '\t');
        let indents = text
            .lines()
            .map(|line| &line[..line.len() - line.trim_start_matches(is_space).len()]);
        let indent = indents.into_iter().find(|indent| !indent.is_empty());
        Self {
            line_end: if text.contains("\r\n") { "\r\n" } else { "\n" },
            indent: indent.unwrap_or("\t").to_owned(),
        }
    }

    fn line(&self, depth: usize) -> String {
        format!("{}{}", self.line_end, self.indent.repeat(depth))
    }

    /// Nested objects for the names of a path.
    fn nested(&self, path: &[&str], value: &str, depth: usize) -> String {
        let Some((name, rest)) = path.split_first() else {
            return value.to_owned();
        };
        let member = self.member(name, rest, value, depth + 1);
        format!("{{{}{member}{}}}", self.line(depth + 1), self.line(depth))
    }

    fn member(&self, name: &str, rest: &[&str], value: &str, depth: usize) -> String {
        format!("{}: {}", string(name), self.nested(rest, value, depth))
    }

    /// Inserts a member as the last one.
    fn insert(
        &self,
        text: &str,
        object: &Value,
        members: &[Member],
        member: &str,
        depth: usize,
    ) -> Splice {
        let Some(last) = members.last() else {
            let at = object.range.start + 1;
            let is_open = text[at..object.range.end].contains('\n');
            let end = if is_open {
                String::new()
            } else {
                self.line(depth)
            };
            return Splice::insert(at, format!("{}{member}{end}", self.line(depth + 1)));
        };
        let before = &text[..last.start];
        let space = &before[before.trim_end_matches([' ', '\t', '\r', '\n']).len()..];
        match object.trailing_comma {
            Some(at) => Splice::insert(at, format!("{space}{member},")),
            None => Splice::insert(last.value.range.end, format!(",{space}{member}")),
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn bad(&self, problem: &str) -> Unreadable {
        Unreadable::at(self.text, self.at, problem)
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// Skips white space and comments.
    fn skip_space(&mut self) -> Result<(), Unreadable> {
        loop {
            let rest = &self.text[self.at..];
            let space = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            self.at += space;
            let rest = &rest[space..];
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                let end = rest
                    .find("*/")
                    .ok_or_else(|| self.bad("the comment has no end"))?;
                self.at += end + 2;
            } else {
                return Ok(());
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, Unreadable> {
        if depth > DEEPEST {
            return Err(self.bad("too many values inside each other"));
        }
        let start = self.at;
        let (mut members, mut trailing_comma) = (None, None);
        match self.peek() {
            Some(b'{') => (members, trailing_comma) = self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => drop(self.string()?),
            _ => self.scalar()?,
        }
        Ok(Value {
            range: start..self.at,
            members,
            trailing_comma,
        })
    }

    fn object(&mut self, depth: usize) -> Result<(Option<Vec<Member>>, Option<usize>), Unreadable> {
        self.at += 1;
        let mut members = Vec::new();
        let mut comma = None;
        loop {
            self.skip_space()?;
            if self.eat(b'}') {
                return Ok((Some(members), comma));
            }
            if !members.is_empty() && comma.is_none() {
                return Err(self.bad("a comma or `}` is missing"));
            }
            let start = self.at;
            let name = self.string()?;
            self.skip_space()?;
            if !self.eat(b':') {
                return Err(self.bad("a colon is missing"));
            }
            self.skip_space()?;
            let value = self.value(depth + 1)?;
            members.push(Member { name, start, value });
            self.skip_space()?;
            comma = self.eat(b',').then_some(self.at);
        }
    }

    fn array(&mut self, depth: usize) -> Result<(), Unreadable> {
        self.at += 1;
        let mut is_separated = true;
        loop {
            self.skip_space()?;
            if self.eat(b']') {
                return Ok(());
            }
            if !is_separated {
                return Err(self.bad("a comma or `]` is missing"));
            }
            self.value(depth + 1)?;
            self.skip_space()?;
            is_separated = self.eat(b',');
        }
    }

    fn string(&mut self) -> Result<String, Unreadable> {
        let start = self.at;
        if !self.eat(b'"') {
            return Err(self.bad("a string is missing"));
        }
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => self.at += 2,
                None | Some(b'\n') => {
                    return Err(Unreadable::at(self.text, start, "the string has no end"));
                }
                Some(_) => self.at += 1,
            }
        }
        self.at += 1;
        string_of(&self.text[start..self.at])
            .ok_or_else(|| Unreadable::at(self.text, start, "not a string of JSON"))
    }

    /// Reads a number, `true`, `false` or `null`.
    fn scalar(&mut self) -> Result<(), Unreadable> {
        let rest = &self.text[self.at..];
        let belongs = |char: char| char.is_ascii_alphanumeric() || "+-.".contains(char);
        let end = rest.find(|char| !belongs(char)).unwrap_or(rest.len());
        if serde_json::from_str::<serde_json::Value>(&rest[..end]).is_err() {
            return Err(self.bad("a value is missing"));
        }
        self.at += end;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
