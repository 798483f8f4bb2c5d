//! No `Debug` shows a secret.
//!
//! A secret is in a `SecretString` or `SecretSlice`, which redact themselves, or in a `Zeroizing`
//! buffer, which does not: a type with such a field must not derive `Debug`, and its own `Debug`
//! must not print the field. Types that hold such types are safe if those are, so each type is
//! checked separately.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{Fields, Item, UseTree};

use crate::names::{attributes, is_test};
use crate::source::Source;
use crate::violation::Violation;

/// The buffer with a `Debug` that prints its content.
const BUFFER: &str = "Zeroizing";

/// Names of fields that hold secrets, so that one in a plain string is found, too.
const NAMES: [&str; 5] = ["passphrase", "password", "refresh", "secret", "token"];

/// Types with a `Debug` that prints their content.
const PLAIN: [&str; 5] = ["OsString", "String", "Vec", "str", "u8"];

/// Methods that reveal nothing about the content.
const HARMLESS: [&str; 4] = ["is_empty", "is_none", "is_some", "len"];

struct Type<'a> {
    file: &'a str,
    name: String,
    line: usize,
    derives_debug: bool,
    /// The fields that `Debug` must not print; `0` in a tuple.
    shown: BTreeSet<String>,
}

pub(crate) fn check(sources: &[Source]) -> Vec<Violation> {
    let buffers = buffers(sources);
    let mut found = Vec::new();
    for source in sources {
        let types = types(source, &buffers);
        let deriving = types.iter().filter(|each| each.derives_debug);
        for each in deriving.filter(|each| !each.shown.is_empty()) {
            found.push(violation(each, "derives Debug"));
        }
        let mut written = DebugImpls {
            types: &types,
            found: &mut found,
        };
        written.visit_file(&source.syntax);
    }
    found
}

fn violation(shown: &Type<'_>, how: &str) -> Violation {
    let Type {
        file, name, line, ..
    } = shown;
    Violation {
        key: format!("{file}: {name} {how}"),
        detail: format!("{file}:{line}, which shows {:?}", shown.shown),
    }
}

/// The names under which the buffer is known: its own, renamed imports and type aliases.
fn buffers(sources: &[Source]) -> BTreeSet<String> {
    let mut names = BTreeSet::from([BUFFER.to_owned()]);
    for source in sources {
        for item in &source.syntax.items {
            match item {
                Item::Use(item) => renames(&item.tree, &mut names),
                Item::Type(item) if mentions(&item.ty, |name| name == BUFFER) => {
                    names.insert(item.ident.to_string());
                }
                _ => {}
            }
        }
    }
    names
}

fn renames(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => renames(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| renames(tree, names)),
        UseTree::Rename(rename) if rename.ident == BUFFER => {
            names.insert(rename.rename.to_string());
        }
        _ => {}
    }
}

fn types<'a>(source: &'a Source, buffers: &BTreeSet<String>) -> Vec<Type<'a>> {
    let mut found = Types {
        file: &source.path,
        buffers,
        found: Vec::new(),
    };
    found.visit_file(&source.syntax);
    found.found
}

struct Types<'a, 'b> {
    file: &'a str,
    buffers: &'b BTreeSet<String>,
    found: Vec<Type<'a>>,
}

impl<'ast> Visit<'ast> for Types<'_, '_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if is_test(attributes(item)) {
            return;
        }
        match item {
            Item::Struct(item) => self.add(&item.ident, &item.attrs, &[&item.fields]),
            Item::Enum(item) => {
                let fields: Vec<&Fields> = item.variants.iter().map(|each| &each.fields).collect();
                self.add(&item.ident, &item.attrs, &fields);
            }
            _ => {}
        }
        visit::visit_item(self, item);
    }
}

impl Types<'_, '_> {
    fn add(&mut self, name: &syn::Ident, attributes: &[syn::Attribute], fields: &[&Fields]) {
        let mut shown = BTreeSet::new();
        for fields in fields {
            for (at, field) in fields.iter().enumerate() {
                let field_name = field
                    .ident
                    .as_ref()
                    .map_or(at.to_string(), |name| name.to_string());
                if self.shows_secret(&field_name, &field.ty) {
                    shown.insert(field_name);
                }
            }
        }
        self.found.push(Type {
            file: self.file,
            name: name.to_string(),
            line: name.span().start().line,
            derives_debug: derives_debug(attributes),
            shown,
        });
    }

    fn shows_secret(&self, name: &str, ty: &syn::Type) -> bool {
        let in_buffer = mentions(ty, |name| self.buffers.contains(name));
        let redacts = mentions(ty, |name| name.starts_with("Secret"));
        let is_plain = mentions(ty, |name| PLAIN.contains(&name)) && !redacts;
        in_buffer || NAMES.contains(&name) && is_plain
    }
}

fn derives_debug(attributes: &[syn::Attribute]) -> bool {
    let mut derives = false;
    for attribute in attributes
        .iter()
        .filter(|each| each.path().is_ident("derive"))
    {
        let _ = attribute.parse_nested_meta(|meta| {
            derives |= meta
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident == "Debug");
            Ok(())
        });
    }
    derives
}

/// Whether one of the names in a type is such a name.
fn mentions(ty: &syn::Type, is_such: impl Fn(&str) -> bool) -> bool {
    struct Mentions<F>(F, bool);
    impl<'ast, F: Fn(&str) -> bool> Visit<'ast> for Mentions<F> {
        fn visit_path_segment(&mut self, segment: &'ast syn::PathSegment) {
            self.1 |= (self.0)(&segment.ident.to_string());
            visit::visit_path_segment(self, segment);
        }
    }
    let mut mentions = Mentions(is_such, false);
    mentions.visit_type(ty);
    mentions.1
}

/// Looks into each `impl Debug for …`.
struct DebugImpls<'a, 'b> {
    types: &'a [Type<'b>],
    found: &'a mut Vec<Violation>,
}

impl<'ast> Visit<'ast> for DebugImpls<'_, '_> {
    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let of_debug = item.trait_.as_ref().is_some_and(|(path, _)| {
            path.segments
                .last()
                .is_some_and(|last| last.ident == "Debug")
        });
        let each = self
            .types
            .iter()
            .find(|each| mentions(&item.self_ty, |name| name == each.name));
        if let (true, Some(each)) = (of_debug, each) {
            let mut body = Body {
                hidden: &each.shown,
                shows: false,
            };
            visit::visit_item_impl(&mut body, item);
            if body.shows {
                self.found
                    .push(violation(each, "prints a secret in its Debug"));
            }
        }
    }
}

/// Looks for fields that must stay hidden.
struct Body<'a> {
    hidden: &'a BTreeSet<String>,
    shows: bool,
}

impl<'ast> Visit<'ast> for Body<'_> {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let name = call.method.to_string();
        self.shows |= name == "expose_secret";
        if !HARMLESS.contains(&name.as_str()) {
            visit::visit_expr_method_call(self, call);
        }
    }

    fn visit_expr_field(&mut self, field: &'ast syn::ExprField) {
        self.shows |= self.hidden.contains(&member(&field.member));
        visit::visit_expr_field(self, field);
    }

    fn visit_field_pat(&mut self, field: &'ast syn::FieldPat) {
        self.shows |= self.hidden.contains(&member(&field.member));
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        // The arguments of a `format_args!` are expressions after the text.
        let arguments = call.parse_body_with(
            syn::punctuated::Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated,
        );
        match arguments {
            Ok(arguments) => arguments.iter().for_each(|each| self.visit_expr(each)),
            Err(_) => self.shows |= !self.hidden.is_empty(),
        }
    }
}

fn member(member: &syn::Member) -> String {
    match member {
        syn::Member::Named(name) => name.to_string(),
        syn::Member::Unnamed(index) => index.index.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::source::fake;
    use crate::violation::keys;

    fn found(code: &str) -> Vec<String> {
        keys(&check(&fake(&[("src/x.rs", code)])))
    }

    #[test]
    fn a_derived_debug_of_a_secret_is_found_in_every_spelling() {
        for code in [
            "#[derive(Debug)] struct S { bytes: Zeroizing<Vec<u8>> }",
            "#[derive(Clone, std::fmt::Debug)] struct S(zeroize::Zeroizing<String>);",
            "#[derive(Debug)] enum S { A, B(u8, Option<Box<Zeroizing<String>>>) }",
            "#[derive(Debug)] struct S { parts: [Option<Zeroizing<Vec<u8>>>; 3] }",
            "use zeroize::{Zeroizing as Z}; #[derive(Debug)] struct S { bytes: Z<Vec<u8>> }",
            "type Parts = Vec<Zeroizing<Vec<u8>>>; #[derive(Debug)] struct S(Parts);",
            "#[derive(Debug)] struct S { token: String }",
            "#[derive(Debug)] enum S { A { password: Option<Vec<u8>> } }",
            "#[derive(Debug)] struct S<'a> { secret: &'a str }",
            "mod inner { #[derive(Debug)] struct S { token: String } }",
        ] {
            assert_eq!(found(code), ["src/x.rs: S derives Debug"], "{code}");
        }
    }

    #[test]
    fn a_debug_that_prints_a_secret_is_found() {
        for body in [
            "f.write_str(&self.token)",
            "f.debug_struct(\"S\").field(\"token\", &self.token).finish()",
            "write!(f, \"{:?}\", self.bytes)",
            "write!(f, \"{}\", self.shared.expose_secret())",
            "let Self { bytes, .. } = self; write!(f, \"{bytes:?}\")",
            "f.debug_list().entries(self.bytes.iter()).finish()",
        ] {
            let code = format!(
                "struct S {{ token: String, bytes: Zeroizing<Vec<u8>>, shared: SecretString }}\
                 impl fmt::Debug for S {{ fn fmt(&self, f: &mut F) -> R {{ {body} }} }}"
            );
            assert_eq!(
                found(&code),
                ["src/x.rs: S prints a secret in its Debug"],
                "{body}"
            );
        }
    }

    #[test]
    fn types_that_redact_themselves_may_be_printed() {
        for code in [
            "#[derive(Debug)] struct S { token: SecretString, refresh: Option<SecretSlice<u8>> }",
            "#[derive(Debug)] struct S { token: Secret, source: String, password: bool }",
            "struct S { bytes: Zeroizing<Vec<u8>> }",
            "struct S { bytes: Zeroizing<Vec<u8>> } impl Debug for S { fn fmt(&self, f: &mut F) -> R {\
             f.field(&self.bytes.len()).field(&format_args!(\"[{} bytes]\", self.bytes.len())).finish() } }",
            "#[cfg(test)] mod tests { #[derive(Debug)] struct S { token: String } }",
        ] {
            assert_eq!(found(code), [""; 0], "{code}");
        }
    }
}
