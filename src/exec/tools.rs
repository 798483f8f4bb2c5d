//! What is known of a command by its name.

use std::ffi::OsStr;
use std::path::Path;

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
    told("aria2", Instead::Option("--netrc-path={}")),
    reads_variable("bazel"),
    reads_variable("buf"),
    told("cadaver", Instead::Nothing),
    told("curl", Instead::Option("--netrc-file {}")),
    told("emacs", Instead::Nothing),
    told("fetchmail", Instead::Nothing),
    reads_variable("ftp"),
    reads_variable("gem"),
    told("git", Instead::Nothing),
    reads_variable("go"),
    told("heroku", Instead::Nothing),
    reads_variable("inetutils"),
    told("lftp", Instead::Nothing),
    told("msmtp", Instead::Nothing),
    told("nix", Instead::Option("--netrc-file {}")),
    reads_variable("pip"),
    reads_variable("python"),
    reads_variable("tnftp"),
    reads_variable("uv"),
    told("wget", Instead::Nothing),
    told("wget2", Instead::Option("--netrc-file={}")),
];

const fn reads_variable(name: &'static str) -> Tool {
    Tool {
        name,
        instead: None,
    }
}

const fn told(name: &'static str, instead: Instead) -> Tool {
    Tool {
        name,
        instead: Some(instead),
    }
}

/// The tool that a program is, told by its name: `/usr/bin/pip3.11` is pip, `curl.exe` is curl, `aria2c` is aria2.
pub fn tool(program: &OsStr) -> Option<Tool> {
    let name = Path::new(program)
        .file_name()?
        .to_str()?
        .to_ascii_lowercase();
    let name = name.strip_suffix(".exe").unwrap_or(&name);
    let whole = TOOLS.iter().find(|tool| tool.name == name);
    let name =
        name.trim_end_matches(|char: char| char.is_ascii_digit() || matches!(char, '.' | '-'));
    let name = if name == "aria2c" { "aria2" } else { name };
    whole
        .or_else(|| TOOLS.iter().find(|tool| tool.name == name))
        .copied()
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
        for reader in crate::readers::READERS {
            for name in reader.tools {
                let known = [
                    "python",
                    "requests",
                    "netrc-parser",
                    "npm",
                    "netrc-gem",
                    "ruby",
                    "net-netrc",
                    "perl",
                ];
                assert!(
                    tool(OsStr::new(name)).is_some() || known.contains(name),
                    "{name}"
                );
            }
        }
    }
}
