//! Files and functions are short, and no function that other modules call takes a `bool`.

use syn::visit::{self, Visit};
use syn::{FnArg, Signature, Visibility};

use crate::names::{attributes, is_test};
use crate::source::Source;
use crate::violation::Violation;

const FILE_LINES: usize = 350;
const FUNCTION_LINES: usize = 60;

pub(crate) fn check_files(sources: &[Source]) -> Vec<Violation> {
    let sizes = sources
        .iter()
        .map(|source| (source, source.text.lines().count()));
    sizes
        .filter(|(_, lines)| *lines > FILE_LINES)
        .map(|(source, lines)| Violation {
            key: source.path.clone(),
            detail: format!("has {lines} lines, of {FILE_LINES} at most"),
        })
        .collect()
}

/// Finds the functions that are too long, unit tests included.
pub(crate) fn check_functions(sources: &[Source]) -> Vec<Violation> {
    let long = |function: &Function| function.lines > FUNCTION_LINES;
    violations(sources, long, |function| {
        format!("has {} lines, of {FUNCTION_LINES} at most", function.lines)
    })
}

/// Finds the functions with a `bool` parameter that other modules can call.
pub(crate) fn check_bools(sources: &[Source]) -> Vec<Violation> {
    let public = |function: &Function| function.takes_bool && function.is_visible;
    violations(sources, public, |_| "takes a bool".to_owned())
}

fn violations(
    sources: &[Source],
    is_broken: impl Fn(&Function) -> bool,
    detail: impl Fn(&Function) -> String,
) -> Vec<Violation> {
    let mut found = Vec::new();
    for source in sources {
        for function in functions(&source.syntax)
            .iter()
            .filter(|each| is_broken(each))
        {
            found.push(Violation {
                key: source.path.clone(),
                detail: format!(
                    "line {}: `{}` {}",
                    function.line,
                    function.name,
                    detail(function)
                ),
            });
        }
    }
    found
}

struct Function {
    name: String,
    line: usize,
    /// From `fn` to the closing brace.
    lines: usize,
    /// Whether other modules can call it: `pub`, `pub(…)`, or in a trait that has such a mark.
    is_visible: bool,
    takes_bool: bool,
}

fn functions(file: &syn::File) -> Vec<Function> {
    let mut functions = Functions::default();
    functions.visit_file(file);
    functions.found
}

#[derive(Default)]
struct Functions {
    found: Vec<Function>,
    in_test: bool,
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let outer = self.in_test;
        self.in_test |= is_test(attributes(item));
        visit::visit_item(self, item);
        self.in_test = outer;
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.add(
            &function.sig,
            Some(&function.block),
            is_visible(&function.vis),
        );
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.add(
            &function.sig,
            Some(&function.block),
            is_visible(&function.vis),
        );
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        for each in &item.items {
            if let syn::TraitItem::Fn(function) = each {
                self.add(
                    &function.sig,
                    function.default.as_ref(),
                    is_visible(&item.vis),
                );
            }
        }
        visit::visit_item_trait(self, item);
    }
}

impl Functions {
    fn add(&mut self, signature: &Signature, block: Option<&syn::Block>, is_visible: bool) {
        let start = signature.fn_token.span.start().line;
        let end = block.map_or(start, |block| block.brace_token.span.close().end().line);
        self.found.push(Function {
            name: signature.ident.to_string(),
            line: start,
            lines: end + 1 - start,
            is_visible: is_visible && !self.in_test,
            takes_bool: signature.inputs.iter().any(is_bool),
        });
    }
}

fn is_visible(visibility: &Visibility) -> bool {
    match visibility {
        Visibility::Public(_) => true,
        Visibility::Restricted(restricted) => !restricted.path.is_ident("self"),
        _ => false,
    }
}

/// Whether a parameter is a `bool`, a reference to one, or an `Option` of one.
fn is_bool(argument: &FnArg) -> bool {
    struct Bools(bool);
    impl<'ast> Visit<'ast> for Bools {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            self.0 |= path
                .segments
                .last()
                .is_some_and(|last| last.ident == "bool");
            visit::visit_path(self, path);
        }

        // A function that is handed over may return a bool.
        fn visit_type_impl_trait(&mut self, _: &'ast syn::TypeImplTrait) {}
        fn visit_type_trait_object(&mut self, _: &'ast syn::TypeTraitObject) {}
        fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}
    }
    let FnArg::Typed(argument) = argument else {
        return false;
    };
    let mut bools = Bools(false);
    bools.visit_type(&argument.ty);
    bools.0
}

#[cfg(test)]
mod tests {
    use super::{check_bools, check_files, check_functions};
    use crate::source::fake;
    use crate::violation::keys;

    fn is_found(
        check: fn(&[crate::source::Source]) -> Vec<crate::violation::Violation>,
        code: &str,
    ) -> bool {
        let found = check(&fake(&[("src/x.rs", code)]));
        keys(&found).contains(&"src/x.rs".to_owned())
    }

    #[test]
    fn a_file_of_351_lines_is_too_long() {
        assert!(is_found(check_files, &"\n".repeat(351)));
        assert!(!is_found(check_files, &"\n".repeat(350)));
    }

    #[test]
    fn a_function_of_61_lines_is_too_long() {
        let (long, short) = ("\n".repeat(60), "\n".repeat(59));
        for (before, after) in [
            ("fn f() {", "}"),
            ("mod m { impl T { pub fn f(", ") {} } }"),
            ("trait T { fn f() {", "} }"),
            ("fn outer() {} #[cfg(test)] mod tests { fn inner() {", "} }"),
        ] {
            assert!(
                is_found(check_functions, &format!("{before}{long}{after}")),
                "{before}"
            );
            assert!(
                !is_found(check_functions, &format!("{before}{short}{after}")),
                "{before}"
            );
        }
    }

    #[test]
    fn a_bool_parameter_of_a_visible_function_is_found() {
        for code in [
            "pub fn f(x: bool) {}",
            "pub(crate) fn f(a: u8, x: bool) {}",
            "pub(super) fn f(x: &mut bool) {}",
            "pub(in crate::a) fn f(x: Option<bool>) {}",
            "impl T { pub fn f(&self, x: bool) {} }",
            "pub trait T { fn f(&self, x: bool); }",
            "pub fn f(x: core::primitive::bool) {}",
            "pub async fn f((a, b): (bool, u8)) {}",
        ] {
            assert!(is_found(check_bools, code), "{code}");
        }
    }

    #[test]
    fn other_parameters_are_allowed() {
        for code in [
            "fn f(x: bool) {}",
            "pub fn f() -> bool { true }",
            "impl T for X { fn f(x: bool) {} }",
            "pub fn f(is: impl Fn(&u8) -> bool, or: &dyn Fn(u8) -> bool, p: fn() -> bool) {}",
            "#[cfg(test)] mod tests { pub fn f(x: bool) {} }",
        ] {
            assert!(!is_found(check_bools, code), "{code}");
        }
    }
}
