//! The languages of words, strings and comments, as data. A row more is a language more; its
//! names are in `names.rs`. The files are laid out by hand, as lists of words are long.

#[rustfmt::skip]
mod apps;
#[rustfmt::skip]
mod c;
#[rustfmt::skip]
mod data;
#[rustfmt::skip]
mod functional;
#[rustfmt::skip]
mod scripts;
#[rustfmt::skip]
mod systems;
#[rustfmt::skip]
mod web;

pub(super) use apps::{DART, GROOVY, KOTLIN, SCALA, SOLIDITY, SWIFT};
pub(super) use c::{C, CPP, CSHARP, GO, JAVA, OBJECTIVE_C};
pub(super) use data::{CMAKE, HCL, NIX, PROTOBUF, SQL};
pub(super) use functional::{ELIXIR, HASKELL, LISP, OCAML};
pub(super) use scripts::{JULIA, LUA, NGINX, PERL, POWERSHELL, PYTHON, R, RUBY};
pub(super) use systems::{RUST, ZIG};
pub(super) use web::{GRAPHQL, JAVASCRIPT, PHP, TYPESCRIPT};
