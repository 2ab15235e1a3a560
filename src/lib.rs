//! ihaeng (이행) tracks how a government plan is carried out.
//!
//! This file is the one gate between the server and the browser. The arrows point one way:
//! `domain ← store ← pages ← server`; [`reports`] and [`islands`] stand on [`domain`] alone.

// The views are deep types; the compiler counts their nesting.
#![recursion_limit = "512"]

pub mod islands;

#[cfg(feature = "ssr")]
pub mod commands;
#[cfg(feature = "ssr")]
pub mod domain;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod reports;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod store;

/// Wakes the islands of a page that the server has already drawn.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
