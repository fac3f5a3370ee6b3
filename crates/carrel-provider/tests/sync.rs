//! The private record: what is accepted, refused and held, and that nothing counts twice.
#![allow(clippy::expect_used)]

mod common;

use carrel_domain::enrollment::{Access, Application, EnrollmentLabel, Outcome, RefusalCode, label};
use carrel_domain::operation::Payload;
use carrel_domain::time::DAY_MS;
use carrel_domain::view::Mirror;
use carrel_domain::{Operation, ProgramId};
use carrel_protocol::{Answer, Change, Cursor, Problem, ProblemCode, Receipt, SyncRequest, SyncResponse};
use carrel_provider::store::enrollments::StaffDecision;
use carrel_provider::testkit::{ACCESS_DAYS, LESSONS, OPEN, REVIEW, SECOND_STEP, STATE_RULES};
use common::{Device, answer, school};
use std::io::Write;

fn refused(response: &SyncResponse) -> RefusalCode {
    match answer(response) {
        Answer::Refused { refusal } => {
            assert!(!refusal.text.is_empty() && !refusal.remedy.is_empty(), "a refusal explains itself");
            refusal.code
        }
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn i11_the_same_operation_twice_is_once_and_gets_the_same_receipt() {
    let school = school().await;
    let mut device = school.device("ana@example.com").await;
    device.enroll(OPEN).await;
    let ops = [device.complete(OPEN, LESSONS[0]), device.quiz(OPEN, "a", 10.0)];
    let first = device.send(&device.package(&ops)).await;
    school.pass(60_000);
    let second = device.send(&device.package(&ops)).await;
    assert_eq!(first.receipts, second.receipts, "word for word, with the moment of the first time");
    assert_eq!(first.digest, second.digest);
    assert_eq!(second.digest.count, 3, "the request, the lesson and the quiz");
    let mixed = [ops[1].clone(), device.complete(OPEN, LESSONS[1])];
    assert_eq!(device.send(&device.package(&mixed)).await.digest.count, 4, "known and new in one request");
    let mut twice = device.package(&[]);
    let new = device.complete(OPEN, LESSONS[2]);
    twice.ops = vec![new.clone(), new];
    assert_eq!(device.send(&twice).await.digest.count, 5, "twice in one request");
}

#[tokio::test]
async fn i11_a_refusal_is_the_same_again_even_when_the_reason_is_gone() {
    let school = school().await;
    let mut device = school.device("ana@example.com").await;
    let early = device.request(SECOND_STEP, None, false);
    assert_eq!(refused(&device.sync(std::slice::from_ref(&early)).await), RefusalCode::MissingPrerequisite);
    device.enroll(OPEN).await;
    school
        .running
        .store()
        .decide(&device.learner, &OPEN.into(), StaffDecision::Complete)
        .await
        .expect("it is completed");
    assert_eq!(refused(&device.sync(&[early]).await), RefusalCode::MissingPrerequisite);
    let later = device.request(SECOND_STEP, None, false);
    assert!(matches!(answer(&device.sync(&[later]).await), Answer::Accepted { .. }), "asking again helps");
}

/// A school that came back from a backup knows less than the learner's computer: what it cannot place yet must not be lost.
#[tokio::test]
async fn i3_an_act_without_an_enrollment_waits_for_whoever_can_help() {
    let school = school().await;
    let mut device = school.device("ana@example.com").await;
    let early = device.complete(REVIEW, LESSONS[0]);
    assert!(matches!(answer(&device.sync(std::slice::from_ref(&early)).await), Answer::NeedsYou { .. }));
    device.enroll(REVIEW).await;
    assert!(matches!(answer(&device.sync(std::slice::from_ref(&early)).await), Answer::Waits { .. }));
    let other = device.complete(REVIEW, LESSONS[1]);
    school.running.store().decide(&device.learner, &REVIEW.into(), StaffDecision::Accept).await.expect("staff accept");
    assert!(matches!(answer(&device.sync(&[early]).await), Answer::Accepted { .. }));
    assert!(matches!(answer(&device.sync(&[other]).await), Answer::Accepted { .. }));
}

#[tokio::test]
async fn receipts_come_as_runs_and_one_bad_operation_ends_only_itself() {
    let school = school().await;
    let mut device = school.device("ana@example.com").await;
    device.enroll(OPEN).await;
    let mut ops: Vec<Operation> = (0..5).map(|_| device.complete(OPEN, LESSONS[0])).collect();
    ops[2].payload = Payload::new("{\"lesson\":7}".to_owned()).expect("JSON");
    let response = device.sync(&ops).await;
    let runs: Vec<_> = response.receipts.iter().map(|run: &Receipt| (run.first, run.last)).collect();
    assert_eq!(runs, [(2, 3), (4, 4), (5, 6)]);
    assert!(
        matches!(&response.receipts[1].answer, Answer::Refused { refusal } if refusal.code == RefusalCode::Malformed)
    );
    let mut large = device.complete(OPEN, LESSONS[0]);
    large.payload = Payload::new(format!("{{\"lesson\":\"{}\"}}", "x".repeat(70_000))).expect("JSON");
    assert_eq!(refused(&device.sync(&[large]).await), RefusalCode::TooLarge);
    let mut later = device.complete(OPEN, LESSONS[0]);
    later.kind = "kind_of_next_year".to_owned();
    assert!(matches!(answer(&device.sync(&[later]).await), Answer::Accepted { .. }), "an unknown kind is kept");
}

#[tokio::test]
async fn a_state_rule_refuses_or_waits_for_the_learner() {
    let school = school().await;
    let mut device = school.device("ana@example.com").await;
    let california = device.request(STATE_RULES, Some("CA"), true);
    assert_eq!(refused(&device.sync(&[california]).await), RefusalCode::StateRule);
    let louisiana = device.request(STATE_RULES, Some("LA"), false);
    assert!(matches!(answer(&device.sync(&[louisiana]).await), Answer::NeedsYou { .. }));
    let acknowledged = device.request(STATE_RULES, Some("LA"), true);
    assert!(matches!(answer(&device.sync(&[acknowledged]).await), Answer::Accepted { .. }));
    let unknown = device.request("never-offered", None, false);
    assert_eq!(refused(&device.sync(&[unknown]).await), RefusalCode::ProgramWithdrawn);
}

#[tokio::test]
async fn a_program_that_comes_first_must_be_finished_first() {
    let school = school().await;
    let mut device = school.device("ana@example.com").await;
    let early = device.request(SECOND_STEP, None, false);
    assert_eq!(refused(&device.sync(&[early]).await), RefusalCode::MissingPrerequisite);
    device.enroll(OPEN).await;
    let wrong = device.quiz(OPEN, "b", 3.0);
    let right = device.quiz(OPEN, "a", 3.0);
    let mut ops = vec![wrong.clone(), right.clone()];
    ops.extend(LESSONS.map(|lesson| device.complete(OPEN, lesson)));
    device.sync(&ops).await;
    let enrollment =
        school.running.store().enrollment(&device.learner, &OPEN.into()).await.expect("read").expect("one");
    assert_eq!(enrollment.outcome, Outcome::RequirementsMet);
    assert_eq!((enrollment.grades[&wrong.id].points, enrollment.grades[&wrong.id].passed), (0, false));
    assert_eq!(
        (enrollment.grades[&right.id].points, enrollment.grades[&right.id].max),
        (1, 2),
        "the school's own score"
    );
    let again = device.request(SECOND_STEP, None, false);
    assert!(matches!(answer(&device.sync(&[again]).await), Answer::Accepted { .. }));
}

#[tokio::test]
async fn a_held_request_is_decided_by_staff_and_the_other_computer_hears_of_it() {
    let school = school().await;
    let mut device = school.device("ana@example.com").await;
    let request = device.request(REVIEW, None, false);
    let held = device.sync(&[request]).await;
    assert!(matches!(&held.changes[..], [Change::Enrollment { enrollment }]
        if enrollment.application == Application::Submitted && enrollment.reason.is_some()));
    let again = device.request(REVIEW, None, false);
    let nothing_new = device.sync(&[again]).await;
    assert!(nothing_new.changes.is_empty(), "asking twice changes nothing");
    let store = school.running.store();
    let program = ProgramId::from(REVIEW);
    let decline = StaffDecision::Decline { reason: "The class is full.".to_owned() };
    store.decide(&device.learner, &program, decline).await.expect("declined");
    let declined = device.sync(&[]).await;
    assert!(matches!(&declined.changes[..], [Change::Enrollment { enrollment }]
        if enrollment.reason.as_deref() == Some("The class is full.")));
    let anew = device.request(REVIEW, None, false);
    device.sync(&[anew]).await;
    let accepted = store.decide(&device.learner, &program, StaffDecision::Accept).await.expect("accepted");
    assert!(accepted.gives_access(store.now()));
    assert_eq!(device.sync(&[]).await.changes.len(), 1);
    assert!(device.sync(&[]).await.changes.is_empty(), "a quiet sync says nothing");
}

#[tokio::test]
async fn what_was_learned_is_taken_after_access_ended_and_content_is_not_given() {
    let school = school().await;
    let mut device = school.device("ana@example.com").await;
    device.enroll(OPEN).await;
    assert_eq!(school.get("/v1/packs/open-course", &device.tokens).await.status(), 200);
    school.pass(i64::from(ACCESS_DAYS) * DAY_MS + 1);
    device.tokens = school.running.store().issue_tokens(&device.learner).await.expect("tokens");
    let op = device.complete(OPEN, LESSONS[0]);
    assert!(matches!(answer(&device.sync(&[op]).await), Answer::Accepted { .. }));
    let refused = school.get("/v1/packs/open-course", &device.tokens).await;
    assert_eq!(refused.status(), 403);
    let problem: Problem = refused.json().await.expect("a problem");
    assert!(problem.code == ProblemCode::NoAccess && problem.remedy.is_some());
    let store = school.running.store();
    let enrollment = store.enrollment(&device.learner, &OPEN.into()).await.expect("read").expect("one");
    assert!(matches!(enrollment.access, Access::Active { .. }));
    assert_eq!(label(&enrollment, store.now()), EnrollmentLabel::AccessEnded);
}

/// What a client makes of the changes it gets.
fn fold(mirror: &mut Mirror, response: &SyncResponse) {
    for change in &response.changes {
        match change {
            Change::Operation { op } => mirror.accept(op),
            Change::Enrollment { enrollment } => mirror.enrollment = Some((**enrollment).clone()),
            Change::Unknown => {}
        }
    }
}

#[tokio::test]
async fn i20_another_computer_and_the_school_fold_the_same_record() {
    let school = school().await;
    let mut first = school.device("ana@example.com").await;
    first.enroll(OPEN).await;
    let done = first.complete(OPEN, LESSONS[0]);
    let mut undone = first.act(OPEN, &carrel_domain::Action::LessonReopened { lesson: LESSONS[0].into() });
    undone.seen.push(done.id.clone());
    let mut ops = vec![done, undone, first.quiz(OPEN, "a", 10.0)];
    ops.extend((0..400).map(|_| first.complete(OPEN, LESSONS[1])));
    first.sync(&ops).await;
    let more: Vec<_> = (0..450).map(|_| first.complete(OPEN, LESSONS[2])).collect();
    first.sync(&more).await;
    let more: Vec<_> = (0..450).map(|_| first.complete(OPEN, LESSONS[2])).collect();
    let last = first.sync(&more).await;
    assert!(
        last.changes.iter().all(|change| !matches!(change, Change::Operation { .. })),
        "its own acts do not come back"
    );

    let mut second = Device::new(&school, first.learner.clone(), first.tokens.clone(), "device-2");
    let mut mirror = Mirror::default();
    let page = second.sync(&[]).await;
    assert!(page.more && page.changes.len() == carrel_protocol::MAX_CHANGES, "a long log comes in pages");
    fold(&mut mirror, &page);
    let rest = second.sync(&[]).await;
    fold(&mut mirror, &rest);
    assert!(!rest.more);
    let told = school.running.store().record(&first.learner, &OPEN.into()).await.expect("a record");
    assert_eq!(mirror, told);
    assert_eq!(mirror.digest, rest.digest);

    let mut anew = Mirror::default();
    let mut request = SyncRequest { anew: Some(OPEN.into()), want_digests: true, ..first.package(&[]) };
    loop {
        let page = first.send(&request).await;
        fold(&mut anew, &page);
        assert_eq!(page.digest, told.digest, "one program's own digest");
        assert_eq!(page.digests, [(ProgramId::from(OPEN), told.digest.clone())]);
        request.anew_cursor = page.cursor;
        if !page.more {
            break;
        }
    }
    assert_eq!(anew, told, "pulled anew, with this computer's own acts");
}

#[tokio::test]
async fn a_cursor_this_server_does_not_know_begins_anew() {
    let school = school().await;
    let mut first = school.device("ana@example.com").await;
    first.enroll(OPEN).await;
    let mut second = Device::new(&school, first.learner.clone(), first.tokens.clone(), "device-2");
    for foreign in ["", "garbage", "99", "epoch-1", "-"] {
        second.cursor = Some(Cursor(foreign.to_owned()));
        assert_eq!(second.sync(&[]).await.changes.len(), 2, "the request and the enrollment, for {foreign:?}");
    }
    let known = second.cursor.clone().expect("a cursor").0;
    let (epoch, _) = known.rsplit_once('-').expect("epoch and position");
    second.cursor = Some(Cursor(format!("{epoch}-999999")));
    assert_eq!(second.sync(&[]).await.changes.len(), 2);
}

#[tokio::test]
async fn a_request_may_be_packed_and_must_not_be_too_large_or_of_another() {
    let school = school().await;
    let mut device = school.device("ana@example.com").await;
    let op = device.request(OPEN, None, false);
    let json = serde_json::to_vec(&device.package(&[op])).expect("JSON");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&json).expect("packed");
    let call = school.http.post(school.url("/v1/record/sync")).bearer_auth(device.tokens.access_token.expose());
    let call = call.header("content-encoding", "gzip").body(gzip.finish().expect("packed"));
    let response: SyncResponse = call.send().await.expect("an answer").json().await.expect("a response");
    assert!(matches!(answer(&response), Answer::Accepted { .. }));

    let many: Vec<_> = (0..=carrel_protocol::MAX_OPS).map(|_| device.complete(OPEN, LESSONS[0])).collect();
    let response = device.post(&device.package(&many)).await;
    assert_eq!(response.status(), 413);
    assert_eq!(response.json::<Problem>().await.expect("a problem").code, ProblemCode::TooLarge);
    let mut foreign = device.complete(OPEN, LESSONS[0]);
    foreign.device = "another".into();
    assert_eq!(device.post(&device.package(&[foreign])).await.status(), 400);
    device.tokens.access_token = carrel_protocol::Secret::new("guess");
    let response = device.post(&device.package(&[])).await;
    assert_eq!(response.status(), 401);
    assert_eq!(response.headers()["www-authenticate"], "Bearer error=\"invalid_token\"");
    assert_eq!(response.json::<Problem>().await.expect("a problem").code, ProblemCode::InvalidToken);
}

#[tokio::test]
async fn one_learner_never_sees_anothers_record() {
    let school = school().await;
    let mut ana = school.device("ana@example.com").await;
    ana.enroll(OPEN).await;
    let mut ben = school.device("ben@example.com").await;
    let quiet = ben.sync(&[]).await;
    assert!(quiet.changes.is_empty() && quiet.digest.count == 0);
    ben.enroll(OPEN).await;
    let op = ana.complete(OPEN, LESSONS[0]);
    ana.sync(std::slice::from_ref(&op)).await;
    let mut same_id = ben.complete(OPEN, LESSONS[1]);
    same_id.id = op.id;
    let response = ben.sync(&[same_id]).await;
    assert_eq!(response.digest.count, 2, "an id is one learner's own");
}

/// Not a benchmark, a fence against something quadratic: the bound is wide because test builds are not optimised.
#[tokio::test]
async fn ten_thousand_operations_go_in_quickly() {
    let school = school().await;
    let mut device = school.device("ana@example.com").await;
    device.enroll(OPEN).await;
    let act = |device: &mut Device<'_>, n: u16| {
        device.act(OPEN, &carrel_domain::Action::LessonPosition { lesson: LESSONS[0].into(), permille: n % 1000 })
    };
    let ops: Vec<_> = (0..10_000).map(|n| act(&mut device, n)).collect();
    let begun = std::time::Instant::now();
    for page in ops.chunks(carrel_protocol::MAX_OPS) {
        device.sync(page).await;
    }
    let took = begun.elapsed();
    println!("10000 operations in full requests: {took:?}");
    assert!(took.as_secs() < 20, "{took:?}");
}
