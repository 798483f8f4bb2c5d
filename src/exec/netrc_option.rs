//! Whether curl reads a netrc: only with an option.

use std::borrow::Cow;
use std::ffi::OsString;

use crate::exec::arguments::{name, tool_at};
use crate::exec::syntax::syntax;

/// Whether the tool of `command` is curl without an option that makes it read a netrc. Source:
/// curl(1), `-n`, `--netrc-file` and `--netrc-optional`; `-K` reads options from a file.
///
/// ```
/// use keyrc::exec::is_curl_without_netrc;
/// let command = |line: &str| line.split(' ').map(Into::into).collect::<Vec<_>>();
/// assert!(is_curl_without_netrc(&command("curl -sS https://a.test/")));
/// assert!(!is_curl_without_netrc(&command("curl -sSn https://a.test/")));
/// ```
pub fn is_curl_without_netrc(command: &[OsString]) -> bool {
    let words: Vec<Cow<'_, str>> = command.iter().map(|word| word.to_string_lossy()).collect();
    let words: Vec<&str> = words.iter().map(|word| &**word).collect();
    let start = tool_at(&words);
    name(words[start]) == "curl" && !words[start + 1..].iter().any(|word| reads_netrc(word))
}

fn reads_netrc(word: &str) -> bool {
    if let Some(long) = word.strip_prefix("--") {
        return long.starts_with("netrc") || long.starts_with("config");
    }
    let Some(letters) = word.strip_prefix('-') else {
        return false;
    };
    let flags = syntax("curl").map_or("", |curl| curl.letters);
    // The text after the first letter that is not a flag is its value.
    let end = letters.find(|letter| !flags.contains(letter));
    let flags = &letters[..end.unwrap_or(letters.len())];
    flags.contains('n') || letters[flags.len()..].starts_with('K')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_curl_with_its_option_reads_a_netrc() {
        for (command, expected) in [
            ("curl http://a.test", true),
            ("curl", true),
            ("curl -sS -o n http://a.test", true),
            ("curl -on http://a.test", true),
            ("/usr/bin/curl -v http://a.test", true),
            ("env X=y curl http://a.test", true),
            ("curl -n http://a.test", false),
            ("curl -sSn http://a.test", false),
            ("curl --netrc http://a.test", false),
            ("curl --netrc-optional http://a.test", false),
            ("curl --netrc-file {} http://a.test", false),
            ("curl -K options http://a.test", false),
            ("wget http://a.test", false),
        ] {
            let command: Vec<OsString> = command.split(' ').map(Into::into).collect();
            assert_eq!(is_curl_without_netrc(&command), expected, "{command:?}");
        }
    }
}
