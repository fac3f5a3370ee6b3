//! The loopback server that shows lessons: an origin of their own, with no way to the app (invariant I15).
//!
//! Four fences stand around it. It listens on 127.0.0.1 only. Every path begins with a secret of this launch. The `Host` must
//! be the very address (a web page that rebinds its name to 127.0.0.1 cannot pretend that). And what it serves may load
//! nothing from elsewhere, whoever wrote it.

use super::address::Addresses;
use super::page::{Reading, lesson_page};
use super::part::hex;
use super::range::{self, Span};
use super::{ContentError, Library};
use crate::api::Theme;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use carrel_domain::pack::PackFile;
use carrel_domain::{LessonId, ProgramId, SchoolId};
use carrel_text::LESSON_STYLE;
use serde::Deserialize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;
use tokio_util::sync::CancellationToken;
use url::Url;

/// Finds the packs of a school.
pub type FindLibrary = Arc<dyn Fn(&SchoolId) -> Option<Library> + Send + Sync>;

const SECRET_BYTES: usize = 32;
const STREAM_BYTES: usize = 256 * 1024;
/// A film that is playing may not hold up the end of the program.
const FAREWELL: Duration = Duration::from_secs(1);

pub struct LessonServer {
    addresses: Addresses,
    stop: CancellationToken,
    serving: tokio::task::JoinHandle<()>,
}

struct Desk {
    find: FindLibrary,
    addresses: Addresses,
    page_policy: HeaderValue,
}

impl LessonServer {
    pub async fn start(find: FindLibrary) -> Result<Self, ContentError> {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.map_err(ContentError::Listen)?;
        let port = listener.local_addr().map_err(ContentError::Listen)?.port();
        let origin = Url::parse(&format!("http://127.0.0.1:{port}"));
        let origin = origin.map_err(|error| ContentError::Listen(std::io::Error::other(error)))?;
        let addresses = Addresses::new(origin, secret()?);
        let page_policy = HeaderValue::from_str(&page_policy(&addresses));
        let page_policy = page_policy.map_err(|error| ContentError::Listen(std::io::Error::other(error)))?;
        let router = router(Arc::new(Desk { find, addresses: addresses.clone(), page_policy }));
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(stopped).await {
                tracing::error!(%error, "the lesson server has ended");
            }
        });
        Ok(Self { addresses, stop, serving })
    }

    /// Where the frame finds a lesson. `text_size` in percent.
    pub fn address(
        &self,
        school: &SchoolId,
        program: &ProgramId,
        lesson: &LessonId,
        theme: Theme,
        text_size: u16,
    ) -> String {
        self.addresses.lesson(school, program, lesson, theme, text_size)
    }

    /// Where a file of a pack is found, such as the picture of a question.
    pub fn file_address(&self, school: &SchoolId, program: &ProgramId, path: &str) -> String {
        self.addresses.file(school.as_str(), program.as_str(), path)
    }

    pub async fn stop(mut self) {
        self.stop.cancel();
        if tokio::time::timeout(FAREWELL, &mut self.serving).await.is_err() {
            self.serving.abort();
        }
    }
}

fn secret() -> Result<String, ContentError> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes).map_err(|_| ContentError::Random)?;
    Ok(hex(&bytes))
}

fn router(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/{secret}/frame.js", get(frame_script))
        .route("/{secret}/frame.css", get(frame_style))
        .route("/{secret}/{school}/{program}/lesson/{lesson}", get(lesson))
        .route("/{secret}/{school}/{program}/file/{*path}", get(file))
        .fallback(|| async { not_found() })
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), guard))
        .with_state(desk)
}

/// Scripts and styles are our own two files; pictures and films come from packs; only the app's window may frame a page.
fn page_policy(addresses: &Addresses) -> String {
    let (base, script, style) = (addresses.base(), addresses.script(), addresses.style());
    format!(
        "default-src 'none'; img-src {base}; media-src {base}; font-src {base}; style-src {style}; script-src {script}; \
         base-uri 'none'; form-action 'none'; frame-ancestors tauri://localhost http://tauri.localhost \
         https://tauri.localhost http://localhost:* http://127.0.0.1:*"
    )
}

/// For a pack's file that somebody opens as a document of its own.
const FILE_POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");

async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).map(HeaderValue::as_bytes);
    let secret = request.uri().path().split('/').nth(1).unwrap_or_default();
    let known = host == Some(desk.addresses.host().as_bytes()) && same(secret, desk.addresses.secret());
    let mut response = match *request.method() {
        _ if !known => not_found(),
        Method::GET | Method::HEAD => next.run(request).await,
        _ => (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(FILE_POLICY);
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Takes as long for a near miss as for a far one.
fn same(left: &str, right: &str) -> bool {
    let differing = left.bytes().zip(right.bytes()).fold(0, |all, (l, r)| all | (l ^ r));
    left.len() == right.len() && differing == 0
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "Not found\n").into_response()
}

/// Its address is new with every start of the program: each lesson after the first finds it in memory.
const FOR_THIS_RUN: &str = "private, max-age=31536000, immutable";

async fn frame_script() -> Response {
    (
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, FOR_THIS_RUN)],
        concat!(include_str!("frame.js"), include_str!("frame_passages.js")),
    )
        .into_response()
}

async fn frame_style() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, FOR_THIS_RUN)];
    (headers, LESSON_STYLE).into_response()
}

#[derive(Deserialize)]
struct LessonPath {
    school: String,
    program: String,
    lesson: String,
}

#[derive(Deserialize)]
struct Appearance {
    theme: Option<String>,
    size: Option<u16>,
}

async fn lesson(
    State(desk): State<Arc<Desk>>,
    Path(at): Path<LessonPath>,
    Query(appearance): Query<Appearance>,
) -> Response {
    let Some(page) = read_lesson(&desk, at, appearance).await else { return not_found() };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, desk.page_policy.clone()),
    ];
    (headers, page).into_response()
}

async fn read_lesson(desk: &Arc<Desk>, at: LessonPath, appearance: Appearance) -> Option<String> {
    let program = ProgramId::new(&at.program);
    let library = (desk.find)(&SchoolId::new(&at.school))?;
    let manifest = library.complete_manifest(&program)?;
    let desk = Arc::clone(desk);
    let made = carrel_sqlite::aside(move || {
        lesson_page(&Reading {
            addresses: &desk.addresses,
            school: &at.school,
            library: &library,
            manifest: &manifest,
            lesson: manifest.lesson(&LessonId::new(&at.lesson))?,
            theme: appearance.theme.as_deref().filter(|theme| matches!(*theme, "light" | "dark")),
            size_percent: appearance.size.unwrap_or(100).clamp(80, 200),
        })
    });
    made.await.ok()?
}

#[derive(Deserialize)]
struct FilePath {
    school: String,
    program: String,
    path: String,
}

async fn file(State(desk): State<Arc<Desk>>, Path(at): Path<FilePath>, asked: HeaderMap) -> Response {
    let library = (desk.find)(&SchoolId::new(&at.school));
    let found = library.and_then(|library| library.file(&ProgramId::new(&at.program), &at.path));
    let Some((path, file)) = found else { return not_found() };
    let mut response = match send(path, &file, &asked).await {
        Ok(response) => response,
        Err(error) => {
            tracing::warn!(%error, path = %file.path, "a course file cannot be read");
            return not_found();
        }
    };
    let headers = response.headers_mut();
    let media_type = HeaderValue::from_str(&file.media_type);
    let unknown = HeaderValue::from_static("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, media_type.unwrap_or(unknown));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    // The frame's origin is opaque: without this its films would have no captions.
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("null"));
    if let Ok(tag) = HeaderValue::from_str(&entity_tag(&file)) {
        headers.insert(header::ETAG, tag);
    }
    response
}

fn entity_tag(file: &PackFile) -> String {
    format!("\"{}\"", file.sha256)
}

async fn send(path: PathBuf, file: &PackFile, asked: &HeaderMap) -> std::io::Result<Response> {
    let text = |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let tag = entity_tag(file);
    if text(header::IF_NONE_MATCH) == Some(&tag) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let range = text(header::RANGE).filter(|_| text(header::IF_RANGE).is_none_or(|wanted| wanted == tag));
    let (status, first, length, content_range) = match range::parse(range, file.size) {
        Span::Whole => (StatusCode::OK, 0, file.size, None),
        Span::Part { first, last } => {
            let content_range = format!("bytes {first}-{last}/{}", file.size);
            (StatusCode::PARTIAL_CONTENT, first, last - first + 1, Some(content_range))
        }
        Span::Unsatisfiable => {
            let content_range = [(header::CONTENT_RANGE, format!("bytes */{}", file.size))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, content_range).into_response());
        }
    };
    let mut opened = tokio::fs::File::open(path).await?;
    opened.seek(std::io::SeekFrom::Start(first)).await?;
    let body = Body::from_stream(ReaderStream::with_capacity(opened.take(length), STREAM_BYTES));
    let mut response = (status, [(header::CONTENT_LENGTH, length.to_string())], body).into_response();
    if let Some(value) = content_range.and_then(|text| HeaderValue::from_str(&text).ok()) {
        response.headers_mut().insert(header::CONTENT_RANGE, value);
    }
    Ok(response)
}
