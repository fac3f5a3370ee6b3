//! The second wall around course text: whatever the renderer let through, only this list survives.
//!
//! No scripts, styles, frames, forms or event handlers, whatever a school or somebody on its way here wrote.

use ammonia::{Builder, UrlRelative};
use std::collections::{HashMap, HashSet};

const TAGS: [&str; 42] = [
    "a",
    "audio",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "track",
    "ul",
    "video",
    "kbd",
    "abbr",
    "s",
];

const ATTRIBUTES: [(&str, &[&str]); 21] = [
    ("a", &["href", "title", "target", "id", "aria-label"]),
    ("audio", &["src", "controls", "preload", "crossorigin", "aria-label"]),
    ("div", &["id", "tabindex", "role", "aria-label"]),
    ("dt", &["id"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("p", &["id"]),
    ("li", &["id"]),
    ("tr", &["id"]),
    ("pre", &["id"]),
    ("figure", &["id"]),
    ("img", &["src", "alt", "width", "height", "decoding"]),
    ("ol", &["start"]),
    ("th", &["scope"]),
    ("track", &["src", "kind", "srclang", "label", "default"]),
    ("video", &["src", "controls", "preload", "crossorigin", "aria-label"]),
    ("blockquote", &[]),
    ("abbr", &["title"]),
];

const CLASSES: [(&str, &[&str]); 7] = [
    ("a", &["external", "term", "back"]),
    ("blockquote", &["callout", "callout-remember", "callout-safety", "callout-check"]),
    ("div", &["table-scroll", "footnote-definition", "terms"]),
    ("p", &["missing"]),
    ("sup", &["footnote-reference", "footnote-definition-label"]),
    ("td", &["center", "right"]),
    ("th", &["center", "right"]),
];

/// HTML that can be shown and do nothing else.
pub(super) fn sanitise(html: &str) -> String {
    let attributes = ATTRIBUTES.iter().map(|(tag, names)| (*tag, names.iter().copied().collect::<HashSet<_>>()));
    let classes = CLASSES.iter().map(|(tag, names)| (*tag, names.iter().copied().collect::<HashSet<_>>()));
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(attributes.collect::<HashMap<_, _>>())
        .allowed_classes(classes.collect::<HashMap<_, _>>())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer"))
        .strip_comments(true);
    builder.clean(html).to_string()
}
