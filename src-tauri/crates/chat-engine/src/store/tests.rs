//! Tests that reach the connection itself.
