//! A small school that answers on a port of its own, with a clock the test moves.
#![allow(dead_code, clippy::expect_used)]

use carrel_domain::enrollment::EnrollmentRequest;
use carrel_domain::quiz::{Answer as QuizAnswer, Answers, Score};
use carrel_domain::{Action, DeviceId, Money, Occurred, Operation, OperationId, ProgramId, Timestamp};
use carrel_protocol::{Answer, Cursor, SyncRequest, SyncResponse, Tokens};
use carrel_provider::store::accounts::Learner;
use carrel_provider::{Config, Running, start, testkit};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub const PASSWORD: &str = "a quiet carrel";
pub const NOON: i64 = 1_795_000_000_000;

pub struct School {
    pub running: Running,
    pub http: reqwest::Client,
    pub folder: tempfile::TempDir,
    time: Arc<AtomicI64>,
}

pub async fn school() -> School {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().expect("a folder");
    testkit::small_campus(&folder.path().join("campus")).expect("a campus");
    let time = Arc::new(AtomicI64::new(NOON));
    let running = start(config(&folder, &time)).await.expect("a server");
    let http =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().expect("a client");
    School { running, http, folder, time }
}

fn config(folder: &tempfile::TempDir, time: &Arc<AtomicI64>) -> Config {
    let time = Arc::clone(time);
    Config {
        campus: Some(folder.path().join("campus")),
        clock: Arc::new(move || Timestamp(time.load(Ordering::SeqCst))),
        ..Config::new(folder.path().join("data"))
    }
}

impl School {
    pub fn campus(&self) -> PathBuf {
        self.folder.path().join("campus")
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.url)
    }

    pub fn pass(&self, ms: i64) {
        self.time.fetch_add(ms, Ordering::SeqCst);
    }

    pub async fn import_again(&self) {
        carrel_provider::import(self.running.store(), &self.campus()).await.expect("an import");
    }

    pub async fn learner(&self, email: &str) -> (Learner, Tokens) {
        let learner = self.running.store().add_learner(email, "Ana", PASSWORD).await.expect("a learner");
        let tokens = self.running.store().issue_tokens(&learner).await.expect("tokens");
        (learner, tokens)
    }

    /// A device of a new learner, at the beginning of its journal.
    pub async fn device(&self, email: &str) -> Device<'_> {
        let (learner, tokens) = self.learner(email).await;
        Device::new(self, learner, tokens, "device-1")
    }

    pub async fn get(&self, path: &str, tokens: &Tokens) -> reqwest::Response {
        let request = self.http.get(self.url(path)).bearer_auth(tokens.access_token.expose());
        request.send().await.expect("an answer")
    }
}

pub struct Device<'s> {
    pub school: &'s School,
    pub learner: Learner,
    pub tokens: Tokens,
    pub id: DeviceId,
    pub cursor: Option<Cursor>,
    seq: i64,
}

impl<'s> Device<'s> {
    pub fn new(school: &'s School, learner: Learner, tokens: Tokens, id: &str) -> Self {
        Self { school, learner, tokens, id: DeviceId::new(id), cursor: None, seq: 0 }
    }

    pub fn act(&mut self, program: &str, action: &Action) -> Operation {
        let (kind, payload) = action.encode();
        self.seq += 1;
        Operation {
            id: OperationId(uuid::Uuid::now_v7().to_string()),
            device: self.id.clone(),
            seq: self.seq,
            program: ProgramId::from(program),
            occurred: Occurred { at: Timestamp(NOON), uncertainty_ms: 0 },
            seen: Vec::new(),
            kind: kind.to_owned(),
            payload,
        }
    }

    pub fn request(&mut self, program: &str, state: Option<&str>, state_acknowledged: bool) -> Operation {
        let price = Money::new(10_500, "USD");
        let state = state.map(str::to_owned);
        let request = EnrollmentRequest { program_version: 1, price, state, state_acknowledged, eligibility: None };
        self.act(program, &Action::EnrollmentRequested(request))
    }

    pub fn complete(&mut self, program: &str, lesson: &str) -> Operation {
        self.act(program, &Action::LessonCompleted { lesson: lesson.into() })
    }

    pub fn quiz(&mut self, program: &str, choice: &str, days: f64) -> Operation {
        let answers = Answers::from([
            ("q1".to_owned(), QuizAnswer::Choices(vec![choice.to_owned()])),
            ("q2".to_owned(), QuizAnswer::Number(days)),
        ]);
        // The device's own score is wrong on purpose: the school scores again.
        let score = Score { points: 99, max: 99, passed: true };
        self.act(program, &Action::QuizSubmitted { quiz: testkit::QUIZ.into(), answers, score, edition: None })
    }

    pub fn package(&self, ops: &[Operation]) -> SyncRequest {
        SyncRequest {
            device: Some(self.id.clone()),
            device_name: "A laptop".to_owned(),
            ops: ops.to_vec(),
            cursor: self.cursor.clone(),
            ..SyncRequest::default()
        }
    }

    pub async fn post(&self, request: &SyncRequest) -> reqwest::Response {
        let call = self.school.http.post(self.school.url("/v1/record/sync"));
        call.bearer_auth(self.tokens.access_token.expose()).json(request).send().await.expect("an answer")
    }

    pub async fn send(&self, request: &SyncRequest) -> SyncResponse {
        let response = self.post(request).await;
        assert_eq!(response.status(), 200);
        response.json().await.expect("a sync response")
    }

    /// One cycle: sends, and moves the cursor on.
    pub async fn sync(&mut self, ops: &[Operation]) -> SyncResponse {
        let response = self.send(&self.package(ops)).await;
        self.cursor.clone_from(&response.cursor);
        response
    }

    /// Enrolled in the open course.
    pub async fn enroll(&mut self, program: &str) {
        let op = self.request(program, None, false);
        let response = self.sync(&[op]).await;
        assert!(matches!(answer(&response), Answer::Accepted { .. }));
    }
}

/// The one answer of a response.
pub fn answer(response: &SyncResponse) -> &Answer {
    assert_eq!(response.receipts.len(), 1, "{:?}", response.receipts);
    &response.receipts[0].answer
}
