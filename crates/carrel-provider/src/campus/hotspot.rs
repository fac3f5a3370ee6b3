//! A question about a place in a picture: the picture is there, and every area of it can be pointed at, read out and explained.

use super::faults::name_of;
use super::fields::Fields;
use super::lesson::is_file_name;
use carrel_domain::quiz::{Area, ItemBody};
use std::collections::BTreeSet;
use std::path::Path;

pub fn read(f: &mut Fields<'_>, module: &Path) -> ItemBody {
    let image = image(f, module);
    let alt = f.words("alt");
    if !alt.is_empty() && is_file_name(&alt, &image) {
        f.fault("alt", format!("`alt` is \"{alt}\", the picture's name"), "Say in a sentence what it shows");
    }
    let areas = areas(f);
    let correct = areas.iter().filter(|area| area.correct).count();
    if correct != 1 {
        let wrong = format!("{correct} areas of this picture are correct");
        f.fault("areas", wrong, "Mark exactly one with correct = true");
    }
    ItemBody::Hotspot { image, alt, areas }
}

/// The picture's path in the pack. Everything in `media/` becomes a file of the pack.
fn image(f: &mut Fields<'_>, module: &Path) -> String {
    let address = f.words("image");
    let name = address.strip_prefix("media/").filter(|name| !name.is_empty() && !name.contains(['/', '\\']));
    let Some(name) = name else {
        if !address.is_empty() {
            let wrong = format!("The picture \"{address}\" is not in media/");
            f.fault("image", wrong, "Put it into media/ beside this file and write \"media/NAME.svg\"");
        }
        return String::new();
    };
    if !module.join("media").join(name).is_file() {
        f.fault("image", format!("There is no picture \"{address}\""), "Add the file or correct its name");
    }
    format!("{}/{address}", name_of(module))
}

fn areas(f: &mut Fields<'_>) -> Vec<Area> {
    let mut ids = BTreeSet::new();
    let mut texts = BTreeSet::new();
    let mut before: Vec<Area> = Vec::new();
    f.tables("areas", |f| {
        let area = area(f);
        if !ids.insert(area.id.clone()) {
            f.fault("id", format!("Two areas have the id \"{}\"", area.id), "Give each its own");
        }
        if !texts.insert(area.text.clone()) {
            f.fault("text", "Two areas say the same", "Change one: by words alone nobody could tell them apart");
        }
        if let Some(other) = before.iter().find(|other| other.covers(&area) || area.covers(other)) {
            let wrong = format!("The areas \"{}\" and \"{}\" lie wholly on each other", other.id, area.id);
            f.fault("x", wrong, "Move or shrink one: only the upper could be pointed at");
        }
        before.push(area);
    });
    if before.len() < 2 {
        f.fault("areas", format!("There are only {} areas", before.len()), "Write at least 2");
    }
    before
}

fn area(f: &mut Fields<'_>) -> Area {
    let area = Area {
        id: f.slug("id"),
        text: f.words("text"),
        x: f.decimal("x"),
        y: f.decimal("y"),
        w: f.decimal("w"),
        h: f.decimal("h"),
        correct: f.opt_flag("correct"),
        feedback: if f.has("feedback") { f.text("feedback") } else { String::new() },
    };
    if !area.is_on_picture() {
        let wrong = format!("The area \"{}\" is not on the picture", area.id);
        f.fault(
            "x",
            wrong,
            "Write x, y, w and h in percent of the picture: w and h above 0, x + w and y + h at most 100",
        );
    }
    if !area.correct && area.feedback.is_empty() {
        let wrong = format!("The area \"{}\" is wrong and does not say why", area.id);
        f.fault("feedback", wrong, "Add `feedback = \"…\"`: what the learner took it for, and how to tell");
    }
    area
}
