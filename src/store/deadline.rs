//! An end to every call. The D-Bus stack below has no time limit of its own, and a keyring may wait for a person.

use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::store::fault::Fault;

/// How long to wait for a store.
#[derive(Clone)]
pub struct Patience {
    limit: Duration,
    person: Option<Person>,
    probe: Option<Probe>,
}

/// Someone who may be giving the store its password, and how they learn that it is waited for.
#[derive(Clone)]
struct Person {
    limit: Duration,
    notice: Arc<dyn Fn(Duration) + Send + Sync>,
    countdown: Option<Arc<dyn Fn(Option<Duration>) + Send + Sync>>,
}

/// Asks the store, apart from the call that it does not answer, whether it is locked. Takes no longer than it is given.
type Probe = Arc<dyn Fn(Duration) -> bool + Send + Sync>;

/// A call that takes longer than this is worth the calls that it takes to learn why; until then none is made.
const SLOW: Duration = Duration::from_millis(150);

const SECOND: Duration = Duration::from_secs(1);

impl fmt::Debug for Patience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Patience")
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

impl Patience {
    /// For a program: 5 s, and then it fails.
    pub const TOOL: Duration = Duration::from_secs(5);
    /// For a person who may be typing a password into the keyring's own window.
    pub const PERSON: Duration = Duration::from_secs(60);

    /// Waits for `limit` and then fails. A keyring that is locked and asks for its password fails at once: nobody is there
    /// to give it.
    pub fn new(limit: Duration) -> Self {
        Self {
            limit,
            person: None,
            probe: None,
        }
    }

    /// Waits for [`TOOL`](Self::TOOL), calls `notice` with the time that is left, and goes on to [`PERSON`](Self::PERSON).
    /// Where the keyring is locked and asks for its password, `notice` is called as soon as that is known.
    pub fn with_person(notice: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        let person = Person {
            limit: Self::PERSON,
            notice: Arc::new(notice),
            countdown: None,
        };
        Self {
            limit: Self::TOOL,
            person: Some(person),
            probe: None,
        }
    }

    /// With `show` in the place of the notice where the keyring is locked and asks for its password: called with the time
    /// that is left, at once and then every second, and with `None` when that is over. Without a person it changes nothing.
    pub fn counting_down(
        mut self,
        show: impl Fn(Option<Duration>) + Send + Sync + 'static,
    ) -> Self {
        if let Some(person) = &mut self.person {
            person.countdown = Some(Arc::new(show));
        }
        self
    }

    /// Waits for `limit` in all, whether there is a person or not.
    pub fn up_to(mut self, limit: Duration) -> Self {
        match &mut self.person {
            Some(person) => (self.limit, person.limit) = (limit.min(Self::TOOL), limit),
            None => self.limit = limit,
        }
        self
    }

    /// How long a store may take that nobody has to give a password.
    pub fn limit(&self) -> Duration {
        self.limit
    }

    /// With a way to learn that the store is locked, for stores that can be.
    pub(super) fn probing(
        mut self,
        probe: impl Fn(Duration) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.probe = Some(Arc::new(probe));
        self
    }

    /// How long a person may take to give the store its password; where there is none, as [`limit`](Self::limit).
    pub fn longest(&self) -> Duration {
        self.person
            .as_ref()
            .map_or(self.limit, |person| person.limit)
    }
}

/// Runs `work` on a thread of its own and waits for it.
///
/// A thread that is still at it when the time is up is left behind: it waits for an answer in the middle of a D-Bus call,
/// and nothing can interrupt that but the end of the process, which follows.
pub(super) fn within<T: Send + 'static>(
    patience: &Patience,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Fault> {
    let (sender, receiver) = mpsc::channel();
    let wait = Wait {
        began: Instant::now(),
        receiver,
    };
    let aside = sender.clone();
    spawn("store", move || {
        // What a panic leaves half done is dropped with the work.
        let answer = panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| Fault::Gone);
        // The receiver is gone when the time was up; then nobody wants the answer. So below.
        let _ = sender.send(News::Answer(answer));
    })?;
    let mut news = None;
    if let Some(probe) = patience.probe.clone() {
        news = wait.until(SLOW.min(patience.limit));
        if news.is_none() {
            let limit = patience.longest();
            let ask = move || {
                if probe(limit) {
                    drop(aside.send(News::Locked))
                }
            };
            spawn("probe", ask)?;
        }
    }
    if news.is_none() {
        news = wait.until(patience.limit);
    }
    if let (None, Some(person)) = (&news, &patience.person)
        && person.limit > patience.limit
    {
        (person.notice)(person.limit - patience.limit);
        news = wait.until(person.limit);
    }
    match (news, &patience.person) {
        (Some(News::Answer(answer)), _) => answer,
        (Some(News::Locked), None) => Err(Fault::Locked),
        (Some(News::Locked), Some(person)) => wait.for_a_password(person),
        (None, _) => Err(Fault::TimedOut(patience.longest())),
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), Fault> {
    let thread = thread::Builder::new().name(name.into()).spawn(work);
    thread
        .map(drop)
        .map_err(|error| Fault::Other(error.to_string()))
}

/// What is learned while a store is waited for.
enum News<T> {
    Answer(Result<T, Fault>),
    Locked,
}

struct Wait<T> {
    began: Instant,
    receiver: Receiver<News<T>>,
}

impl<T> Wait<T> {
    /// The next news, if there are any before so much time has passed since the beginning.
    fn until(&self, limit: Duration) -> Option<News<T>> {
        self.receiver
            .recv_timeout(limit.saturating_sub(self.began.elapsed()))
            .ok()
    }

    /// The answer of a store that asks a person for its password first.
    fn for_a_password(&self, person: &Person) -> Result<T, Fault> {
        let Some(show) = &person.countdown else {
            (person.notice)(person.limit.saturating_sub(self.began.elapsed()));
            return match self.until(person.limit) {
                Some(News::Answer(answer)) => answer,
                _ => Err(Fault::Unanswered(person.limit)),
            };
        };
        let answer = loop {
            let passed = self.began.elapsed();
            if passed >= person.limit {
                break Err(Fault::Unanswered(person.limit));
            }
            show(Some(person.limit - passed));
            if let Some(News::Answer(answer)) = self.until(person.limit.min(passed + SECOND)) {
                break answer;
            }
        };
        show(None);
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU64, Ordering};

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn never() {
        thread::sleep(Duration::from_secs(3600));
    }

    #[test]
    fn an_answer_in_time_is_given() {
        assert_eq!(within(&Patience::new(Patience::TOOL), || 7), Ok(7));
    }

    #[test]
    fn an_answer_that_never_comes_ends_at_the_deadline() {
        assert_eq!(
            within(&Patience::new(millis(20)), never),
            Err(Fault::TimedOut(millis(20)))
        );
    }

    #[test]
    fn a_person_is_told_once_and_waited_for() {
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
    fn a_panic_in_the_store_is_a_fault_and_not_a_wait() {
        let panics = || -> u8 { panic!("a panic on purpose") };
        assert_eq!(
            within(&Patience::new(Patience::PERSON), panics),
            Err(Fault::Gone)
        );
        assert_eq!(
            within(&Patience::new(Patience::PERSON).probing(|_| true), panics),
            Err(Fault::Gone)
        );
    }

    #[test]
    fn a_store_that_answers_quickly_is_not_asked_aside() {
        let patience = Patience::new(Patience::TOOL).probing(|_| panic!("it was asked"));
        assert_eq!(within(&patience, || 7), Ok(7));
    }

    #[test]
    fn a_locked_store_ends_at_once_where_there_is_nobody() {
        let began = Instant::now();
        let patience = Patience::new(Patience::PERSON).probing(|_| true);
        assert_eq!(within(&patience, never), Err(Fault::Locked));
        assert!(began.elapsed() < Patience::TOOL, "{:?}", began.elapsed());
    }

    #[test]
    fn a_slow_store_that_is_not_locked_is_waited_for() {
        let patience = Patience::new(Patience::TOOL).probing(|_| false);
        assert_eq!(within(&patience, || thread::sleep(2 * SLOW)), Ok(()));
        let patience = Patience::new(2 * SLOW).probing(|_| false);
        assert_eq!(within(&patience, never), Err(Fault::TimedOut(2 * SLOW)));
    }

    #[test]
    fn a_probe_that_hangs_changes_nothing() {
        let patience = Patience::new(2 * SLOW).probing(|_| {
            never();
            true
        });
        assert_eq!(within(&patience, never), Err(Fault::TimedOut(2 * SLOW)));
    }

    /// What a person sees of a locked store, in whole seconds, and how it ends.
    fn watched(
        limit: Duration,
        work: impl FnOnce() + Send + 'static,
    ) -> (Vec<Option<u64>>, Result<(), Fault>) {
        let shown = Arc::new(Mutex::new(Vec::new()));
        let seen = shown.clone();
        let patience =
            Patience::with_person(|_| panic!("there is a countdown in place of the notice"));
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
    fn a_person_sees_the_time_run_until_the_password_is_given() {
        let (shown, end) = watched(Patience::PERSON, || thread::sleep(millis(1300)));
        assert_eq!((shown, end), (vec![Some(59), Some(58), None], Ok(())));
    }

    #[test]
    fn a_person_who_does_nothing_is_waited_for_no_longer_than_said() {
        let (shown, end) = watched(millis(1500), never);
        assert_eq!(
            (shown, end),
            (
                vec![Some(1), Some(0), None],
                Err(Fault::Unanswered(millis(1500)))
            )
        );
    }

    #[test]
    fn a_person_without_a_countdown_is_told_as_soon_as_it_is_known() {
        let patience =
            Patience::with_person(|left| assert!(left > millis(1000))).up_to(millis(2000));
        assert_eq!(
            within(&patience.clone().probing(|_| true), || thread::sleep(
                millis(400)
            )),
            Ok(())
        );
        let patience = Patience::with_person(|_| ())
            .up_to(2 * SLOW)
            .probing(|_| true);
        assert_eq!(within(&patience, never), Err(Fault::Unanswered(2 * SLOW)));
    }
}
