//! The preview: a campus in a browser, read anew with every page.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use carrel_provider::preview::router;
use carrel_provider::testkit::{LESSONS, OPEN, QUIZ, add_picture_question, small_campus};
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
async fn a_mistake_stands_on_the_page_until_it_is_mended() {
    let folder = tempfile::tempdir().expect("a folder");
    small_campus(folder.path()).expect("a campus");
    let file = folder.path().join("programs/open-course/course/01-first/01-one.md");
    let sound = std::fs::read_to_string(&file).expect("a lesson");
    std::fs::write(&file, sound.replace("Some words.", "A guaranteed job. <script>x</script>")).expect("written");
    let (status, _, page) = get(folder.path(), "/").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.contains("01-one.md:8") && page.contains("no school can keep") && !page.contains("<script>"),
        "{page}"
    );
    std::fs::write(&file, sound).expect("written");
    assert_eq!(get(folder.path(), "/").await.0, StatusCode::OK);
}
