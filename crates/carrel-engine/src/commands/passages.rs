//! What a learner leaves in a lesson beside their note: marked passages, places in films; and the lesson as a page to print.

use super::deliver::Deliveries;
use super::export::date_for_name;
use super::lesson::{Desk, find_lesson};
use crate::api::{ApiError, ErrorCode, FilmPlaceArgs, HighlightArgs, HighlightView, LessonArgs, LessonPrinted};
use crate::content::{Printed, blocks_of, printable};
use crate::engine::Engine;
use crate::record_page::Words;
use crate::registry::write_whole;
use crate::store::lessons::TextBlock;
use carrel_domain::operation::MAX_PAYLOAD_BYTES;
use carrel_domain::record::{Highlight, LessonRecord, Mark};
use carrel_domain::{Action, OperationId};
use std::sync::Arc;

/// As long as the frame lets a passage be.
const MOST_QUOTE: usize = 4 * 1024;
const MOST_ANCHOR: usize = 400;
const MOST_VERSIONS: usize = 100;

impl Engine {
    /// Marks a passage in place of what the learner had on screen; any other mark stays beside it.
    pub async fn set_highlight(&self, args: HighlightArgs) -> Result<(), ApiError> {
        if let Some(mark) = &args.mark {
            check(mark)?;
        }
        if args.replaces.len() > MOST_VERSIONS || (args.mark.is_none() && args.replaces.is_empty()) {
            return Err(ApiError::with(ErrorCode::BadRequest, "replaces"));
        }
        let (_, learner) = self.learner().await?;
        learner
            .act_on(&args.program, |ledger| {
                let record = ledger.view(&args.program).and_then(|view| view.record.lesson(&args.lesson));
                let heads = record.map(|record| &record.highlights.heads);
                let standing = |id| heads.and_then(|heads| heads.get(id));
                let nothing_new = match (&args.mark, args.replaces.as_slice()) {
                    (Some(mark), [only]) => standing(only).is_some_and(|head| head.mark == *mark),
                    (Some(_), _) => false,
                    (None, all) => all.iter().all(|id| standing(id).is_none()),
                };
                let action = Action::HighlightSet { lesson: args.lesson.clone(), mark: args.mark.clone() };
                (!nothing_new).then(|| (action, args.replaces.clone()))
            })
            .await?;
        Ok(())
    }

    /// Keeps how far a film was watched, on this computer alone.
    pub async fn save_film_place(&self, args: FilmPlaceArgs) -> Result<(), ApiError> {
        if args.anchor.is_empty() || args.anchor.len() > MOST_ANCHOR || args.anchor.contains(char::is_whitespace) {
            return Err(ApiError::with(ErrorCode::BadRequest, "anchor"));
        }
        let desk = self.desk(&args.program).await?;
        find_lesson(&desk.manifest, &args.lesson)?;
        desk.learner.store.save_film_place(args.program, args.lesson, args.anchor, args.permille.min(1000)).await?;
        Ok(())
    }

    /// Writes the lesson with the learner's marks and note as a page to print.
    pub async fn print_lesson(&self, args: LessonArgs) -> Result<LessonPrinted, ApiError> {
        let desk = self.desk(&args.program).await?;
        let program = self.find_program(&desk.school, &args.program).await?;
        let (module, lesson) = find_lesson(&desk.manifest, &args.lesson)?;
        let record = desk.view.record.lesson(&args.lesson).cloned().unwrap_or_default();
        let now = desk.learner.now().at;
        let words = Words::load();
        let date = jiff::Timestamp::from_millisecond(now.0).unwrap_or_default().to_zoned(jiff::tz::TimeZone::system());
        let date = date.strftime("%Y-%m-%d").to_string();
        let under = words.get("record-lesson-printed", &[("school", &desk.school.card.name), ("date", &date)]);
        let page = {
            let (library, manifest) = (desk.school.library.clone(), Arc::clone(&desk.manifest));
            let (lesson, over) = (lesson.clone(), format!("{} · {}", program.title, module.title));
            let own = own_words(&record);
            let own_title = words.get("record-lesson-own", &[]);
            carrel_sqlite::aside(move || {
                let around = Printed { over: &over, under: &under, own: &own, own_title: &own_title };
                printable(&library, &manifest, &lesson, &around)
            })
            .await
        };
        let page = page.ok().flatten().ok_or_else(|| ApiError::of(ErrorCode::NotDownloaded))?;
        let folder = &self.0.host.export_dir;
        std::fs::create_dir_all(folder)?;
        let path = folder.join(format!("carrel-lesson-{}-{}.html", slug(&lesson.title), date_for_name(now.0)));
        write_whole(&path, page.as_bytes())?;
        Ok(LessonPrinted { path: path.display().to_string() })
    }
}

fn check(mark: &Mark) -> Result<(), ApiError> {
    if mark.note.len() > MAX_PAYLOAD_BYTES / 2 {
        return Err(ApiError::of(ErrorCode::NoteTooLong));
    }
    let sound = (1..=MOST_QUOTE).contains(&mark.quote.trim().len())
        && mark.quote.len() <= MOST_QUOTE
        && (1..=MOST_ANCHOR).contains(&mark.anchor.len());
    if sound { Ok(()) } else { Err(ApiError::with(ErrorCode::BadRequest, "mark")) }
}

/// Marked passages with their notes, oldest first, then the lesson's note.
fn own_words(record: &LessonRecord) -> Vec<(String, String)> {
    let mut marks: Vec<_> = record.highlights.heads.values().collect();
    marks.sort_by(|a, b| a.stamp.cmp(&b.stamp));
    let marks = marks.into_iter().map(|highlight| (highlight.mark.quote.clone(), highlight.mark.note.clone()));
    let notes = record.note.heads.values().filter(|note| !note.text.is_empty());
    marks.chain(notes.map(|note| (String::new(), note.text.clone()))).collect()
}

/// The lesson's marked passages where they stand now.
pub(super) fn highlights(
    desk: &Desk,
    args: &LessonArgs,
    record: &LessonRecord,
    deliveries: &Deliveries,
) -> Vec<HighlightView> {
    if record.highlights.heads.is_empty() {
        return Vec::new();
    }
    let lesson = find_lesson(&desk.manifest, &args.lesson).map(|(_, lesson)| lesson);
    let blocks = lesson.map(|lesson| blocks_of(&desk.school.library, &desk.manifest, lesson)).unwrap_or_default();
    let view = |(place, id, head): Placed<'_>| HighlightView {
        id: id.clone(),
        anchor: place.map(|(block, _)| blocks[block].anchor.clone()),
        quote: head.mark.quote.clone(),
        colour: head.mark.colour,
        note: head.mark.note.clone(),
        at: head.stamp.at,
        this_computer: deliveries.is_own(id),
        delivery: deliveries.get(id, head.stamp.at),
    };
    in_order(record, &blocks).into_iter().map(view).collect()
}

/// A marked passage with the block and the place in it where it stands.
pub(super) type Placed<'a> = (Option<(usize, usize)>, &'a OperationId, &'a Highlight);

/// As the text has them; last those whose words are no longer in it.
pub(super) fn in_order<'a>(record: &'a LessonRecord, blocks: &[TextBlock]) -> Vec<Placed<'a>> {
    let mut placed: Vec<Placed<'a>> =
        record.highlights.heads.iter().map(|(id, head)| (place(&head.mark, blocks), id, head)).collect();
    placed.sort_by_key(|(place, id, head)| (place.unwrap_or((usize::MAX, 0)), head.stamp.at, (*id).clone()));
    placed
}

/// The block and the place in it where a mark's words stand now: in the block they stood in, or else in the first that has them.
fn place(mark: &Mark, blocks: &[TextBlock]) -> Option<(usize, usize)> {
    let wanted = letters(&mark.quote);
    if wanted.is_empty() {
        return None;
    }
    let at = |number: usize| letters(&blocks[number].text).find(&wanted).map(|at| (number, at));
    let before = blocks.iter().position(|block| block.anchor == mark.anchor);
    before.and_then(at).or_else(|| (0..blocks.len()).find_map(at))
}

/// What stands between the words may differ between the page and the index, or change when a sentence is polished.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A plain piece of a file's name.
fn slug(title: &str) -> String {
    let words = title.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    name.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use carrel_domain::record::Colour;

    fn block(anchor: &str, text: &str) -> TextBlock {
        TextBlock { anchor: anchor.to_owned(), heading: false, text: text.to_owned() }
    }

    fn placed(anchor: &str, quote: &str, blocks: &[TextBlock]) -> Option<usize> {
        let mark =
            Mark { anchor: anchor.to_owned(), quote: quote.to_owned(), colour: Colour::Blue, note: String::new() };
        place(&mark, blocks).map(|(block, _)| block)
    }

    #[test]
    fn a_mark_is_found_where_it_was_or_where_its_words_went() {
        let blocks =
            [block("p1", "Take it off within one minute."), block("p2", "Gold · 5"), block("p3", "One minute!")];
        assert_eq!(placed("p3", "one minute", &blocks), Some(2), "in its own block before any other");
        assert_eq!(placed("p1", "one minute", &blocks), Some(0));
        assert_eq!(placed("p9", "within one\nminute", &blocks), Some(0), "moved");
        assert_eq!(placed("p2", "Gold5", &blocks), Some(1), "a page has no dots between the cells of a row");
        assert_eq!(placed("p1", "two minutes", &blocks), None);
        assert_eq!(placed("p1", "…", &blocks), None);
    }

    #[test]
    fn a_title_becomes_a_plain_name() {
        assert_eq!(slug("Where blood goes: \"departments\" & <more>/.."), "where-blood-goes-departments-more");
        assert_eq!(slug("Ééé"), "");
    }
}
