//! Imports go down: the order of the layers is the block ```` ```layers ```` in
//! docs/architecture.md.
//!
//! Each line of the block is a layer, lowest first, with the modules in it: `netrc exec`,
//! `cli/world`. A module that is not listed belongs to the closest listed one above it. `pure`
//! before the names says that the layer does no I/O.

use crate::graph::{Crate, Use};
use crate::violation::Violation;

/// The layers of docs/architecture.md, lowest first.
pub(crate) struct Layers(Vec<Layer>);

struct Layer {
    is_pure: bool,
    modules: Vec<String>,
}

impl Layers {
    /// Reads the block from a page.
    pub(crate) fn read(page: &str) -> Layers {
        let (_, rest) = page.split_once("```layers\n").expect("a block of layers");
        let (block, _) = rest.split_once("```").expect("an end of the block");
        let lines = block.lines().filter(|line| !line.trim().is_empty());
        Layers(lines.map(Layer::read).collect())
    }

    /// The layer of a module: its index, and the name under which it is listed.
    pub(crate) fn of<'a>(&'a self, path: &[String]) -> Option<(usize, &'a str)> {
        let layers = self.0.iter().enumerate();
        layers
            .flat_map(|(index, layer)| layer.modules.iter().map(move |name| (index, name.as_str())))
            .filter(|(_, name)| is_below(path, name))
            .max_by_key(|(_, name)| name.len())
    }

    pub(crate) fn is_pure(&self, path: &[String]) -> bool {
        self.of(path)
            .is_some_and(|(index, _)| self.0[index].is_pure)
    }
}

impl Layer {
    fn read(line: &str) -> Layer {
        let mut words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let is_pure = words[0] == "pure";
        if is_pure {
            words.remove(0);
        }
        Layer {
            is_pure,
            modules: words,
        }
    }
}

/// Whether a module is the named one or nested in it.
fn is_below(path: &[String], name: &str) -> bool {
    let mut segments = path.iter();
    name.split('/')
        .all(|wanted| segments.next().is_some_and(|segment| segment == wanted))
}

pub(crate) fn check(krate: &Crate, layers: &Layers) -> Vec<Violation> {
    let mut found = unlisted(krate, layers);
    found.extend(missing(krate, layers));
    let upward = krate.uses();
    found.extend(
        upward
            .iter()
            .filter_map(|used| upward_use(krate, layers, used)),
    );
    found
}

fn unlisted(krate: &Crate, layers: &Layers) -> Vec<Violation> {
    let modules = krate.modules.iter();
    modules
        .filter(|module| module.path.len() == 1 && layers.of(&module.path).is_none())
        .map(|module| Violation {
            key: format!("{} is not listed", module.name()),
            detail: "add it to the layers in docs/architecture.md".to_owned(),
        })
        .collect()
}

fn missing(krate: &Crate, layers: &Layers) -> Vec<Violation> {
    let listed = layers.0.iter().flat_map(|layer| &layer.modules);
    listed
        .filter(|name| !krate.modules.iter().any(|module| module.name() == **name))
        .map(|name| Violation {
            key: format!("{name} does not exist"),
            detail: "remove it from the layers in docs/architecture.md".to_owned(),
        })
        .collect()
}

fn upward_use(krate: &Crate, layers: &Layers, used: &Use) -> Option<Violation> {
    let (from, to) = (&krate.modules[used.from], &krate.modules[used.to]);
    let (user_layer, user) = layers.of(&from.path)?;
    let Some((used_layer, name)) = layers.of(&to.path) else {
        // Only the root is in no layer: its files import from the modules that define a name.
        return Some(Violation {
            key: format!("{user} -> lib.rs"),
            detail: format!("{}:{}", from.file, used.line),
        });
    };
    // A folder's files may use the types that its `mod.rs` defines.
    let is_own_folder = from.path.starts_with(&to.path) || to.path.starts_with(&from.path);
    if used_layer < user_layer || name == user || is_own_folder {
        return None;
    }
    Some(Violation {
        key: format!("{user} -> {name}"),
        detail: format!("{}:{} uses {}", from.file, used.line, to.name()),
    })
}

/// Commands do not use each other: what two of them share is in `src/cli/`, beside `commands/`.
pub(crate) fn check_commands(krate: &Crate) -> Vec<Violation> {
    let uses = krate.uses();
    uses.iter()
        .filter_map(|used| {
            let (from, to) = (&krate.modules[used.from], &krate.modules[used.to]);
            let (user, name) = (command(&from.path)?, command(&to.path)?);
            (user != name).then(|| Violation {
                key: format!("{user} -> {name}"),
                detail: format!("{}:{}", from.file, used.line),
            })
        })
        .collect()
}

/// The command that a module belongs to: `["cli", "commands", "vault", "init"]` is of `vault`.
fn command(path: &[String]) -> Option<&String> {
    match path {
        [cli, commands, command, ..] if cli == "cli" && commands == "commands" => Some(command),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Layers, check, check_commands};
    use crate::graph::Crate;
    use crate::source::fake;
    use crate::violation::keys;

    const PAGE: &str = "text\n```layers\npure low side\nhigh/inner\nhigh\n```\n";
    const ROOT: &str = "mod low; mod side; mod high; pub use high::High;";
    const HIGH: &str = "pub mod inner; pub struct High; pub fn f() {}";
    const INNER: &str = "use crate::low; use super::High; pub struct Inner;";

    fn broken(root: &str, low: &str, inner: &str) -> Vec<String> {
        let sources = fake(&[
            ("src/lib.rs", root),
            ("src/low.rs", low),
            ("src/side.rs", "pub struct Side;"),
            ("src/high/mod.rs", HIGH),
            ("src/high/inner.rs", inner),
        ]);
        keys(&check(&Crate::new(&sources), &Layers::read(PAGE)))
    }

    #[test]
    fn an_import_that_goes_down_is_allowed() {
        assert_eq!(broken(ROOT, "pub fn f() {}", INNER), [""; 0]);
    }

    #[test]
    fn an_import_that_goes_up_is_found_in_every_spelling() {
        for low in [
            "use crate::high::High;",
            "use super::high::{self, High as H};",
            "use crate::High;",
            "use crate::high::*;",
            "use crate::{high as h}; fn f() { h::f() }",
            "fn f() { crate::high::f() }",
            "fn f() -> Vec<crate::high::High> { vec![] }",
            "fn f() { println!(\"{}\", crate::high::f()) }",
            "impl Into<crate::high::High> for X {}",
            "pub(crate) use crate::high::High;",
            "macro_rules! m { () => { $crate::high::f() } }",
        ] {
            assert_eq!(broken(ROOT, low, INNER), ["low -> high"], "{low}");
        }
    }

    #[test]
    fn an_import_from_the_same_layer_is_found() {
        assert_eq!(
            broken(ROOT, "use crate::side::Side;", INNER),
            ["low -> side"]
        );
    }

    #[test]
    fn a_module_of_a_nested_layer_is_known() {
        let low = "use crate::high::inner::Inner;";
        assert_eq!(broken(ROOT, low, INNER), ["low -> high/inner"]);
    }

    #[test]
    fn a_use_of_the_root_is_found() {
        let root = &format!("{ROOT} pub fn f() {{}}");
        assert_eq!(broken(root, "use crate::f;", INNER), ["low -> lib.rs"]);
    }

    #[test]
    fn the_list_of_layers_is_complete_and_without_old_names() {
        let sources = fake(&[
            ("src/lib.rs", "mod low; mod new; mod high;"),
            ("src/low.rs", ""),
            ("src/new.rs", ""),
            ("src/high/mod.rs", "mod inner;"),
            ("src/high/inner.rs", ""),
        ]);
        assert_eq!(
            keys(&check(&Crate::new(&sources), &Layers::read(PAGE))),
            ["new is not listed", "side does not exist"]
        );
    }

    #[test]
    fn a_command_that_uses_another_is_found() {
        for login in [
            "use crate::cli::commands::vault::init::Init;",
            "use super::vault; fn f() { vault::init::f() }",
            "fn f() { super::vault::init::f() }",
        ] {
            let sources = fake(&[
                ("src/lib.rs", "mod cli;"),
                ("src/cli/mod.rs", "mod commands;"),
                ("src/cli/commands/mod.rs", "mod login; mod vault;"),
                ("src/cli/commands/login.rs", login),
                (
                    "src/cli/commands/vault/mod.rs",
                    "pub mod init; use init::Init;",
                ),
                (
                    "src/cli/commands/vault/init.rs",
                    "pub struct Init; pub fn f() {}",
                ),
            ]);
            let found = check_commands(&Crate::new(&sources));
            assert_eq!(keys(&found), ["login -> vault"], "{login}");
        }
    }
}
