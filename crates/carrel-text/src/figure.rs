//! Pictures, films and recordings as they stand in a page.

use crate::markdown::escape;

/// A picture, film or recording that a text refers to.
pub struct Media {
    pub address: String,
    pub media_type: String,
    /// The shape of a drawing that fills the width of the text, as width and height.
    pub size: Option<(u32, u32)>,
    pub captions: Option<String>,
    /// What a film shows and says, in paragraphs.
    pub transcript: Option<String>,
}

pub(super) fn figure(media: Option<&Media>, id: &str, alt: &str, title: &str) -> String {
    let Some(media) = media else { return format!("<p{id} class=\"missing\">{}</p>\n", escape(alt)) };
    let caption = if title.is_empty() { String::new() } else { format!("<figcaption>{}</figcaption>", escape(title)) };
    let transcript = media.transcript.as_deref().map(transcript).unwrap_or_default();
    let room = media.size.map(|(width, height)| format!(" width=\"{width}\" height=\"{height}\""));
    format!("<figure{id}>{}{caption}{transcript}</figure>\n", player(media, alt, &room.unwrap_or_default()))
}

/// For whoever does not see the film, does not hear it, or rather reads.
fn transcript(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let paragraphs: String = paragraphs.map(|paragraph| format!("<p>{}</p>", escape(paragraph))).collect();
    format!("<details><summary>Transcript</summary>{paragraphs}</details>")
}

/// `crossorigin`, because the page's origin is opaque and captions are otherwise not loaded.
/// `room`: the attributes of a picture that keep it.
pub(super) fn player(media: &Media, alt: &str, room: &str) -> String {
    let (address, alt) = (escape(&media.address), escape(alt));
    let kind = media.media_type.split('/').next().unwrap_or_default();
    if !matches!(kind, "video" | "audio") {
        return format!("<img src=\"{address}\" alt=\"{alt}\"{room} decoding=\"async\">");
    }
    let captions = media.captions.as_deref().map(escape).map(|captions| {
        format!("<track kind=\"captions\" srclang=\"en\" label=\"English\" default=\"\" src=\"{captions}\">")
    });
    let captions = captions.unwrap_or_default();
    format!(
        "<{kind} controls=\"\" preload=\"metadata\" crossorigin=\"anonymous\" src=\"{address}\" aria-label=\"{alt}\">{captions}</{kind}>"
    )
}
