//! What is known of a command by its name.

use std::ffi::OsStr;
use std::path::Path;

use crate::netrc::readers::named;

/// A tool that a command's name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// What it takes in the place of the variable `NETRC`, which it does not read.
    pub instead: Option<Instead>,
}

/// How a tool that does not read `NETRC` is told of a netrc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instead {
    /// With this option.
    Option(&'static str),
    /// In no way: it reads the usual file and no other.
    Nothing,
}

/// Source: the documentation and the code of each, see `docs/exec.md`. curl reads `NETRC` since 8.16, and git with that curl.
const TOOLS: [Tool; 22] = [
    without("aria2", Instead::Option("--netrc-path={}")),
    with("bazel"),
    with("buf"),
    without("cadaver", Instead::Nothing),
    without("curl", Instead::Option("--netrc-file {}")),
    without("emacs", Instead::Nothing),
    without("fetchmail", Instead::Nothing),
    with("ftp"),
    with("gem"),
    without("git", Instead::Nothing),
    with("go"),
    without("heroku", Instead::Nothing),
    with("inetutils"),
    without("lftp", Instead::Nothing),
    without("msmtp", Instead::Nothing),
    without("nix", Instead::Option("--netrc-file {}")),
    with("pip"),
    with("python"),
    with("tnftp"),
    with("uv"),
    without("wget", Instead::Nothing),
    without("wget2", Instead::Option("--netrc-file={}")),
];

const fn with(name: &'static str) -> Tool {
    Tool { name, instead: None }
}

const fn without(name: &'static str, instead: Instead) -> Tool {
    Tool { name, instead: Some(instead) }
}

/// The tool that a program is, told by its name: `/usr/bin/pip3.11` is pip, `curl.exe` is curl, `aria2c` is aria2.
pub fn tool(program: &OsStr) -> Option<Tool> {
    let name = Path::new(program).file_name()?.to_str()?.to_ascii_lowercase();
    let name = name.strip_suffix(".exe").unwrap_or(&name);
    let whole = TOOLS.iter().find(|tool| tool.name == name);
    let name = name.trim_end_matches(|char: char| char.is_ascii_digit() || matches!(char, '.' | '-'));
    let name = if name == "aria2c" { "aria2" } else { name };
    whole.or_else(|| TOOLS.iter().find(|tool| tool.name == name)).copied()
}

impl Tool {
    /// Whether it is known how it reads a netrc, so that one can be written for it.
    pub fn has_reader(&self) -> bool {
        named(self.name).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_told_by_its_name() {
        let name = |program: &str| tool(OsStr::new(program)).map(|tool| tool.name);
        for (program, expected) in [
            ("curl", Some("curl")),
            ("/usr/bin/curl", Some("curl")),
            ("curl.exe", Some("curl")),
            ("pip3.11", Some("pip")),
            ("python3", Some("python")),
            ("aria2c", Some("aria2")),
            ("wget2", Some("wget2")),
            ("wget", Some("wget")),
            ("mycurl", None),
            ("make", None),
            ("", None),
            ("/", None),
        ] {
            assert_eq!(name(program), expected, "{program}");
        }
    }

    #[test]
    fn every_tool_that_is_told_by_a_reader_is_known() {
        for reader in crate::netrc::readers::READERS {
            for name in reader.tools {
                let known = ["python", "requests", "netrc-parser", "npm", "netrc-gem", "ruby", "net-netrc", "perl"];
                assert!(tool(OsStr::new(name)).is_some() || known.contains(name), "{name}");
            }
        }
    }
}
