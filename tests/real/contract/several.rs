//! Many accounts, and several writers at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use keyrc::store::Store;

use super::Rule;
use super::subject::{Subject, account, set, text};

pub(super) const RULES: &[Rule] = &[
    ("a_hundred_are_all_listed", a_hundred_are_all_listed),
    (
        "two_threads_that_write_lose_none",
        two_threads_that_write_lose_none,
    ),
    (
        "two_handles_that_write_lose_none",
        two_handles_that_write_lose_none,
    ),
    (
        "who_reads_beside_a_writer_sees_the_old_or_the_new",
        who_reads_beside_a_writer_sees_the_old_or_the_new,
    ),
];

fn a_hundred_are_all_listed(subject: &Subject) {
    let hosts: Vec<String> = (0..100).map(|at| format!("h{at:02}.test")).collect();
    hosts
        .iter()
        .for_each(|host| subject.set(host, "me", &format!("of {host}")));
    let listed: Vec<String> = subject
        .list()
        .iter()
        .map(|account| account.host.to_string())
        .collect();
    assert_eq!(listed, hosts);
    hosts
        .iter()
        .for_each(|host| subject.has(host, "me", &format!("of {host}")));
}

fn two_threads_that_write_lose_none(subject: &Subject) {
    write_at_once(subject, &subject.store, &subject.store.clone());
}

fn two_handles_that_write_lose_none(subject: &Subject) {
    write_at_once(subject, &subject.store, &(subject.again)());
}

#[track_caller]
fn write_at_once(subject: &Subject, one: &Store, other: &Store) {
    let host = |half: usize, at: usize| format!("h{half}-{at}.test");
    thread::scope(|scope| {
        for (half, store) in [one, other].into_iter().enumerate() {
            scope.spawn(move || {
                (0..15).for_each(|at| set(store, &host(half, at), "me", &host(half, at)))
            });
        }
    });
    let all = (0..2).flat_map(|half| (0..15).map(move |at| host(half, at)));
    all.for_each(|host| subject.has(&host, "me", &host));
    assert_eq!(subject.list().len(), 30);
}

fn who_reads_beside_a_writer_sees_the_old_or_the_new(subject: &Subject) {
    let tokens: Vec<String> = (0..20).map(|at| format!("token {at}")).collect();
    subject.set("a.test", "me", &tokens[0]);
    let (reader, done) = ((subject.again)(), AtomicBool::new(false));
    let last = thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let mut seen = 0;
            while !done.load(Ordering::SeqCst) {
                let got = reader
                    .get(&account("a.test", "me"))
                    .map(|secret| text(&secret));
                let got = got.unwrap_or_else(|fault| panic!("while it is replaced: {fault}"));
                let at = tokens
                    .iter()
                    .position(|token| *token == got)
                    .expect("a token that was set");
                assert!(at >= seen, "an older token after a newer one");
                seen = at;
            }
        });
        // A broken rule also ends the writer, and the test.
        tokens
            .iter()
            .take_while(|_| !reading.is_finished())
            .for_each(|token| subject.set("a.test", "me", token));
        done.store(true, Ordering::SeqCst);
        reading.join()
    });
    if let Err(panic) = last {
        std::panic::resume_unwind(panic);
    }
}
