//! A course's glossary and its questions about pictures, from the school's files to the learner's screen and back: I8, I15.

use carrel_domain::quiz::{Answer, Answers, Item, ItemBody};
use carrel_engine::api::{ProgramArgs, QuizAnswersArgs, QuizArgs, QuizItemKind, QuizPage};
use carrel_provider::campus;
use carrel_provider::testkit::{LESSONS, OPEN, QUIZ, add_glossary, add_picture_question};
use carrel_tests::device::lesson_args;
use carrel_tests::{Device, School};

const ANA: &str = "ana@learner.example";

async fn school_with_both() -> School {
    let school = School::open().await;
    add_picture_question(&school.campus()).expect("a question");
    add_glossary(&school.campus()).expect("a glossary");
    carrel_provider::import(school.store(), &school.campus()).await.expect("an import");
    school
}

fn args() -> QuizArgs {
    QuizArgs { program: OPEN.into(), quiz: QUIZ.into() }
}

async fn quiz(device: &Device) -> QuizPage {
    device.engine.quiz(args()).await.expect("the quiz opens")
}

fn pick(item: &str, choice: &str) -> (String, Answer) {
    (item.to_owned(), Answer::Choices(vec![choice.to_owned()]))
}

fn handed_in(answers: Answers) -> QuizAnswersArgs {
    QuizAnswersArgs { program: OPEN.into(), quiz: QUIZ.into(), answers, edition: None }
}

async fn get(address: &str) -> reqwest::Response {
    reqwest::Client::builder().no_proxy().build().expect("a client").get(address).send().await.expect("an answer")
}

#[tokio::test(flavor = "multi_thread")]
async fn i8_a_place_in_a_picture_is_answered_offline_and_scored_alike_by_both_sides() {
    let mut school = school_with_both().await;
    let device = Device::studying(&school, ANA).await;
    school.stop().await;

    let page = quiz(&device).await;
    let item = page.items.iter().find(|item| item.id == "q3").expect("the question is there");
    assert_eq!(item.kind, QuizItemKind::Hotspot);
    let picture = item.picture.as_ref().expect("with its picture");
    assert_eq!((picture.alt.as_str(), picture.areas.len()), ("A circle on a square sheet", 3));
    let words: Vec<&str> = item.choices.iter().map(|choice| choice.text.as_str()).collect();
    assert_eq!(words, ["The corner", "The middle", "The rim"], "in an order that gives nothing away");
    assert!(!serde_json::to_string(&page).expect("JSON").contains("correct"), "no answer travels before it is due");

    let wrong = device.engine.submit_quiz(handed_in([pick("q3", "corner")].into())).await.expect("handed in");
    let said = wrong.items.iter().find(|item| item.id == "q3").expect("judged");
    assert!(!said.right);
    assert_eq!(
        (said.solution.as_slice(), said.feedback.as_slice()),
        (&["The rim".to_owned()][..], &["No circle has a corner.".to_owned()][..])
    );
    let right = device.engine.submit_quiz(handed_in([pick("q1", "a"), pick("q3", "rim")].into())).await.expect("again");
    assert_eq!((right.score.points, right.score.max), (2, 3));

    school.start_again().await;
    device.sync().await;
    let attempts = quiz(&device).await.attempts;
    assert!(attempts.iter().all(|attempt| attempt.is_final), "the school has scored both");
    let mut points: Vec<_> = attempts.iter().map(|attempt| attempt.score.points).collect();
    points.sort_unstable();
    assert_eq!(points, [0, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn i15_the_picture_of_a_question_is_an_image_of_the_loopback_server_and_can_do_nothing_else() {
    let school = school_with_both().await;
    let device = Device::studying(&school, ANA).await;
    let page = quiz(&device).await;
    let picture = page.items.iter().find_map(|item| item.picture.clone()).expect("a picture");
    let address = picture.address.expect("it is on this computer");
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    let answer = get(&address).await;
    assert_eq!(answer.status(), 200);
    let headers = answer.headers().clone();
    assert_eq!(headers["content-type"], "image/svg+xml");
    assert!(
        headers["content-security-policy"].to_str().expect("text").contains("sandbox"),
        "as a document it is boxed in"
    );
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert!(answer.text().await.expect("bytes").contains("<circle"));

    device.engine.remove_download(ProgramArgs { program: OPEN.into() }).await.expect("removed");
    assert_eq!(get(&address).await.status(), 404, "what is not here is not served");
}

#[tokio::test(flavor = "multi_thread")]
async fn i8_the_words_of_a_course_are_here_without_a_network_and_in_its_lessons() {
    let mut school = school_with_both().await;
    let device = Device::studying(&school, ANA).await;
    school.stop().await;

    let glossary = device.engine.glossary(ProgramArgs { program: OPEN.into() }).await.expect("the glossary opens");
    let names: Vec<&str> = glossary.terms.iter().map(|term| term.term.as_str()).collect();
    assert_eq!(names, ["Last", "Word"]);
    let word = &glossary.terms[1];
    assert_eq!(word.also, ["some words"]);
    assert_eq!(word.lesson.as_ref().map(|lesson| lesson.title.as_str()), Some("One"));

    let lesson = device.engine.lesson(lesson_args(LESSONS[0])).await.expect("the lesson opens");
    let html = get(&lesson.address).await.text().await.expect("a page");
    assert!(html.contains("href=\"#t-1\"") && html.contains("title=\"What a lesson is made of.\""), "{html}");
    assert!(html.contains(">Some words</a>."), "{html}");
    assert!(html.contains("<dt id=\"t-1\">Word</dt>"), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn i8_a_question_of_a_newer_kind_is_named_as_such_and_costs_nobody_the_course() {
    let school = School::open().await;
    let mut newer = campus::read(&school.campus()).expect("a campus");
    let pack = newer.packs.iter_mut().find(|pack| pack.manifest.program.as_str() == OPEN).expect("the course");
    let body = [("kind", "drawing"), ("paper", "squared")]
        .map(|(key, value)| (key.to_owned(), serde_json::Value::from(value)));
    let (id, prompt, explain) = ("q9".to_owned(), "Draw it.".to_owned(), "So.".to_owned());
    pack.manifest.quizzes[0].items.push(Item {
        id,
        prompt,
        explain,
        exam_domain: None,
        lesson: None,
        body: ItemBody::Unknown(body.into()),
    });
    pack.manifest.version = "e".repeat(64);
    school.store().import(newer).await.expect("an import");

    let device = Device::studying(&school, ANA).await;
    let page = quiz(&device).await;
    let kinds: Vec<QuizItemKind> = page.items.iter().map(|item| item.kind).collect();
    assert_eq!(kinds, [QuizItemKind::Single, QuizItemKind::Numeric, QuizItemKind::Unknown]);
    let given = Answers::from([pick("q1", "a"), ("q2".to_owned(), Answer::Number(10.0))]);
    let result = device.engine.submit_quiz(handed_in(given)).await.expect("handed in");
    assert_eq!((result.score.points, result.score.max), (2, 3));
    device.sync().await;
    assert!(quiz(&device).await.attempts[0].is_final);
}
