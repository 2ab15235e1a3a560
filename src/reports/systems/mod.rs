//! Files about information systems, and the Korean [`words`] of the register's choices.

pub mod words;
