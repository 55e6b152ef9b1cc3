//! The doors of [`project::embed`], as a file of wasm.

#[cfg(target_arch = "wasm32")]
pub use project::embed;
