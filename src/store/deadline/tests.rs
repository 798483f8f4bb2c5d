//! Calls end in time, whatever the store does.

use super::*;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn never() {
    thread::sleep(Duration::from_secs(3600));
}

#[test]
fn an_answer_in_time_is_returned() {
    assert_eq!(within(&Patience::new(Patience::TOOL), || 7), Ok(7));
}

#[test]
fn an_answer_that_never_comes_ends_at_the_deadline() {
    assert_eq!(
        within(&Patience::new(millis(20)), never),
        Err(Fault::TimedOut { waited: millis(20) })
    );
}

#[test]
fn a_user_sees_one_notice_and_has_more_time() {
    let left = Arc::new(AtomicU64::new(0));
    let seen = left.clone();
    let notice = move |left: Duration| seen.store(left.as_millis() as u64, Ordering::SeqCst);
    let patience = Patience {
        limit: millis(10),
        ..Patience::with_person(notice)
    };
    assert_eq!(within(&patience, || thread::sleep(millis(100))), Ok(()));
    assert_eq!(left.load(Ordering::SeqCst), 59_990);
}

#[test]
fn a_panic_in_the_store_is_a_fault() {
    let panics = || -> u8 { panic!("a panic on purpose") };
    assert_eq!(
        within(&Patience::new(Patience::PERSON), panics),
        Err(Fault::Disconnected)
    );
    assert_eq!(
        within(&Patience::new(Patience::PERSON).probing(|_| true), panics),
        Err(Fault::Disconnected)
    );
}

#[test]
fn a_store_that_answers_quickly_is_not_probed() {
    let patience = Patience::new(Patience::TOOL).probing(|_| panic!("the store was probed"));
    assert_eq!(within(&patience, || 7), Ok(7));
}

#[test]
fn a_locked_store_fails_at_once_without_a_user() {
    let began = Instant::now();
    let patience = Patience::new(Patience::PERSON).probing(|_| true);
    assert_eq!(within(&patience, never), Err(Fault::Locked(Lock::Keyring)));
    assert!(began.elapsed() < Patience::TOOL, "{:?}", began.elapsed());
}

#[test]
fn a_slow_store_that_is_not_locked_has_the_whole_limit() {
    let patience = Patience::new(Patience::TOOL).probing(|_| false);
    assert_eq!(within(&patience, || thread::sleep(2 * SLOW)), Ok(()));
    let patience = Patience::new(2 * SLOW).probing(|_| false);
    assert_eq!(
        within(&patience, never),
        Err(Fault::TimedOut { waited: 2 * SLOW })
    );
}

#[test]
fn a_probe_that_hangs_changes_nothing() {
    let patience = Patience::new(2 * SLOW).probing(|_| {
        never();
        true
    });
    assert_eq!(
        within(&patience, never),
        Err(Fault::TimedOut { waited: 2 * SLOW })
    );
}

/// Returns the seconds that a countdown shows, and the result of the call.
fn watched(
    limit: Duration,
    work: impl FnOnce() + Send + 'static,
) -> (Vec<Option<u64>>, Result<(), Fault>) {
    let shown = Arc::new(Mutex::new(Vec::new()));
    let seen = shown.clone();
    let patience = Patience::with_person(|_| panic!("the countdown replaces the notice"));
    let show = move |left: Option<Duration>| {
        seen.lock()
            .expect("no thread panics with it")
            .push(left.map(|left| left.as_secs()))
    };
    let end = within(
        &patience.counting_down(show).up_to(limit).probing(|_| true),
        work,
    );
    (shown.lock().expect("no thread panics with it").clone(), end)
}

#[test]
fn a_countdown_runs_until_the_password_is_typed() {
    let (shown, end) = watched(Patience::PERSON, || thread::sleep(millis(1300)));
    assert_eq!((shown, end), (vec![Some(59), Some(58), None], Ok(())));
}

#[test]
fn a_countdown_ends_at_the_limit() {
    let (shown, end) = watched(millis(1500), never);
    assert_eq!(
        (shown, end),
        (
            vec![Some(1), Some(0), None],
            Err(Fault::Locked(Lock::Unanswered {
                waited: millis(1500)
            }))
        )
    );
}

#[test]
fn a_user_without_a_countdown_sees_the_notice_as_soon_as_the_lock_is_known() {
    let patience = Patience::with_person(|left| assert!(left > millis(1000))).up_to(millis(2000));
    assert_eq!(
        within(&patience.clone().probing(|_| true), || thread::sleep(
            millis(400)
        )),
        Ok(())
    );
    let patience = Patience::with_person(|_| ())
        .up_to(2 * SLOW)
        .probing(|_| true);
    assert_eq!(
        within(&patience, never),
        Err(Fault::Locked(Lock::Unanswered { waited: 2 * SLOW }))
    );
}
