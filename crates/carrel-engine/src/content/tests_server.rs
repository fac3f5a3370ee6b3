//! I15, the second half: lessons live on an origin of their own that answers nobody but the app's own frame.

#![allow(clippy::unwrap_used)]

use super::tests_world::*;
use super::{LessonServer, Library};
use crate::api::Theme;
use carrel_domain::SchoolId;
use std::env::consts::OS;
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

struct Served {
    world: World,
    server: LessonServer,
    /// `http://127.0.0.1:PORT` and `/SECRET/school/p`.
    port: String,
    course: String,
    address: String,
}

struct Answer {
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn status(&self) -> &str {
        &self.head[9..12]
    }

    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

const LESSON: &[u8] =
    b"## Tubes\n\n![A tray](media/tray.svg)\n\n![Film](media/film.mp4)\n\n<script>alert(1)</script>\n";
const TRAY: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

async fn serve() -> Served {
    let world = World::new();
    let film = film(1, 700_000);
    world.school.publish(
        "p",
        "1",
        &[
            ("one/a.md", LESSON),
            ("one/media/tray.svg", TRAY),
            ("one/media/film.mp4", &film),
            ("one/media/film.vtt", b"WEBVTT"),
        ],
    );
    assert_complete(&world.run("p").await);
    let library = world.library.clone();
    let find = move |school: &SchoolId| -> Option<Library> { (school.as_str() == "school").then(|| library.clone()) };
    let server = LessonServer::start(Arc::new(find)).await.unwrap();
    let address = server.address(&"school".into(), &"p".into(), &"one-a".into(), Theme::Dark, 120);
    let rest = address.strip_prefix("http://127.0.0.1:").unwrap();
    let (port, path) = rest.split_once('/').unwrap();
    let course = format!("/{}", path.split("/lesson/").next().unwrap());
    Served { port: port.to_owned(), course, address: address.clone(), world, server }
}

impl Served {
    /// Byte for byte as written here: a proper client would tidy the path first.
    async fn ask(&self, method: &str, path: &str, host: &str, headers: &str) -> Answer {
        let mut stream = tokio::net::TcpStream::connect(format!("127.0.0.1:{}", self.port)).await.unwrap();
        let request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        Answer { head: String::from_utf8(answer[..end].to_vec()).unwrap(), body: answer[end + 4..].to_vec() }
    }

    async fn get(&self, path: &str, headers: &str) -> Answer {
        self.ask("GET", path, &format!("127.0.0.1:{}", self.port), headers).await
    }

    fn lesson_path(&self) -> String {
        format!("{}/lesson/one-a?theme=dark&size=120", self.course)
    }

    fn file_path(&self, path: &str) -> String {
        format!("{}/file/{path}", self.course)
    }
}

#[tokio::test]
async fn a_lesson_is_a_whole_page() {
    let served = serve().await;
    assert!(served.address.ends_with("/lesson/one-a?theme=dark&size=120"));
    let answer = served.get(&served.lesson_path(), "").await;
    assert_eq!((answer.status(), answer.header("content-type")), ("200", Some("text/html; charset=utf-8")));
    let page = answer.text();
    for part in [
        &format!("<html lang=\"en\" data-system=\"{OS}\" data-theme=\"dark\" data-size=\"120\">"),
        "<title>Where &lt;blood&gt; goes</title>",
        "<main>\n<h1>Where &lt;blood&gt; goes</h1>",
        &format!("http://127.0.0.1:{}{}", served.port, served.file_path("one/media/tray.svg")),
        &served.file_path("one/media/film.vtt"),
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("alert(1)"), "{page}");
    let odd = served.get(&format!("{}/lesson/one-a?theme=%22%3E&size=9999", served.course), "").await.text();
    assert!(odd.contains(&format!("<html lang=\"en\" data-system=\"{OS}\" data-size=\"200\">")), "{odd}");
}

#[tokio::test]
async fn i15_a_page_loads_nothing_from_elsewhere_and_no_app_origin() {
    let served = serve().await;
    let answer = served.get(&served.lesson_path(), "").await;
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    let own = format!("http://127.0.0.1:{}/", served.port);
    let mut framed = false;
    for directive in policy.split(';').map(str::trim) {
        let mut words = directive.split(' ');
        match words.next().unwrap() {
            "frame-ancestors" => framed = words.any(|word| word == "tauri://localhost"),
            name => assert!(words.all(|w| w == "'none'" || w.starts_with(&own)), "{name} in {policy}"),
        }
    }
    assert!(framed, "the app may frame it: {policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    for path in [served.lesson_path(), served.file_path("one/media/tray.svg"), "/x".to_owned()] {
        let answer = served.get(&path, "").await;
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("cross-origin"));
    }
    let picture = served.get(&served.file_path("one/media/tray.svg"), "").await;
    assert!(picture.header("content-security-policy").unwrap().contains("sandbox"), "opened by itself it is inert");
}

#[tokio::test]
async fn i15_a_wrong_host_a_wrong_secret_and_a_wrong_method_get_nothing() {
    let served = serve().await;
    let port = &served.port;
    let path = served.lesson_path();
    for host in
        ["evil.example", "localhost", "127.0.0.1", &format!("localhost:{port}"), &format!("127.0.0.1:{port}.evil")]
    {
        let answer = served.ask("GET", &path, host, "").await;
        assert_eq!((answer.status(), answer.text().as_str()), ("404", "Not found\n"), "{host}");
    }
    let secret = served.course.split('/').nth(1).unwrap().to_owned();
    assert_eq!(secret.len(), 64);
    let nearly = format!("{}{}", &secret[..63], if secret.ends_with('0') { '1' } else { '0' });
    for wrong in [
        nearly.as_str(),
        "",
        "x",
        &secret[..63],
        &format!("{secret}0"),
        &secret.to_uppercase().replace(char::is_numeric, "A"),
    ] {
        assert_eq!(served.get(&path.replace(&secret, wrong), "").await.status(), "404", "{wrong}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = served.ask(method, &path, &format!("127.0.0.1:{port}"), "Content-Length: 0\r\n").await;
        assert_eq!(answer.status(), "405", "{method}");
    }
    let head = served.ask("HEAD", &path, &format!("127.0.0.1:{port}"), "").await;
    assert_eq!((head.status(), head.body.len()), ("200", 0));
}

#[tokio::test]
async fn i15_no_path_leaves_the_pack() {
    let served = serve().await;
    let escapes = [
        "../../../etc/passwd",
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/packs/p.json",
        "one/media/../../one/a.md",
        "one%5cmedia%5ctray.svg",
        "/etc/passwd",
        "one/media/tray.svg%00",
        "one/media/",
        "",
        "unlisted.svg",
    ];
    for escape in escapes {
        assert_eq!(served.get(&served.file_path(escape), "").await.status(), "404", "{escape}");
    }
    for path in [served.course.replace("/p", "/q"), served.course.replace("/school/", "/other/")] {
        assert_eq!(served.get(&format!("{path}/lesson/one-a"), "").await.status(), "404", "{path}");
    }
    assert_eq!(served.get(&format!("{}/lesson/none", served.course), "").await.status(), "404");
}

#[tokio::test]
async fn files_come_whole_in_ranges_and_with_their_type() {
    let served = serve().await;
    let film = film(1, 700_000);
    let path = served.file_path("one/media/film.mp4");
    let whole = served.get(&path, "").await;
    assert_eq!((whole.status(), whole.header("content-type")), ("200", Some("video/mp4")));
    assert_eq!((whole.header("content-length"), whole.header("accept-ranges")), (Some("700000"), Some("bytes")));
    assert_eq!(whole.body, film);
    let part = served.get(&path, "Range: bytes=600000-\r\n").await;
    assert_eq!((part.status(), part.header("content-range")), ("206", Some("bytes 600000-699999/700000")));
    assert_eq!(part.body, film[600_000..]);
    let some = served.get(&path, "Range: bytes=5-9\r\n").await;
    assert_eq!((some.body.as_slice(), some.header("content-length")), (&film[5..10], Some("5")));
    let past = served.get(&path, "Range: bytes=700000-\r\n").await;
    assert_eq!((past.status(), past.header("content-range")), ("416", Some("bytes */700000")));
    let stale = served.get(&path, "Range: bytes=5-9\r\nIf-Range: \"other\"\r\n").await;
    assert_eq!(stale.status(), "200");
    let tag = whole.header("etag").unwrap();
    assert_eq!(served.get(&path, &format!("If-None-Match: {tag}\r\n")).await.status(), "304");
}

#[tokio::test]
async fn the_frame_s_own_files_are_served_and_a_removed_pack_is_not() {
    let served = serve().await;
    let secret = served.course.split('/').nth(1).unwrap();
    let script = served.get(&format!("/{secret}/frame.js"), "").await;
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert!(script.text().contains("carrel:position"));
    let style = served.get(&format!("/{secret}/frame.css"), "").await;
    assert_eq!(style.header("content-type"), Some("text/css; charset=utf-8"));
    served.world.library.remove(&"p".into()).await.unwrap();
    assert_eq!(served.get(&served.lesson_path(), "").await.status(), "404");
    assert_eq!(served.get(&served.file_path("one/media/tray.svg"), "").await.status(), "404");
    let port = served.port.clone();
    served.server.stop().await;
    assert!(tokio::net::TcpStream::connect(format!("127.0.0.1:{port}")).await.is_err(), "nobody listens any more");
}
