//! Files that several processes use: locks, concurrent changes, and the leftovers of killed
//! processes.

use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use keyrc::netrc::{Edits, Style};
use keyrc::plain::NetrcFile;
use keyrc_platform::file::{self, Wait};

use crate::world::World;

#[test]
fn a_lock_of_another_process_is_waited_for_and_reported() {
    let mut world = World::new();
    world.has("a.test", "me", "one");
    let netrc = file::resolve(&world.netrc()).unwrap();
    let lock = file::lock(&netrc, Wait::up_to(Duration::ZERO)).unwrap();
    let began = Instant::now();
    world.environment = vec![("KEYRC_TIMEOUT".into(), "2".into())];
    world.run(&["export-netrc", "--all"]).expect(
        1,
        "",
        "keyrc: cannot lock `~/.netrc` in 2 s; another keyrc may be running\n\
         keyrc: hint: run the same command again when the other process is done\n",
    );
    assert!(began.elapsed().as_secs_f32() >= 2.0);
    drop(lock);
    world.run(&["export-netrc", "--all"]).ok();
    assert_eq!(world.files(), [".netrc"]);
}

#[test]
fn a_lock_file_that_is_a_pipe_or_a_link_is_refused() {
    let mut world = World::new();
    world.has("a.test", "me", "one");
    let lock = world.home.path().join("..netrc.keyrc-lock");
    std::process::Command::new("mkfifo")
        .arg(&lock)
        .status()
        .unwrap();
    world.run(&["export-netrc", "--all"]).expect(
        1,
        "",
        "keyrc: cannot lock `~/.netrc`: `~/..netrc.keyrc-lock` is not a regular file\n\
         keyrc: hint: move it away with `mv ~/..netrc.keyrc-lock ~/..netrc.keyrc-lock.old`\n",
    );
    std::fs::remove_file(&lock).unwrap();
    symlink("nowhere", &lock).unwrap();
    assert_eq!(world.run(&["export-netrc", "--all"]).code, 1);
    assert!(!world.netrc().exists());
}

#[test]
fn changes_of_stored_tokens_wait_for_each_other_and_reads_do_not() {
    let mut world = World::new();
    world.has("a.test", "me", "one");
    let path = file::resolve(&world.home.path().join("settings/stores")).unwrap();
    let lock = file::lock(&path, Wait::up_to(Duration::ZERO)).unwrap();
    world.environment = vec![("KEYRC_TIMEOUT".into(), "1".into())];
    for args in [
        &["token", "a.test"][..],
        &["list"],
        &["status"],
        &["scope", "a.test"],
        &["logout", "--dry-run", "a.test"],
    ] {
        world.run(args).ok();
    }
    let busy = "keyrc: cannot lock `~/settings/.stores.keyrc-lock` in 1 s; another keyrc may be running\n\
                keyrc: hint: run the same command again when the other process is done\n";
    world.run(&["logout", "a.test"]).expect(1, "", busy);
    world.run(&["scope", "a.test", "--any"]).expect(1, "", busy);
    world.input = b"two".to_vec();
    let login = ["login", "a.test", "-u", "me", "--token-stdin"];
    world.run(&login).expect(1, "", busy);
    world.write_netrc("machine b.test login me password three\n");
    world.run(&["migrate"]).expect(1, "", busy);
    world.write_netrc("machine a.test login me password one\n");
    let migrate = world.run(&["migrate", "-v"]);
    assert_eq!(migrate.code, 1, "{}", migrate.err);
    assert_eq!(world.read_netrc(), "machine a.test login me password one\n");
    drop(lock);
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("one"));
    world.run(&["migrate"]).ok();
    world.run(&["logout", "a.test"]).ok();
}

#[test]
fn the_leftovers_of_a_killed_process_are_removed() {
    let mut world = World::new();
    world.has("a.test", "me", "one");
    for name in [
        "..netrc.keyrc-tmp-1234ab",
        "..netrc.keyrc-tmp-99XYZ",
        "..netrc.keyrc-lock",
    ] {
        #[expect(clippy::disallowed_methods, reason = "leftovers of a killed process")]
        std::fs::write(world.home.path().join(name), "hunter2").unwrap();
    }
    world.run(&["export-netrc", "--all"]).ok();
    assert_eq!(world.files(), [".netrc"]);
}

#[test]
fn a_file_that_changed_since_it_was_read_is_not_overwritten() {
    let world = World::new();
    world.write_netrc("one");
    let path = file::resolve(&world.netrc()).unwrap();
    let read = file::read(&path, 1000).unwrap();
    for (what, change) in [("edited", "two"), ("edited again", "one")] {
        std::thread::sleep(Duration::from_millis(20));
        world.write_netrc(change);
        let done = file::replace(&path, read.identity.as_ref(), b"mine");
        assert!(
            matches!(done, Err(file::FileError::Changed)),
            "{what}: {done:?}"
        );
        assert_eq!(world.read_netrc(), change);
    }
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(
        file::replace(&path, read.identity.as_ref(), b"mine"),
        Err(file::FileError::Changed)
    ));
    world.write_netrc("new");
    assert!(
        matches!(
            file::replace(&path, None, b"mine"),
            Err(file::FileError::Changed)
        ),
        "created since it was read"
    );
    assert_eq!(world.files(), [".netrc"]);
}

#[test]
fn an_edit_in_place_that_keeps_the_size_and_the_time_is_noticed() {
    let world = World::new();
    world.write_netrc("one");
    let path = file::resolve(&world.netrc()).unwrap();
    let read = file::read(&path, 1000).unwrap();
    let before = std::fs::metadata(&path).unwrap().modified().unwrap();
    std::thread::sleep(Duration::from_millis(20));
    world.write_netrc("two");
    let edited = std::fs::File::options().write(true).open(&path).unwrap();
    edited.set_modified(before).unwrap();
    let done = file::replace(&path, read.identity.as_ref(), b"mine");
    assert!(matches!(done, Err(file::FileError::Changed)), "{done:?}");
    assert_eq!(world.read_netrc(), "two");
}

#[test]
fn concurrent_writers_lose_nothing() {
    let world = World::new();
    let threads: Vec<_> = (0..8)
        .map(|at| {
            let path = world.netrc();
            std::thread::spawn(move || {
                for round in 0..5 {
                    let file = NetrcFile::lock(&path, Default::default(), &|| {}).unwrap();
                    let mut edits = Edits::new(file.document());
                    let host = format!("h{at}-{round}.test").parse().unwrap();
                    edits
                        .add(
                            &host,
                            &"me".parse().unwrap(),
                            &"pw".into(),
                            Style::default(),
                        )
                        .unwrap();
                    file.replace(&edits.finish()).unwrap();
                }
            })
        })
        .collect();
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
    let file = NetrcFile::read(&world.netrc(), Default::default()).unwrap();
    assert_eq!(file.document().entries().len(), 40);
    assert_eq!(world.files(), [".netrc"]);
}
