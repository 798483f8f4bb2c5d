//! Names of tools.

use crate::readers::table::READERS_OF_OTHER_FILES;
use crate::readers::{READERS, Reader};

/// Tools that read a netrc with the code of another tool, and that tool. `named` accepts the first
/// for the second.
///
/// Sources: the tools' own code. yt-dlp, pdm, ansible's `get_url`, httpx's `NetRCAuth`, safe-netrc
/// and earthaccess call CPython's module netrc; httpie calls requests, and aiohttp reads like it;
/// GDAL and rasterio set libcurl's option, as Nix does.
pub(crate) const TOOLS_BY_NAME: &[(&str, &str)] = &[
    ("aiohttp", "requests"),
    ("ansible", "python"),
    ("aria2c", "aria2"),
    ("earthaccess", "python"),
    ("gdal", "nix"),
    ("http", "requests"),
    ("httpie", "requests"),
    ("httpx", "python"),
    ("pdm", "python"),
    ("rasterio", "nix"),
    ("safe-netrc", "python"),
    ("yt-dlp", "python"),
];

/// Tools of which people expect that they read a netrc, and which do not: Mercurial 6.3, ncftp and
/// yafc, each run with a netrc and a server that asks for a password.
const WITHOUT_NETRC: &[&str] = &["hg", "mercurial", "ncftp", "yafc"];

/// Returns the readers for the name of a reader or a tool. `pip3` and `python3.11` are `pip` and
/// `python`.
pub fn named(word: &str) -> impl Iterator<Item = &'static Reader> {
    let word = known(word);
    let models = word.map(model);
    every_reader().filter(move |reader| {
        models.is_some_and(|model| reader.name == model || reader.tools.contains(&model))
    })
}

/// All readers, those of other files too.
pub(crate) fn every_reader() -> impl Iterator<Item = &'static Reader> {
    READERS.iter().chain(READERS_OF_OTHER_FILES)
}

/// Whether a tool is known to read no netrc.
pub fn reads_no_netrc(tool: &str) -> bool {
    WITHOUT_NETRC.contains(&tool)
}

/// Returns the known name that a word is.
pub(crate) fn static_name(word: &str) -> Option<&'static str> {
    known(word)
}

fn known(word: &str) -> Option<&'static str> {
    exact(word).or_else(|| {
        let is_version = |char: char| char.is_ascii_digit() || char == '.';
        exact(word.trim_end_matches(is_version)).filter(|_| !word.contains('-'))
    })
}

fn exact(word: &str) -> Option<&'static str> {
    let own = every_reader().flat_map(|reader| reader.tools.iter().copied().chain([reader.name]));
    own.chain(TOOLS_BY_NAME.iter().map(|(name, _)| *name))
        .find(|name| *name == word)
}

/// Returns the name of the model of a tool.
fn model(tool: &'static str) -> &'static str {
    let mut uses = TOOLS_BY_NAME.iter();
    let found = uses.find(|(name, _)| *name == tool);
    found.map_or(tool, |(_, model)| model)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(word: &str) -> Vec<&'static str> {
        named(word).map(|reader| reader.name).collect()
    }

    #[test]
    fn a_tool_stands_for_the_readers_whose_code_it_uses() {
        assert_eq!(names("pip"), ["requests"]);
        assert_eq!(names("yt-dlp"), ["python"]);
        assert_eq!(names("httpie"), ["requests"]);
        assert_eq!(names("heroku"), ["netrc-parser"]);
        assert_eq!(names("gdal"), names("nix"));
        assert_eq!(names("crul"), [""; 0]);
    }

    #[test]
    fn a_version_is_not_a_part_of_the_name() {
        assert_eq!(names("pip3"), ["requests"]);
        assert_eq!(names("python3.12"), names("python"));
        assert_eq!(names("wget2"), ["wget2", "wget2-2.1"]);
        assert_eq!(names("curl-9"), [""; 0]);
    }

    #[test]
    fn every_tool_uses_the_code_of_a_known_tool() {
        for (tool, model) in TOOLS_BY_NAME {
            let is_known = READERS.iter().any(|reader| reader.tools.contains(model));
            assert!(is_known, "{tool}");
        }
    }
}
