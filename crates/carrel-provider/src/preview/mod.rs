//! A campus in a browser while it is being written: read anew with every page, with its mistakes on top, and its lessons as
//! learners see them. On this computer only; nothing is imported.

mod pages;

use crate::campus::{self, Blob, Campus, Fault, Pack};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use carrel_domain::pack::PackFile;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Pages run nothing and load nothing but the campus's own files.
const POLICY: (HeaderName, &str) = (
    CONTENT_SECURITY_POLICY,
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'",
);

pub struct Preview {
    pub address: String,
    listener: TcpListener,
    folder: Arc<PathBuf>,
}

impl Preview {
    /// On `port` of this computer; 0 takes any free one.
    pub async fn open(folder: PathBuf, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
        let address = format!("http://{}", listener.local_addr()?);
        Ok(Self { address, listener, folder: Arc::new(folder) })
    }

    /// Answers until `stop` is over.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        axum::serve(self.listener, router(self.folder)).with_graceful_shutdown(stop).await
    }
}

pub fn router(folder: Arc<PathBuf>) -> Router {
    Router::new()
        .route("/", get(index))
        .route("/style.css", get(style))
        .route("/program/{program}", get(program))
        .route("/program/{program}/lesson/{lesson}", get(lesson))
        .route("/program/{program}/quiz/{quiz}", get(quiz))
        .route("/program/{program}/file/{*path}", get(file))
        .fallback(|| async { missing() })
        .with_state(folder)
}

async fn read(folder: Arc<PathBuf>) -> Result<Campus, Response> {
    let read = carrel_sqlite::aside(move || campus::read(&folder)).await;
    match read {
        Ok(Ok(campus)) => Ok(campus),
        Ok(Err(faults)) => Err(faulty(&faults)),
        Err(_) => Err(StatusCode::INTERNAL_SERVER_ERROR.into_response()),
    }
}

/// A page, or what stands in its place.
type Answered = Result<Response, Response>;

async fn index(State(folder): State<Arc<PathBuf>>) -> Answered {
    Ok(page(pages::index(&read(folder).await?)))
}

async fn program(State(folder): State<Arc<PathBuf>>, Path(id): Path<String>) -> Answered {
    let campus = read(folder).await?;
    let found = campus.programs.iter().find(|program| program.id.as_str() == id);
    Ok(found.map(|program| pages::program(program, pack(&campus, &id))).map_or_else(missing, page))
}

async fn lesson(State(folder): State<Arc<PathBuf>>, Path((program, lesson)): Path<(String, String)>) -> Answered {
    let campus = read(folder).await?;
    Ok(pack(&campus, &program).and_then(|pack| pages::lesson(pack, &lesson)).map_or_else(missing, page))
}

async fn quiz(State(folder): State<Arc<PathBuf>>, Path((program, quiz)): Path<(String, String)>) -> Answered {
    let campus = read(folder).await?;
    Ok(pack(&campus, &program).and_then(|pack| pages::quiz(pack, &quiz)).map_or_else(missing, page))
}

async fn file(State(folder): State<Arc<PathBuf>>, Path((program, path)): Path<(String, String)>) -> Answered {
    let campus = read(folder).await?;
    let found = pack(&campus, &program).and_then(|pack| Some((pack, pack.manifest.file(&path)?)));
    let found = found.and_then(|(pack, file)| Some((file, bytes(pack, file)?)));
    let Some((file, bytes)) = found else { return Ok(missing()) };
    let policy = (CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    let headers = [policy, (X_CONTENT_TYPE_OPTIONS, "nosniff"), (CONTENT_TYPE, file.media_type.as_str())];
    Ok((headers, bytes).into_response())
}

async fn style() -> Response {
    let text = [carrel_text::LESSON_STYLE, include_str!("preview.css")].concat();
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], text).into_response()
}

fn pack<'c>(campus: &'c Campus, program: &str) -> Option<&'c Pack> {
    campus.packs.iter().find(|pack| pack.manifest.program.as_str() == program)
}

fn bytes(pack: &Pack, file: &PackFile) -> Option<Vec<u8>> {
    match pack.blobs.get(&file.sha256)? {
        Blob::Bytes(bytes) => Some(bytes.clone()),
        Blob::File(path) => std::fs::read(path).ok(),
    }
}

fn page(html: String) -> Response {
    ([POLICY], Html(html)).into_response()
}

/// What `check` says, until it is mended: then the page is there again.
fn faulty(faults: &[Fault]) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, [POLICY], Html(pages::faults(faults))).into_response()
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, [POLICY], Html(pages::missing())).into_response()
}
