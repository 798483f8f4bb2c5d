//! `migrate` and `import-netrc` of entries with odd words and machines.

use crate::world::World;

#[test]
fn a_pair_that_no_tool_needs_is_moved_with_its_entry() {
    for file in [
        "machine a.test\n  login me\n  protocol https\n  password hunter2\n",
        "machine a.test login me password hunter2 method interactive\n",
        "machine a.test port 443 login me password hunter2\n",
        "machine a.test login me password hunter2\nEOF\n",
    ] {
        let mut world = World::new();
        world.write_netrc(file);
        let done = world.run(&["migrate"]).ok();
        assert!(
            done.starts_with("stored         me at a.test\nremoved 1 entry"),
            "{file}: {done}"
        );
        assert_eq!(world.stored("a.test", "me").as_deref(), Some("hunter2"));
        assert_eq!(world.read_netrc().trim(), "", "{file}");
    }
}

#[test]
fn an_entry_with_words_that_may_belong_to_it_is_never_stored_in_part() {
    for (file, line, reason) in [
        (
            "machine a.test login me password hunter1 hunter2\n",
            1,
            "words after the password; if",
        ),
        (
            "machine a.test\n  login me\n  pasword hunter2\n",
            3,
            "a misspelt keyword; did you mean `password`?",
        ),
        (
            "machine a.test\n  username me\n  password hunter2\n",
            2,
            "another word for `login`; write `login`",
        ),
    ] {
        for args in [
            &["migrate"][..],
            &["import-netrc"],
            &["migrate", "--as", "curl-8.23"],
        ] {
            let mut world = World::new();
            world.write_netrc(file);
            let done = world.run(args);
            let start = format!("skipped        a.test: line {line}: {reason}");
            assert!(
                done.out.starts_with(&start),
                "{args:?} {file}: {}",
                done.out
            );
            assert_eq!((done.code, world.stored("a.test", "me")), (5, None));
            assert_eq!(world.read_netrc(), file);
            assert!(!done.out.contains("hunter"), "{}", done.out);
        }
    }
}

#[test]
fn an_entry_for_mail_programs_is_not_moved_unless_a_tool_is_chosen() {
    let file = "machine a.test\n  login me\n  port 587\n  password hunter2\n";
    let mut world = World::new();
    world.write_netrc(file);
    let done = world.run(&["import-netrc"]);
    let start = "skipped        a.test: line 3: a pair that only mail programs need";
    assert!(done.out.starts_with(start), "{}", done.out);
    world.run(&["import-netrc", "--as", "curl-8.23"]).ok();
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("hunter2"));
}

#[test]
fn a_machine_that_no_tool_finds_is_skipped_with_its_fix() {
    for (machine, reason) in [
        ("*.a.test", "a host with `*`; write an entry for each host"),
        (
            ".a.test",
            "a host that starts with a dot; write an entry for each host",
        ),
        (
            "a.test,b.test",
            "several hosts in one word; write an entry for each host",
        ),
        ("a.test.", "a host that ends with a dot; remove the dot"),
    ] {
        let mut world = World::new();
        world.write_netrc(format!("machine {machine} login me password hunter2\n"));
        let done = world.run(&["import-netrc"]);
        assert!(done.out.contains(reason), "{machine}: {}", done.out);
        assert_eq!(done.code, 5);
    }
}

#[test]
fn a_keyword_that_starts_no_entry_is_an_ordinary_value() {
    for value in ["login", "password", "account"] {
        let mut world = World::new();
        world.write_netrc(format!("machine a.test login {value} password {value}\n"));
        world.run(&["import-netrc"]).ok();
        assert_eq!(world.stored("a.test", value).as_deref(), Some(value));
    }
    for value in ["machine", "default", "macdef"] {
        let mut world = World::new();
        world.write_netrc(format!("machine a.test login me password {value}\n"));
        assert_eq!(world.run(&["import-netrc"]).code, 5, "{value}");
    }
}
