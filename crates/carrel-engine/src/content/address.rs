//! Addresses on the lesson server: made here, so that every part of one is escaped in one place.

use crate::api::Theme;
use carrel_domain::{LessonId, ProgramId, SchoolId};
use url::Url;

/// The server's origin and the secret that every path begins with.
#[derive(Clone)]
pub(super) struct Addresses {
    origin: Url,
    secret: String,
}

impl Addresses {
    pub(super) fn new(origin: Url, secret: String) -> Self {
        Self { origin, secret }
    }

    pub(super) fn secret(&self) -> &str {
        &self.secret
    }

    /// `127.0.0.1:PORT`, as an honest client names it.
    pub(super) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.origin.port().unwrap_or_default())
    }

    /// The folder of everything, with a slash at its end.
    pub(super) fn base(&self) -> String {
        format!("{}/", self.under(std::iter::empty::<&str>()))
    }

    pub(super) fn script(&self) -> String {
        self.under(["frame.js"]).into()
    }

    pub(super) fn style(&self) -> String {
        self.under(["frame.css"]).into()
    }

    pub(super) fn lesson(
        &self,
        school: &SchoolId,
        program: &ProgramId,
        lesson: &LessonId,
        theme: Theme,
        size: u16,
    ) -> String {
        let mut url = self.under([school.as_str(), program.as_str(), "lesson", lesson.as_str()]);
        let theme = match theme {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        };
        if let Some(theme) = theme {
            url.query_pairs_mut().append_pair("theme", theme);
        }
        url.query_pairs_mut().append_pair("size", &size.to_string());
        url.into()
    }

    pub(super) fn file(&self, school: &str, program: &str, path: &str) -> String {
        self.under([school, program, "file"].into_iter().chain(path.split('/'))).into()
    }

    fn under<S: AsRef<str>>(&self, parts: impl IntoIterator<Item = S>) -> Url {
        let mut url = self.origin.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.clear().push(&self.secret).extend(parts);
        }
        url
    }
}
