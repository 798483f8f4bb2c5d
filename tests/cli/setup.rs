//! `keyrc setup` and `keyrc unsetup`, whatever the tool: files, folders, records, questions.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use crate::world::{Output, World};

/// A world for `keyrc setup`: the program exists, and the tests see every file of the home.
pub(crate) struct Setup {
    pub(crate) world: World,
}

impl Setup {
    pub(crate) fn new() -> Self {
        let world = World::new();
        let program = world.program();
        fs::create_dir_all(program.parent().unwrap()).unwrap();
        write(&program, "#!/bin/sh\n");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Self { world }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.world.home.path().join(name)
    }

    /// Writes a file in the home with mode 0644.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        write(&path, text);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        let home = self.world.home.path().to_str().unwrap().to_owned();
        fs::read_to_string(self.path(name))
            .unwrap()
            .replace(&home, "~")
    }

    pub(crate) fn run(&mut self, args: &[&str]) -> Output {
        self.world.run(args)
    }

    /// Every file below the home: its path, mode, and content or target.
    pub(crate) fn snapshot(&self) -> Vec<String> {
        let mut found = Vec::new();
        list(self.world.home.path(), &mut found);
        found.sort();
        found
    }

    /// Sets a tool up, checks its file, sets it up again, and restores it.
    #[track_caller]
    pub(crate) fn round_trip(&mut self, args: &[&str], file: &str, expected: &str) {
        let before = self.snapshot();
        let done = self.run(&[&["setup"], args].concat());
        assert_eq!(done.code, 0, "{}", done.err);
        assert_eq!(self.read(file), expected);
        let after = self.snapshot();
        let again = self.run(&[&["setup"], args].concat());
        assert!(again.out.contains("already"), "{}", again.out);
        assert_eq!(self.snapshot(), after);
        self.run(&["unsetup", args[0]]).ok();
        assert_eq!(self.snapshot(), before);
    }
}

#[expect(clippy::disallowed_methods, reason = "a file of a tool")]
fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

fn list(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let metadata = path.symlink_metadata().unwrap();
        let content = if metadata.is_dir() {
            list(&path, found);
            String::new()
        } else if metadata.is_symlink() {
            fs::read_link(&path).unwrap().display().to_string()
        } else {
            fs::read_to_string(&path).unwrap()
        };
        found.push(format!(
            "{} {:o} {content:?}",
            path.display(),
            metadata.mode()
        ));
    }
}

const HOST: [&str; 3] = ["git", "--host", "git.example.com"];

fn set_up_git(setup: &mut Setup) -> Output {
    setup.run(&[&["setup"], &HOST[..]].concat())
}

#[test]
fn lines_that_the_user_added_to_keyrcs_section_keep_their_header() {
    let mut setup = Setup::new();
    assert_eq!(setup.run(&["setup", "pip", "--yes"]).code, 0);
    let file = ".config/pip/pip.conf";
    let more = setup.read(file) + "index-url = https://x.test/simple\n";
    setup.write(file, &more);
    let done = setup.run(&["unsetup", "pip"]);
    assert_eq!(done.code, 6, "{}{}", done.out, done.err);
    assert_eq!(setup.read(file), more);
}

#[test]
fn a_migration_ends_with_the_command_for_the_tools_of_this_machine() {
    let mut setup = Setup::new();
    for program in ["git", "curl", "docker"] {
        setup.write(&format!("tools/{program}"), "");
    }
    let folder = setup.path("tools").to_str().unwrap().to_owned();
    setup.world.environment.push(("PATH".to_owned(), folder));
    let mut migrate = |netrc: &str| {
        setup.world.write_netrc(netrc);
        let out = setup.run(&["migrate"]).ok();
        setup.run(&["setup", "curl", "--yes"]);
        out
    };
    let first = migrate("machine a.test login me password one\n");
    assert!(
        first.contains("as before:\n  keyrc setup git curl\n"),
        "{first}"
    );
    let second = migrate("machine b.test login me password two\n");
    assert!(
        second.contains("as before:\n  keyrc setup git\n"),
        "{second}"
    );
}

#[test]
fn created_files_and_folders_are_removed() {
    let mut setup = Setup::new();
    let before = setup.snapshot();
    setup.run(&["setup", "go"]).ok();
    assert!(setup.path(".config/go/env").is_file());
    let out = setup.run(&["unsetup", "go"]).ok();
    assert!(out.starts_with("removed `~/.config/go/env`\n"), "{out}");
    assert_eq!(setup.snapshot(), before);
}

#[test]
fn a_link_and_the_mode_of_the_file_are_kept() {
    let mut setup = Setup::new();
    setup.write("dotfiles/gitconfig", "[user]\n\tname = me\n");
    symlink("dotfiles/gitconfig", setup.path(".gitconfig")).unwrap();
    let before = setup.snapshot();
    set_up_git(&mut setup).ok();
    let link = fs::read_link(setup.path(".gitconfig")).unwrap();
    assert_eq!(link, Path::new("dotfiles/gitconfig"));
    let mode = setup.path("dotfiles/gitconfig").metadata().unwrap().mode();
    assert_eq!(mode & 0o777, 0o644);
    setup.run(&["unsetup", "git"]).ok();
    assert_eq!(setup.snapshot(), before);
}

#[test]
fn other_changes_of_the_file_stay() {
    let mut setup = Setup::new();
    setup.write(".gitconfig", "[user]\n\tname = me\n");
    set_up_git(&mut setup).ok();
    let text = fs::read_to_string(setup.path(".gitconfig")).unwrap();
    let text = format!("[core]\n\tpager = less\n{text}[alias]\n\tst = status\n");
    setup.write(".gitconfig", &text);
    setup.run(&["unsetup", "git"]).ok();
    assert_eq!(
        setup.read(".gitconfig"),
        "[core]\n\tpager = less\n[user]\n\tname = me\n[alias]\n\tst = status\n"
    );
}

#[test]
fn changed_lines_of_keyrc_are_left_alone() {
    let mut setup = Setup::new();
    set_up_git(&mut setup).ok();
    let text = fs::read_to_string(setup.path(".gitconfig")).unwrap();
    setup.write(
        ".gitconfig",
        &text.replace("helper git", "helper git --mine"),
    );
    let before = setup.snapshot();
    let refused = setup.run(&["unsetup", "git"]);
    assert_eq!(refused.code, 6, "{}", refused.err);
    assert!(
        refused.err.contains("~/.gitconfig` has changed"),
        "{}",
        refused.err
    );
    assert!(
        refused.err.contains("`keyrc unsetup git --forget`"),
        "{}",
        refused.err
    );
    assert_eq!(setup.snapshot(), before);
    setup.run(&["unsetup", "git", "--forget"]).ok();
    setup
        .run(&["unsetup", "git"])
        .expect(0, "unchanged: keyrc did not configure git\n", "");
}

#[test]
fn several_setups_are_undone_together() {
    let mut setup = Setup::new();
    setup.write(".gitconfig", "# mine");
    let before = setup.snapshot();
    set_up_git(&mut setup).ok();
    setup
        .run(&["setup", "git", "--host", "other.example.com"])
        .ok();
    setup.run(&["unsetup", "git"]).ok();
    assert_eq!(setup.snapshot(), before);
}

#[test]
fn a_process_that_is_killed_after_the_record_leaves_nothing_to_undo() {
    let mut setup = Setup::new();
    setup.write(".gitconfig", "# mine");
    let before = setup.snapshot();
    set_up_git(&mut setup).ok();
    // As if the process was killed before it replaced the file.
    setup.write(".gitconfig", "# mine");
    set_up_git(&mut setup).ok();
    setup.run(&["unsetup", "git"]).ok();
    assert_eq!(setup.snapshot(), before);
}

#[test]
fn a_file_that_the_tool_cannot_read_is_named_with_its_line() {
    let mut setup = Setup::new();
    for (bytes, line) in [
        (&b"[user]\n\tname = \"me\n"[..], 2),
        (b"[user]\n\tname = \xff\n", 2),
    ] {
        let path = setup.path(".gitconfig");
        #[expect(clippy::disallowed_methods, reason = "a file of a tool")]
        fs::write(&path, bytes).unwrap();
        let refused = set_up_git(&mut setup);
        assert_eq!(refused.code, 5, "{}", refused.err);
        let place = format!("~/.gitconfig`:{line}:");
        assert!(refused.err.contains(&place), "{}", refused.err);
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    assert!(!setup.path(".local").exists());
}

#[test]
fn nothing_changes_with_dry_run_or_without_consent() {
    let mut setup = Setup::new();
    setup.write(".gitconfig", "# mine\n");
    let before = setup.snapshot();
    let shown = setup.run(&["setup", "git", "--host", "git.example.com", "--dry-run"]);
    assert_eq!(
        shown.ok(),
        "`~/.gitconfig`:\n+[credential \"https://git.example.com\"]\n+\thelper =\n\
         +\thelper = !'~/my programs/keyrc' helper git\n"
    );
    assert_eq!(setup.snapshot(), before);
    setup.world.typed = Some(vec!["n"]);
    let refused = set_up_git(&mut setup);
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("Make these changes?"),
        "{}",
        refused.err
    );
    assert_eq!(setup.snapshot(), before);
    setup.world.typed = Some(vec!["y"]);
    assert_eq!(set_up_git(&mut setup).code, 0);
    setup.world.typed = Some(vec![]);
    setup
        .run(&["setup", "git", "--host", "b.test", "--yes"])
        .ok();
}

#[test]
fn json_has_the_outcome_of_each_tool() {
    let mut setup = Setup::new();
    setup.world.has("git.example.com", "me", "T");
    let out = setup.run(&["setup", "git", "go", "--format", "json"]).ok();
    assert_eq!(
        out,
        "[{\"files\":[\"~/.gitconfig\"],\"links\":[],\"not_in_path\":null,\"notes\":[],\"outcome\":\"changed\",\
         \"scripts\":[],\"tool\":\"git\"},{\"files\":[\"~/.config/go/env\"],\"links\":[],\"not_in_path\":null,\
         \"notes\":[],\"outcome\":\"changed\",\"scripts\":[],\"tool\":\"go\"}]\n"
    );
    let out = setup.run(&["unsetup", "--all", "--format", "json"]).ok();
    assert!(
        out.starts_with("[{\"configured\":true,\"removed\":[\"~/.gitconfig\"]"),
        "{out}"
    );
}

#[test]
fn without_a_stored_token_there_is_no_host() {
    let mut setup = Setup::new();
    let refused = setup.run(&["setup", "git"]);
    assert_eq!(refused.code, 3, "{}", refused.err);
}

#[test]
fn doctor_reports_tools_that_do_not_ask_keyrc_any_more() {
    let mut setup = Setup::new();
    let doctor = |setup: &mut Setup| setup.run(&["doctor"]).out;
    setup.write(".gitconfig", "");
    set_up_git(&mut setup).ok();
    setup.run(&["setup", "terraform"]).ok();
    let out = doctor(&mut setup);
    assert!(out.contains("ok   git        asks keyrc\n"), "{out}");
    assert!(out.contains("ok   terraform  asks keyrc\n"), "{out}");
    let text = fs::read_to_string(setup.path(".gitconfig")).unwrap();
    setup.write(".gitconfig", &format!("{text}\thelper = store\n"));
    let link = setup.path(".terraform.d/plugins/terraform-credentials-keyrc");
    fs::remove_file(&link).unwrap();
    symlink("/nonexistent/keyrc", &link).unwrap();
    let out = doctor(&mut setup);
    assert!(
        out.contains("bad  git        git also gives tokens to the helper `store`"),
        "{out}"
    );
    assert!(out.contains("points to a deleted keyrc"), "{out}");
    setup.write(".gitconfig", "");
    let elsewhere = setup.path("elsewhere.tfrc").display().to_string();
    setup.world.environment = vec![("TF_CLI_CONFIG_FILE".into(), elsewhere)];
    let out = doctor(&mut setup);
    assert!(
        out.contains("`~/.gitconfig` no longer has all lines of keyrc"),
        "{out}"
    );
    assert!(
        out.contains("`~/elsewhere.tfrc` no longer has all lines of keyrc"),
        "{out}"
    );
    fs::remove_file(setup.world.program()).unwrap();
    assert!(doctor(&mut setup).contains("keyrc`, which does not exist"));
}
