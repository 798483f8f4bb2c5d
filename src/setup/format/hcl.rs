//! HCL, as far as it is needed to find the blocks of a file.

use std::ops::Range;

use crate::setup::format::Unreadable;

/// A block outside other blocks, such as `credentials "example.com" { … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The word before the label.
    pub kind: String,
    /// The label, without its quotes. Empty if it has none.
    pub label: String,
    /// The place of the block, with its braces.
    pub range: Range<usize>,
}

/// Returns the blocks of a text.
///
/// # Errors
/// [`Unreadable`] if a brace, a string or a comment has no end.
pub fn blocks(text: &str) -> Result<Vec<Block>, Unreadable> {
    let mut blocks = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    // The start, word and label of what may be a block.
    let mut head: Option<(usize, &str, &str)> = None;
    let mut at = 0;
    while at < text.len() {
        let end = token_end(text, at)?;
        let token = &text[at..end];
        match token {
            "{" | "[" => open.push(at),
            "}" | "]" => {
                if open.pop().is_none() {
                    return Err(Unreadable::at(text, at, "this brace closes nothing"));
                }
                if token == "}"
                    && open.is_empty()
                    && let Some((start, kind, label)) = head.take()
                {
                    blocks.push(Block {
                        kind: kind.to_owned(),
                        label: label.to_owned(),
                        range: start..end,
                    });
                }
            }
            _ if !open.is_empty() => {}
            "=" => head = None,
            _ if token.starts_with('"') => {
                if let Some((_, _, label)) = &mut head {
                    *label = token.trim_matches('"');
                }
            }
            _ if is_word(token) => head = Some((at, token, "")),
            _ => {}
        }
        at = end;
    }
    match open.last() {
        None => Ok(blocks),
        Some(&at) => Err(Unreadable::at(text, at, "this brace has no end")),
    }
}

fn is_word(token: &str) -> bool {
    token.starts_with(|char: char| char.is_alphabetic() || char == '_')
}

/// The end of the comment, string, word or other character at an offset.
fn token_end(text: &str, at: usize) -> Result<usize, Unreadable> {
    let rest = &text[at..];
    let line = || rest.find('\n').unwrap_or(rest.len());
    let endless = |what| Unreadable::at(text, at, format!("the {what} has no end"));
    let length = match rest.chars().next() {
        Some('#') => line(),
        Some('/') if rest.starts_with("//") => line(),
        Some('/') if rest.starts_with("/*") => {
            2 + rest.find("*/").ok_or_else(|| endless("comment"))?
        }
        Some('"') => string(rest).ok_or_else(|| endless("string"))?,
        Some(_) if is_word(rest) => {
            let belongs = |char: char| char.is_alphanumeric() || "_-".contains(char);
            rest.find(|char| !belongs(char)).unwrap_or(rest.len())
        }
        char => char.map_or(1, char::len_utf8),
    };
    Ok(at + length)
}

/// The length of the string at the start of a text, with its quotes.
fn string(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            '\n' => return None,
            '"' if !is_escaped => return Some(at + 1),
            '\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_outside_comments_and_strings() {
        let text = "# credentials \"x\" {\nplugin_cache_dir = \"a{\"\nhosts = { a = 1 }\n\
                    credentials \"a.test\" {\n  token = \"}\" // }\n}\n/* { */ provider_installation { x { } }\n";
        let found = blocks(text).expect("valid");
        let found: Vec<_> = found.iter().map(|one| (&*one.kind, &*one.label)).collect();
        assert_eq!(
            found,
            [("credentials", "a.test"), ("provider_installation", "")]
        );
        for (text, line) in [
            ("a {\n", 1),
            ("a = 1\n}", 2),
            ("a = \"b\n\"", 1),
            ("\n/* ", 2),
        ] {
            assert_eq!(blocks(text).expect_err(text).line, line, "{text}");
        }
    }
}
