//! No two files and no two folders use each other.
//!
//! In each folder, the members (files and subfolders) must not use each other in a circle. The
//! folder's own `mod.rs` is not a member: it may define the types its files share and also call
//! those files. For files outside the folder, the folder with its `mod.rs` is one member of its
//! parent folder.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Crate;
use crate::violation::Violation;

/// Member → the members it uses, each with one place that shows it.
type Members = BTreeMap<String, BTreeMap<String, String>>;

pub(crate) fn check(krate: &Crate) -> Vec<Violation> {
    let mut found = Vec::new();
    for (folder, members) in folders(krate) {
        for circle in circles(&members) {
            found.push(Violation {
                key: folder.clone(),
                detail: shown(&members, &circle),
            });
        }
    }
    found
}

fn folders(krate: &Crate) -> BTreeMap<String, Members> {
    let mut folders: BTreeMap<String, Members> = BTreeMap::new();
    for found in krate.uses() {
        let (from, to) = (&krate.modules[found.from], &krate.modules[found.to]);
        let pairs = from.path.iter().zip(&to.path);
        let common = pairs.take_while(|(a, b)| a == b).count();
        let (Some(user), Some(used)) = (from.path.get(common), to.path.get(common)) else {
            continue; // One of them is the `mod.rs` of a folder that holds the other.
        };
        let folder = [&["src".to_owned()], &from.path[..common]]
            .concat()
            .join("/");
        let place = format!("{}:{} uses {}", from.file, found.line, to.name());
        let members = folders.entry(folder).or_default();
        members
            .entry(user.clone())
            .or_default()
            .insert(used.clone(), place);
    }
    folders
}

/// The largest sets of members in which each can reach each.
fn circles(members: &Members) -> BTreeSet<BTreeSet<String>> {
    let reach: BTreeMap<&String, BTreeSet<String>> = members
        .keys()
        .map(|member| (member, reachable(members, member)))
        .collect();
    let mut circles = BTreeSet::new();
    for (member, reached) in &reach {
        let circle: BTreeSet<String> = reached
            .iter()
            .filter(|other| reach.get(other).is_some_and(|back| back.contains(*member)))
            .cloned()
            .collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles
}

fn reachable(members: &Members, start: &String) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut todo = vec![start];
    while let Some(member) = todo.pop() {
        for used in members.get(member).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(used.clone()) {
                todo.push(used);
            }
        }
    }
    reached
}

fn shown(members: &Members, circle: &BTreeSet<String>) -> String {
    let inside = members.iter().filter(|(user, _)| circle.contains(*user));
    let places: Vec<&str> = inside
        .flat_map(|(_, used)| used)
        .filter(|(used, _)| circle.contains(*used))
        .map(|(_, place)| place.as_str())
        .collect();
    places.join("; ")
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::graph::Crate;
    use crate::source::fake;
    use crate::violation::keys;

    /// The folders in which files use each other in a circle.
    fn circles(files: &[(&str, &str)]) -> Vec<String> {
        keys(&check(&Crate::new(&fake(files))))
    }

    /// `src/a.rs` uses `src/b.rs`, and `b` uses `a` as the test says.
    #[track_caller]
    fn check_circle(b: &str) {
        let root = "mod a; mod b; pub use a::A;";
        let a = "use crate::b::B; pub struct A; pub fn f(_: B) {}";
        let b = format!("pub struct B; {b}");
        assert_eq!(
            circles(&[("src/lib.rs", root), ("src/a.rs", a), ("src/b.rs", &b)]),
            ["src"]
        );
    }

    #[test]
    fn two_files_that_import_each_other_are_found_in_every_spelling() {
        check_circle("use crate::a::A;");
        check_circle("use super::a::A;");
        check_circle("use crate::{a::{self, A as Renamed}};");
        check_circle("use crate::a::*;");
        check_circle("use crate::a as renamed; fn f() { renamed::f() }");
        check_circle("fn f() { crate::a::f(todo!()) }");
        check_circle("fn f(_: crate::a::A) {}");
        check_circle("fn f() { assert!(super::a::A == crate::x) }");
        check_circle("fn f() { use crate::a::f; }");
        check_circle("mod inner { use super::super::a::A; }");
        check_circle("pub(crate) use crate::a::A;");
    }

    #[test]
    fn a_reexport_leads_to_the_file_that_defines_the_name() {
        check_circle("use crate::A;");
        check_circle("use crate::*; fn f(_: A) {}");
    }

    #[test]
    fn two_folders_that_import_each_other_are_found() {
        let found = circles(&[
            ("src/lib.rs", "mod a; mod b;"),
            ("src/a/mod.rs", "mod x; mod y;"),
            ("src/a/x.rs", "use crate::b::x::X;"),
            ("src/a/y.rs", "pub struct Y;"),
            ("src/b/mod.rs", "pub mod x; mod y;"),
            ("src/b/x.rs", "pub struct X;"),
            ("src/b/y.rs", "use crate::a::y::Y;"),
        ]);
        assert_eq!(found, ["src"]);
    }

    #[test]
    fn a_circle_of_three_files_in_a_folder_is_found() {
        let found = circles(&[
            ("src/lib.rs", "mod f;"),
            ("src/f/mod.rs", "mod a; mod b; mod c;"),
            ("src/f/a.rs", "use super::b::B; pub struct A;"),
            ("src/f/b.rs", "use crate::f::c::C; pub struct B;"),
            ("src/f/c.rs", "use super::a::A; pub struct C;"),
        ]);
        assert_eq!(found, ["src/f"]);
    }

    #[test]
    fn a_folder_may_share_types_in_its_mod_rs() {
        let found = circles(&[
            ("src/lib.rs", "mod f; mod g;"),
            ("src/f/mod.rs", "mod a; pub use a::A; pub struct Shared;"),
            ("src/f/a.rs", "use super::Shared; pub struct A(Shared);"),
            ("src/g.rs", "use crate::f::{A, Shared};"),
        ]);
        assert_eq!(found, [""; 0]);
    }

    #[test]
    fn unit_tests_may_import_anything() {
        let found = circles(&[
            ("src/lib.rs", "mod a; mod b;"),
            ("src/a.rs", "use crate::b::B; pub struct A;"),
            (
                "src/b.rs",
                "pub struct B; #[cfg(test)] mod tests { use crate::a::A; }",
            ),
        ]);
        assert_eq!(found, [""; 0]);
    }
}
