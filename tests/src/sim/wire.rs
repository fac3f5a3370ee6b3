//! The network between one machine and the school: it drops, repeats, delays, reorders, truncates and lies, by dice.
//!
//! Every request throws dice of its own, from the seed, the machine and the number of the request: a step left out of a
//! story does not change what happens to the others, so that a failing story can be made shorter.

use super::census::{Census, Event};
use super::fate::SimFate;
use super::school::SimSchool;
use crate::dice::Dice;
use async_trait::async_trait;
use axum::body::Body;
use axum::extract::ConnectInfo;
use carrel_engine::remote::Wire;
use carrel_protocol::{Failure, LaterReason};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weather {
    #[default]
    Calm,
    /// Anything may happen.
    Rough,
    Offline,
    /// A page to click through, whatever is asked.
    Portal,
}

/// One machine's way to the school; it outlives restarts of the machine.
pub struct SimWire {
    seed: u64,
    school: Arc<SimSchool>,
    census: Arc<Census>,
    weather: Mutex<Weather>,
    requests: AtomicU64,
    answered: AtomicU64,
    most_under_way: AtomicU64,
    /// Of the answers about the record.
    sync_bytes: AtomicU64,
}

/// The wire as one run of a machine has it: nothing goes over it once that run has ended.
pub struct Plugged {
    pub wire: Arc<SimWire>,
    pub fate: Arc<SimFate>,
    pub under_way: AtomicU64,
}

/// Counts a request as over, also one that is given up.
struct Over<'p>(&'p AtomicU64);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

struct Answer {
    status: u16,
    headers: http::HeaderMap,
    body: Vec<u8>,
}

#[async_trait]
impl Wire for Plugged {
    async fn carry(&self, request: reqwest::Request) -> Result<reqwest::Response, Failure> {
        let wire = &self.wire;
        let patience = request.timeout().copied().unwrap_or(Duration::from_secs(60));
        let now = self.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        wire.most_under_way.fetch_max(now, Ordering::SeqCst);
        let over = Over(&self.under_way);
        let answer = timeout(patience, wire.carry(request)).await;
        drop(over);
        if carrel_sqlite::Fate::is_off(self.fate.as_ref()) {
            std::future::pending::<()>().await;
        }
        let answer = answer.unwrap_or(Err(Failure::later(LaterReason::Timeout)))?;
        let mut response = http::Response::builder().status(answer.status);
        if let Some(headers) = response.headers_mut() {
            *headers = answer.headers;
        }
        let response = response.body(answer.body).map_err(|_| Failure::ours("an answer could not be built"))?;
        Ok(reqwest::Response::from(response))
    }
}

impl SimWire {
    pub fn new(seed: u64, school: Arc<SimSchool>, census: Arc<Census>) -> Self {
        Self {
            seed,
            school,
            census,
            weather: Mutex::default(),
            requests: AtomicU64::new(0),
            answered: AtomicU64::new(0),
            most_under_way: AtomicU64::new(0),
            sync_bytes: AtomicU64::new(0),
        }
    }

    /// How many requests have begun.
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::SeqCst)
    }

    /// The most that were ever under way at once.
    pub fn most_under_way(&self) -> u64 {
        self.most_under_way.load(Ordering::SeqCst)
    }

    /// How many bytes the answers about the record had so far.
    pub fn sync_bytes(&self) -> u64 {
        self.sync_bytes.load(Ordering::SeqCst)
    }

    pub fn set(&self, weather: Weather) {
        *self.weather.lock().unwrap_or_else(PoisonError::into_inner) = weather;
    }

    async fn carry(&self, request: reqwest::Request) -> Result<Answer, Failure> {
        let number = self.requests.fetch_add(1, Ordering::SeqCst);
        let mut dice = Dice::new(self.seed ^ number.wrapping_mul(0xA076_1D64_78BD_642F));
        let weather = *self.weather.lock().unwrap_or_else(PoisonError::into_inner);
        let what = match weather {
            Weather::Calm => Event::Calm,
            Weather::Rough => rough(&mut dice),
            Weather::Offline => Event::Offline,
            Weather::Portal => Event::Portal,
        };
        self.census.count(what);
        let latency = Duration::from_millis(2 + dice.below(if weather == Weather::Rough { 900 } else { 60 }));
        match what {
            Event::Offline => return Err(Failure::Offline),
            Event::RequestLost => {
                sleep(latency).await;
                return Err(Failure::later(LaterReason::Garbled));
            }
            Event::Hangs => {
                std::future::pending::<()>().await;
            }
            Event::Delayed => sleep(Duration::from_secs(1 + dice.below(50))).await,
            _ => sleep(latency).await,
        }
        if what == Event::Portal {
            return Ok(page(200, "text/html", "<html><body>Please accept our terms</body></html>"));
        }
        if what == Event::ServerError {
            return Ok(page(*dice.pick(&[500, 502, 503]), "text/html", "<h1>Bad gateway</h1>"));
        }
        if what == Event::Busy {
            let mut answer = page(429, "text/plain", "slow down");
            answer.headers.insert("retry-after", http::HeaderValue::from_static("30"));
            return Ok(answer);
        }
        if !self.school.is_up() {
            return Err(Failure::Offline);
        }
        let parts = parts_of(&request)?;
        if what == Event::Duplicated {
            let _ = self.ask(&parts).await;
        }
        let answer = self.ask(&parts).await?;
        if parts.path.contains("/record/sync") {
            self.sync_bytes.fetch_add(answer.body.len() as u64, Ordering::SeqCst);
        }
        let answer = self.on_the_way_back(what, answer, &mut dice, latency).await;
        if self.answered.fetch_max(number, Ordering::SeqCst) > number {
            self.census.count(Event::Reordered);
        }
        answer
    }

    async fn on_the_way_back(
        &self,
        what: Event,
        mut answer: Answer,
        dice: &mut Dice,
        latency: Duration,
    ) -> Result<Answer, Failure> {
        match what {
            Event::CrashAfterCommit => {
                self.school.running().fate.end();
                Err(Failure::later(LaterReason::Garbled))
            }
            Event::AnswerLost => {
                sleep(latency).await;
                Err(Failure::later(LaterReason::Garbled))
            }
            Event::Truncated => {
                let keep = dice.place(answer.body.len().max(1));
                answer.body.truncate(keep);
                Ok(answer)
            }
            _ => {
                sleep(latency).await;
                Ok(answer)
            }
        }
    }

    /// The real routes. A school that goes off in the middle answers nothing.
    async fn ask(&self, parts: &Parts) -> Result<Answer, Failure> {
        let running = self.school.running();
        let off = running.fate.off.notified();
        tokio::pin!(off);
        off.as_mut().enable();
        let asked = async {
            let response = running.router.clone().oneshot(parts.request()?).await;
            let response = response.map_err(|_| Failure::ours("the router failed"))?;
            let (head, body) = response.into_parts();
            let body =
                axum::body::to_bytes(body, usize::MAX).await.map_err(|_| Failure::later(LaterReason::Garbled))?;
            Ok(Answer { status: head.status.as_u16(), headers: head.headers, body: body.to_vec() })
        };
        tokio::select! {
            biased;
            () = &mut off => Err(Failure::later(LaterReason::Garbled)),
            answer = asked => answer,
        }
    }
}

fn rough(dice: &mut Dice) -> Event {
    const TABLE: &[(u64, Event)] = &[
        (10, Event::RequestLost),
        (12, Event::AnswerLost),
        (8, Event::Duplicated),
        (6, Event::Delayed),
        (7, Event::Truncated),
        (6, Event::ServerError),
        (4, Event::Busy),
        (5, Event::Portal),
        (4, Event::CrashAfterCommit),
        (2, Event::Hangs),
    ];
    let mut thrown = dice.below(100);
    for (share, event) in TABLE {
        match thrown.checked_sub(*share) {
            Some(rest) => thrown = rest,
            None => return *event,
        }
    }
    Event::Calm
}

fn page(status: u16, kind: &'static str, text: &str) -> Answer {
    let mut headers = http::HeaderMap::new();
    headers.insert("content-type", http::HeaderValue::from_static(kind));
    Answer { status, headers, body: text.as_bytes().to_vec() }
}

/// A request that can be delivered twice.
struct Parts {
    method: http::Method,
    path: String,
    headers: http::HeaderMap,
    body: Vec<u8>,
}

fn parts_of(request: &reqwest::Request) -> Result<Parts, Failure> {
    let url = request.url();
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let body = request.body().and_then(|body| body.as_bytes()).unwrap_or_default().to_vec();
    Ok(Parts { method: request.method().clone(), path, headers: request.headers().clone(), body })
}

impl Parts {
    fn request(&self) -> Result<http::Request<Body>, Failure> {
        let mut request = http::Request::builder().method(self.method.clone()).uri(&self.path);
        if let Some(headers) = request.headers_mut() {
            *headers = self.headers.clone();
        }
        let from = ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 1)));
        request
            .extension(from)
            .body(Body::from(self.body.clone()))
            .map_err(|_| Failure::ours("a request could not be built"))
    }
}
