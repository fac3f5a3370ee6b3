//! I15, the first half: course text can be read and can do nothing else.

#![allow(clippy::unwrap_used)]

use super::figure::Media;
use super::markdown::{heading_names, render_guide, render_lesson, render_markdown, text_blocks};

fn with_media(markdown: &str) -> String {
    let find = |path: &str| {
        path.starts_with("media/").then(|| Media {
            address: format!("/x/{path}"),
            media_type: if path.ends_with(".mp4") { "video/mp4" } else { "image/svg+xml" }.to_owned(),
            size: path.ends_with(".svg").then_some((720, 430)),
            captions: path.ends_with(".mp4").then(|| "/x/media/film.vtt".to_owned()),
            transcript: path.ends_with(".mp4").then(|| "A hand.\n\nSoap <b>and</b> water.".to_owned()),
        })
    };
    render_lesson(markdown, &find, &[])
}

#[test]
fn i15_nothing_that_acts_survives_rendering() {
    let attacks = [
        "<script>alert(1)</script>",
        "text <script src=//evil.example></script> text",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><a href=javascript:alert(1)>x</a></svg>",
        "<iframe src=https://evil.example></iframe>",
        "<object data=x></object><embed src=x><form action=/x><input></form>",
        "<style>*{display:none}</style><link rel=stylesheet href=x><base href=//evil.example>",
        "<meta http-equiv=refresh content=0>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x) [y](file:///etc/passwd) [z](tauri://localhost)",
        "![x](javascript:alert(1))",
        "![x\" onerror=\"alert(1)](media/a.svg \"t\\\" onload=\\\"alert(1)\")",
        "[x](https://a.example/\" onclick=\"alert(1))",
        "# <b onclick=alert(1)>x</b>",
        "> **Remember** <script>alert(1)</script>",
        "<div style=\"position:fixed\" onmouseover=alert(1)>x</div>",
        "<details ontoggle=alert(1) open>x</details>",
        "```html onload=alert(1)\n<script>alert(1)</script>\n```",
    ];
    for attack in attacks {
        for html in [render_markdown(attack), with_media(attack)] {
            let tags: String =
                html.split('<').skip(1).filter_map(|tag| tag.split('>').next()).collect::<Vec<_>>().join("\n");
            let outside_quotes: String = tags.split('"').step_by(2).collect::<String>().to_lowercase();
            for word in ["script", "iframe", "object", "embed", "form", "style", "link", "meta", "base", "svg", "input"]
            {
                let opens = tags.lines().any(|tag| tag.trim_start_matches('/').to_lowercase().starts_with(word));
                assert!(!opens, "<{word}> from {attack}: {html}");
            }
            assert!(!outside_quotes.contains(" on"), "a handler from {attack}: {html}");
            assert!(!outside_quotes.contains(" style"), "a style from {attack}: {html}");
            for scheme in ["=\"javascript:", "=\"data:", "=\"file:", "=\"vbscript:", "=\"tauri:"] {
                assert!(!html.to_lowercase().contains(scheme), "{scheme} from {attack}: {html}");
            }
        }
    }
}

#[test]
fn pictures_come_from_the_pack_or_not_at_all() {
    let html =
        with_media("![A tray](media/tray.svg \"The tray\")\n\n![Lost](elsewhere.svg)\n\nIn ![text](media/i.svg) too.");
    assert!(html.contains("<figure id=\"p1\"><img src=\"/x/media/tray.svg\" alt=\"A tray\" width=\"720\" height=\"430\" decoding=\"async\"><figcaption>The tray</figcaption></figure>"), "{html}");
    assert!(html.contains("<p id=\"p2\" class=\"missing\">Lost</p>"), "{html}");
    assert!(
        html.contains("<p id=\"p3\">In <img src=\"/x/media/i.svg\" alt=\"text\" decoding=\"async\"> too.</p>"),
        "{html}"
    );
    assert!(!render_markdown("![x](https://evil.example/pixel.gif)").contains("evil"));
}

#[test]
fn a_film_has_controls_and_captions() {
    let html = with_media("![Hand washing](media/film.mp4)");
    for part in
        ["<video", "controls", "aria-label=\"Hand washing\"", "<track", "src=\"/x/media/film.vtt\"", "crossorigin"]
    {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn a_film_can_be_read() {
    let html = with_media("![Hand washing](media/film.mp4 \"Wash first\")");
    let transcript =
        "<details><summary>Transcript</summary><p>A hand.</p><p>Soap &lt;b&gt;and&lt;/b&gt; water.</p></details>";
    assert!(html.contains(&format!("<figcaption>Wash first</figcaption>{transcript}</figure>")), "{html}");
}

const EVERYTHING: &str = "Two\nlines.\n\n## A `code` heading\n\n- one *item*\n  - inner\n- two\n\n1. loose\n\n2. list\n\n\
    | Tube | ml |\n|---|--:|\n| Gold | 5 |\n\n![A tray](media/tray.svg \"The tray\")\n\n```\nlet x;\n```\n\n\
    > **Check yourself** Why?\n> Because.\n";

#[test]
fn every_block_has_a_name_in_the_page_and_the_same_in_the_index() {
    let media = |path: &str| {
        Some(Media {
            address: format!("/x/{path}"),
            media_type: "image/svg+xml".to_owned(),
            size: None,
            captions: None,
            transcript: None,
        })
    };
    let blocks = text_blocks(EVERYTHING, &media);
    let told: Vec<String> = blocks.iter().map(|block| format!("{} {}", block.anchor, block.text)).collect();
    assert_eq!(
        told,
        [
            "p1 Two lines.",
            "s-a-code-heading A code heading",
            "p3 one item",
            "p4 inner",
            "p5 two",
            "p6 loose",
            "p7 list",
            "p8 Tube · ml",
            "p9 Gold · 5",
            "p10 A tray The tray",
            "p11 let x;",
            "p12 Check yourself Why? Because."
        ]
    );
    let html = render_lesson(EVERYTHING, &media, &[]);
    for block in &blocks {
        assert_eq!(html.matches(&format!(" id=\"{}\"", block.anchor)).count(), 1, "{} in {html}", block.anchor);
    }
    assert!(!render_markdown(EVERYTHING).contains("id=\"p"), "a description is no lesson");
}

#[test]
fn callouts_are_marked_and_a_question_hides_its_answer() {
    let html = render_markdown("> **Remember** Wash.\n\n> **Safety:** Stop.\n\n> Just a quote.");
    assert!(html.contains("<blockquote class=\"callout callout-remember\">"), "{html}");
    assert!(html.contains("<blockquote class=\"callout callout-safety\">"), "{html}");
    assert!(html.contains("<blockquote>\n<p>Just"), "{html}");
    let html = render_markdown("> **Check yourself** He says:\n> \"May I?\"\n> No, he may\n> not.\n\nAfter\nthis.");
    assert!(html.contains("<blockquote class=\"callout callout-check\">"), "{html}");
    assert!(
        html.contains(
            "He says:\n“May I?”</p>\n<details><summary>Show an answer</summary>\n<p>No, he may\nnot.</p>\n</details>"
        ),
        "{html}"
    );
    assert!(html.contains("<p>After\nthis.</p>"), "{html}");
}

#[test]
fn tables_scroll_and_keep_their_alignment() {
    let html = render_markdown("| Tube | ml |\n|---|--:|\n| Gold | 5 |\n");
    assert!(
        html.contains("<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">"),
        "{html}"
    );
    assert!(html.contains("<th scope=\"col\">Tube</th><th scope=\"col\" class=\"right\">ml</th>"), "{html}");
    assert!(html.contains("<td>Gold</td><td class=\"right\">5</td>"), "{html}");
    assert!(html.contains("</tbody></table>\n</div>"), "{html}");
}

#[test]
fn headings_start_below_the_title_and_can_be_linked() {
    let html = render_markdown("# No means no\n\n## No means no\n\n[up](#no-means-no)");
    assert!(html.contains("<h2 id=\"s-no-means-no\">No means no</h2>"), "{html}");
    assert!(html.contains("<h2 id=\"s-no-means-no-2\">"), "{html}");
    assert!(html.contains("href=\"#s-no-means-no\""), "{html}");
    assert!(!html.contains("<h1"));
}

#[test]
fn links_lead_out_openly_or_nowhere() {
    let html = render_markdown("[CDC](https://cdc.gov/a?b=1&c=2), [next](02-next.md)");
    for part in [
        "target=\"_blank\"",
        "rel=\"noopener noreferrer\"",
        "title=\"https://cdc.gov/a?b=1&amp;c=2\"",
        "class=\"external\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(html.contains("</a>, next</p>"), "{html}");
}

#[test]
fn a_link_that_would_not_be_opened_is_not_shown_as_one() {
    for address in ["https://school.example@evil.example/", "tel:+15550100", "mailto:a@b@c", "//evil.example/"] {
        assert_eq!(render_markdown(&format!("[x]({address})")), "<p>x</p>\n", "{address}");
    }
    assert!(render_markdown("[write](mailto:help@school.example)").contains("href=\"mailto:help@school.example\""));
}

#[test]
fn the_rest_of_markdown_works() {
    let html = render_markdown("+++\ntitle = \"Hidden\"\n+++\n\nA -- \"b\"... ~~c~~[^1]\n\n[^1]: Note.\n");
    assert!(!html.contains("Hidden"), "{html}");
    assert!(html.contains("A – “b”… <del>c</del>"), "{html}");
    assert!(html.contains("href=\"#1\"") && html.contains("id=\"1\""), "{html}");
}

#[test]
fn a_link_to_a_heading_name_leads_to_the_heading() {
    let text = "## Don't *mix* them!\n\n### Twice\n\n### Twice";
    let names = heading_names(text);
    assert_eq!(names.iter().map(String::as_str).collect::<Vec<_>>(), ["don-t-mix-them", "twice", "twice-2"]);
    for name in &names {
        let page = with_media(&format!("[x](#{name})\n\n{text}"));
        assert!(page.contains(&format!("href=\"#s-{name}\"")) && page.contains(&format!("id=\"s-{name}\"")), "{page}");
    }
}

#[test]
fn i15_the_guide_has_links_of_its_own_and_nothing_else_more() {
    let place = |address: &str| address.strip_prefix("page:").map(|id| format!("/guide/{id}"));
    let page = render_guide("[a](page:mlt) [b](javascript:alert(1)) [c](page:\"onclick=x) <script>x</script>", &place);
    assert!(page.contains("<a href=\"/guide/mlt\""), "{page}");
    assert!(!page.contains("javascript") && !page.contains("<script") && !page.contains("\"onclick"), "{page}");
}

/// Every lesson of the sample school, so that no convention of its authors goes unnoticed.
#[test]
fn the_sample_school_renders() {
    let campus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../campus/programs");
    let mut folders = vec![campus];
    let mut lessons = 0;
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "md") {
                lessons += 1;
                let html = with_media(&std::fs::read_to_string(&path).unwrap());
                assert!(!html.contains("+++") && !html.contains("**") && !html.contains("|---"), "{}", path.display());
                assert!(!html.contains("class=\"missing\""), "{}", path.display());
            }
        }
    }
    assert!(lessons > 10, "the sample school was not found");
}
