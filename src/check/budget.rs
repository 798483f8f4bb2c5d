//! The limit of the work for readers.

/// Asking every reader about every host of the file would take too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMuch;

/// The work that is left for readers: bytes to read and entries to compare.
#[derive(Debug)]
pub(crate) struct Budget(usize);

impl Budget {
    /// Returns a budget that lasts for a few seconds.
    pub(crate) fn new() -> Self {
        Self(1 << 29)
    }

    /// Returns a budget that lasts for half a second.
    pub(crate) fn short() -> Self {
        Self(60_000_000)
    }

    /// Returns a budget that lasts for a third of a second.
    pub(crate) fn shorter() -> Self {
        Self(40_000_000)
    }

    /// Subtracts `steps` times `times` from the budget.
    pub(crate) fn spend(&mut self, steps: usize, times: usize) -> Result<(), TooMuch> {
        let left = self.0.checked_sub(steps.saturating_mul(times));
        self.0 = left.ok_or(TooMuch)?;
        Ok(())
    }
}
