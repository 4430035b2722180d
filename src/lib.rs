//! docent
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod fingerprint;
pub mod i18n;
pub mod memo;
pub mod page;
pub mod pipeline;
pub mod publish;
pub mod render;
pub mod site;
pub mod source;
pub mod theme;
pub mod yaml;
