//! `{}` in the arguments of a command stands for the path of its netrc.

use std::ffi::{OsStr, OsString};

/// Which `{}` to replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// Only the value of an option for a netrc. Elsewhere `{}` has other meanings: `curl -d '{}'`
    /// sends an empty object.
    NetrcOptions,
    /// Also every argument that is `{}` alone.
    Anywhere,
}

/// Replaces `{}` in the arguments of `command` by `path`.
///
/// An option for a netrc is an argument with `netrc` in its name: `--netrc-file {}`,
/// `--netrc-path={}`, `--option netrc-file {}`.
///
/// Returns the new command, and whether anything was replaced. The program, `command[0]`, never
/// changes.
///
/// ```
/// use keyrc::exec::{Placeholder, fill_placeholder};
///
/// let command = ["curl", "--netrc-file", "{}", "-d", "{}"].map(Into::into);
/// let (command, filled) = fill_placeholder(&command, "/n".as_ref(), Placeholder::NetrcOptions);
/// assert_eq!(command, ["curl", "--netrc-file", "/n", "-d", "{}"]);
/// assert!(filled);
/// ```
pub fn fill_placeholder(
    command: &[OsString],
    path: &OsStr,
    placeholder: Placeholder,
) -> (Vec<OsString>, bool) {
    let mut filled = false;
    let mut words = Vec::with_capacity(command.len());
    for (index, word) in command.iter().enumerate() {
        let is_alone = word == "{}"
            && index > 0
            && (placeholder == Placeholder::Anywhere || follows_netrc_option(command, index));
        let new = if is_alone {
            Some(path.to_owned())
        } else {
            fill_option(word, path)
        };
        filled |= new.is_some();
        words.push(new.unwrap_or_else(|| word.clone()));
    }
    (words, filled)
}

/// Whether the argument before `index` names a netrc. The program itself is not an argument.
fn follows_netrc_option(command: &[OsString], index: usize) -> bool {
    index > 1 && names_netrc(&command[index - 1].to_string_lossy())
}

/// Fills `--netrc-path={}`.
fn fill_option(word: &OsStr, path: &OsStr) -> Option<OsString> {
    let option = word.to_str()?.strip_suffix("={}")?;
    if !names_netrc(option) {
        return None;
    }
    let mut filled = OsString::from(option);
    filled.push("=");
    filled.push(path);
    Some(filled)
}

fn names_netrc(option: &str) -> bool {
    option.to_ascii_lowercase().contains("netrc")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(placeholder: Placeholder, command: &[&str], expected: &[&str]) {
        let command: Vec<OsString> = command.iter().map(OsString::from).collect();
        let (words, filled) = fill_placeholder(&command, OsStr::new("/n"), placeholder);
        assert_eq!(words, expected);
        assert_eq!(filled, words != command);
    }

    #[test]
    fn options_for_a_netrc_are_filled() {
        let check = |command: &[&str], expected: &[&str]| {
            check(Placeholder::NetrcOptions, command, expected);
        };
        check(
            &["curl", "--netrc-file", "{}", "-d", "{}", "x"],
            &["curl", "--netrc-file", "/n", "-d", "{}", "x"],
        );
        check(
            &["aria2c", "--netrc-path={}"],
            &["aria2c", "--netrc-path=/n"],
        );
        check(
            &["nix", "--option", "netrc-file", "{}"],
            &["nix", "--option", "netrc-file", "/n"],
        );
        check(&["netrc-tool", "{}"], &["netrc-tool", "{}"]);
        check(
            &["find", "-exec", "rm", "{}", ";"],
            &["find", "-exec", "rm", "{}", ";"],
        );
    }

    #[test]
    fn any_argument_can_be_filled() {
        check(
            Placeholder::Anywhere,
            &["tool", "-N", "{}", "a{}b"],
            &["tool", "-N", "/n", "a{}b"],
        );
        check(Placeholder::Anywhere, &["{}", "{}"], &["{}", "/n"]);
    }
}
