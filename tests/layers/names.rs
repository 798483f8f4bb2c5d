//! Collects the names that one module defines, imports and uses.
//!
//! Unit tests (`#[cfg(test)]`) are left out: they may use anything.

use proc_macro2::{Spacing, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, UseTree, Visibility};

/// A path as it is written, such as `super::lex::Lexer`.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    pub(crate) segments: Vec<String>,
    /// Whether it starts with `::`, so that it can only name another crate.
    pub(crate) is_extern: bool,
    pub(crate) line: usize,
}

/// One name that a `use` brings in.
#[derive(Clone, Debug)]
pub(crate) struct Import {
    pub(crate) path: Path,
    /// `None` for `use path::*`.
    pub(crate) name: Option<String>,
    /// Whether other modules can see the name: `pub use`, `pub(crate) use` and so on.
    pub(crate) is_reexport: bool,
}

/// The content of one module, without its nested modules.
#[derive(Default)]
pub(crate) struct Names {
    pub(crate) imports: Vec<Import>,
    /// Every path in expressions, types, patterns, attributes and macro calls.
    pub(crate) paths: Vec<Path>,
    /// Every macro that is called, by path.
    pub(crate) macros: Vec<Path>,
    /// Every method that is called, and the line.
    pub(crate) methods: Vec<(String, usize)>,
    pub(crate) items: Vec<String>,
    /// Nested modules: the name, and the items if it is written inline.
    pub(crate) modules: Vec<(String, Option<Vec<Item>>)>,
    /// Modules that hold unit tests: the name, and whether they are written inline.
    pub(crate) test_modules: Vec<(String, bool)>,
}

/// Collects the names in the items of one module.
pub(crate) fn collect(items: &[Item]) -> Names {
    let mut names = Names::default();
    for item in items {
        names.visit_item(item);
    }
    names
}

/// Whether the attributes leave an item out of a normal build.
pub(crate) fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let path = attribute.path();
        let is_cfg_test = path.is_ident("cfg")
            && attribute
                .parse_args::<syn::Path>()
                .is_ok_and(|condition| condition.is_ident("test"));
        is_cfg_test || path.is_ident("test")
    })
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item(&mut self, item: &'ast Item) {
        if is_test(attributes(item)) {
            if let Item::Mod(module) = item {
                let name = module.ident.to_string();
                self.test_modules.push((name, module.content.is_some()));
            }
            return;
        }
        self.items.extend(defined(item));
        visit::visit_item(self, item);
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        if let ImplItem::Fn(function) = item
            && is_test(&function.attrs)
        {
            return;
        }
        visit::visit_impl_item(self, item);
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let items = module.content.as_ref().map(|(_, items)| items.clone());
        self.modules.push((module.ident.to_string(), items));
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let start = Path {
            segments: Vec::new(),
            is_extern: item.leading_colon.is_some(),
            line: item.use_token.span.start().line,
        };
        let is_reexport = !matches!(item.vis, Visibility::Inherited);
        self.flatten(&item.tree, start, is_reexport);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        let name = item.rename.as_ref().map_or(&item.ident, |(_, name)| name);
        let path = Path {
            segments: vec![item.ident.to_string()],
            is_extern: true,
            line: item.ident.span().start().line,
        };
        self.import(path, Some(name.to_string()), false);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.paths.push(written(path));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.macros.push(written(&call.path));
        visit::visit_macro(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let line = call.method.span().start().line;
        self.methods.push((call.method.to_string(), line));
        visit::visit_expr_method_call(self, call);
    }

    /// The arguments of macros and attributes, which syn does not parse.
    fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
        self.scan(tokens.clone());
    }
}

impl Names {
    fn flatten(&mut self, tree: &UseTree, mut path: Path, is_reexport: bool) {
        match tree {
            UseTree::Path(inner) => {
                path.segments.push(inner.ident.to_string());
                self.flatten(&inner.tree, path, is_reexport);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.flatten(tree, path.clone(), is_reexport);
                }
            }
            UseTree::Name(inner) => {
                let name = push(&mut path, &inner.ident.to_string());
                self.import(path, Some(name), is_reexport);
            }
            UseTree::Rename(inner) => {
                push(&mut path, &inner.ident.to_string());
                self.import(path, Some(inner.rename.to_string()), is_reexport);
            }
            UseTree::Glob(_) => self.import(path, None, is_reexport),
        }
    }

    fn import(&mut self, path: Path, name: Option<String>, is_reexport: bool) {
        self.imports.push(Import {
            path,
            name,
            is_reexport,
        });
    }

    /// Finds `a::b::c`, `name!` and `.method(` in tokens.
    fn scan(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.scan(group.stream()),
                TokenTree::Ident(first) if is_punct(&tokens, at.wrapping_sub(1), '.') => {
                    let line = first.span().start().line;
                    self.methods.push((first.to_string(), line));
                }
                TokenTree::Ident(_) => {
                    let (path, end) = path_at(&tokens, at);
                    if is_punct(&tokens, end, '!') {
                        self.macros.push(path.clone());
                    }
                    self.paths.push(path);
                    at = end;
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
    }
}

/// Adds the last segment of an import, and returns the name it brings in: `self` stands for the
/// segment before.
fn push(path: &mut Path, segment: &str) -> String {
    if segment != "self" {
        path.segments.push(segment.to_owned());
    }
    path.segments.last().cloned().unwrap_or_default()
}

/// The path that starts at a token, and the index of the token after it.
fn path_at(tokens: &[TokenTree], start: usize) -> (Path, usize) {
    let colons_before = is_colons(tokens, start.wrapping_sub(2));
    let mut path = Path {
        segments: vec![tokens[start].to_string()],
        is_extern: colons_before,
        line: tokens[start].span().start().line,
    };
    let mut at = start + 1;
    while is_colons(tokens, at) {
        let Some(TokenTree::Ident(segment)) = tokens.get(at + 2) else {
            break;
        };
        path.segments.push(segment.to_string());
        at += 3;
    }
    (path, at)
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    let joint = matches!(tokens.get(at), Some(TokenTree::Punct(punct))
        if punct.as_char() == ':' && punct.spacing() == Spacing::Joint);
    joint && is_punct(tokens, at.wrapping_add(1), ':')
}

fn is_punct(tokens: &[TokenTree], at: usize, punct: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(found)) if found.as_char() == punct)
}

fn written(path: &syn::Path) -> Path {
    let segments: Vec<String> = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect();
    let first = path.segments.first();
    Path {
        segments,
        is_extern: path.leading_colon.is_some(),
        line: first.map_or(0, |segment| segment.ident.span().start().line),
    }
}

fn defined(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
