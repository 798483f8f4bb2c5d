//! The terminal sessions in the README and in docs/: each command is typed into a real terminal,
//! and prints what the page shows.

mod block;
mod machine;
mod picture;
mod scenes;
mod svg;
mod terminal;

use std::fs;
use std::path::{Path, PathBuf};

use block::Block;
use scenes::{NOT_PLAYED, SCENES, Scene};

/// The pages, each with its path from the root of the project.
fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<PathBuf> = fs::read_dir(root.join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    paths.push(root.join("README.md"));
    let page = |path: &PathBuf| {
        let name = path.strip_prefix(root).unwrap();
        let text = fs::read_to_string(path).unwrap();
        (name.display().to_string(), text)
    };
    paths.iter().map(page).collect()
}

#[test]
fn the_pages_show_what_the_program_prints() {
    let mut unused: Vec<&Scene> = SCENES.iter().collect();
    let mut wrong = Vec::new();
    for (page, text) in pages() {
        for block in Block::all(&text) {
            let is_block = |at: &str, first: &str| at == page && block.steps[0].command == first;
            if NOT_PLAYED
                .iter()
                .any(|exception| is_block(exception.page, exception.first))
            {
                continue;
            }
            let place = format!("{page}:{}", block.line);
            let Some(at) = unused
                .iter()
                .position(|scene| is_block(scene.page, scene.first))
            else {
                wrong.push(format!("{place}: no scene in tests/real/pages/scenes.rs"));
                continue;
            };
            let shown = unused.remove(at).play(&block);
            if let Err(difference) = block.compare(&shown) {
                wrong.push(format!("{place}: {difference}"));
            }
        }
    }
    for scene in unused {
        wrong.push(format!(
            "{}: has no block for `{}`",
            scene.page, scene.first
        ));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
