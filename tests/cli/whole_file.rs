//! check-netrc: what is said of a file as a whole, and of the words of the command line that name it.

use crate::world::World;

#[test]
fn a_file_that_is_lost_is_said_to_be_so_once() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password pw\n\n# of work\nmachine b.test login me password \"pw\"\n");
    world.run(&["check-netrc", "--for", "pip,go,curl-7.88"]).expect(
        5,
        "requests: nothing, the whole file is lost\n  \
         line 3: a blank before a comment; take out the blank line before it, or the blanks at the end of the line before\n\
         me at a.test (line 1): read by 2 of 3 readers\n\
         me at b.test (line 4): read by 1 of 3 readers\n  go: a different password\n    \
         line 4: a value in quotes; take the quotes off, if nothing in the value needs them\n",
        "keyrc: 2 entries are not read alike in `~/.netrc`\n\
         keyrc: hint: mend what can be mended with `keyrc check-netrc ~/.netrc --fix`\n",
    );
}

#[test]
fn an_entry_inside_a_macro_is_pointed_at_also_when_the_macro_is_ended_behind_it() {
    let mut world = World::new();
    let file = "machine a.test login me password pw\nmacdef init\nls\nmachine b.test login me password pw\n";
    let told = "keyrc: `~/.netrc`:4:1: an entry inside a macro, which no tool finds without an empty line before it\n";
    for (file, code) in [(file.to_owned(), 5), (format!("{file}\n"), 0)] {
        world.write_netrc(&file);
        let done = world.run(&["check-netrc", "--for", "curl,python"]);
        assert_eq!(done.code, code);
        assert!(done.err.starts_with(told), "{}", done.err);
    }
    assert!(world.run(&["import-netrc"]).err.contains("an entry inside a macro"));
}

#[test]
fn a_word_with_a_slash_is_a_path() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password pw\n");
    let done = world.run(&["check-netrc", "sub/netrc"]);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    assert!(done.err.contains("sub/netrc"), "{}", done.err);
    assert_eq!(world.run(&["check-netrc", "https://a.test/x", "--for", "curl"]).code, 0);
    let done = world.run(&["check-netrc", "b.test"]);
    assert_eq!(done.code, 3);
    assert!(done.err.ends_with("hint: see what it has with `keyrc check-netrc ~/.netrc`\n"), "{}", done.err);
}
