//! The engine for the browser, as `cargo xtask wasm` built it from this package: nothing comes in, its bytes go out.
//! The engine itself is built without this file, for it cannot contain itself.

/// One variant of the engine: a WebAssembly module.
pub type Engine = &'static [u8];

/// Stems English and Russian, and finds words of other languages as they are written.
pub const ENGINE: Engine = include_bytes!("../engine/engine.wasm");

/// Stems every language that [`crate::stem`] knows.
pub const ENGINE_ALL_LANGUAGES: Engine = include_bytes!("../engine/engine-all.wasm");
