use super::*;

fn at(directory: &Path, home: &Path) -> WorkingDirectory {
    WorkingDirectory {
        directory: Some(directory.to_owned()),
        home: Some(home.to_owned()),
        git_directory: None,
    }
}

#[test]
fn a_directory_is_in_another() {
    let home = tempfile::tempdir().expect("a folder");
    let real = home.path().join("disk/work");
    fs::create_dir_all(real.join("x")).expect("a folder");
    let inside = at(&real.join("x"), home.path());
    let (work, disk, root) = (
        inside.depth_in("~/disk/work"),
        inside.depth_in("~/disk"),
        inside.depth_in("/"),
    );
    assert!(work > disk && disk > root && root.is_some());
    assert_eq!(inside.depth_in("~/disk/wor"), None);
    assert_eq!(inside.depth_in("~/missing"), None);
    let named = |path: &str| inside.named(Path::new(path));
    assert_eq!(named(".").as_deref(), Some("~/disk/work/x"));
    assert_eq!(named("../../..").as_deref(), Some("~"));
    assert_eq!(named("missing"), None);
    assert_eq!(at(home.path(), home.path()).depth_in("~/disk"), None);
}

#[test]
fn the_repository_is_found_from_below_and_in_worktrees() {
    let home = tempfile::tempdir().expect("a folder");
    let path = |name: &str| home.path().join(name);
    fs::create_dir_all(path("x/sub/deep")).expect("a folder");
    fs::create_dir_all(path("x/.git/worktrees/tree")).expect("a folder");
    fs::create_dir_all(path("tree")).expect("a folder");
    let put = |name: &str, text: &str| {
        let placed = File::create_new(path(name));
        std::io::Write::write_all(&mut placed.expect("a file"), text.as_bytes()).expect("a file");
    };
    put("x/.git/config", "[remote \"o\"]\nurl = https://a.test/x\n");
    put("x/.git/worktrees/tree/commondir", "../..\n");
    put("tree/.git", "gitdir: ../x/.git/worktrees/tree\n");
    for inside in ["x", "x/sub/deep", "tree"] {
        let found = at(&path(inside), home.path()).remotes();
        assert_eq!(found, ["https://a.test/x"], "{inside}");
    }
    assert!(at(home.path(), home.path()).remotes().is_empty());
    let given = WorkingDirectory {
        git_directory: Some("x/.git".into()),
        ..at(home.path(), home.path())
    };
    assert_eq!(given.remotes(), ["https://a.test/x"]);
}
