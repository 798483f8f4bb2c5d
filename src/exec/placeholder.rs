//! `{}` in a command's arguments, where the path of its netrc is to be.

use std::ffi::{OsStr, OsString};

/// Puts `path` in the place of `{}`: where it is the value of something that has `netrc` in its name, as in
/// `--netrc-file {}`, `--netrc-path={}` and `--option netrc-file {}`, and with `all` where it is an argument of its own.
///
/// Nowhere else: `curl -d '{}'` sends an empty object, and `find -exec` has a meaning for it. Gives the arguments, and
/// whether there was such a place.
///
/// ```
/// let words = ["curl", "--netrc-file", "{}", "-d", "{}"].map(Into::into);
/// let (words, placed) = keyrc::exec::place(&words, "/n".as_ref(), false);
/// assert_eq!(words, ["curl", "--netrc-file", "/n", "-d", "{}"]);
/// assert!(placed);
/// ```
pub fn place(command: &[OsString], path: &OsStr, all: bool) -> (Vec<OsString>, bool) {
    let mut placed = false;
    let mut words = Vec::with_capacity(command.len());
    for (at, word) in command.iter().enumerate() {
        // Before the first argument is the program, and its name says nothing.
        let has_name = at > 1 && is_netrc(&command[at - 1].to_string_lossy());
        let is_value = at > 0 && word == "{}" && (all || has_name);
        let option = word
            .to_str()
            .and_then(|word| word.strip_suffix("={}"))
            .filter(|option| is_netrc(option));
        let mut new = OsString::new();
        match option {
            Some(option) => {
                new.push(option);
                new.push("=");
                new.push(path);
            }
            None if is_value => new.push(path),
            None => new.push(word),
        }
        placed |= is_value || option.is_some();
        words.push(new);
    }
    (words, placed)
}

fn is_netrc(name: &str) -> bool {
    name.to_ascii_lowercase().contains("netrc")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(all: bool, command: &[&str], expected: &[&str]) {
        let command: Vec<OsString> = command.iter().map(OsString::from).collect();
        let (words, placed) = place(&command, OsStr::new("/n"), all);
        assert_eq!(words, expected);
        assert_eq!(placed, words != command);
    }

    #[test]
    fn the_options_for_a_netrc_have_it() {
        check(
            false,
            &["curl", "--netrc-file", "{}", "-d", "{}", "x"],
            &["curl", "--netrc-file", "/n", "-d", "{}", "x"],
        );
        check(
            false,
            &["aria2c", "--netrc-path={}"],
            &["aria2c", "--netrc-path=/n"],
        );
        check(
            false,
            &["nix", "--option", "netrc-file", "{}"],
            &["nix", "--option", "netrc-file", "/n"],
        );
        check(false, &["netrc-tool", "{}"], &["netrc-tool", "{}"]);
        check(
            false,
            &["find", "-exec", "rm", "{}", ";"],
            &["find", "-exec", "rm", "{}", ";"],
        );
    }

    #[test]
    fn an_argument_of_its_own_has_it_where_that_was_asked_for() {
        check(
            true,
            &["tool", "-N", "{}", "a{}b"],
            &["tool", "-N", "/n", "a{}b"],
        );
        check(true, &["{}", "{}"], &["{}", "/n"]);
    }
}
