//! How strong a new passphrase is, and passphrases that are strong.

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;
use zxcvbn::{Score, zxcvbn};

/// 2,048 words, those of BIP 39 and of the program `rage`. They are short and common, and differ in
/// their first four letters.
const WORDS: &str = include_str!("words.txt");

/// The number of words in a generated passphrase, as in age: 110 bits.
const LENGTH: usize = 10;

/// Returns why a passphrase is weak, or `None` if it withstands guesses offline.
pub(super) fn weakness(passphrase: &SecretString) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "only its strength is returned")]
    let estimate = zxcvbn(passphrase.expose_secret(), &["keyrc", "vault"]);
    if estimate.score() >= Score::Three {
        return None;
    }
    let warning = estimate.feedback().and_then(|feedback| feedback.warning());
    Some(match warning {
        Some(warning) => clause(&warning.to_string()),
        None => "it is too easy to guess".to_owned(),
    })
}

/// Returns a sentence as the end of another one: in lower case, without a full stop.
fn clause(sentence: &str) -> String {
    let mut chars = sentence.trim_end_matches('.').chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

/// Returns ten random words.
///
/// # Errors
/// The error of the system's random number generator.
pub(super) fn generate() -> Result<Zeroizing<String>, getrandom::Error> {
    let words: Vec<&str> = WORDS.lines().collect();
    let mut random = Zeroizing::new([0; 2 * LENGTH]);
    getrandom::fill(&mut random[..])?;
    // As long as the longest words, so that it does not grow.
    let mut passphrase = Zeroizing::new(String::with_capacity(9 * LENGTH));
    for pair in random.chunks_exact(2) {
        // 2,048 divides 65,536, so each word is equally likely.
        let index = usize::from(u16::from_ne_bytes([pair[0], pair[1]])) % words.len();
        if !passphrase.is_empty() {
            passphrase.push('-');
        }
        passphrase.push_str(words[index]);
    }
    Ok(passphrase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_passphrases_differ_and_are_strong() {
        assert_eq!(WORDS.lines().count(), 2048);
        let first = generate().expect("random numbers");
        assert_eq!(first.split('-').count(), LENGTH);
        assert_ne!(*first, *generate().expect("random numbers"));
        assert_eq!(weakness(&SecretString::from(first.as_str())), None);
    }

    #[test]
    fn a_weak_passphrase_is_explained() {
        let why = |text: &str| weakness(&SecretString::from(text));
        for weak in ["pass1", "password", "qwertyuiop", "20261127", "aaaaaaaaaa"] {
            assert!(why(weak).is_some(), "{weak}");
        }
        assert_eq!(
            why("password"),
            Some("this is a top-10 common password".into())
        );
        for strong in [
            "correct horse battery staple",
            "Vq7 passphrase",
            "x7Kq2mVw9Lz",
        ] {
            assert_eq!(why(strong), None, "{strong}");
        }
    }
}
