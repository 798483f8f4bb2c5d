//! Reads the configuration files of git. Source: "Syntax" in git-config(1), and `git_parse_source` in
//! `config.c`.

use crate::setup::format::Unreadable;

/// One variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Variable {
    /// The section, in lower case.
    pub(super) section: String,
    /// The text in quotes after the section. Empty if it has none.
    pub(super) subsection: String,
    /// The name, in lower case.
    pub(super) name: String,
    /// The value. A name alone counts as `true`.
    pub(super) value: String,
}

/// Returns the variables of a file in their order.
///
/// # Errors
/// [`Unreadable`] where git fails too.
pub(super) fn variables(text: &str) -> Result<Vec<Variable>, Unreadable> {
    let mut reader = Reader { text, at: 0 };
    let mut found = Vec::new();
    let (mut section, mut subsection) = (String::new(), String::new());
    reader.eat('\u{FEFF}');
    while let Some(char) = reader.peek() {
        match char {
            '#' | ';' => reader.skip_line(),
            '[' => (section, subsection) = reader.header()?,
            char if char.is_ascii_whitespace() => _ = reader.next(),
            char if char.is_ascii_alphabetic() && !section.is_empty() => {
                let (name, value) = reader.variable()?;
                found.push(Variable {
                    section: section.clone(),
                    subsection: subsection.clone(),
                    name,
                    value,
                });
            }
            _ => return Err(reader.bad("git cannot read this line")),
        }
    }
    Ok(found)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// Returns the next character; a line break of Windows as one.
    fn next(&mut self) -> Option<char> {
        if self.text[self.at..].starts_with("\r\n") {
            self.at += 2;
            return Some('\n');
        }
        let char = self.peek()?;
        self.at += char.len_utf8();
        Some(char)
    }

    fn eat(&mut self, char: char) -> bool {
        let is_next = self.peek() == Some(char);
        if is_next {
            self.at += char.len_utf8();
        }
        is_next
    }

    fn skip_line(&mut self) {
        while !matches!(self.next(), None | Some('\n')) {}
    }

    fn bad(&self, problem: &str) -> Unreadable {
        self.bad_at(self.at, problem)
    }

    fn bad_at(&self, offset: usize, problem: &str) -> Unreadable {
        Unreadable::at(self.text, offset, problem)
    }

    fn word(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let rest = &self.text[self.at..];
        let end = rest.find(|char| !belongs(char)).unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_ascii_lowercase()
    }

    /// Reads `[section]`, `[section "subsection"]` or `[section.subsection]`.
    fn header(&mut self) -> Result<(String, String), Unreadable> {
        let start = self.at;
        self.eat('[');
        let name = self.word(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '.'));
        if self.eat(']') {
            let (section, subsection) = name.split_once('.').unwrap_or((&name, ""));
            return Ok((section.to_owned(), subsection.to_owned()));
        }
        self.word(|char| matches!(char, ' ' | '\t'));
        let mut subsection = String::new();
        if !self.eat('"') {
            return Err(self.bad_at(start, "the section has no end"));
        }
        loop {
            match self.next() {
                Some('"') => break,
                Some('\\') => match self.next() {
                    Some(char) if char != '\n' => subsection.push(char),
                    _ => return Err(self.bad_at(start, "the section has no end")),
                },
                None | Some('\n') => return Err(self.bad_at(start, "the section has no end")),
                Some(char) => subsection.push(char),
            }
        }
        match self.eat(']') {
            true => Ok((name, subsection)),
            false => Err(self.bad_at(start, "the section has no end")),
        }
    }

    /// Reads a name and a value.
    fn variable(&mut self) -> Result<(String, String), Unreadable> {
        let name = self.word(|char| char.is_ascii_alphanumeric() || char == '-');
        self.word(|char| matches!(char, ' ' | '\t'));
        let start = self.at;
        match self.next() {
            None | Some('\n') => Ok((name, "true".to_owned())),
            Some('=') => Ok((name, self.value()?)),
            Some(_) => Err(self.bad_at(start, "the variable has no `=`")),
        }
    }

    /// Reads a value to the end of its line.
    fn value(&mut self) -> Result<String, Unreadable> {
        let start = self.at;
        let mut value = String::new();
        // The length without white space at the end.
        let mut end = 0;
        let mut is_quoted = false;
        loop {
            match self.next() {
                None | Some('\n') if is_quoted => {
                    return Err(self.bad_at(start, "the quotes have no end"));
                }
                None | Some('\n') => break,
                Some('#' | ';') if !is_quoted => {
                    self.skip_line();
                    break;
                }
                Some('"') => is_quoted = !is_quoted,
                Some(char) if char.is_ascii_whitespace() && !is_quoted => {
                    if !value.is_empty() {
                        value.push(char);
                    }
                    continue;
                }
                Some('\\') => match self.next() {
                    None | Some('\n') => continue,
                    Some('t') => value.push('\t'),
                    Some('b') => value.push('\u{8}'),
                    Some('n') => value.push('\n'),
                    Some(char @ ('\\' | '"')) => value.push(char),
                    Some(_) => return Err(self.bad_at(start, "git does not know this escape")),
                },
                Some(char) => value.push(char),
            }
            end = value.len();
        }
        value.truncate(end);
        Ok(value)
    }
}

/// Returns a value as git reads it back.
pub(super) fn quoted(value: &str) -> String {
    let is_plain = !value.is_empty()
        && value.trim() == value
        && !value.contains(['"', '\\', '#', ';', '\n', '\t', '\u{8}']);
    if is_plain {
        return value.to_owned();
    }
    let mut quoted = String::from("\"");
    for char in value.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\u{8}' => quoted.push_str("\\b"),
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

/// Returns the text of a subsection in its quotes.
pub(super) fn quoted_subsection(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_read_as_git_reads_them() {
        let text = "\u{FEFF}; c\n[A]\r\n\tx = 1 ; c\r\n y\n[b \"S \\\"q\"] z=\" a;b\" c  # d\n\
                    [c.D]\nlong = one\\\n two\nempty =";
        let found = variables(text).expect("git reads it");
        let shown: Vec<String> = found
            .iter()
            .map(|one| {
                format!(
                    "{}|{}|{}|{}",
                    one.section, one.subsection, one.name, one.value
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "a||x|1",
                "a||y|true",
                "b|S \"q|z| a;b c",
                "c|d|long|one two",
                "c|d|empty|"
            ]
        );
        for value in [
            "!'/a b/keyrc' helper git",
            "",
            " x ",
            "a\"b\\c;#\t\n",
            "!f() { x; }; f",
        ] {
            let text = format!("[a]\nb = {}\n", quoted(value));
            assert_eq!(variables(&text).expect("valid")[0].value, value);
        }
    }

    #[test]
    fn a_line_that_git_refuses_is_named() {
        for (text, line) in [
            ("[a]\nb = \"c\n", 2),
            ("[a\n", 1),
            ("b = c\n", 1),
            ("[a]\n\n= c\n", 3),
            ("[a]\nb c\n", 2),
            ("[a \"b\nc\"]\n", 1),
        ] {
            let error = variables(text).expect_err(text);
            assert_eq!(error.line, line, "{text} {error}");
        }
    }
}
