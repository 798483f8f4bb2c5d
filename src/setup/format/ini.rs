//! INI as Python's configparser reads it: pip, the AWS tools. Source: `RawConfigParser._read` in
//! `Lib/configparser.py`.
//!
//! A line that is indented more than the option before it continues its value, and this decides
//! where an option can be inserted.

use std::ops::Range;

use crate::setup::Splice;
use crate::setup::format::Unreadable;

/// A section, in the order of the file.
#[derive(Debug)]
pub struct Section {
    /// The text in brackets. Its case matters.
    pub name: String,
    /// The options, in the order of the file.
    pub options: Vec<Entry>,
    /// The white space before the header.
    indent: String,
    /// The offset after the header, before its line break.
    end: usize,
}

/// An option and its value.
#[derive(Debug)]
pub struct Entry {
    /// The name, in lower case.
    pub name: String,
    /// The value, without white space around it. The lines of a longer one end with `\n`.
    pub value: String,
    /// The white space before the name.
    indent: String,
    /// The delimiter with the white space around it.
    delimiter: String,
    /// The place of the value, with the lines that continue it.
    range: Range<usize>,
}

/// Returns the sections of a text.
///
/// # Errors
/// [`Unreadable`] where configparser fails too: a line outside any section or without a delimiter,
/// a repeated section or option, or a byte order mark.
pub fn parse(text: &str) -> Result<Vec<Section>, Unreadable> {
    let mut sections: Vec<Section> = Vec::new();
    // The indentation of the last section or option.
    let mut indent = 0;
    let mut follows_option = false;
    for line in lines(text) {
        let content = line.content.trim_matches(is_space);
        let is_comment = content.starts_with(['#', ';']);
        if content.is_empty() || is_comment {
            continue;
        }
        let start =
            line.at + (line.content.len() - line.content.trim_start_matches(is_space).len());
        let bad = |problem: &str| Unreadable::at(text, start, problem);
        let width = text[line.at..start].chars().count();
        let end = start + content.len();
        let option = match sections.last_mut() {
            Some(section) if follows_option && width > indent => section.options.last_mut(),
            _ => None,
        };
        if let Some(option) = option {
            option.value.push('\n');
            option.value.push_str(content);
            option.range.end = end;
            continue;
        }
        indent = width;
        if let Some(name) = header(content) {
            if sections.iter().any(|section| section.name == name) {
                return Err(bad("the section is there twice"));
            }
            follows_option = false;
            sections.push(Section {
                name: name.to_owned(),
                options: Vec::new(),
                indent: text[line.at..start].to_owned(),
                end: line.at + line.content.len(),
            });
            continue;
        }
        let section = sections.last_mut();
        let section = section.ok_or_else(|| bad("the line is in no section"))?;
        let entry = entry(text, start, content);
        let mut entry = entry.ok_or_else(|| bad("the line has no `=`"))?;
        text[line.at..start].clone_into(&mut entry.indent);
        if section.options.iter().any(|old| old.name == entry.name) {
            return Err(bad("the option is in the section twice"));
        }
        section.options.push(entry);
        follows_option = true;
    }
    Ok(sections)
}

impl Section {
    /// Returns the value of an option. The name is in lower case.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut options = self.options.iter();
        let found = options.find(|option| option.name == name)?;
        Some(&found.value)
    }
}

/// Returns the section with a name.
pub fn section<'s>(sections: &'s [Section], name: &str) -> Option<&'s Section> {
    sections.iter().find(|section| section.name == name)
}

/// Sets an option, whose name is in lower case, to a value of one line. Creates the section at the
/// end of the file.
///
/// # Errors
/// As [`parse`].
pub fn set(text: &str, place: &str, name: &str, value: &str) -> Result<Vec<Splice>, Unreadable> {
    let sections = parse(text)?;
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let Some(index) = sections.iter().position(|section| section.name == place) else {
        let is_open = !text.is_empty() && !text.ends_with(['\n', '\r']);
        let end = if is_open { line_end } else { "" };
        let new = format!("{end}[{place}]{line_end}{name} = {value}{line_end}");
        return Ok(vec![Splice::insert(text.len(), new)]);
    };
    let section = &sections[index];
    if let Some(old) = section.options.iter().find(|option| option.name == name) {
        if old.value == value {
            return Ok(Vec::new());
        }
        let is_in_next_line = old.value.is_empty() || old.value.starts_with('\n');
        let is_tight = is_in_next_line && old.delimiter.ends_with(['=', ':']);
        let space = if is_tight { " " } else { "" };
        return Ok(vec![Splice::replace(
            old.range.clone(),
            format!("{space}{value}"),
        )]);
    }
    // Indented as the line that follows, so that neither line continues the other.
    let next_header = sections.get(index + 1);
    let (indent, delimiter) = match section.options.first() {
        Some(first) if first.value.is_empty() => (first.indent.as_str(), " = "),
        Some(first) => (first.indent.as_str(), first.delimiter.as_str()),
        None => (next_header.map_or("", |next| &next.indent), " = "),
    };
    Ok(vec![Splice::insert(
        section.end,
        format!("{line_end}{indent}{name}{delimiter}{value}"),
    )])
}

/// Python's white space.
fn is_space(char: char) -> bool {
    char.is_whitespace() || ('\u{1C}'..='\u{1F}').contains(&char)
}

/// The text in the brackets of a header. More text may follow them.
fn header(content: &str) -> Option<&str> {
    let rest = content.strip_prefix('[')?;
    let end = rest.rfind(']').filter(|end| *end > 0)?;
    Some(&rest[..end])
}

fn entry(text: &str, start: usize, content: &str) -> Option<Entry> {
    let delimiter = content.find(['=', ':']).filter(|at| *at > 0)?;
    let name = content[..delimiter].trim_end_matches(is_space);
    let after = &content[delimiter + 1..];
    let value = after.trim_start_matches(is_space);
    let value_start = start + content.len() - value.len();
    Some(Entry {
        name: name.to_lowercase(),
        value: value.to_owned(),
        indent: String::new(),
        delimiter: text[start + name.len()..value_start].to_owned(),
        range: value_start..start + content.len(),
    })
}

/// A line without its line break.
struct Line<'t> {
    at: usize,
    content: &'t str,
}

/// The lines of a text. A carriage return alone ends one too, as in Python.
fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    text.split(['\n', '\r']).map(move |content| {
        let line = Line { at, content };
        at += content.len() + 1;
        line
    })
}

#[cfg(test)]
mod tests;
