//! Terms of the glossary in a lesson: found where they stand, linked once, and never more than text.

#![allow(clippy::unwrap_used)]

use super::figure::Media;
use super::markdown::render_lesson;
use carrel_domain::glossary::Term;

fn term(name: &str, also: &[&str]) -> Term {
    Term {
        term: name.to_owned(),
        meaning: format!("The meaning of {name}."),
        lesson: "m01-l01".into(),
        also: also.iter().map(|name| (*name).to_owned()).collect(),
    }
}

fn render(markdown: &str, glossary: &[Term]) -> String {
    let find = |path: &str| {
        let media = Media {
            address: format!("/x/{path}"),
            media_type: "image/svg+xml".to_owned(),
            size: None,
            captions: None,
            transcript: None,
        };
        path.starts_with("media/").then_some(media)
    };
    render_lesson(markdown, &find, glossary)
}

/// What is linked, in order.
fn linked(markdown: &str, glossary: &[Term]) -> Vec<String> {
    let html = render(markdown, glossary);
    let links = html.split("class=\"term\"").skip(1);
    links.map(|rest| rest.split_once('>').unwrap().1.split_once("</a>").unwrap().0.to_owned()).collect()
}

/// The text a reader sees, without the list at the foot.
fn text(html: &str) -> String {
    let body = html.split("<div class=\"terms\">").next().unwrap();
    body.split('<').enumerate().map(|(n, part)| if n == 0 { part } else { part.split_once('>').unwrap().1 }).collect()
}

/// Every tag, without the values of its attributes.
fn tags(html: &str) -> Vec<String> {
    let (mut tags, mut inside, mut quoted) = (Vec::new(), false, false);
    for c in html.chars() {
        match c {
            '<' if !inside => {
                inside = true;
                tags.push(String::new());
            }
            '"' if inside => quoted = !quoted,
            '>' if inside && !quoted => inside = false,
            c if inside && !quoted => tags.last_mut().unwrap().push(c),
            _ => {}
        }
    }
    tags
}

#[test]
fn the_first_place_of_a_term_leads_to_its_meaning_and_back() {
    let html = render("A vein is felt. The vein fills.", &[term("Vein", &[])]);
    for part in ["class=\"term\"", "id=\"t-1-text\"", "href=\"#t-1\"", "title=\"The meaning of Vein.\""] {
        assert_eq!(html.matches(part).count(), 1, "{part} in {html}");
    }
    assert!(html.contains(">vein</a> is felt. The vein fills.</p>"), "{html}");
    assert!(html.contains("<h2 id=\"terms\">Terms in this lesson</h2>"), "{html}");
    assert!(html.contains("<dt id=\"t-1\">Vein</dt>\n<dd>The meaning of Vein. <a "), "{html}");
    for part in ["href=\"#t-1-text\"", "class=\"back\"", "aria-label=\"Back to “Vein” in the text\""] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn a_lesson_without_terms_stays_as_it_was() {
    let markdown = "## Veins\n\nOne *arm*, two\nlines.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n";
    assert_eq!(render(markdown, &[term("Lancet", &[])]), render(markdown, &[]));
}

#[test]
fn names_match_whole_words_in_any_case_and_abbreviations_as_they_are_written() {
    let glossary =
        [term("vein", &[]), term("Personal protective equipment", &["PPE"]), term("PEP", &[]), term("pH", &[])];
    let table: [(&str, &[&str]); 12] = [
        ("The VEIN.", &["VEIN"]),
        ("Veins and ravening.", &[]),
        ("Cross-vein and vein-like.", &[]),
        ("The vein's wall.", &["vein"]),
        ("(vein)", &["vein"]),
        ("Wear PPE.", &["PPE"]),
        ("ppe", &[]),
        ("A pep talk about PEP.", &["PEP"]),
        ("A ph of Ph, but pH.", &["pH"]),
        ("personal\nprotective\u{a0}equipment", &["personal\nprotective&nbsp;equipment"]),
        ("personal, protective equipment", &[]),
        ("personal **protective** equipment", &[]),
    ];
    for (markdown, want) in table {
        assert_eq!(linked(markdown, &glossary), want, "{markdown}");
    }
}

#[test]
fn the_longest_name_wins_and_another_name_counts_as_the_same_term() {
    let glossary =
        [term("vein", &[]), term("median cubital vein", &["MCV"]), term("carry-over", &[]), term("-emia", &[])];
    assert_eq!(
        linked("The median cubital vein, again the median cubital vein, the MCV, a vein.", &glossary),
        ["median cubital vein", "vein"]
    );
    assert_eq!(linked("A carry over is no carry\u{2011}over.", &glossary), ["carry\u{2011}over"]);
    assert_eq!(linked("Words end in -emia; emia alone means nothing.", &glossary), ["-emia"]);
    assert_eq!(linked("Emia, leuk-emia.", &glossary), Vec::<String>::new());
}

#[test]
fn headings_links_code_pictures_table_heads_and_questions_stay_as_they_are() {
    let glossary = [term("vein", &[])];
    for markdown in [
        "## The vein",
        "[the vein](https://a.example)",
        "[the vein](#veins)",
        "`vein`",
        "```\nvein\n```",
        "![A vein](media/a.svg)",
        "![A vein](media/a.svg \"The vein\")",
        "| vein | b |\n|---|---|\n| 1 | 2 |",
        "> **Check yourself** Which vessel? \n> A vein.\n>\n> > A vein.",
    ] {
        assert_eq!(linked(markdown, &glossary), Vec::<String>::new(), "{markdown}");
        assert_eq!(linked(&format!("{markdown}\n\nA vein."), &glossary), ["vein"], "after {markdown}");
    }
    for markdown in ["**vein**", "- a vein", "| a | b |\n|---|---|\n| vein | 2 |", "> **Remember** the vein"] {
        assert_eq!(linked(markdown, &glossary), ["vein"], "{markdown}");
    }
}

#[test]
fn no_letter_of_the_text_changes() {
    let glossary =
        [term("vein", &["veins"]), term("it", &[]), term("O’Hara’s sign", &[]), term("größe", &[]), term("五", &[])];
    for markdown in [
        "It's a \"vein\" -- O'Hara's sign, really... größe GRÖSSE & 五 <b>it</b> &amp; &lt;it&gt;",
        "vein\nvein\\\nvein  \nveins[^1]\n\n[^1]: A vein.",
        "> **Safety** it *it **vein*** ~~veins~~",
        "İstanbul ẞ ﬁ it",
    ] {
        assert_eq!(text(&render(markdown, &glossary)), text(&render(markdown, &[])), "{markdown}");
    }
    assert_eq!(linked("O'Hara's sign", &glossary), ["O’Hara’s sign"]);
}

#[test]
fn i15_a_hostile_term_is_only_text() {
    let hostile = Term {
        term: "vein\" onclick=\"alert(1)\"><script>alert(1)</script>".to_owned(),
        meaning: "\"><img src=x onerror=alert(1)><script>alert(2)</script><a href=\"javascript:alert(3)\">x</a>"
            .to_owned(),
        lesson: "m01-l01".into(),
        also: vec!["artery".to_owned(), "<b>".to_owned(), String::new(), "&".to_owned()],
    };
    let html = render("An artery & a <b>vein</b> b.", &[hostile]);
    assert!(html.contains(">artery</a>"), "{html}");
    let ours = ["p", "/p", "a", "/a", "div", "/div", "h2", "/h2", "dl", "/dl", "dt", "/dt", "dd", "/dd"];
    for tag in tags(&html) {
        assert!(ours.contains(&tag.split(' ').next().unwrap()), "<{tag}> in {html}");
        assert!(!tag.contains(" on"), "a handler: <{tag}> in {html}");
    }
    assert!(html.contains("&lt;script&gt;alert(2)"), "it is shown as it was written: {html}");
}
