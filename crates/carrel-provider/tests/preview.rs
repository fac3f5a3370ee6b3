//! The preview: a campus in a browser, read anew with every page.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use carrel_provider::preview::router;
use carrel_provider::testkit::{LESSONS, OPEN, QUIZ, add_picture_question, small_campus, small_guide};
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt as _;

async fn get(campus: &Path, path: &str) -> (StatusCode, String, String) {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let answer = router(Arc::new(campus.to_owned())).oneshot(request).await.expect("an answer");
    let policy = answer.headers().get(header::CONTENT_SECURITY_POLICY).map(|policy| policy.to_str().expect("text"));
    let (status, policy) = (answer.status(), policy.unwrap_or_default().to_owned());
    let body = to_bytes(answer.into_body(), 1 << 20).await.expect("a body");
    (status, policy, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test]
async fn a_school_sees_its_programs_lessons_quizzes_and_pictures() {
    let folder = tempfile::tempdir().expect("a folder");
    small_campus(folder.path()).expect("a campus");
    add_picture_question(folder.path()).expect("a question");
    let (_, policy, index) = get(folder.path(), "/").await;
    assert!(index.contains("Small School") && index.contains(&format!("/program/{OPEN}\"")), "{index}");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");

    let (_, _, program) = get(folder.path(), &format!("/program/{OPEN}")).await;
    assert!(program.contains(&format!("/lesson/{}\"", LESSONS[0])), "{program}");
    let (_, _, lesson) = get(folder.path(), &format!("/program/{OPEN}/lesson/{}", LESSONS[0])).await;
    let picture = format!("/program/{OPEN}/file/01-first/media/circle.svg");
    assert!(lesson.contains("Some words.") && lesson.contains(&picture), "{lesson}");
    let (status, policy, svg) = get(folder.path(), &picture).await;
    assert_eq!(status, StatusCode::OK);
    assert!(policy.ends_with("sandbox") && svg.contains("<circle"), "{policy}");
    let (_, _, quiz) = get(folder.path(), &format!("/program/{OPEN}/quiz/{QUIZ}")).await;
    assert!(quiz.contains("This: <strong>right</strong>") && quiz.contains("<figure>"), "{quiz}");

    for nowhere in ["/program/none", "/program/open-course/lesson/none", "/program/open-course/file/../school.toml"] {
        assert_eq!(get(folder.path(), nowhere).await.0, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

#[tokio::test]
async fn what_can_be_read_stands_below_the_mistakes_until_they_are_mended() {
    let folder = tempfile::tempdir().expect("a folder");
    small_campus(folder.path()).expect("a campus");
    let file = folder.path().join("programs/open-course/course/01-first/01-one.md");
    let sound = std::fs::read_to_string(&file).expect("a lesson");
    std::fs::write(&file, sound.replace("Some words.", "A guaranteed job. <script>x</script>")).expect("written");
    let first = format!("/program/{OPEN}/lesson/{}", LESSONS[0]);
    for (path, below) in [("/", "By Review"), (&first, "A guaranteed job."), ("/program/state-rules", "State Rules")] {
        let (status, _, page) = get(folder.path(), path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(page.contains("01-one.md:8") && page.contains("no school can keep"), "{page}");
        assert!(page.contains(below) && !page.contains("<script>"), "{page}");
    }
    std::fs::write(&file, "no front matter").expect("written");
    assert!(get(folder.path(), &format!("/program/{OPEN}")).await.2.contains("One (not written yet)"));
    std::fs::write(&file, sound).expect("written");
    let (status, _, page) = get(folder.path(), "/").await;
    assert!(status == StatusCode::OK && !page.contains("mistake"), "{page}");
    std::fs::write(folder.path().join("school.toml"), "id = ").expect("written");
    assert!(get(folder.path(), &first).await.2.contains("school.toml:1: This is not TOML"));
}

#[tokio::test]
async fn the_guide_says_every_number_with_its_period_source_and_caveat() {
    let folder = tempfile::tempdir().expect("a folder");
    small_campus(folder.path()).expect("a campus");
    assert_eq!(get(folder.path(), "/guide").await.0, StatusCode::NOT_FOUND);
    small_guide(folder.path()).expect("a guide");
    assert!(get(folder.path(), "/").await.2.contains("<a href=\"/guide\">Guide</a>"));
    for path in ["/guide", "/guide/tester", "/guide/pay"] {
        let (_, _, page) = get(folder.path(), path).await;
        for said in ["$60,780", "May 2023", "Testers", "https://bureau.example/testers", "Of all testers together."] {
            assert!(page.contains(said), "{path}: {said}: {page}");
        }
    }
    let (_, _, tester) = get(folder.path(), "/guide/tester").await;
    for link in ["<a href=\"/guide/pay\"", "<a href=\"/program/open-course\"", "A license."] {
        assert!(tester.contains(link), "{link}: {tester}");
    }
    let (_, _, pay) = get(folder.path(), "/guide/pay").await;
    assert!(pay.contains("One bar.") && !pay.contains("{{"), "{pay}");
    let (_, _, licensure) = get(folder.path(), "/licensure").await;
    for said in ["NV", "required", "A bureau of Nevada", "All others", "not determined", "/guide/tester"] {
        assert!(licensure.contains(said), "{said}: {licensure}");
    }
    assert_eq!(get(folder.path(), "/guide/none").await.0, StatusCode::NOT_FOUND);
}

const EXAM: &str = r#"id = "practice"
title = "Practice exam"
minutes = 60
about = "A practice set."
source = "A test board"
as_of = "2026-11-01"
domains = [{ id = "one", name = "Area one", items = 3 }, { id = "two", name = "Area two", items = 1 }]
"#;

const EXAM_ITEM: &str = r#"[[items]]
id = "own"
kind = "numeric"
exam_domain = "two"
lesson = "m02-l01"
prompt = "How many tubes?"
answer = 3
tolerance = 0
unit = ""
explain = "Three."
"#;

#[tokio::test]
async fn practice_exam_skills_and_goals_have_pages_with_their_sources() {
    let folder = tempfile::tempdir().expect("a folder");
    small_campus(folder.path()).expect("a campus");
    add_picture_question(folder.path()).expect("a question");
    let course = folder.path().join("programs/open-course/course");
    let quiz = std::fs::read_to_string(course.join("01-first/quiz.toml")).expect("the quiz");
    let quiz = quiz.replacen("max_attempts = 0", "max_attempts = 0\nexam_domain = \"one\"", 1);
    for (name, text) in
        [("01-first/quiz.toml", quiz.as_str()), ("practice-exam.toml", EXAM), ("exam-items.toml", EXAM_ITEM)]
    {
        std::fs::write(course.join(name), text).expect("written");
    }
    let open = format!("/program/{OPEN}");
    let (_, _, program) = get(folder.path(), &open).await;
    assert!(program.contains(&format!("{open}/exam")) && program.contains(&format!("{open}/skills")), "{program}");
    assert!(!program.contains("mistake") && !program.contains("/eligibility"), "{program}");
    for (path, said) in [
        (format!("{open}/exam"), ["Area one", "4 questions in 60 minutes", "A test board", "How many tubes?"]),
        (format!("{open}/skills"), ["Hand hygiene (a drill counts)", "Fingerstick", "Sample Board", "Made up"]),
        (
            "/program/state-rules/eligibility".to_owned(),
            ["LA", "Do you hold the license?", "Made up law", "not determined"],
        ),
    ] {
        let (status, _, page) = get(folder.path(), &path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        said.iter().for_each(|said| assert!(page.contains(said), "{path}: {said}: {page}"));
    }
    assert_eq!(get(folder.path(), "/program/not-yet/exam").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_areas_of_a_hot_spot_are_drawn_where_they_lie() {
    let folder = tempfile::tempdir().expect("a folder");
    small_campus(folder.path()).expect("a campus");
    add_picture_question(folder.path()).expect("a question");
    let (_, policy, quiz) = get(folder.path(), &format!("/program/{OPEN}/quiz/{QUIZ}")).await;
    assert!(quiz.contains("<rect x=\"40%\" y=\"40%\" width=\"20%\" height=\"20%\"/>"), "{quiz}");
    assert!(quiz.contains("<rect class=\"right-area\" x=\"80%\" y=\"40%\" width=\"15%\" height=\"20.5%\"/>"), "{quiz}");
    assert!(quiz.contains(">rim</text>") && quiz.contains("<code>corner</code> The corner"), "{quiz}");
    assert!(!quiz.contains("style=") && !policy.contains("unsafe"), "what the page's policy would not draw");
}
