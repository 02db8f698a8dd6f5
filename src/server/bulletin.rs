//! The bulletin: the newest news, and whoever waits for newer.

use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

/// The newest news alone: each tells how all is, so that nobody who missed one
/// needs it.
#[derive(Debug, Default)]
pub struct Bulletin {
    newest: Mutex<News>,
    posted: Condvar,
}

/// News, with how many were posted until then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// From 1; 0 before the first.
    pub number: u64,
    /// One line of text.
    pub text: String,
}

impl Bulletin {
    /// Posts news, and wakes all who wait.
    pub fn post(&self, text: String) {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        *newest = News { number: newest.number + 1, text };
        drop(newest);
        self.posted.notify_all();
    }

    /// The newest news, as soon as they are not number `seen`; none after a
    /// while of nothing.
    pub fn wait(&self, seen: u64, while_of_nothing: Duration) -> Option<News> {
        let newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.posted.wait_timeout_while(newest, while_of_nothing, |news| news.number == seen);
        let (newest, _) = waited.unwrap_or_else(PoisonError::into_inner);
        (newest.number != seen).then(|| newest.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_late_hears_the_newest_alone() {
        let bulletin = Bulletin::default();
        assert_eq!(bulletin.wait(0, Duration::ZERO), None);
        bulletin.post("one".into());
        bulletin.post("two".into());
        let news = bulletin.wait(0, Duration::ZERO).unwrap();
        assert_eq!((news.number, news.text.as_str()), (2, "two"));
        assert_eq!(bulletin.wait(2, Duration::ZERO), None);
    }
}
