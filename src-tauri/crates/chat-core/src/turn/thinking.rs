//! How long a model thinks: the time between its first word of reasoning and what follows it, added
//! up where it thinks more than once.

/// The time of one answer, in milliseconds on the clock of the turn's inputs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Thinking {
    /// What is over.
    spent: Option<u64>,
    /// Since when it goes on.
    since: Option<u64>,
}

impl Thinking {
    /// A word of reasoning came.
    pub fn goes_on(&mut self, at: u64) {
        self.since.get_or_insert(at);
    }

    /// Something else came, or the end.
    pub fn pauses(&mut self, at: u64) {
        if let Some(since) = self.since.take() {
            self.spent = Some(self.so_far(since, at));
        }
    }

    /// How long it is by now; none where there was no reasoning.
    pub fn ms(&self, now: u64) -> Option<u64> {
        match self.since {
            Some(since) => Some(self.so_far(since, now)),
            None => self.spent,
        }
    }

    /// Since when it goes on; none when it does not.
    pub fn since(&self) -> Option<u64> {
        self.since
    }

    /// What is over of it, without what goes on.
    pub fn spent(&self) -> Option<u64> {
        self.spent
    }

    fn so_far(&self, since: u64, now: u64) -> u64 {
        let span = now.saturating_sub(since);
        self.spent.unwrap_or(0).saturating_add(span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_time_of_reasoning_counts() {
        let mut thinking = Thinking::default();
        thinking.pauses(5);
        assert_eq!(thinking.ms(9), None);
        thinking.goes_on(10);
        thinking.goes_on(12);
        assert_eq!(thinking.ms(15), Some(5));
        assert_eq!((thinking.spent(), thinking.since()), (None, Some(10)));
        thinking.pauses(20);
        thinking.pauses(30);
        assert_eq!(thinking.ms(100), Some(10));
        // It thinks again, between two tools.
        thinking.goes_on(40);
        thinking.pauses(45);
        assert_eq!(thinking.ms(100), Some(15));
        assert_eq!((thinking.spent(), thinking.since()), (Some(15), None));
    }
}
