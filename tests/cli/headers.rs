//! `[headers]` of the settings: the header `Authorization` for each host.

use crate::helper::{check, helper};
use crate::world::World;

fn world(form: &str) -> World {
    let mut world = World::new();
    world.has("a.test", "me", "T").has("b.test", "me", "T");
    world.write_settings(&format!("[headers]\n\"a.test\" = \"{form}\"\n"));
    world
}

#[test]
fn every_protocol_with_a_header_uses_its_form() {
    for (form, value) in [
        ("token {token}", "token T"),
        ("{token}", "T"),
        ("X {login}:{token}", "X me:T"),
        ("Basic", "Basic bWU6VA=="),
    ] {
        let mut world = world(form);
        let bazel = format!("{{\"headers\":{{\"Authorization\":[\"{value}\"]}}}}\n");
        check(
            &mut world,
            &["bazel", "get"],
            "{\"uri\":\"https://a.test/x\"}",
            &bazel,
        );
        let go = format!("https://a.test/\n\nAuthorization: {value}\n\n");
        check(&mut world, &["goauth", "https://a.test/x"], "", &go);
        check(&mut world, &["pnpm", "a.test"], "", value);
        check(&mut world, &["pnpm", "b.test"], "", "Bearer T");
        let asked = "{\"v\":1,\"registry\":{\"index-url\":\"sparse+https://a.test/i/\"},\"kind\":\"get\",\"operation\":\"read\"}\n";
        let cargo = helper(&mut world, &["cargo"], asked).ok();
        assert!(cargo.contains(&format!("\"token\":\"{value}\"")), "{cargo}");
        // A protocol without a header gets the token.
        check(
            &mut world,
            &["git", "get"],
            "protocol=https\nhost=a.test\n",
            "username=me\npassword=T\n",
        );
    }
}

#[test]
fn the_longest_path_has_the_form() {
    let mut world = World::new();
    world.has("a.test", "me", "T");
    world.write_settings("[headers]\n\"a.test\" = \"A {token}\"\n\"a.test/x\" = \"X {token}\"\n");
    for (place, value) in [
        ("a.test/x/y", "X T"),
        ("a.test/xy", "A T"),
        ("a.test", "A T"),
    ] {
        check(&mut world, &["pnpm", place], "", value);
    }
}

#[test]
fn an_empty_token_has_no_header() {
    let mut world = World::new();
    check(&mut world, &["keyring", "set", "a.test", "me"], "\n", "");
    check(
        &mut world,
        &["bazel", "get"],
        "{\"uri\":\"https://a.test\"}",
        "{}\n",
    );
    check(&mut world, &["goauth", "https://a.test/x"], "", "");
    check(&mut world, &["terraform", "get", "a.test"], "", "{}\n");
    for arguments in [&["pnpm", "a.test"][..], &["aws", "a.test"]] {
        let done = helper(&mut world, arguments, "");
        assert_eq!((done.code, &*done.out), (1, ""), "{arguments:?}");
    }
}
