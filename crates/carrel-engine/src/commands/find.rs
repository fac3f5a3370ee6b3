//! Finding words in the lessons on this computer.

use crate::api::{ApiError, FoundLesson, FoundPassage, LessonsFound, SearchLessonsArgs};
use crate::engine::Engine;
use crate::learner::Learner;
use crate::school::School;
use crate::store::lessons::Match;
use carrel_domain::ProgramId;
use carrel_domain::enrollment::EnrollmentLabel;
use carrel_domain::view::View;
use std::collections::{BTreeMap, BTreeSet};

impl Engine {
    pub async fn search_lessons(&self, args: SearchLessonsArgs) -> Result<LessonsFound, ApiError> {
        let (school, learner) = self.learner().await?;
        let mut among = readable(&learner).await?;
        if let Some(only) = &args.program {
            among.retain(|program| program == only);
        }
        let (found, preparing) = school.index.search(args.text, among.clone()).await?;
        let titles = school.catalog.titles(among.into_iter().collect()).await?;
        let lessons = found.lessons.into_iter().filter_map(|hit| show(&school, &titles, hit)).collect();
        let (total, corrected, searched) = (found.total, found.corrected, found.searched);
        Ok(LessonsFound { total, corrected, searched, preparing, lessons })
    }
}

/// The courses whose lessons the learner may read now.
async fn readable(learner: &Learner) -> Result<BTreeSet<ProgramId>, ApiError> {
    let ledger = learner.ledger().await?;
    let now = learner.now();
    let sure = now.at.plus_ms(-now.uncertainty_ms);
    let open = |view: &View| view.label(sure).is_some_and(EnrollmentLabel::may_study);
    Ok(ledger.views().filter(|(_, view)| open(view)).map(|(id, _)| id.clone()).collect())
}

/// A lesson that went since it was indexed is not shown.
fn show(school: &School, titles: &BTreeMap<ProgramId, String>, hit: Match) -> Option<FoundLesson> {
    let manifest = school.library.manifest(&hit.program)?;
    let module = manifest.lessons().find(|(_, lesson)| lesson.id == hit.lesson)?.0.title.clone();
    let passages = hit.passages.into_iter().map(|(anchor, parts)| FoundPassage { anchor, parts });
    Some(FoundLesson {
        program_title: titles.get(&hit.program).cloned().unwrap_or_else(|| hit.program.to_string()),
        module_title: module,
        program: hit.program,
        lesson: hit.lesson,
        title: hit.title,
        passages: passages.collect(),
        more: hit.more,
    })
}
