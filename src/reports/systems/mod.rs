//! Files about information systems: what must be bought ([`budget`]), a check on the spot ([`sample`]), and the Korean
//! [`words`] of the register's choices.

pub mod budget;
pub mod sample;
pub mod words;
