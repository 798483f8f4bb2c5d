//! `keyrc setup curl`: a link in keyrc's folder, which must come before the tool in `PATH`.

use std::fs;

use crate::setup::Setup;

/// The PATH of a world: folders in the home, in which `tools` has curl.
fn path(setup: &mut Setup, folders: &[&str]) {
    setup.write("tools/curl", "#!/bin/sh\n");
    let folders = folders
        .iter()
        .map(|name| setup.path(name).display().to_string());
    let path = folders.collect::<Vec<_>>().join(":");
    setup.world.environment.retain(|(name, _)| name != "PATH");
    setup.world.environment.push(("PATH".to_owned(), path));
}

#[test]
fn a_link_stands_in_for_the_tool() {
    let mut setup = Setup::new();
    path(&mut setup, &["links", "tools"]);
    let before = setup.snapshot();
    let done = setup.run(&["setup", "curl", "--yes"]).ok();
    assert!(done.contains("link `~/links/curl` to keyrc"), "{done}");
    let target = fs::read_link(setup.path("links/curl")).unwrap();
    assert_eq!(target, setup.world.program());
    let again = setup.run(&["setup", "curl"]).ok();
    assert!(again.contains("already"), "{again}");
    setup.run(&["unsetup", "curl"]).ok();
    assert_eq!(setup.snapshot(), before);
}

#[test]
fn a_folder_that_does_not_come_first_is_reported() {
    for folders in [&["tools"][..], &["tools", "links"]] {
        let mut setup = Setup::new();
        path(&mut setup, folders);
        // keyrc creates no link in `~/.local/bin`, where other programs look for the tool.
        fs::create_dir_all(setup.path(".local/bin")).unwrap();
        let done = setup.run(&["setup", "curl", "--yes"]);
        assert_eq!(done.code, 0, "{}", done.err);
        assert!(setup.path("links/curl").is_symlink());
        assert!(
            done.err.contains("curl does not find keyrc yet"),
            "{}",
            done.err
        );
        let line = "`eval \"$(keyrc shell-init bash)\"`";
        assert!(done.err.contains(line), "{}", done.err);
    }
}

#[test]
fn another_file_of_the_name_is_kept() {
    let mut setup = Setup::new();
    path(&mut setup, &["links", "tools"]);
    setup.write("links/curl", "mine");
    let done = setup.run(&["setup", "curl", "--yes"]);
    assert_eq!(done.code, 5, "{}", done.err);
    assert_eq!(setup.read("links/curl"), "mine");
}
