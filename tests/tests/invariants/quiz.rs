//! Attempts at a quiz: nothing that has counted fails afterwards, and none is scored by questions that were not asked.

use carrel_domain::quiz::{Answer, Answers, Score};
use carrel_domain::{Action, QuizId};
use carrel_engine::api::{AttemptView, ErrorCode, QuizAnswersArgs, QuizArgs, QuizPage};
use carrel_provider::testkit::OPEN;
use carrel_tests::{Device, Fault, School};

const ANA: &str = "ana@learner.example";
const QUIZ: &str = "m01-quiz";
const FILE: &str = "programs/open-course/course/01-first/quiz.toml";

async fn quiz(device: &Device) -> QuizPage {
    device.engine.quiz(QuizArgs { program: OPEN.into(), quiz: QUIZ.into() }).await.expect("the quiz opens")
}

fn args(edition: Option<String>) -> QuizAnswersArgs {
    let answers = [("q1".to_owned(), Answer::Choices(vec!["a".to_owned()]))].into();
    QuizAnswersArgs { program: OPEN.into(), quiz: QUIZ.into(), answers, edition }
}

async fn hand_in(device: &Device) -> Result<Score, ErrorCode> {
    device.engine.submit_quiz(args(None)).await.map(|result| result.score).map_err(|error| error.code)
}

/// As the school's staff would: edit files, import the campus.
async fn rewrite(school: &School, file: &str, change: impl FnOnce(String) -> String) {
    let file = school.campus().join(file);
    let text = std::fs::read_to_string(&file).expect("the file reads");
    let changed = change(text.clone());
    assert_ne!(changed, text);
    std::fs::write(&file, changed).expect("the file is written");
    carrel_provider::import(school.store(), &school.campus()).await.expect("the campus is imported");
}

/// The right choice of the first question becomes the wrong one.
fn turned(text: String) -> String {
    let was = r#"text = "This", correct = true }, { id = "b", text = "That","#;
    text.replace(was, r#"text = "This" }, { id = "b", text = "That", correct = true,"#)
}

fn stands(attempts: &[AttemptView]) -> Vec<(u32, bool, bool)> {
    attempts.iter().map(|attempt| (attempt.score.points, attempt.score.passed, attempt.is_final)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn i1_the_draft_goes_with_the_act_that_hands_it_in() {
    let school = School::open().await;
    let device = Device::studying(&school, ANA).await;
    device.engine.save_quiz_draft(args(None)).await.expect("the draft is kept");
    assert_eq!(quiz(&device).await.draft, args(None).answers);
    // The act alone, as it stands where the program ends right after it.
    let score = Score { points: 1, max: 2, passed: true };
    let answers = args(None).answers;
    let action = Action::QuizSubmitted { quiz: QuizId::from(QUIZ), answers, score, edition: None };
    device.record().await.act(&OPEN.into(), &action).await.expect("it is written");
    let page = quiz(&device).await;
    assert_eq!((page.draft, page.attempts.len()), (Answers::new(), 1), "nothing is left to be handed in twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn old_answers_are_not_scored_by_questions_that_changed_under_them() {
    let school = School::open().await;
    let device = Device::studying(&school, ANA).await;
    let read = quiz(&device).await.edition;
    device.engine.save_quiz_draft(args(None)).await.expect("the draft is kept");
    rewrite(&school, FILE, turned).await;
    device.sync().await;
    device.until(async || quiz(&device).await.edition != read).await;

    let refused = device.engine.submit_quiz(args(Some(read))).await.expect_err("other questions");
    assert_eq!(refused.code, ErrorCode::QuizChanged);
    let page = quiz(&device).await;
    assert_eq!(page.attempts.len(), 0, "no attempt is used");
    assert_eq!(page.draft, args(None).answers, "and the answers are kept");
    let result = device.engine.submit_quiz(args(Some(page.edition))).await.expect("these are the questions");
    assert_eq!(result.score.points, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn i17_an_attempt_at_a_quiz_that_changed_or_went_is_final_with_the_score_the_learner_was_told() {
    let school = School::open().await;
    let device = Device::studying(&school, ANA).await;
    hand_in(&device).await.expect("handed in");
    device.sync().await;
    assert_eq!(stands(&quiz(&device).await.attempts), [(1, true, true)], "the same questions: scored by the school");

    device.network.set(Fault::Offline);
    hand_in(&device).await.expect("handed in");
    rewrite(&school, FILE, turned).await;
    device.network.set(Fault::None);
    device.sync().await;
    let grades = async || device.view(OPEN).await.enrollment.expect("an enrollment").grades;
    let passed = Score { points: 1, max: 2, passed: true };
    assert_eq!(grades().await.into_values().collect::<Vec<_>>(), [passed, passed]);

    let page = quiz(&device).await;
    device.network.set(Fault::Offline);
    let last = device.engine.submit_quiz(args(Some(page.edition))).await.expect("handed in").score;
    let module = "programs/open-course/course/01-first/module.toml";
    std::fs::rename(school.campus().join(FILE), school.campus().join("quiz-of-once")).expect("the quiz is taken out");
    rewrite(&school, module, |text| text.replace("title = \"First\"", "title = \"First of all\"")).await;
    device.network.set(Fault::None);
    device.sync().await;
    let given: Vec<Score> = grades().await.into_values().collect();
    assert_eq!(given.len(), 3, "the school has spoken of each");
    assert!(given.contains(&last), "also of the one whose quiz is gone: {given:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_two_computers_do_not_double_the_attempts_a_quiz_allows() {
    let school = School::open().await;
    rewrite(&school, FILE, |text| text.replace("max_attempts = 0", "max_attempts = 1")).await;
    let (here, there) = (Device::studying(&school, ANA).await, Device::studying(&school, ANA).await);
    for device in [&here, &there] {
        device.network.set(Fault::Offline);
        hand_in(device).await.expect("the one attempt, as far as it knows");
        assert_eq!(hand_in(device).await, Err(ErrorCode::AttemptsUsedUp));
        device.network.set(Fault::None);
    }
    for device in [&here, &there, &here] {
        device.sync().await;
    }
    for device in [&here, &there] {
        assert_eq!(stands(&quiz(device).await.attempts), [(1, true, true)], "the first that arrived counts");
    }
    let acts = there.engine.activity(Default::default()).await.expect("the activity reads").acts;
    let refused = acts.iter().find_map(|act| match &act.delivery {
        carrel_engine::api::DeliveryView::Refused { refusal, .. } => Some(refusal.text.as_str()),
        _ => None,
    });
    assert!(refused.is_some_and(|text| text.contains("another computer")), "and it says why: {refused:?}");
    assert_eq!(school.record(ANA, OPEN).await.record.quizzes.values().map(|made| made.len()).sum::<usize>(), 1);
}
