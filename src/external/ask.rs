//! One address, asked politely.
//!
//! In: a [`Job`]: an address, and the places in its page that are linked for. Out: an answer for each link.
//!
//! 1. HEAD, unless a place is looked for; GET where HEAD is refused, and for the beginning of a page of HTML.
//! 2. Each redirect is followed by hand: every address on the way must be public, and it is its host's turn.
//! 3. Of a page so many bytes are read, unpacked, and no more; then the connection is closed.
//! 4. What may pass is tried again, later each time, or when the server says.

use super::hosts::Hosts;
use super::private::{PrivateHost, PublicOnly, is_public};
use super::remote_page::RemotePage;
use super::{Answer, Verdict};
use crate::config::ExternalLinks;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, LOCATION, RETRY_AFTER, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response, StatusCode, Url};
use std::error::Error;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// Tries in all.
const TRIES: u32 = 3;
/// Redirects on the way to a page.
const REDIRECTS: usize = 10;
/// Bytes of a page that are read for its title, and for its places.
const HEAD_BYTES: usize = 64 * 1024;
const PAGE_BYTES: usize = 4 * 1024 * 1024;
const CONNECT: Duration = Duration::from_secs(10);
const USER_AGENT: &str = concat!("docent/", env!("CARGO_PKG_VERSION"), " (checks links)");

/// A page and the links that lead to it.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its address.
    pub url: Url,
    /// Each link, and the place in the page that it means.
    pub links: Vec<(String, Option<String>)>,
}

/// Asks.
pub struct Asker {
    client: Client,
    hosts: Hosts,
    public: PublicOnly,
    timeout: Duration,
}

/// What came of one try.
struct Tried {
    answer: Answer,
    page: Option<RemotePage>,
    /// It is worth another try, after this time.
    again: Option<Duration>,
}

/// A response that is no redirect.
struct Landed {
    response: Response,
    url: Url,
    permanent: bool,
    hops: usize,
    _turn: super::hosts::Turn,
}

impl Asker {
    /// With the settings.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(settings: &ExternalLinks, timeout: Duration) -> Result<Self, String> {
        super::use_ring();
        let public = PublicOnly::but_for(&settings.allow);
        let headers =
            HeaderMap::from_iter([(ACCEPT, reqwest::header::HeaderValue::from_static("text/html,*/*;q=0.8"))]);
        let client = Client::builder()
            .user_agent(USER_AGENT)
            .default_headers(headers)
            .redirect(Policy::none())
            .referer(false)
            .dns_resolver(Arc::new(public.clone()))
            .timeout(timeout)
            .connect_timeout(CONNECT.min(timeout))
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(Duration::from_secs(5))
            .build()
            .map_err(|error| format!("cannot set up TLS: {}", chain(&error)))?;
        Ok(Self { client, hosts: Hosts::new(), public, timeout })
    }

    /// An answer for each link of a job.
    pub async fn answer(&self, job: &Job) -> Vec<(String, Answer)> {
        let places = job.links.iter().any(|(_, place)| place.is_some());
        let mut tried = self.once(&job.url, places).await;
        for _ in 1..TRIES {
            let Some(wait) = tried.again else { break };
            tokio::time::sleep(wait).await;
            tried = self.once(&job.url, places).await;
        }
        let answer = |place: &Option<String>| place_answer(&tried, place.as_deref());
        job.links.iter().map(|(link, place)| (link.clone(), answer(place))).collect()
    }

    async fn once(&self, url: &Url, places: bool) -> Tried {
        let host = self.hosts.of(url);
        if !places && host.knows_head() {
            match self.follow(Method::HEAD, url).await {
                Ok(landed) if landed.response.status().is_success() && !is_html(&landed.response) => {
                    return self.judged(url, landed, 0).await;
                }
                Ok(landed) if matches!(landed.response.status().as_u16(), 405 | 501) => host.refuses_head(),
                Ok(landed) if matches!(landed.response.status().as_u16(), 429 | 503) => {
                    return self.judged(url, landed, 0).await;
                }
                Err(answer) if matches!(answer.verdict, Verdict::Private | Verdict::NoHost) => {
                    return Tried { answer, page: None, again: None };
                }
                // Some servers know only GET, and say so in many ways.
                Ok(_) | Err(_) => {}
            }
        }
        match self.follow(Method::GET, url).await {
            Ok(landed) => self.judged(url, landed, if places { PAGE_BYTES } else { HEAD_BYTES }).await,
            Err(answer) => {
                let again = (answer.verdict == Verdict::Unreachable).then_some(self.timeout / 20);
                Tried { again: again.filter(|_| host.down().is_none()), answer, page: None }
            }
        }
    }

    /// Follows an address to the end of its redirects.
    async fn follow(&self, method: Method, start: &Url) -> Result<Landed, Answer> {
        let (mut url, mut seen, mut permanent, mut cookies) = (start.clone(), Vec::new(), true, false);
        loop {
            self.may_ask(&url)?;
            let host = self.hosts.of(&url);
            let turn = self.hosts.turn(&host).await;
            if let Some(down) = host.down() {
                return Err(down);
            }
            let response = match self.client.request(method.clone(), bare(&url)).send().await {
                Ok(response) => response,
                Err(error) => {
                    let answer = self.failed(&error);
                    if error.is_connect() {
                        host.missed(&answer);
                    }
                    return Err(answer);
                }
            };
            host.reached();
            let status = response.status();
            let Some(next) = redirect(&response, &url) else {
                return Ok(Landed { response, url, permanent, hops: seen.len(), _turn: turn });
            };
            permanent &= matches!(status.as_u16(), 301 | 308);
            cookies |= response.headers().contains_key(SET_COOKIE);
            seen.push(url);
            url = next?;
            if seen.contains(&url) || seen.len() > REDIRECTS {
                return Err(match cookies {
                    true => Answer::of(Verdict::Refused, "it wants cookies"),
                    false => Answer::of(Verdict::Loop, format!("{} redirects", seen.len())),
                });
            }
        }
    }

    /// Only the web, and only hosts that are public or allowed.
    fn may_ask(&self, url: &Url) -> Result<(), Answer> {
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(Answer::of(Verdict::Malformed, format!("it leads to `{}:`", url.scheme())));
        }
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        // A name that is allowed at one port is looked up freely, so that its other ports are refused here.
        let at_another_port = || self.public.allows(host, None);
        let is_private = host.parse::<IpAddr>().map_or_else(|_| at_another_port(), |address| !is_public(address));
        match is_private && !self.public.allows(host, url.port_or_known_default()) {
            true => Err(Answer::of(Verdict::Private, PrivateHost.to_string())),
            false => Ok(()),
        }
    }

    /// What an answer is worth.
    async fn judged(&self, asked: &Url, landed: Landed, most: usize) -> Tried {
        let Landed { response, url, permanent, hops, _turn } = landed;
        let (status, headers) = (response.status(), response.headers().clone());
        let leads_to = (hops > 0).then(|| url.to_string());
        let plain = |verdict, reason: String| Answer { verdict, reason, leads_to: leads_to.clone() };
        if hops > 0 && is_login(&url) && !is_login(asked) {
            return Tried { answer: plain(Verdict::Login, "redirected to a login".into()), page: None, again: None };
        }
        if !status.is_success() {
            let (verdict, reason) = refusal(status, &headers);
            let again = self.again(&url, verdict, &headers);
            return Tried { answer: plain(verdict, reason), page: None, again };
        }
        let page = if most > 0 && is_html(&response) { self.page(response, most).await } else { None };
        let read = page.as_ref();
        let lost = hops > 0 && is_front(&url) && !is_front(asked) && url.host_str() == asked.host_str();
        let answer = if read.is_some_and(RemotePage::is_login) && !is_login(asked) {
            plain(Verdict::Login, "it asks for a password".into())
        } else if lost {
            plain(Verdict::SoftMissing, "redirected to the front page".into())
        } else if read.is_some_and(|page| page.says_missing(url.path())) {
            plain(Verdict::SoftMissing, "its title says so".into())
        } else if hops > 0 && permanent {
            plain(Verdict::Moved, String::new())
        } else {
            plain(Verdict::Good, status.as_u16().to_string())
        };
        Tried { answer, page, again: None }
    }

    /// When another try is worth it.
    fn again(&self, url: &Url, verdict: Verdict, headers: &HeaderMap) -> Option<Duration> {
        let asks = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
        let wait = asks.map_or(self.timeout / 20, Duration::from_secs);
        // Who asks for more peace than that gets it: until the next run.
        if !matches!(verdict, Verdict::Busy | Verdict::Failing) || wait > self.timeout {
            return None;
        }
        if asks.is_some() || verdict == Verdict::Busy {
            self.hosts.of(url).pause(wait);
        }
        Some(wait)
    }

    /// The beginning of a page, however long it is and however much it is packed. What breaks off counts as far as it
    /// came.
    async fn page(&self, mut response: Response, most: usize) -> Option<RemotePage> {
        let mut bytes = Vec::new();
        let whole = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => bytes.extend_from_slice(&chunk[..chunk.len().min(most - bytes.len())]),
                Ok(None) => break true,
                Err(_) => break false,
            }
            if bytes.len() >= most {
                break false;
            }
        };
        Some(RemotePage::read(&bytes, whole))
    }

    /// Why there was no response.
    fn failed(&self, error: &reqwest::Error) -> Answer {
        let told = chain(error);
        let lower = told.to_lowercase();
        let is_private = errors(error).any(|error| error.is::<PrivateHost>());
        if is_private {
            Answer::of(Verdict::Private, PrivateHost.to_string())
        } else if error.is_timeout() {
            Answer::of(Verdict::Slow, format!("no answer in {} s", self.timeout.as_secs_f32()))
        } else if lower.contains("certificate") {
            Answer::of(Verdict::Certificate, last(error))
        } else if error.is_dns() || lower.contains("failed to lookup") {
            let passes = lower.contains("temporary") || lower.contains("try again");
            Answer::of(if passes { Verdict::Unreachable } else { Verdict::NoHost }, last(error))
        } else {
            Answer::of(Verdict::Unreachable, last(error))
        }
    }
}

/// What is said of one place in a page.
fn place_answer(Tried { answer, page, .. }: &Tried, place: Option<&str>) -> Answer {
    let with_place = |address: &String| match place {
        Some(place) if !address.contains('#') => format!("{address}#{place}"),
        _ => address.clone(),
    };
    let answer = Answer { leads_to: answer.leads_to.as_ref().map(with_place), ..answer.clone() };
    let (Some(place), true) = (place, answer.verdict.is_good()) else { return answer };
    // Of a file only its reader knows the places: `#page=3`.
    match page.as_ref().map(|page| page.has(place)) {
        None | Some(Some(true)) => answer,
        Some(Some(false)) => Answer { verdict: Verdict::NoAnchor, reason: String::new(), ..answer },
        Some(None) => Answer { verdict: Verdict::Unseen, reason: "only a browser can say".into(), ..answer },
    }
}

/// The address without what is the reader's own: the server is told no password.
fn bare(url: &Url) -> Url {
    let mut url = url.clone();
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    url
}

/// Where a response sends on to; nothing, if it does not.
fn redirect(response: &Response, from: &Url) -> Option<Result<Url, Answer>> {
    let status = response.status();
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let nowhere = || Answer::of(Verdict::Malformed, format!("{status} to nowhere"));
    let Some(to) = response.headers().get(LOCATION) else { return Some(Err(nowhere())) };
    Some(from.join(&String::from_utf8_lossy(to.as_bytes())).map_err(|_| nowhere()))
}

/// What browsers take for a page.
fn is_html(response: &Response) -> bool {
    let Some(kind) = response.headers().get(CONTENT_TYPE) else { return true };
    let kind = kind.to_str().unwrap_or_default().to_ascii_lowercase();
    kind.starts_with("text/html") || kind.starts_with("application/xhtml")
}

/// What a status says that is no success.
fn refusal(status: StatusCode, headers: &HeaderMap) -> (Verdict, String) {
    let challenged = headers.contains_key("cf-mitigated");
    let verdict = match status.as_u16() {
        404 | 410 => Verdict::Missing,
        401 | 407 => Verdict::Login,
        429 => Verdict::Busy,
        _ if challenged || status.is_client_error() || status.as_u16() == 999 => Verdict::Refused,
        _ => Verdict::Failing,
    };
    (verdict, status.as_u16().to_string())
}

/// Whether an address is there to log in.
fn is_login(url: &Url) -> bool {
    const HOSTS: [&str; 9] = ["accounts", "login", "signin", "sso", "auth", "idp", "id", "signon", "passport"];
    const STEPS: [&str; 17] = [
        "login",
        "log-in",
        "signin",
        "sign-in",
        "sign_in",
        "sso",
        "oauth",
        "oauth2",
        "authorize",
        "authenticate",
        "auth",
        "saml",
        "saml2",
        "wp-login",
        "signon",
        "logon",
        "user_sessions",
    ];
    let host = url.host_str().and_then(|host| host.split('.').next()).unwrap_or_default().to_ascii_lowercase();
    let step = |step: &str| STEPS.contains(&step.split('.').next().unwrap_or_default().to_ascii_lowercase().as_str());
    HOSTS.contains(&host.as_str()) || url.path().split('/').any(step)
}

/// Whether an address is the front page of its host.
fn is_front(url: &Url) -> bool {
    let step = url.path().trim_matches('/').to_ascii_lowercase();
    let name = step.split('.').next().unwrap_or_default();
    url.query().is_none() && !step.contains('/') && matches!(name, "" | "index" | "home" | "default" | "en" | "ru")
}

fn errors<'e>(error: &'e reqwest::Error) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error as &'e (dyn Error + 'static)), |inner| {
        let error: &'e (dyn Error + 'static) = *inner;
        error.source()
    })
}

fn chain(error: &reqwest::Error) -> String {
    errors(error).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// The innermost reason: the others name the address again.
fn last(error: &reqwest::Error) -> String {
    errors(error).last().map(ToString::to_string).unwrap_or_default()
}
