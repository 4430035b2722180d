//! What came of asking for an address.
//!
//! In: what a server did. Out: an [`Answer`]: a verdict that programs read, and the reason in words.

use serde::{Deserialize, Serialize};

/// What is to be thought of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It leads where it says.
    Good,
    /// It leads there, and the server says that it has another address for good.
    Moved,
    /// Only who has logged in gets there.
    Login,
    /// The server does not talk to programs.
    Refused,
    /// The page is there; whether it has the place only a browser can say.
    Unseen,
    /// The server has no time.
    Busy,
    /// It is not asked for: its host is in a private network.
    Private,
    /// The server has no such page.
    Missing,
    /// The server shows a page that says so, or its front page.
    SoftMissing,
    /// The page has no such place.
    NoAnchor,
    /// There is no such host.
    NoHost,
    /// Nobody answers there, or nothing that can be understood.
    Unreachable,
    /// The server has an error of its own.
    Failing,
    /// The answer does not come in time.
    Slow,
    /// Browsers warn of the connection.
    Certificate,
    /// It is led round and round.
    Loop,
    /// No web address, or one that leads to none.
    Malformed,
}

impl Verdict {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Moved => "moved",
            Self::Login => "login",
            Self::Refused => "refused",
            Self::Unseen => "unseen",
            Self::Busy => "busy",
            Self::Private => "private",
            Self::Missing => "missing",
            Self::SoftMissing => "soft-missing",
            Self::NoAnchor => "no-anchor",
            Self::NoHost => "no-host",
            Self::Unreachable => "unreachable",
            Self::Failing => "failing",
            Self::Slow => "slow",
            Self::Certificate => "certificate",
            Self::Loop => "loop",
            Self::Malformed => "malformed",
        }
    }

    /// The reader gets there.
    pub fn is_good(self) -> bool {
        matches!(self, Self::Good | Self::Moved)
    }

    /// A program cannot know.
    pub fn is_unsure(self) -> bool {
        matches!(self, Self::Login | Self::Refused | Self::Unseen | Self::Busy | Self::Private)
    }

    /// It may be otherwise tomorrow without anybody's doing.
    pub fn may_pass(self) -> bool {
        matches!(self, Self::Busy | Self::Unreachable | Self::Failing | Self::Slow)
    }

    /// The reader does not get there.
    pub fn is_broken(self) -> bool {
        !self.is_good() && !self.is_unsure()
    }
}

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// See [`Verdict`].
    pub verdict: Verdict,
    /// Why, for people: `404`, `no answer in 20 s`.
    pub reason: String,
    /// The last address, if it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leads_to: Option<String>,
}

impl Answer {
    /// A verdict and its reason.
    pub fn of(verdict: Verdict, reason: impl Into<String>) -> Self {
        Self { verdict, reason: reason.into(), leads_to: None }
    }
}
