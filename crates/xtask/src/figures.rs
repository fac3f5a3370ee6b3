//! `cargo xtask figures`: every picture of the sample school on sheets, light and dark, and a look for text that is cut.

use crate::project;
use crate::setup::{self, Need};
use anyhow::{Context, Result, ensure};
use clap::Args;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Args)]
pub struct Options {
    /// Folder for the sheets
    #[arg(long, value_name = "DIR", default_value = "figures")]
    out: PathBuf,
}

const ON_A_SHEET: usize = 12;
const SHEET: &str = "--window-size=1500,1950";

pub fn figures(options: &Options) -> Result<()> {
    setup::ensure_ready(Need::Drive)?;
    let out = std::path::absolute(&options.out).context("The folder given with --out is unusable")?;
    std::fs::create_dir_all(&out).with_context(|| format!("Could not make {}", out.display()))?;
    let figures = all_figures(&project::root().join("campus"))?;
    for (number, some) in figures.chunks(ON_A_SHEET).enumerate() {
        for theme in ["light", "dark"] {
            let page = out.join(format!("{:02}-{theme}.html", number + 1));
            write(&page, &sheet(some, theme)?)?;
            let picture = format!("--screenshot={}", page.with_extension("png").display());
            chromium(&[SHEET, &picture], &page)?;
        }
    }
    let cut = cut_texts(&figures, &out)?;
    eprintln!("{} figures, light and dark, in {}", figures.len(), out.display());
    ensure!(cut.is_empty(), "Text leaves its picture:\n{}", cut.join("\n"));
    Ok(())
}

fn all_figures(campus: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![campus.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("Could not read {}", folder.display()))? {
            let path = entry.context("The folder changed meanwhile")?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "svg") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// As the lesson's frame shows them: with its own style sheet.
fn sheet(figures: &[PathBuf], theme: &str) -> Result<String> {
    let style = project::root().join("crates/carrel-text/src/lesson.css");
    let style = std::fs::read_to_string(&style).with_context(|| format!("{} is missing", style.display()))?;
    let figure = |path: &PathBuf| {
        let name = path.strip_prefix(project::root().join("campus/programs")).unwrap_or(path).display().to_string();
        format!("<figure><img src=\"file://{}\"><figcaption>{name}</figcaption></figure>\n", path.display())
    };
    Ok(format!(
        "<!doctype html><html data-theme=\"{theme}\"><meta charset=\"utf-8\"><style>{style}\n\
         body {{ max-width: none; display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px }}\n\
         figure {{ margin: 0 }} figcaption {{ font-size: 11px }}</style><body>\n{}</body></html>",
        figures.iter().map(figure).collect::<String>()
    ))
}

/// Measured by a browser: where each word of a figure stands in it.
fn cut_texts(figures: &[PathBuf], out: &Path) -> Result<Vec<String>> {
    let mut page = String::from("<!doctype html><meta charset=\"utf-8\"><body>\n");
    for path in figures {
        let svg = std::fs::read_to_string(path).with_context(|| format!("Could not read {}", path.display()))?;
        page.push_str(&format!("<div data-name=\"{}\">{svg}</div>\n", path.display()));
    }
    page.push_str(MEASURE);
    let file = out.join("measured.html");
    write(&file, &page)?;
    let told = chromium(&["--dump-dom", "--window-size=1500,900"], &file)?;
    let (_, rest) = told.split_once("<pre id=\"found\">").context("The browser did not measure the figures")?;
    let found = rest.split("</pre>").next().unwrap_or_default();
    ensure!(found.ends_with("measured"), "The browser did not come to the end of the figures");
    Ok(found.lines().filter(|line| *line != "measured").map(str::to_owned).collect())
}

const MEASURE: &str = r#"<pre id="found"></pre><script>
  const said = [];
  for (const home of document.querySelectorAll('[data-name]')) {
    const svg = home.querySelector('svg');
    const [x, y, width, height] = svg.getAttribute('viewBox').split(/[ ,]+/).map(Number);
    svg.setAttribute('width', width);
    svg.setAttribute('height', height);
    const frame = svg.getBoundingClientRect();
    for (const text of svg.querySelectorAll('text')) {
      const box = text.getBoundingClientRect();
      const over = Math.max(frame.left - box.left, box.right - frame.right, frame.top - box.top, box.bottom - frame.bottom);
      if (over > 1) said.push(`${home.dataset.name}: "${text.textContent.trim()}" by ${Math.round(over)}`);
    }
  }
  document.getElementById('found').textContent = [...said, 'measured'].join('\n');
</script>"#;

fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| format!("Could not write {}", path.display()))
}

fn chromium(args: &[&str], page: &Path) -> Result<String> {
    let mut command = Command::new("chromium");
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]);
    command.args(["--allow-file-access-from-files", "--virtual-time-budget=5000"]).args(args);
    let output = command.arg(format!("file://{}", page.display())).output().context("chromium does not start")?;
    ensure!(output.status.success(), "chromium ended badly: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
