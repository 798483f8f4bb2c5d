//! The tools that a report is about, and the names under which it prints them.

use crate::readers::tools::{TOOLS_BY_NAME, every_reader, static_name};
use crate::readers::{READERS, Reader, named};

/// The readers that a report is about. Each has the names of the tools that it models here.
#[derive(Clone, Debug, Default)]
pub struct ToolSet {
    list: Vec<Named>,
}

#[derive(Clone, Debug)]
struct Named {
    reader: &'static Reader,
    names: Vec<&'static str>,
}

impl ToolSet {
    /// Returns every reader, under its own name.
    pub fn all() -> Self {
        let own = |reader: &'static Reader| Named {
            reader,
            names: vec![reader.name],
        };
        Self {
            list: READERS.iter().map(own).collect(),
        }
    }

    /// Returns the readers of these tools, in the order of [`READERS`]. A tool with several readers
    /// appears under their names. Unknown names are ignored.
    pub fn of_tools<'t>(tools: impl IntoIterator<Item = &'t str>) -> Self {
        let mut pairs = Vec::new();
        for tool in tools {
            let readers: Vec<_> = named(tool).collect();
            for reader in &readers {
                let name = match readers.len() {
                    1 => static_name(tool).unwrap_or(reader.name),
                    _ => reader.name,
                };
                pairs.push((name, *reader));
            }
        }
        Self::of_pairs(pairs)
    }

    /// Returns readers under the given names, in the order of [`READERS`].
    pub fn of_pairs(pairs: impl IntoIterator<Item = (&'static str, &'static Reader)>) -> Self {
        let mut by_reader: Vec<Vec<&'static str>> = vec![Vec::new(); every_reader().count()];
        for (name, reader) in pairs {
            let at = every_reader().position(|known| known == reader);
            if let Some(names) = at.and_then(|at| by_reader.get_mut(at))
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
        let list = every_reader().zip(by_reader);
        let list = list.filter(|(_, names)| !names.is_empty());
        Self {
            list: list
                .map(|(reader, names)| Named { reader, names })
                .collect(),
        }
    }

    /// Whether no tool is chosen.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The readers, in the order of [`READERS`].
    pub fn readers(&self) -> Vec<&'static Reader> {
        self.list.iter().map(|named| named.reader).collect()
    }

    /// The number of tools.
    pub fn count(&self) -> usize {
        self.list.iter().map(|named| named.names.len()).sum()
    }

    /// The names of the tools that a reader models; none if it is not chosen.
    pub fn names_of(&self, reader: &Reader) -> &[&'static str] {
        self.names(reader.name)
    }

    /// The names of the tools of several readers, given by the names of the readers. Leaves out the
    /// readers that are not chosen.
    pub fn names_of_all(&self, readers: &[&'static str]) -> Vec<&'static str> {
        let names = readers.iter().flat_map(|reader| self.names(reader));
        names.copied().collect()
    }

    fn names(&self, reader: &str) -> &[&'static str] {
        let mut list = self.list.iter();
        let found = list.find(|named| named.reader.name == reader);
        found.map_or(&[], |named| &named.names)
    }
}

/// Every name that [`named`] accepts, sorted.
pub fn known_names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = every_reader()
        .flat_map(|reader| reader.tools.iter().copied().chain([reader.name]))
        .chain(TOOLS_BY_NAME.iter().map(|(name, _)| *name))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(chosen: &ToolSet) -> Vec<&'static str> {
        let readers = chosen.readers();
        let names = readers.iter().flat_map(|reader| chosen.names_of(reader));
        names.copied().collect()
    }

    #[test]
    fn a_tool_has_the_name_by_which_it_was_chosen() {
        let chosen = ToolSet::of_tools(["pip", "heroku", "yt-dlp", "requests"]);
        assert_eq!(names(&chosen), ["yt-dlp", "pip", "requests", "heroku"]);
        assert_eq!(chosen.readers().len(), 3);
        assert_eq!(chosen.count(), 4);
    }

    #[test]
    fn a_tool_with_several_readers_has_their_names() {
        let chosen = ToolSet::of_tools(["wget"]);
        assert_eq!(names(&chosen), ["wget", "wget-ftp"]);
    }
}
