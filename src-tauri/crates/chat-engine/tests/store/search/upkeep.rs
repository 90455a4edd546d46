//! The index after everything that is done to a history.
