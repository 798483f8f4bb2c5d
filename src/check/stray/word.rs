//! Words that resemble a keyword.

use crate::netrc::Keyword;

/// Other words for a keyword.
const SYNONYMS: [(&str, Keyword); 22] = [
    ("host", Keyword::Machine),
    ("hostname", Keyword::Machine),
    ("server", Keyword::Machine),
    ("site", Keyword::Machine),
    ("domain", Keyword::Machine),
    ("url", Keyword::Machine),
    ("username", Keyword::Login),
    ("user_name", Keyword::Login),
    ("userid", Keyword::Login),
    ("usr", Keyword::Login),
    ("email", Keyword::Login),
    ("pass", Keyword::Password),
    ("passphrase", Keyword::Password),
    ("pwd", Keyword::Password),
    ("pw", Keyword::Password),
    ("token", Keyword::Password),
    ("access_token", Keyword::Password),
    ("api_key", Keyword::Password),
    ("apikey", Keyword::Password),
    ("secret", Keyword::Password),
    ("user", Keyword::Login),
    ("passwd", Keyword::Password),
];

/// The keywords that a misspelt word can mean, with the number of letters that can be wrong.
const MISSPELT: [(&str, Keyword, usize); 8] = [
    ("machine", Keyword::Machine, 2),
    ("password", Keyword::Password, 3),
    ("login", Keyword::Login, 1),
    ("default", Keyword::Default, 2),
    ("account", Keyword::Account, 1),
    ("macdef", Keyword::Macdef, 1),
    ("username", Keyword::Login, 2),
    ("passwd", Keyword::Password, 1),
];

/// The longest word that is compared with keywords.
const LONGEST: usize = 24;

/// Returns the keyword that a word is or stands for, in any case.
pub(super) fn keyword(word: &[u8]) -> Option<Keyword> {
    if word.len() > LONGEST {
        return None;
    }
    synonym(word).or_else(|| Keyword::any_case(word))
}

/// Returns the keyword for which a word is another word.
pub(super) fn synonym(word: &[u8]) -> Option<Keyword> {
    let mut synonyms = SYNONYMS.iter();
    let found = synonyms.find(|(name, _)| word.eq_ignore_ascii_case(name.as_bytes()));
    found.map(|&(_, keyword)| keyword)
}

/// Returns the keyword that was probably meant by a word.
pub(super) fn misspelt(word: &[u8]) -> Option<Keyword> {
    if word.len() > LONGEST {
        return None;
    }
    // A distance is at least the difference of the lengths. This is all that the work of many short
    // words may cost.
    let is_near =
        |(name, _, most): &&(&str, Keyword, usize)| name.len().abs_diff(word.len()) <= *most;
    let names: Vec<_> = MISSPELT.iter().filter(is_near).collect();
    if names.is_empty() {
        return None;
    }
    let word = str::from_utf8(word).ok()?.to_ascii_lowercase();
    let distances = names.into_iter().map(|&(name, keyword, most)| {
        let distance = strsim::osa_distance(&word, name);
        (distance, keyword, most)
    });
    let near = distances.filter(|&(distance, _, most)| distance <= most);
    near.min_by_key(|&(distance, ..)| distance)
        .map(|(_, keyword, _)| keyword)
}

/// Returns the keyword between the other characters of a word, such as `“machine”`.
pub(super) fn decorated(word: &[u8]) -> Option<Keyword> {
    if word.len() > LONGEST {
        return None;
    }
    let text = String::from_utf8_lossy(word);
    let inner = text.trim_matches(|char: char| !char.is_ascii_alphabetic());
    if inner.len() == word.len() {
        return None;
    }
    Keyword::any_case(inner.as_bytes())
}
