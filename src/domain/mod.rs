//! The rules of the product, pure: no database, no network, no clock of its own.
//!
//! Read in this order: [`plan`] and [`institution`] (what was promised and by whom), [`ledger`] (what has been recorded),
//! [`schedule`], [`slip`] and [`standing`] (what follows from it on a given day), [`report`] (what an officer may say),
//! [`round`], [`returns`], [`entry`], [`query`] and [`chase`] (the quarterly review), [`permission`] (who may do what). To add a rule, write it here as a function of its facts and the day, with its
//! tests beside it; pages, exports and the command line then show the same figure because they ask the same function.

pub mod account;
pub mod audit;
pub mod calendar;
pub mod chase;
pub mod clock;
pub mod comparison;
pub mod council;
pub mod due;
pub mod entry;
pub mod evidence;
pub mod exceptions;
pub mod ids;
pub mod institution;
pub mod kit;
pub mod ledger;
pub mod narrative;
pub mod notice;
pub mod permission;
pub mod plan;
pub mod plan_edit;
pub mod plan_file;
pub mod plan_parse;
pub mod progress;
pub mod query;
pub mod rating;
pub mod report;
pub mod returns;
pub mod round;
pub mod schedule;
pub mod seal;
pub mod search;
pub mod sheet;
pub mod shelf;
pub mod slip;
pub mod standing;
pub mod stream;
pub mod subscription;
pub mod subtask;
pub mod systems;
pub mod text;
pub mod wording;
