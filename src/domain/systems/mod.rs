//! Information systems (정보시스템): what is known of each, how far the plan's standards reach into them, and what must be
//! bought. A plan that promises something for every system is measured here, not claimed.
//!
//! Read in this order: [`words`] (the choices), [`system`] (one system), [`fields`] (a form or a spreadsheet row read into
//! one), [`register`] (all of them at the end of a day), [`coverage`] (k of N), [`statement`] (what a round says of it),
//! [`budget`]; then [`standard`] and [`continuity`] (서비스 연속성 계획 and the form it follows), [`sample`] and [`spot_check`] (표본점검),
//! [`import`] (a spreadsheet beside the register).
//!
//! To add something known of a system: a field in [`system::InformationSystem`], its key in [`fields`], its column in
//! `reports::register`; where figures depend on it, its place in [`register::SystemFact`].

pub mod budget;
pub mod claims;
pub mod continuity;
pub mod coverage;
pub mod equipment;
pub mod fields;
pub mod import;
pub mod register;
pub mod sample;
pub mod search;
pub mod spot_check;
pub mod standard;
pub mod statement;
pub mod system;
pub mod words;

pub use system::{InformationSystem, SystemCode};
