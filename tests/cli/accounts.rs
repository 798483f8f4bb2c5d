//! `[[account]]` of the settings: the account of a host by directory, path and remote.

use std::fs;
use std::path::PathBuf;

use crate::helper::{check, helper};
use crate::world::World;

/// A world with a default account `me` at a.test, and this text after it in the settings.
fn world(settings: &str) -> World {
    let mut world = World::new();
    world.has("a.test", "me", "T").has("a.test", "work", "W");
    let settings = format!("{settings}[logins]\n\"a.test\" = \"me\"\n");
    world.write_settings(&settings);
    world
}

impl World {
    fn is_in(&mut self, folder: &str) {
        let path = self.home.path().join(folder);
        fs::create_dir_all(&path).unwrap();
        self.directory = Some(path);
    }

    /// Makes a repository with these remotes, and goes there.
    fn is_in_repository(&mut self, remotes: &[&str]) {
        self.is_in("repo/.git");
        let config = self.directory.take().unwrap().join("config");
        let sections = remotes.iter().enumerate();
        let text: String = sections
            .map(|(at, url)| format!("[remote \"r{at}\"]\n\turl = {url}\n"))
            .collect();
        #[expect(clippy::disallowed_methods, reason = "a repository that git made")]
        fs::write(config, text).unwrap();
        self.is_in("repo/sub");
    }
}

const GIT: &str = "protocol=https\nhost=a.test\n\n";
const ME: &str = "username=me\npassword=T\n";
const WORK: &str = "username=work\npassword=W\n";

#[test]
fn the_directory_selects_an_account() {
    let mut world =
        world("[[account]]\nhost = \"a.test\"\nlogin = \"work\"\ndirectory = \"~/work\"\n");
    check(&mut world, &["git", "get"], GIT, ME);
    for (folder, answer) in [("work/x", WORK), ("workshop", ME), ("work", WORK)] {
        world.is_in(folder);
        check(&mut world, &["git", "get"], GIT, answer);
    }
    assert_eq!(world.run(&["token", "a.test"]).ok(), "W\n");
    assert_eq!(world.run(&["token", "a.test", "-u", "me"]).ok(), "T\n");
    let named = "protocol=https\nhost=a.test\nusername=me\n";
    check(&mut world, &["git", "get"], named, ME);
    check(
        &mut world,
        &["goauth", "https://a.test/x"],
        "",
        "https://a.test/\n\nAuthorization: Bearer W\n\n",
    );
    // keyrc does not answer with another account, so that no wrong token is sent.
    world.run(&["logout", "a.test", "-u", "work"]);
    check(&mut world, &["git", "get"], GIT, "");
    let missing = "keyrc: no credential for `work` at `a.test`\n\
                   keyrc: hint: the settings choose this login here; see `keyrc explain a.test`\n";
    world.run(&["token", "a.test"]).expect(3, "", missing);
    let explained = "answer    none\nrejected  me at a.test in the store: another account\n";
    world
        .run(&["explain", "a.test"])
        .expect(3, explained, missing);
}

#[test]
fn the_longest_directory_and_path_select() {
    let entry = |host: &str, login: &str, directory: &str| {
        format!(
            "[[account]]\nhost = \"{host}\"\nlogin = \"{login}\"\ndirectory = \"{directory}\"\n"
        )
    };
    let settings = entry("a.test", "me", "~")
        + &entry("a.test", "work", "~/work")
        + &entry("a.test", "me", "~/work/mine")
        + "[[account]]\nhost = \"a.test/w\"\nlogin = \"work\"\n";
    let mut world = world(&settings);
    for (folder, path, login) in [
        ("x", "", ME),
        ("work", "", WORK),
        ("work/mine/x", "", ME),
        ("x", "path=w/x.git\n", WORK),
        ("x", "path=wide/x.git\n", ME),
    ] {
        world.is_in(folder);
        let asked = format!("protocol=https\nhost=a.test\n{path}");
        check(&mut world, &["git", "get"], &asked, login);
    }
}

#[test]
fn a_remote_of_the_repository_or_the_url_selects() {
    let mut world = world(
        "[[account]]\nhost = \"a.test\"\nlogin = \"work\"\nremote = \"https://a.test/work/*\"\n",
    );
    world.is_in_repository(&["https://me@a.test/work/x.git", "https://a.test/me/x"]);
    check(&mut world, &["git", "get"], GIT, WORK);
    let path = "protocol=https\nhost=a.test\npath=me/x.git\n";
    check(&mut world, &["git", "get"], path, ME);
    world.is_in_repository(&["https://a.test/workshop/x.git", "https://b.test/work/x"]);
    check(&mut world, &["git", "get"], GIT, ME);
    let path = "protocol=https\nhost=a.test\npath=work/y.git\n";
    check(&mut world, &["git", "get"], path, WORK);
    world.is_in("elsewhere");
    check(&mut world, &["git", "get"], GIT, ME);
}

#[test]
fn a_stored_account_of_a_directory_is_not_the_default_elsewhere() {
    let mut world =
        world("[[account]]\nhost = \"a.test\"\nlogin = \"work\"\ndirectory = \"~/work\"\n");
    world.is_in("work");
    let store = |login: &str, token: &str| {
        format!("protocol=https\nhost=a.test\nusername={login}\npassword={token}\n")
    };
    check(&mut world, &["git", "store"], &store("work", "new"), "");
    world.directory = Some(PathBuf::from("/"));
    check(&mut world, &["git", "get"], GIT, ME);
    // git repeats a credential after each success.
    check(&mut world, &["git", "store"], &store("work", "new"), "");
    check(&mut world, &["git", "get"], GIT, ME);
    check(&mut world, &["git", "store"], &store("work", "newer"), "");
    check(&mut world, &["git", "get"], GIT, ME);
}

#[test]
fn an_invalid_account_is_reported_with_its_line() {
    let mut world = World::new();
    let start = "[[account]]\nhost = \"a.test\"\nlogin = \"me\"\n";
    for (text, line) in [
        ("account = 1\n".to_owned(), ":1"),
        (format!("{start}x = 1\n"), ":4"),
        (format!("{start}directory = \"work\"\n"), ":4"),
        (format!("{start}remote = \"\"\n"), ":4"),
        (
            format!("{start}[[account]]\nhost = \"a b\"\nlogin = \"me\"\n"),
            ":5",
        ),
        (format!("{start}[[account]]\nhost = \"b.test\"\n"), ":5"),
        (
            format!("{start}[[account]]\nhost = \"b.test\"\nlogin = 1\n"),
            ":6",
        ),
    ] {
        world.write_settings(&text);
        let done = helper(&mut world, &["git", "get"], GIT);
        assert_eq!(done.code, 1, "{text}");
        let start = format!("keyrc: `~/settings/config.toml`{line}");
        assert!(done.err.starts_with(&start), "{text} {}", done.err);
    }
}

#[test]
fn links_in_the_path_of_a_directory_are_resolved() {
    let mut world =
        world("[[account]]\nhost = \"a.test\"\nlogin = \"work\"\ndirectory = \"~/work\"\n");
    world.is_in("disk/x");
    let home = world.home.path();
    std::os::unix::fs::symlink(home.join("disk"), home.join("work")).unwrap();
    check(&mut world, &["git", "get"], GIT, WORK);
    world.is_in("work/x");
    check(&mut world, &["git", "get"], GIT, WORK);
}

#[test]
fn switch_writes_the_account_of_a_directory_or_a_remote() {
    let mut world = world("# mine\n");
    world.is_in("work/x");
    let switch = ["switch", "a.test", "-u", "work", "--directory", ".."];
    assert_eq!(
        world.run(&switch).ok(),
        "work is now the account at a.test in ~/work\n"
    );
    check(&mut world, &["git", "get"], GIT, WORK);
    let settings =
        |world: &World| fs::read_to_string(world.home.path().join("settings/config.toml")).unwrap();
    let with_one = "# mine\n[logins]\n\"a.test\" = \"me\"\n\n[[account]]\nhost = \"a.test\"\n\
                    login = \"work\"\ndirectory = \"~/work\"\n";
    assert_eq!(settings(&world), with_one);
    world
        .run(&["switch", "a.test", "-u", "me", "--directory", ".."])
        .ok();
    assert_eq!(
        settings(&world),
        with_one.replace("\"work\"\nd", "\"me\"\nd")
    );
    let remote = "https://a.test/work/*";
    let done = world.run(&["switch", "a.test", "-u", "work", "--remote", remote]);
    assert_eq!(
        done.ok(),
        format!("work is now the account at a.test for {remote}\n")
    );
    let cleared = world.run(&["switch", "a.test", "--clear", "--directory", ".."]);
    assert_eq!(cleared.ok(), "a.test has no account now in ~/work\n");
    world
        .run(&["switch", "a.test", "--clear", "--remote", remote])
        .ok();
    assert_eq!(settings(&world), "# mine\n[logins]\n\"a.test\" = \"me\"\n");
    for wrong in [
        &["switch", "a.test", "-u", "work", "--directory", "missing"][..],
        &["switch", "a.test", "-u", "work", "--remote", ""],
    ] {
        assert_eq!(world.run(wrong).code, 2);
    }
    let missing = ["switch", "a.test", "-u", "other", "--directory", "."];
    assert_eq!(world.run(&missing).code, 3);
}

#[test]
fn a_tool_without_logins_stores_and_removes_the_account_of_the_directory() {
    let mut world =
        world("[[account]]\nhost = \"a.test\"\nlogin = \"work\"\ndirectory = \"~/work\"\n");
    world.is_in("work");
    let terraform = |verb| ["terraform", verb, "a.test"];
    check(&mut world, &terraform("store"), "{\"token\":\"N\"}", "");
    check(&mut world, &terraform("get"), "", "{\"token\":\"N\"}\n");
    assert_eq!(world.stored("a.test", "work").as_deref(), Some("N"));
    check(&mut world, &terraform("forget"), "", "");
    check(&mut world, &terraform("get"), "", "{}\n");
    world.directory = None;
    check(&mut world, &terraform("get"), "", "{\"token\":\"T\"}\n");
}

#[test]
fn status_marks_the_account_that_is_chosen_here() {
    let mut world =
        world("[[account]]\nhost = \"a.test\"\nlogin = \"work\"\ndirectory = \"~/work\"\n");
    world.is_in("work");
    let status = world.run(&["status", "a.test"]).ok();
    let store = "* store        me (default), work (chosen here)  [memory store]\n";
    assert!(status.contains(store), "{status}");
    world.run(&["logout", "a.test", "-u", "work"]);
    world.write_netrc("machine a.test login me password T\n");
    let status = world.run(&["status", "a.test"]);
    assert_eq!(status.code, 3);
    assert!(
        status.out.contains("  store        me  [memory store]\n"),
        "{}",
        status.out
    );
    assert!(
        status.err.contains("the settings choose this login here"),
        "{}",
        status.err
    );
}

#[test]
fn a_migration_finishes_if_the_settings_cannot_be_written() {
    let mut world = World::new();
    let folder = world.home.path().join("settings");
    std::os::unix::fs::symlink("/proc/nowhere", folder).unwrap();
    world.write_netrc(
        "machine a.test\n  login zed\n  password one\nmachine a.test\n  login bot\n  password two\n",
    );
    let done = world.run(&["migrate"]);
    assert_eq!(done.code, 1, "{}{}", done.out, done.err);
    assert_eq!(world.read_netrc(), "");
    assert!(done.out.contains("stored"), "{}", done.out);
    assert!(!done.out.contains("is now the default"), "{}", done.out);
    let hint = "keyrc: hint: select the first one in the file with `keyrc switch a.test -u zed`";
    assert!(done.err.contains(hint), "{}", done.err);
}
