//! The handbook for assistants: what docent knows of a site, told over the Model Context Protocol. An edge, and the only room
//! that names rmcp.
//!
//! In: messages of an assistant's program on standard input, a project that is followed. Out: answers on standard output.
//! Nothing is written to the disk.
//!
//! - [`server`]: the protocol: tools, and a resource for each page; the site is built again when the disk changes;
//! - [`handbook`]: a built site, the page that an assistant means, what is known of it;
//! - [`tools`]: search, read, list, explain, report;
//! - [`copied`]: the Markdown of a page, a section of it, its links as addresses.
//!
//! An assistant gets nothing that a reader of the site does not get: texts are those of the published Markdown copies, found
//! pages those of the published search. For an audience, every answer goes through the proof of its site before it is given.

pub mod copied;
pub mod handbook;
pub mod server;
pub mod tools;

pub use server::{Opened, run};
