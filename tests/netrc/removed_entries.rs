//! Edits that remove entries: the lines and comments that go with them.

use super::edits::check_remove;

#[test]
fn removing_an_entry_removes_its_lines() {
    let a = "machine a login x password y\n";
    let b = "machine b\n\tlogin x\n\tpassword y\n";
    let c = "machine c login x password y\n";
    check_remove(&format!("{a}{b}{c}"), &["b"], &format!("{a}{c}"));
    check_remove(&format!("{a}{b}{c}"), &["a", "b", "c"], "");
    check_remove(&format!("{a}\n{b}\n{c}"), &["b"], &format!("{a}\n{c}"));
    check_remove(&format!("{a}\n{b}\n{c}"), &["a", "b"], c);
    check_remove(&format!("{a}\n{c}"), &["c"], a);
    check_remove(&format!("macdef x\nls\n\n{a}"), &["a"], "macdef x\nls\n\n");
    check_remove(
        &format!("macdef x\nls\n\n\n\n{a}"),
        &["a"],
        "macdef x\nls\n\n",
    );
    check_remove(&format!("# head\n{a}# tail\n"), &["a"], "# head\n# tail\n");
    check_remove(
        "  machine a login x password y  \nmachine c login x password y",
        &["a"],
        "machine c login x password y",
    );
    check_remove(
        "machine a login x password y\r\nmachine c login x password y\r\n",
        &["a"],
        "machine c login x password y\r\n",
    );
}

#[test]
fn comments_between_the_words_of_an_entry_stay() {
    let inner = "machine a # one\n  login x\n  # two\n  password y\n";
    check_remove(inner, &["a"], "# one\n# two\n");
    check_remove(
        &format!("machine z login x password y\n\n{inner}"),
        &["a"],
        "machine z login x password y\n# one\n# two\n",
    );
    check_remove(
        &format!("machine z login x password y {inner}"),
        &["a"],
        "machine z login x password y \n# one\n# two\n",
    );
    check_remove(&inner.replace('\n', "\r\n"), &["a"], "# one\r\n# two\r\n");
}

#[test]
fn one_of_several_entries_on_a_line_can_be_removed() {
    let line =
        "machine a login x password y machine b login x password y machine c login x password y\n";
    check_remove(
        line,
        &["a"],
        "machine b login x password y machine c login x password y\n",
    );
    check_remove(
        line,
        &["b"],
        "machine a login x password y machine c login x password y\n",
    );
    check_remove(
        line,
        &["c"],
        "machine a login x password y machine b login x password y\n",
    );
    check_remove(line, &["a", "b", "c"], "");
    check_remove("machine a login x password y # note\n", &["a"], "# note\n");
}
