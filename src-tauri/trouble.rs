//! The page that stands in the window when the engine cannot start: what happened, what is safe, what to do.

use crate::desk::Desk;
use carrel_engine::EngineError;
use tauri::Url;
use tauri::http::{Response, header};

/// A scheme of its own: this page needs neither the built UI nor the engine.
pub const SCHEME: &str = "carrel-trouble";

#[derive(Clone)]
pub struct Trouble {
    title: &'static str,
    what: String,
    remedy: &'static str,
    cause: String,
}

impl Trouble {
    pub fn new(error: &EngineError) -> Self {
        let cause = with_causes(error);
        match error {
            EngineError::DataFolder { path, .. } => Self {
                title: "Carrel cannot open its folder",
                what: format!("Carrel keeps your work in {}, and could not read or write there.", path.display()),
                remedy: "Check that the disk has free space and that your account may write in this folder. Then close this \
                         window and open Carrel again.",
                cause,
            },
            EngineError::Lessons(_) => Self {
                title: "Carrel cannot show lessons",
                what: "Carrel shows lessons through a connection inside this computer, and could not open one.".into(),
                remedy: "Restart the computer. If that does not help, ask whoever looks after it whether a security program \
                         keeps Carrel from opening connections to itself (127.0.0.1).",
                cause,
            },
        }
    }

    /// The engine fell over while it started.
    pub fn bug() -> Self {
        Self {
            title: "Carrel could not start",
            what: "Something in Carrel itself went wrong while it started.".into(),
            remedy: "Close this window and open Carrel again. If it happens again, start Carrel from a terminal: it says there \
                     where it went wrong, and that is what its makers need to know.",
            cause: "The engine ended while it started".into(),
        }
    }

    /// The error's own words, for the log and the page's small print.
    pub fn cause(&self) -> &str {
        &self.cause
    }

    fn html(&self) -> String {
        let [title, what, remedy, cause] = [self.title, &self.what, self.remedy, &self.cause].map(escaped);
        format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\">\
             <title>Carrel: {title}</title><style>{STYLE}</style><main><h1>{title}</h1><p>{what}</p><p>{SAFE}</p>\
             <h2>What you can do</h2><p>{remedy}</p><h2>What the computer said</h2><p><code>{cause}</code></p></main></html>"
        )
    }
}

const SAFE: &str = "Nothing was changed or removed: what you did before is as you left it.";
const STYLE: &str = "html{background:#fcfaf6;color:#2b2620}body{font:1rem/1.6 system-ui,sans-serif;margin:0}\
    main{max-width:38rem;margin:12vh auto;padding:0 2rem}h1{font-size:1.6rem;line-height:1.25}h2{font-size:1rem;margin-top:2rem}\
    code{font-size:.85rem;overflow-wrap:anywhere}\
    @media(prefers-color-scheme:dark){html{background:#191715;color:#eae6df}}";

pub fn address() -> Option<Url> {
    // Windows has no schemes of its own making; there the name stands in front of localhost.
    let address = if cfg!(windows) { format!("http://{SCHEME}.localhost/") } else { format!("{SCHEME}://localhost/") };
    Url::parse(&address).ok()
}

pub fn page(desk: &Desk) -> Response<Vec<u8>> {
    let html = desk.trouble().map(|trouble| trouble.html()).unwrap_or_default();
    let mut response = Response::new(html.into_bytes());
    let set = |name, value| (name, header::HeaderValue::from_static(value));
    response.headers_mut().extend([
        set(header::CONTENT_TYPE, "text/html; charset=utf-8"),
        set(header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"),
    ]);
    response
}

fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
