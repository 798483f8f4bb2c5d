//! Tools that keyrc stands in for: called by the name of one, it gives the tool a private netrc.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::exec::netrc_option::is_curl_without_netrc;
use crate::exec::urls::{Target, target, targets};

/// A tool that keyrc stands in for.
#[derive(Debug)]
pub struct Shim {
    /// The name of the program.
    pub name: &'static str,
    /// The netrc that the tool reads.
    pub file: OwnFile,
    /// The places that the tool contacts without a URL in its arguments.
    hosts: &'static [&'static str],
    /// The variable with a place that replaces `hosts`.
    pub host_variable: Option<&'static str>,
    /// Options, besides those of curl, with which the tool reads no netrc, or another one.
    other_netrc: &'static [&'static str],
    /// Whether the tool changes its netrc: the commands `login` and `logout` do.
    writes: Writes,
}

/// The netrc that a tool reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnFile {
    /// Always `~/.netrc`.
    Usual,
    /// The file that the variable `NETRC` names, else `~/.netrc`.
    Variable,
    /// The file that the setting `netrc-file` of nix names.
    NixSetting,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writes {
    Never,
    AtLogin,
}

const fn shim(name: &'static str, file: OwnFile, other_netrc: &'static [&'static str]) -> Shim {
    Shim {
        name,
        file,
        hosts: &[],
        host_variable: None,
        other_netrc,
        writes: Writes::Never,
    }
}

/// A tool of one service.
const fn client(name: &'static str, file: OwnFile, hosts: &'static [&'static str]) -> Shim {
    Shim {
        hosts,
        writes: Writes::AtLogin,
        ..shim(name, file, &[])
    }
}

/// Sorted by name. Source: the documentation and code of each tool, as in `docs/exec.md`.
pub const SHIMS: [Shim; 17] = [
    shim(
        "aria2c",
        OwnFile::Usual,
        &["--no-netrc", "-n", "--netrc-path"],
    ),
    client("buf", OwnFile::Variable, &["https://buf.build"]),
    shim("cadaver", OwnFile::Usual, &[]),
    shim("curl", OwnFile::Variable, &["--netrc-f"]),
    shim("ftp", OwnFile::Variable, &["-n", "-N", "--netrc"]),
    client(
        "fury",
        OwnFile::Usual,
        &["https://api.fury.io", "https://git.fury.io"],
    ),
    client(
        "heroku",
        OwnFile::Usual,
        &["https://api.heroku.com", "https://git.heroku.com"],
    ),
    shim("http", OwnFile::Variable, &["--ignore-netrc"]),
    shim("https", OwnFile::Variable, &["--ignore-netrc"]),
    shim("lftp", OwnFile::Usual, &[]),
    shim("nix", OwnFile::NixSetting, &["--netrc-file", "netrc-file"]),
    shim("tnftp", OwnFile::Variable, &["-n", "-N"]),
    Shim {
        host_variable: Some("WANDB_BASE_URL"),
        ..client(
            "wandb",
            OwnFile::Variable,
            &["https://api.wandb.ai", "https://api.forge.coreweave.com"],
        )
    },
    shim("wget", OwnFile::Usual, &["--no-netrc"]),
    shim("wget2", OwnFile::Usual, &["--no-netrc", "--netrc-file"]),
    shim("xh", OwnFile::Variable, &["--ignore-netrc"]),
    shim("xhs", OwnFile::Variable, &["--ignore-netrc"]),
];

/// Returns the tool with the file name of a program.
pub fn shim_of(program: &OsStr) -> Option<&'static Shim> {
    let name = Path::new(program).file_name()?.to_str()?;
    let name = name.strip_suffix(".exe").unwrap_or(name);
    SHIMS.iter().find(|shim| shim.name == name)
}

impl Shim {
    /// Returns the places that a command of this tool will contact. `other_host` is the value of
    /// [`host_variable`](Self::host_variable).
    pub fn targets(&self, command: &[OsString], other_host: Option<&str>) -> Vec<Target> {
        let of_tool: Vec<Target> = match other_host {
            Some(url) => target(url).into_iter().collect(),
            None => self.hosts.iter().filter_map(|url| target(url)).collect(),
        };
        let mut all = targets(command);
        all.extend(of_tool);
        all
    }

    /// Whether a command of this tool reads its usual netrc, as far as its arguments show. Those of
    /// curl include its configuration.
    pub fn reads_usual_netrc(&self, command: &[OsString]) -> bool {
        let is_other = |word: &OsString| self.other_netrc.iter().any(|option| has(word, option));
        let arguments = command.get(1..).unwrap_or_default();
        let is_off = self.name == "curl" && is_curl_without_netrc(command);
        !is_off && !arguments.iter().any(is_other)
    }

    /// Whether a command of this tool may write its netrc.
    pub fn writes_netrc(&self, command: &[OsString]) -> bool {
        let is_login = |word: &OsString| {
            let word = word.to_string_lossy();
            let verb = word.rsplit(':').next().unwrap_or_default();
            matches!(verb, "login" | "logout")
        };
        self.writes == Writes::AtLogin && command.iter().skip(1).any(is_login)
    }
}

/// Whether an argument is an option: a long one may be longer than `option`, and a letter may be in
/// a group such as `-sn`. A letter in a value such as `-on` counts too, and the tool then runs
/// without a token.
fn has(word: &OsStr, option: &str) -> bool {
    let word = word.to_string_lossy();
    match option.strip_prefix('-') {
        Some(letter) if letter.len() == 1 => {
            word.starts_with('-') && !word.starts_with("--") && word.contains(letter)
        }
        _ => word.starts_with(option),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(line: &str) -> Vec<OsString> {
        line.split(' ').map(Into::into).collect()
    }

    #[test]
    fn a_tool_is_recognized_by_its_file_name() {
        for (program, expected) in [
            ("curl", Some("curl")),
            ("/x/bin/curl", Some("curl")),
            ("./https", Some("https")),
            ("wget.exe", Some("wget")),
            ("keyrc", None),
            ("git-credential-keyrc", None),
            ("curl2", None),
            ("", None),
        ] {
            let found = shim_of(OsStr::new(program)).map(|shim| shim.name);
            assert_eq!(found, expected, "{program}");
        }
        assert!(SHIMS.is_sorted_by_key(|shim| shim.name));
    }

    #[test]
    fn only_a_command_that_reads_the_usual_netrc_needs_a_token() {
        for (line, expected) in [
            ("curl -n https://a.test", true),
            ("curl -sSfn https://a.test", true),
            ("curl https://a.test", false),
            ("curl --netrc-file f https://a.test", false),
            ("curl -n --netrc-fil f https://a.test", false),
            ("wget https://a.test", true),
            ("wget --no-netrc https://a.test", false),
            ("aria2c https://a.test", true),
            ("aria2c -n https://a.test", false),
            ("ftp -inv a.test", false),
            ("http --ignore-netrc a.test", false),
        ] {
            let command = command(line);
            let shim = shim_of(&command[0]).expect("a tool");
            assert_eq!(shim.reads_usual_netrc(&command), expected, "{line}");
        }
    }

    #[test]
    fn a_client_of_one_service_needs_no_url() {
        let places = |line: &str, other: Option<&str>| -> Vec<String> {
            let command = command(line);
            let shim = shim_of(&command[0]).expect("a tool");
            let targets = shim.targets(&command, other).into_iter();
            targets.map(|target| target.endpoint.to_string()).collect()
        };
        assert_eq!(places("wandb sync", None).len(), 2);
        assert_eq!(places("wandb sync", Some("https://w.test")).len(), 1);
        assert_eq!(places("heroku apps", None).len(), 2);
        assert!(places("curl -n", None).is_empty());
    }

    #[test]
    fn a_login_of_a_client_may_write() {
        for (line, expected) in [
            ("heroku login", true),
            ("heroku auth:login", true),
            ("buf registry login", true),
            ("wandb login --relogin", true),
            ("heroku apps", false),
            ("curl login", false),
        ] {
            let command = command(line);
            let shim = shim_of(&command[0]).expect("a tool");
            assert_eq!(shim.writes_netrc(&command), expected, "{line}");
        }
    }
}
