//! Who is responsible for a page, as templates are given it.

use serde::Serialize;

/// Somebody who is responsible for a page.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct OwnerView {
    /// Title of the page about them, or the name in the front matter.
    pub title: String,
    /// Relative URL of that page; null if there is none.
    pub url: Option<String>,
    /// E-mail address (`mail` on that page).
    pub mail: Option<String>,
    /// Where to write to them in a chat (`chat`).
    pub chat: Option<Contact>,
    /// Telephone number (`phone`).
    pub phone: Option<Contact>,
    /// When they are away, and who answers then (`absence`).
    pub absence: Option<String>,
}

/// A way to reach somebody.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Contact {
    /// What is shown.
    pub text: String,
    /// Address that opens it; null if it is only text.
    pub url: Option<String>,
}
