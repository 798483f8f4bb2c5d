//! The program that keyrc runs in place of itself.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use keyrc_platform::program::{self, Program};

/// Names the programs that keyrc became, so that two of them never run each other forever. Each
/// word is `NAME/PROCESS/FILE`.
pub(super) const TRAIL: &str = "KEYRC_SHIM";

/// How many times a tool can start itself through keyrc. A script that has the name of a tool can
/// call itself.
const DEEPEST: usize = 16;

/// A program, and the trail that its processes inherit.
#[derive(Debug)]
pub(super) struct Next {
    pub(super) program: PathBuf,
    pub(super) trail: OsString,
}

/// Finds the program called `name` that comes after keyrc in PATH, else the first other one.
///
/// # Errors
/// [`NotFound`](io::ErrorKind::NotFound), or
/// [`PermissionDenied`](io::ErrorKind::PermissionDenied) if no file of this name can be executed,
/// and an error if the tool has started itself too often.
pub(super) fn next(name: &str, trail: &str, family: &[u32]) -> io::Result<Next> {
    let programs = program::in_path(name);
    let found = choose(&programs, name, trail, family)?;
    let own = family.first().copied().unwrap_or_default();
    let trail = format!("{trail} {name}/{own}/{}", found.identity);
    Ok(Next {
        program: found.path.clone(),
        trail: trail.trim_start().into(),
    })
}

fn choose<'p>(
    programs: &'p [Program],
    name: &str,
    trail: &str,
    family: &[u32],
) -> io::Result<&'p Program> {
    let steps: Vec<(&str, &str)> = trail
        .split(' ')
        .filter_map(|word| step(word, name))
        .collect();
    if steps.len() >= DEEPEST {
        return Err(io::Error::other("it starts itself again and again"));
    }
    // Whether the program called keyrc: it ran in this process before, or runs in the parent
    // process.
    let is_caller = |program: &Program| {
        steps.iter().any(|(process, file)| {
            let is_family = family.iter().any(|id| *process == id.to_string());
            is_family && *file == program.identity
        })
    };
    let own = programs.iter().position(|program| program.is_this);
    let (before, after) = programs.split_at(own.map_or(0, |at| at + 1));
    let others: Vec<&Program> = after
        .iter()
        .chain(before)
        .filter(|program| !program.is_this)
        .collect();
    let mut usable = others.iter().filter(|program| program.is_executable);
    match usable.clone().find(|program| !is_caller(program)) {
        Some(program) => Ok(program),
        None if !steps.is_empty() && usable.next().is_some() => Err(missing()),
        None if others.is_empty() => Err(missing()),
        None => Err(io::ErrorKind::PermissionDenied.into()),
    }
}

fn missing() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "command not found")
}

/// Returns the process ID and the file in a word of the trail, if the word is for the tool `name`.
fn step<'t>(word: &'t str, name: &str) -> Option<(&'t str, &'t str)> {
    let (of, rest) = word.split_once('/')?;
    (of == name).then(|| rest.split_once('/')).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Programs as `PATH FILE`: `K` is keyrc, and a file in lower case cannot be executed.
    fn programs(list: &[&str]) -> Vec<Program> {
        let program = |line: &&str| {
            let (path, file) = line.split_once(' ').expect("a path and a file");
            Program {
                path: path.into(),
                identity: file.to_owned(),
                is_this: file == "K",
                is_executable: file.chars().all(|char| char.is_ascii_uppercase()),
            }
        };
        list.iter().map(program).collect()
    }

    #[track_caller]
    fn check(list: &[&str], trail: &str, expected: Result<&str, io::ErrorKind>) {
        let programs = programs(list);
        let found = choose(&programs, "t", trail, &[7, 3]);
        let found = found.map(|program| program.path.display().to_string());
        let found = found.map_err(|error| error.kind());
        assert_eq!(
            found.as_deref().map_err(|kind| *kind),
            expected,
            "{list:?} {trail}"
        );
    }

    #[test]
    fn the_next_program_that_is_not_keyrc_is_chosen() {
        let missing = Err(io::ErrorKind::NotFound);
        check(&["/k K", "/a A", "/b B"], "", Ok("/a"));
        check(&["/a A", "/k K", "/b B"], "", Ok("/b"));
        check(&["/a A", "/k K"], "", Ok("/a"));
        check(&["/a A", "/b B"], "", Ok("/a"));
        check(&["/k K", "/copy K", "/a A", "/k K"], "", Ok("/a"));
        check(&["/k K", "/x x", "/a A"], "", Ok("/a"));
        check(&["/k K", "/x x"], "", Err(io::ErrorKind::PermissionDenied));
        check(&["/k K"], "", missing);
        check(&[], "", missing);
    }

    #[test]
    fn a_program_that_calls_keyrc_is_not_started_again() {
        let list = ["/k K", "/a A", "/b B"];
        check(&list, "t/7/A", Ok("/b"));
        check(&list, "t/3/A", Ok("/b"));
        check(&list, "t/9/A", Ok("/a"));
        check(&list, "u/7/A", Ok("/a"));
        check(&list, "t/7/A t/7/B", Err(io::ErrorKind::NotFound));
        check(&list, &"t/9/A ".repeat(16), Err(io::ErrorKind::Other));
        check(&list, "nonsense / // t/", Ok("/a"));
    }
}
