//! How much work was done, counted in words touched, and whether to go on.

use super::Stopped;

/// Between two questions whether to go on; at most some hundredths of a second.
const BETWEEN: u64 = 10_000_000;

/// What the work is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Grants that need no package of their own are put aside.
    Reducing,
    /// The grants left are shared out among packages.
    Covering,
    /// Packages are made up that might cover much.
    Gathering,
    /// Those that cover most are chosen.
    Choosing,
}

/// How far the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub step: Step,
    /// Words of memory the step has looked at, and the most it will; it may well end earlier.
    pub done: u64,
    pub of: u64,
}

pub(super) struct Pace<'a> {
    go_on: &'a dyn Fn(Progress) -> bool,
    progress: Progress,
    asked_at: u64,
}

impl<'a> Pace<'a> {
    pub fn new(go_on: &'a dyn Fn(Progress) -> bool) -> Self {
        let progress = Progress {
            step: Step::Reducing,
            done: 0,
            of: 0,
        };
        Self {
            go_on,
            progress,
            asked_at: 0,
        }
    }

    /// Begins a step that may do so much work.
    pub fn begin(&mut self, step: Step, of: u64) -> Result<(), Stopped> {
        self.progress = Progress { step, done: 0, of };
        self.ask()
    }

    /// Counts work; `false` where the step has had all that it may have.
    pub fn spend(&mut self, words: u64) -> Result<bool, Stopped> {
        self.progress.done += words;
        if self.progress.done - self.asked_at >= BETWEEN {
            self.ask()?;
        }
        Ok(self.progress.done < self.progress.of)
    }

    fn ask(&mut self) -> Result<(), Stopped> {
        self.asked_at = self.progress.done;
        let Progress { step, done, of } = self.progress;
        let done = done.min(of);
        if (self.go_on)(Progress { step, done, of }) {
            Ok(())
        } else {
            Err(Stopped::Cancelled)
        }
    }
}
