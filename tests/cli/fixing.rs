//! `check-netrc --fix`: the bytes of each fix, and the bytes that it keeps.

use std::os::unix::fs::PermissionsExt;

use crate::world::World;

const ENTRY: &str = "the layout of an entry";
const APART: &str = "a comment on the line after a quoted value";
const BLANK: &str = "a blank line or trailing spaces before a comment";

/// Checks the output and the fixed file, and that a second run fixes nothing.
#[track_caller]
fn check(before: &str, expected: &[(usize, &str)], after: &str) {
    let mut world = World::new();
    world.write_netrc(before);
    let dry = world.run(&["check-netrc", "--fix", "--dry-run"]);
    assert_eq!(world.read_netrc(), before, "a dry run writes nothing");
    let done = world.run(&["check-netrc", "--fix"]);
    let lines = |verb: &str| -> String {
        expected
            .iter()
            .map(|(line, fix)| format!("{verb} line {line}: {fix}\n"))
            .collect()
    };
    assert_eq!(world.read_netrc(), after, "of {before:?}");
    assert_eq!((done.out, dry.out), (lines("fixed"), lines("would fix")));
    assert_eq!(
        (done.code, world.files()),
        (dry.code, vec![".netrc".to_owned()])
    );
    world.run(&["check-netrc", "--fix"]);
    assert_eq!(world.read_netrc(), after, "after the second run");
}

#[track_caller]
fn stays(file: &str) {
    let mut world = World::new();
    world.write_netrc(file);
    let done = world.run(&["check-netrc", "--fix"]);
    assert_eq!(world.read_netrc(), file);
    assert_eq!(
        done.out, "nothing can be fixed: each fix would change the values that some tool reads\n",
        "of {file:?}"
    );
}

#[test]
fn a_blank_line_before_a_comment_is_removed() {
    let fixed = "machine a.test\n  login me\n  password pw\n# my work\nmachine b.test\n  login me\n  password pw\n";
    for (gap, line) in [("\n\n", 5), ("\n\n\n\n", 7), ("  \n", 4), ("\n  \n", 5)] {
        check(
            &fixed.replacen("pw\n", &format!("pw{gap}"), 1),
            &[(line, BLANK)],
            fixed,
        );
    }
    check(
        "\n\n# one two\nmachine a.test\n  login me\n  password pw\n",
        &[(3, BLANK)],
        "# one two\nmachine a.test\n  login me\n  password pw\n",
    );
    check(
        "machine a.test login me password pw\n\n# one two\n\n# three four\n",
        &[(3, BLANK), (5, BLANK)],
        "machine a.test login me password pw\n# one two\n# three four\n",
    );
}

#[test]
fn a_byte_order_mark_is_removed() {
    let plain = "machine a.test\n  login me\n  password pw\n";
    check(
        &format!("\u{FEFF}{plain}"),
        &[(1, "a byte order mark")],
        plain,
    );
}

#[test]
fn an_unterminated_macro_gets_an_empty_line() {
    let whole = "machine a.test\n  login me\n  password pw\nmacdef init\ncd /pub\n\n";
    let output = [(4, "a macro without an empty line at its end")];
    check(&whole[..whole.len() - 1], &output, whole);
    check(&whole[..whole.len() - 2], &output, whole);
}

#[test]
fn default_is_moved_to_the_end() {
    let output = [(
        1,
        "`default` before other entries, which some tools read instead of them",
    )];
    check(
        "default login any password x\nmachine a.test\n  login me\n  password pw\n",
        &output,
        "machine a.test\n  login me\n  password pw\ndefault\n  login any\n  password x\n",
    );
    check(
        "default\n  login any\n  password x\n# about a\nmachine a.test login me password pw",
        &output,
        "# about a\nmachine a.test login me password pw\ndefault\n  login any\n  password x\n",
    );
}

#[test]
fn an_entry_is_rewritten_one_part_to_a_line() {
    let fixed = "machine a.test\n  login me\n  password pw\n";
    for before in [
        "machine \"a.test\"\n  login \"me\"\n  password \"pw\"\n",
        "machine a.test login me password \"pw\"",
        "machine A.Test\n  login me\n  password pw\n",
        "MACHINE a.test\n  LOGIN me\n  Password pw\n",
        "machine a.test\n  password pw\n  login me\n",
        "machine a.test\n\n  login me\n\n  password pw\n",
        "machine a.test \n  login me \n  password pw \n",
        "machine\na.test\nlogin\nme\npassword\npw\n",
        "machine\ta.test\tlogin\tme\tpassword\tpw\n",
        "machine a.test\nlogin me\npassword pw\n",
        "machine a.test\n  user me\n  passwd pw\n",
    ] {
        check(before, &[(1, ENTRY)], fixed);
    }
}

#[test]
fn two_entries_on_one_line_are_separated() {
    check(
        "machine a.test login me password pw machine b.test login you password \"qw\"\n",
        &[(1, ENTRY), (1, ENTRY)],
        "machine a.test\n  login me\n  password pw\nmachine b.test\n  login you\n  password qw\n",
    );
}

#[test]
fn comments_of_an_entry_are_moved_before_it() {
    check(
        "machine a.test\n  # mine\n  login me\n  password pw # here\n",
        &[(1, ENTRY)],
        "# mine\n# here\nmachine a.test\n  login me\n  password pw\n",
    );
    check(
        "# first\nmachine b.test login me password pw\nmachine a.test # the second\n  login me\n# third\n  password pw\n# last\n",
        &[(3, ENTRY)],
        "# first\nmachine b.test login me password pw\n# the second\n# third\nmachine a.test\n  login me\n  password pw\n# last\n",
    );
}

#[test]
fn line_numbers_are_those_of_the_original_file() {
    check(
        "machine a.test  login me  password pw\n\n\n# my work\nmachine b.test\n  password qw\n  login you\nmacdef init\nls",
        &[
            (4, BLANK),
            (8, "a macro without an empty line at its end"),
            (1, ENTRY),
            (5, ENTRY),
        ],
        "machine a.test\n  login me\n  password pw\n# my work\nmachine b.test\n  login you\n  password qw\n\
         macdef init\nls\n\n",
    );
    // If the entry was not fixed first, Go would read the quotes as part of the password.
    check(
        "default login any password x\nmachine a.test login me password \"pw\"\n",
        &[
            (2, ENTRY),
            (
                1,
                "`default` before other entries, which some tools read instead of them",
            ),
        ],
        "machine a.test\n  login me\n  password pw\ndefault\n  login any\n  password x\n",
    );
}

/// Checks fixes that are only made together, because no reader gains by one of them alone.
#[track_caller]
fn check_together(before: &str, after: &str) {
    let mut world = World::new();
    world.write_netrc(before);
    world.run(&["check-netrc", "--fix"]);
    assert_eq!(world.read_netrc(), after, "of {before:?}");
}

#[test]
fn a_blank_line_is_removed_together_with_the_quotes_before_it() {
    // Python refuses a file with a comment on the line after a closing quote, even without the
    // blank line.
    check_together(
        "machine a.test\n  login me\n  password \"pw\"\n\n# my work\n",
        "machine a.test\n  login me\n  password pw\n# my work\n",
    );
}

#[test]
fn a_default_after_a_byte_order_mark_is_moved_to_the_end() {
    check_together(
        "\u{FEFF}default\n  login any\n  password x\nmachine a.test\n  login me\n  password pw\n",
        "machine a.test\n  login me\n  password pw\ndefault\n  login any\n  password x\n",
    );
}

#[test]
fn an_entry_with_unknown_words_is_not_rewritten() {
    for entry in [
        "machine a.test\n  login me\n  password A # was: login me password OLD\n\nmachne b.test\n  login you\n  password B\n",
        "machine a.test login me passwd OLD password S\n",
        "machine a.test login me password S passwd NEW\n",
        "machine a.test user bob login me password S\n",
        "machine a.test user me password correct horse\n",
        "machine a.test user me port 8443 password S\n",
        "machine a.test user me password \"S\"x\n",
        "machine a.test user me password \"a\\nb\"\n",
        "default user a login b password c passwd d\nmachine a.test login me password pw\n",
    ] {
        stays(entry);
    }
}

#[test]
fn a_default_with_a_macro_stays() {
    // Without `default`, FTP would run the macro for the previous host.
    stays(
        "machine a.test\n  login me\n  password pw\ndefault\n  login any\n  password x\nmacdef init\nls\n\nmachine b.test\n  login me\n  password pw\n",
    );
}

#[test]
fn windows_line_endings_are_replaced_with_other_fixes() {
    check(
        "machine a.test\r\n  login me\r\n  password \"pw\"\r\n\r\n# my work\r\nmachine b.test\r\n  login me\r\n  password pw\r\n",
        &[(5, BLANK), (1, ENTRY), (1, "Windows line endings")],
        "machine a.test\n  login me\n  password pw\n# my work\nmachine b.test\n  login me\n  password pw\n",
    );
}

#[test]
fn macros_accounts_and_comments_near_a_fixed_entry_stay() {
    let (before, after) = (
        "# top\nmacdef one\nmachine x login y password \"z\"\n\n",
        "macdef two\n# inside\n\n# between\nmachine ftp.test login me password \"pw\" account \"ac\"\n# end\n",
    );
    check(
        &format!("{before}machine a.test login me password \"pw\"\n{after}"),
        &[(5, ENTRY), (11, APART)],
        &format!(
            "{before}machine a.test\n  login me\n  password pw\n{}",
            after.replace("# end", "#\n# end")
        ),
    );
}

#[test]
fn an_ambiguous_entry_is_not_rewritten() {
    stays("machine a.test login me password a\\b\n");
    stays("machine a.test login me password \"a\\nb\"\n");
    stays("machine a.test login me login you password pw\n");
    stays("machine a.test login me password one password two\n");
    stays("machine a.test login me password \"pw\"x\n");
    stays("machine a.test login me password \"pw\n");
    stays("machine a.test login me password \"\"\n");
    stays("machine a.test login me password \"pw\" port 8080\n");
    stays("machine a.test login\n  password \"pw\"\n");
}

#[test]
fn a_comment_after_a_quoted_value_gets_a_line_with_a_lone_hash() {
    let fixed = "machine a.test\n  login me\n  password \"p w\"\n#\n# of work\nmachine b.test\n  login me\n  password pw\n";
    check(&fixed.replace("#\n", ""), &[(4, APART)], fixed);
    check(&fixed.replace("#\n", "\n"), &[(5, BLANK)], fixed);
}

#[test]
fn a_comment_after_a_value_that_needs_no_quotes_does_not_move() {
    let fixed = "machine a.test\n  login me\n  password pw\n# of work\n";
    check(&fixed.replace("pw", "\"pw\""), &[(1, ENTRY)], fixed);
}

#[test]
fn entries_are_fixed_together_if_one_alone_gains_nothing() {
    let before =
        "machine a.test login me password pw # one\nmachine b.test login me password pw # two\n";
    let lines = |host: &str, note: &str| {
        format!("# {note}\nmachine {host}.test\n  login me\n  password pw\n")
    };
    check(
        before,
        &[(1, ENTRY), (2, ENTRY)],
        &(lines("a", "one") + &lines("b", "two")),
    );
}

#[test]
fn python_still_reads_the_file_after_a_comment_is_moved() {
    check(
        "machine a.test:8443 login me password \"q84\" #old pw\n",
        &[(1, ENTRY)],
        "# old pw\nmachine a.test:8443\n  login me\n  password q84\n",
    );
}

#[test]
fn no_tool_that_found_nothing_finds_a_wrong_password() {
    stays("machine \"a.test\" login me password \"p w\"\n");
}

#[test]
fn a_value_that_needs_quotes_is_not_rewritten() {
    stays("machine a.test login me password \"p w\"\n");
    stays("machine a.test login me password \"a\\\\b\"\n");
    stays("machine a.test login me password \"#x\"\n");
}

#[test]
fn nothing_is_fixed_unless_a_requested_tool_gains() {
    let mut world = World::new();
    let file = "machine a.test\n  login me\n  password \"pw\"\n";
    world.write_netrc(file);
    world
        .run(&["check-netrc", "--fix", "--for", "curl,pip"])
        .ok();
    assert_eq!(world.read_netrc(), file);
    world.run(&["check-netrc", "--fix", "--for", "go"]).ok();
    assert_eq!(world.read_netrc(), file.replace('"', ""));
}

#[test]
fn json_lists_the_fixes() {
    let mut world = World::new();
    world.write_netrc("machine a.test  login me  password pw\n\n# my work\n");
    for (args, dry) in [(&["--dry-run"][..], true), (&[], false)] {
        let done = world
            .run(&[&["check-netrc", "--fix", "--format", "json"], args].concat())
            .ok();
        let found: serde_json::Value = serde_json::from_str(&done).unwrap();
        let fixed = serde_json::json!([{ "line": 3, "what": "blank_before_comment" }, { "line": 1, "what": "entry" }]);
        assert_eq!(
            (&found["fixed"], &found["dry_run"], &found["agree"]),
            (&fixed, &dry.into(), &true.into())
        );
    }
}

#[test]
fn other_users_cannot_read_the_fixed_file() {
    let mut world = World::new();
    world.write_netrc_with_mode("machine a.test\n  login me\n  password \"pw\"\n", 0o644);
    assert_eq!(world.run(&["check-netrc", "--fix"]).code, 0);
    assert_eq!(
        std::fs::metadata(world.netrc())
            .unwrap()
            .permissions()
            .mode()
            & 0o7777,
        0o600
    );
    assert_eq!(
        world.read_netrc(),
        "machine a.test\n  login me\n  password pw\n"
    );
}

#[test]
fn windows_line_endings_are_replaced() {
    let fixed = "machine a.test\n  login me\n  password pw\n";
    let crlf = fixed.replace('\n', "\r\n");
    check(&crlf, &[(1, "Windows line endings")], fixed);
    check(
        &format!("\u{FEFF}{crlf}"),
        &[(1, "a byte order mark"), (1, "Windows line endings")],
        fixed,
    );
}

#[test]
fn words_that_no_tool_needs_are_removed() {
    const WORDS: &str = "words that no tool needs, such as `protocol https`";
    let fixed = "machine a.test\n  login me\n  password pw\n";
    for pair in ["protocol https", "method interactive", "port 443"] {
        for (before, line) in [
            (
                fixed.replace("  password", &format!("  {pair}\n  password")),
                3,
            ),
            (format!("{fixed}  {pair}\n"), 4),
            (fixed.replace("me\n", &format!("me {pair}\n")), 2),
        ] {
            check(&before, &[(line, WORDS)], fixed);
        }
    }
    check(&format!("{fixed}EOF\n"), &[(4, WORDS)], fixed);
}

#[test]
fn words_that_may_belong_to_a_value_stay() {
    stays("machine a.test\n  login me\n  password pw protocol handler secret\n");
    stays("machine a.test\n  login me\n  port 587\n  password pw\n");
}
