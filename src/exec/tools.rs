//! How tools can be pointed at a netrc, by the name of the program.

use std::ffi::OsStr;
use std::path::Path;

/// A tool that keyrc knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tool {
    /// The name of the tool.
    pub name: &'static str,
    /// The tool's alternative to the variable `NETRC`; `None` if it reads the variable.
    pub substitute: Option<Substitute>,
}

/// How to point a tool at a netrc if it does not read the variable `NETRC`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Substitute {
    /// With this option.
    Option(&'static str),
    /// Not at all: the tool reads only the usual file.
    None,
}

/// Sorted by name. Source: the documentation and code of each tool, see `docs/exec.md`. curl reads
/// `NETRC` since 8.16, and so does git with that curl; older versions are common.
const TOOLS: [Tool; 22] = [
    has("aria2", Substitute::Option("--netrc-path={}")),
    reads_variable("bazel"),
    reads_variable("buf"),
    has("cadaver", Substitute::None),
    has("curl", Substitute::Option("--netrc-file {}")),
    has("emacs", Substitute::None),
    has("fetchmail", Substitute::None),
    reads_variable("ftp"),
    reads_variable("gem"),
    has("git", Substitute::None),
    reads_variable("go"),
    has("heroku", Substitute::None),
    reads_variable("inetutils"),
    has("lftp", Substitute::None),
    has("msmtp", Substitute::None),
    has("nix", Substitute::Option("--netrc-file {}")),
    reads_variable("pip"),
    reads_variable("python"),
    reads_variable("tnftp"),
    reads_variable("uv"),
    has("wget", Substitute::None),
    has("wget2", Substitute::Option("--netrc-file={}")),
];

const fn reads_variable(name: &'static str) -> Tool {
    Tool {
        name,
        substitute: None,
    }
}

const fn has(name: &'static str, substitute: Substitute) -> Tool {
    Tool {
        name,
        substitute: Some(substitute),
    }
}

/// Returns the tool that a program is, judged by its name: `/usr/bin/pip3.11` is pip, `curl.exe` is
/// curl, `aria2c` is aria2.
pub fn tool(program: &OsStr) -> Option<Tool> {
    let name = Path::new(program).file_name()?.to_str()?;
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".exe").unwrap_or(&name);
    // The whole name first: `wget2` is not a version of wget.
    by_name(name).or_else(|| by_name(without_version(name)))
}

fn by_name(name: &str) -> Option<Tool> {
    let name = if name == "aria2c" { "aria2" } else { name };
    TOOLS.iter().find(|tool| tool.name == name).copied()
}

fn without_version(name: &str) -> &str {
    name.trim_end_matches(|char: char| char.is_ascii_digit() || matches!(char, '.' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_recognized_by_its_name() {
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

    /// Readers that are not programs.
    const NOT_PROGRAMS: [&str; 18] = [
        "bazelisk",
        "git-credential-netrc",
        "git-lfs",
        "mise",
        "npm-netrc",
        "pixi",
        "rattler",
        "rattler-build",
        "xh",
        "python",
        "requests",
        "netrc-parser",
        "npm",
        "netrc-gem",
        "ruby",
        "net-netrc",
        "perl",
        "wandb",
    ];

    #[test]
    fn every_tool_of_a_reader_is_known() {
        for name in crate::readers::READERS
            .iter()
            .flat_map(|reader| reader.tools)
        {
            let is_known = tool(OsStr::new(name)).is_some() || NOT_PROGRAMS.contains(name);
            assert!(is_known, "{name}");
        }
    }
}
