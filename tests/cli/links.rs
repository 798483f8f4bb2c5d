//! The folder of links by which other programs call keyrc.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use keyrc::links::{Change, Links};
use keyrc::platform::file::FileError;
use keyrc::platform::link::LinkState;

struct Place {
    folder: tempfile::TempDir,
    links: Links,
}

/// A program, and an empty folder for its links.
fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("keyrc");
    write(&program);
    let links = Links::new(&folder.path().join("data/bin"), &program);
    Place { folder, links }
}

#[expect(clippy::disallowed_methods, reason = "a file that the links find")]
fn write(path: &Path) {
    fs::write(path, "x").unwrap();
}

#[test]
fn a_link_is_created_once_and_removed_once() {
    let Place { links, folder } = place();
    assert_eq!(links.state("curl"), Ok(LinkState::Absent));
    assert_eq!(links.create("curl"), Ok(Change::Made));
    assert_eq!(links.state("curl"), Ok(LinkState::Current));
    assert_eq!(links.create("curl"), Ok(Change::Unnecessary));
    let target = fs::read_link(links.path("curl")).unwrap();
    assert_eq!(target, folder.path().join("keyrc"));
    assert_eq!(links.remove("curl"), Ok(Change::Made));
    assert_eq!(links.remove("curl"), Ok(Change::Unnecessary));
    assert!(folder.path().join("keyrc").exists());
}

#[test]
fn a_link_whose_target_is_gone_is_reported_and_replaced() {
    let Place { folder, links } = place();
    links.create("curl").unwrap();
    let target = folder.path().join("old/keyrc");
    fs::remove_file(links.path("curl")).unwrap();
    symlink(&target, links.path("curl")).unwrap();
    let broken = LinkState::Broken {
        target: target.clone(),
    };
    assert_eq!(links.state("curl"), Ok(broken));
    fs::create_dir(folder.path().join("old")).unwrap();
    write(&target);
    assert_eq!(links.state("curl"), Ok(LinkState::Elsewhere { target }));
    assert_eq!(links.create("curl"), Ok(Change::Made));
    assert_eq!(links.state("curl"), Ok(LinkState::Current));
}

#[test]
fn another_file_is_neither_replaced_nor_removed() {
    let Place { folder, links } = place();
    links.create("other").unwrap();
    write(&links.path("curl"));
    symlink(folder.path(), links.path("wget")).unwrap();
    fs::create_dir(links.path("http")).unwrap();
    for name in ["curl", "wget", "http"] {
        assert_eq!(links.state(name), Ok(LinkState::Foreign), "{name}");
        for done in [links.create(name), links.remove(name)] {
            let fault = done.unwrap_err().to_string();
            assert!(fault.ends_with(&FileError::NotALink.to_string()), "{fault}");
        }
        assert!(links.path(name).exists(), "{name}");
    }
}
