//! How tools treat comments, which depends on the text of the comment and on the text before it.

use crate::netrc::keyword::Keyword;
use crate::netrc::lex::Lexer;

/// Whether a comment is one word, without a space after its `#`. Every reader accepts this form,
/// even after a blank line.
pub(super) fn is_one_word(comment: &[u8]) -> bool {
    let comment = comment.trim_ascii_end();
    !comment.contains(&b' ') && !comment.contains(&b'\t')
}

/// Whether a comment contains `login` or `password` and another word. Some tools read commented-out
/// entries.
pub(super) fn has_credential(comment: &[u8]) -> bool {
    let mut words = comment[1..]
        .split(|byte| byte.is_ascii_whitespace())
        .filter(|word| !word.is_empty());
    let is_keyword = |word| {
        matches!(
            Keyword::exact(word),
            Some(Keyword::Password | Keyword::Login)
        )
    };
    words.any(is_keyword) && words.next().is_some()
}

/// Whether the last word of `bytes` is quoted. A word never spans lines.
pub(super) fn ends_quoted(bytes: &[u8]) -> bool {
    if !bytes.ends_with(b"\"") {
        return false;
    }
    let start = bytes
        .iter()
        .rposition(|byte| matches!(byte, b'\n' | b'\r'))
        .map_or(0, |at| at + 1);
    let mut lexer = Lexer::new(&bytes[start..]);
    let last = std::iter::from_fn(|| lexer.value()).last();
    last.is_some_and(|word| word.traits.quoted() && !word.traits.tail())
}
