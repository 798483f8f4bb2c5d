//! Long expected outputs, in `snapshots/` beside the tests.
//!
//! After a change, look at the difference, and accept it with `INSTA_UPDATE=always cargo test
//! --test cli`.

use crate::world::Output;

/// Fails if the text is not that of the snapshot.
#[track_caller]
pub(crate) fn check(name: &str, text: &str) {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, text);
    });
}

/// Everything that a command printed, and its exit code.
pub(crate) fn transcript(done: &Output) -> String {
    let Output { code, out, err } = done;
    format!("{out}--- standard error\n{err}--- exit code {code}\n")
}
