//! A campus in a browser while it is being written: read anew with every page, with its mistakes on top, and below them what can
//! be read, its lessons as learners see them. On this computer only; nothing is imported.

mod guide;
mod html;
mod pages;
mod practice;
mod questions;

use crate::campus::{self, Blob, Campus, Draft, Pack};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use carrel_domain::catalog::Program;
use carrel_domain::pack::PackFile;
use html::Page;
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
    folder: Folder,
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

pub fn router(folder: Folder) -> Router {
    Router::new()
        .route("/", get(index))
        .route("/style.css", get(style))
        .route("/program/{program}", get(program))
        .route("/program/{program}/lesson/{lesson}", get(lesson))
        .route("/program/{program}/quiz/{quiz}", get(quiz))
        .route("/program/{program}/exam", get(exam))
        .route("/program/{program}/skills", get(skills))
        .route("/program/{program}/eligibility", get(eligibility))
        .route("/program/{program}/file/{*path}", get(file))
        .route("/guide", get(guide_index))
        .route("/guide/{page}", get(guide_page))
        .route("/licensure", get(licensure))
        .fallback(|State(folder): State<Folder>| show(folder, |_| None))
        .with_state(folder)
}

type Folder = Arc<PathBuf>;

async fn read(folder: Folder) -> Result<Draft, Response> {
    let read = carrel_sqlite::aside(move || campus::draft(&folder)).await;
    read.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// A page of the campus under what is wrong with it; `None`: it has no such page.
async fn show(folder: Folder, make: impl FnOnce(&Campus) -> Option<Page>) -> Response {
    let draft = match read(folder).await {
        Ok(draft) => draft,
        Err(response) => return response,
    };
    let (status, page) = match draft.campus.as_ref().map(make) {
        Some(Some(page)) => (StatusCode::OK, page),
        Some(None) => (StatusCode::NOT_FOUND, pages::missing()),
        None => (StatusCode::OK, pages::no_school()),
    };
    (status, [POLICY], Html(html::whole(&page, &draft.faults))).into_response()
}

async fn index(State(folder): State<Folder>) -> Response {
    show(folder, |campus| Some(pages::index(campus))).await
}

async fn program(State(folder): State<Folder>, Path(id): Path<String>) -> Response {
    show(folder, |campus| Some(pages::program(find(campus, &id)?, pack(campus, &id)))).await
}

async fn lesson(State(folder): State<Folder>, Path((program, lesson)): Path<(String, String)>) -> Response {
    show(folder, |campus| pages::lesson(pack(campus, &program)?, &lesson)).await
}

async fn quiz(State(folder): State<Folder>, Path((program, quiz)): Path<(String, String)>) -> Response {
    show(folder, |campus| questions::quiz(pack(campus, &program)?, &quiz)).await
}

async fn exam(State(folder): State<Folder>, Path(program): Path<String>) -> Response {
    show(folder, |campus| practice::exam(pack(campus, &program)?)).await
}

async fn skills(State(folder): State<Folder>, Path(program): Path<String>) -> Response {
    show(folder, |campus| practice::skills(pack(campus, &program)?)).await
}

async fn eligibility(State(folder): State<Folder>, Path(program): Path<String>) -> Response {
    show(folder, |campus| practice::goals(find(campus, &program)?)).await
}

async fn guide_index(State(folder): State<Folder>) -> Response {
    show(folder, |campus| Some(guide::index(campus.guide.as_ref()?))).await
}

async fn guide_page(State(folder): State<Folder>, Path(page): Path<String>) -> Response {
    show(folder, |campus| guide::guide_page(campus.guide.as_ref()?, &page)).await
}

async fn licensure(State(folder): State<Folder>) -> Response {
    show(folder, |campus| Some(guide::licensure(campus.guide.as_ref()?))).await
}

async fn file(State(folder): State<Folder>, Path((program, path)): Path<(String, String)>) -> Response {
    let draft = match read(folder.clone()).await {
        Ok(draft) => draft,
        Err(response) => return response,
    };
    let found = draft.campus.as_ref().and_then(|campus| {
        let pack = pack(campus, &program)?;
        let file = pack.manifest.file(&path)?;
        Some((file, bytes(pack, file)?))
    });
    let Some((file, bytes)) = found else { return show(folder, |_| None).await };
    let policy = (CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    let headers = [policy, (X_CONTENT_TYPE_OPTIONS, "nosniff"), (CONTENT_TYPE, file.media_type.as_str())];
    (headers, bytes).into_response()
}

async fn style() -> Response {
    let text = [carrel_text::LESSON_STYLE, include_str!("preview.css")].concat();
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], text).into_response()
}

fn find<'c>(campus: &'c Campus, program: &str) -> Option<&'c Program> {
    campus.programs.iter().find(|known| known.id.as_str() == program)
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
