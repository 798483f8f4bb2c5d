//! The modules of a crate, and which module uses which.

use std::collections::BTreeMap;

use syn::Item;

use crate::names::{self, Names, Path};
use crate::source::Source;

/// A module of the crate. Its index in [`Crate::modules`] is its identity; 0 is the root.
pub(crate) struct Module {
    /// `["netrc", "lex"]`; empty for the root.
    pub(crate) path: Vec<String>,
    pub(crate) file: String,
    pub(crate) names: Names,
    parent: usize,
    children: BTreeMap<String, usize>,
}

impl Module {
    /// The path in the form that docs/architecture.md uses: `netrc/lex`.
    pub(crate) fn name(&self) -> String {
        self.path.join("/")
    }
}

/// The target of a path.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Target {
    /// An item, with the module that defines it.
    Item(usize),
    Module(usize),
    /// A path into another crate, every rename undone.
    Extern(Vec<String>),
}

/// One module using another, and where.
pub(crate) struct Use {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) line: usize,
}

/// A path into another crate, and where it is used.
pub(crate) struct ExternUse {
    pub(crate) from: usize,
    pub(crate) path: Vec<String>,
    pub(crate) is_glob: bool,
    pub(crate) line: usize,
}

pub(crate) struct Crate {
    pub(crate) modules: Vec<Module>,
    /// Files that no `mod` item leads to.
    pub(crate) orphans: Vec<String>,
}

impl Crate {
    /// Builds the module tree below `src/lib.rs`. `src/main.rs` is a crate of its own and left out.
    pub(crate) fn new(sources: &[Source]) -> Crate {
        let mut builder = Builder {
            sources,
            modules: Vec::new(),
            reached: vec!["src/main.rs".to_owned()],
        };
        let root = builder.source("src/lib.rs").expect("src/lib.rs");
        builder.reached.push(root.path.clone());
        builder.add(Vec::new(), &root.path, "src", 0, &root.syntax.items);
        let orphans = sources.iter().map(|source| source.path.clone());
        Crate {
            orphans: orphans
                .filter(|path| !builder.reached.contains(path))
                .collect(),
            modules: builder.modules,
        }
    }

    /// Follows a path in a module to the item that it names, through renames, globs and re-exports.
    pub(crate) fn resolve(&self, from: usize, path: &Path) -> Target {
        if path.is_extern {
            return Target::Extern(path.segments.clone());
        }
        self.follow(from, &path.segments, &mut Vec::new())
    }

    fn follow(&self, from: usize, segments: &[String], seen: &mut Vec<(usize, String)>) -> Target {
        let Some((first, rest)) = segments.split_first() else {
            return Target::Module(from);
        };
        match first.as_str() {
            "crate" | "keyrc" => self.descend(0, rest, seen),
            "self" => self.descend(from, rest, seen),
            "super" => {
                let parent = self.modules[from].parent;
                match rest.first().is_some_and(|next| next == "super") {
                    true => self.follow(parent, rest, seen),
                    false => self.descend(parent, rest, seen),
                }
            }
            _ => self
                .lookup(from, segments, seen)
                .unwrap_or_else(|| Target::Extern(segments.to_vec())),
        }
    }

    fn descend(&self, module: usize, rest: &[String], seen: &mut Vec<(usize, String)>) -> Target {
        if rest.is_empty() {
            return Target::Module(module);
        }
        // A name that nothing here defines comes from a derive or a macro: count it as the module's
        // own.
        self.lookup(module, rest, seen)
            .unwrap_or(Target::Item(module))
    }

    /// Finds the first segment among the names of a module, and follows the others from there.
    fn lookup(
        &self,
        module: usize,
        segments: &[String],
        seen: &mut Vec<(usize, String)>,
    ) -> Option<Target> {
        let (first, rest) = segments.split_first()?;
        let key = (module, first.clone());
        if seen.contains(&key) {
            return None;
        }
        let scope = &self.modules[module];
        if let (Some(&child), false) = (scope.children.get(first), rest.is_empty()) {
            return Some(self.descend(child, rest, seen));
        }
        if scope.names.items.contains(first) {
            return Some(Target::Item(module));
        }
        seen.push(key);
        let found = self.lookup_imports(module, first, rest, seen);
        seen.pop();
        found.or_else(|| scope.children.get(first).copied().map(Target::Module))
    }

    fn lookup_imports(
        &self,
        module: usize,
        first: &String,
        rest: &[String],
        seen: &mut Vec<(usize, String)>,
    ) -> Option<Target> {
        let imports = &self.modules[module].names.imports;
        let named = imports
            .iter()
            .find(|import| import.name.as_ref() == Some(first));
        if let Some(import) = named {
            let target = match import.path.is_extern {
                true => Target::Extern(import.path.segments.clone()),
                false => self.follow(module, &import.path.segments, seen),
            };
            return Some(match target {
                Target::Module(module) => self.descend(module, rest, seen),
                Target::Extern(path) => Target::Extern([path.as_slice(), rest].concat()),
                item => item,
            });
        }
        for import in imports.iter().filter(|import| import.name.is_none()) {
            let Target::Module(source) = self.follow(module, &import.path.segments, seen) else {
                continue;
            };
            let segments = [std::slice::from_ref(first), rest].concat();
            let found = self.lookup(source, &segments, seen);
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Every use of one module by another.
    ///
    /// A module that re-exports a name of its own child does not use it: whoever imports the name
    /// does.
    pub(crate) fn uses(&self) -> Vec<Use> {
        let mut uses = Vec::new();
        for (from, module) in self.modules.iter().enumerate() {
            for import in &module.names.imports {
                let (Target::Item(to) | Target::Module(to)) = self.resolve(from, &import.path)
                else {
                    continue;
                };
                let is_descendant = self.modules[to].path.starts_with(&module.path);
                if !(import.is_reexport && is_descendant) {
                    let line = import.path.line;
                    uses.push(Use { from, to, line });
                }
            }
            for path in &module.names.paths {
                if let Target::Item(to) = self.resolve(from, path) {
                    let line = path.line;
                    uses.push(Use { from, to, line });
                }
            }
        }
        uses.retain(|found| found.from != found.to);
        uses
    }

    /// Every path into another crate.
    pub(crate) fn extern_uses(&self) -> Vec<ExternUse> {
        let mut uses = Vec::new();
        for (from, module) in self.modules.iter().enumerate() {
            let imports = module
                .names
                .imports
                .iter()
                .map(|import| (&import.path, import.name.is_none()));
            let paths = module.names.paths.iter().map(|path| (path, false));
            for (path, is_glob) in imports.chain(paths) {
                if let Target::Extern(target) = self.resolve(from, path) {
                    uses.push(ExternUse {
                        from,
                        path: target,
                        is_glob,
                        line: path.line,
                    });
                }
            }
        }
        uses
    }
}

struct Builder<'a> {
    sources: &'a [Source],
    modules: Vec<Module>,
    reached: Vec<String>,
}

impl<'a> Builder<'a> {
    fn source(&self, path: &str) -> Option<&'a Source> {
        self.sources.iter().find(|source| source.path == path)
    }

    /// Adds a module and all below it, and returns its index. `folder` is where its children's
    /// files are.
    fn add(
        &mut self,
        path: Vec<String>,
        file: &str,
        folder: &str,
        parent: usize,
        items: &[Item],
    ) -> usize {
        let index = self.modules.len();
        self.modules.push(Module {
            path: path.clone(),
            file: file.to_owned(),
            names: names::collect(items),
            parent,
            children: BTreeMap::new(),
        });
        for (name, is_inline) in self.modules[index].names.test_modules.clone() {
            if !is_inline {
                let file = self.file_of(folder, &name);
                self.reached.push(file.path.clone());
            }
        }
        let modules = std::mem::take(&mut self.modules[index].names.modules);
        for (name, inline) in modules {
            let path = [path.as_slice(), std::slice::from_ref(&name)].concat();
            let below = format!("{folder}/{name}");
            let child = match inline {
                Some(items) => self.add(path, file, &below, index, &items),
                None => {
                    let source = self.file_of(folder, &name);
                    self.reached.push(source.path.clone());
                    self.add(path, &source.path, &below, index, &source.syntax.items)
                }
            };
            self.modules[index].children.insert(name, child);
        }
        index
    }

    fn file_of(&self, folder: &str, name: &str) -> &'a Source {
        self.source(&format!("{folder}/{name}.rs"))
            .or_else(|| self.source(&format!("{folder}/{name}/mod.rs")))
            .unwrap_or_else(|| panic!("`mod {name}` in {folder} has no file"))
    }
}
