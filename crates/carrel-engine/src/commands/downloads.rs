//! Course packs on this computer.

use crate::api::{ApiError, DownloadItem, DownloadsPage, ErrorCode, PackState, ProgramArgs, Topic};
use crate::content::PackSource;
use crate::engine::Engine;
use crate::learner::Learner;
use crate::ledger::Ledger;
use crate::school::School;
use async_trait::async_trait;
use carrel_domain::enrollment::Enrollment;
use carrel_domain::pack::{Manifest, PackFile};
use carrel_domain::{ProgramId, Timestamp};
use carrel_protocol::{ContentStream, Failure, Provider};
use std::sync::Arc;

/// The provider with a learner's live session.
pub(crate) struct SignedInSource {
    provider: Arc<dyn Provider>,
    learner: Arc<Learner>,
}

impl SignedInSource {
    pub(crate) fn shared(school: &School, learner: Arc<Learner>) -> Arc<dyn PackSource> {
        Arc::new(Self { provider: Arc::clone(&school.provider), learner })
    }
}

#[async_trait]
impl PackSource for SignedInSource {
    async fn manifest(&self, program: &ProgramId) -> Result<Manifest, Failure> {
        let provider = self.provider.as_ref();
        self.learner
            .session
            .with_access(provider, |access| Box::pin(async move { provider.manifest(&access, program).await }))
            .await
    }

    fn now(&self) -> Option<Timestamp> {
        Some(self.learner.now().at)
    }

    async fn content(&self, file: &PackFile, from: u64) -> Result<ContentStream, Failure> {
        let provider = self.provider.as_ref();
        self.learner
            .session
            .with_access(provider, |access| Box::pin(async move { provider.content(&access, file, from).await }))
            .await
    }
}

impl Engine {
    pub async fn downloads(&self, (): ()) -> Result<DownloadsPage, ApiError> {
        let school = self.school().await?;
        let mut items = Vec::new();
        for (program, pack) in school.library.packs() {
            // While a newer version of a complete course is on its way, its progress is what there is to see.
            let pack = school.library.update(&program).unwrap_or(pack);
            if pack == PackState::None {
                continue;
            }
            let title = self.find_program(&school, &program).await.map(|program| program.title);
            let manifest = school.library.manifest(&program);
            let lessons = manifest.map_or(0, |manifest| manifest.lessons().filter(|(_, l)| l.path.is_some()).count());
            let title = title.unwrap_or_else(|_| program.to_string());
            items.push(DownloadItem { program, title, pack, lessons: lessons as u32 });
        }
        items.sort_by(|a, b| a.title.cmp(&b.title));
        Ok(DownloadsPage { items, used_bytes: school.library.used_bytes(), free_bytes: school.library.free_bytes() })
    }

    /// Starts a download or goes on with one.
    pub async fn download(&self, args: ProgramArgs) -> Result<(), ApiError> {
        let (school, learner) = self.learner().await?;
        if !may_have(&*learner.ledger().await?, &args.program) {
            return Err(ApiError::of(ErrorCode::NoAccess));
        }
        school.library.start(args.program, SignedInSource::shared(&school, learner));
        Ok(())
    }

    pub async fn pause_download(&self, args: ProgramArgs) -> Result<(), ApiError> {
        self.school().await?.library.pause(&args.program).await;
        Ok(())
    }

    /// Frees the space. Nothing the learner did is touched (invariant I7).
    pub async fn remove_download(&self, args: ProgramArgs) -> Result<(), ApiError> {
        let school = self.school().await?;
        let freed = school.library.remove(&args.program).await?;
        tracing::info!(program = %args.program, freed, "A download was removed.");
        self.changed(&[Topic::Downloads, Topic::Learning]);
        Ok(())
    }

    /// Goes on with downloads that were cut off, and fetches what changed of courses that are here; called at start and whenever the school answers again. What another learner
    /// of this computer began waits for them: nothing is asked for in somebody else's name.
    pub(crate) async fn resume_downloads(&self, school: &School, learner: &Arc<Learner>) {
        let mut wanted = school.library.interrupted();
        wanted.extend(self.outdated(school).await);
        let Ok(ledger) = learner.ledger().await else { return };
        for program in wanted.into_iter().filter(|program| may_have(&ledger, program)) {
            school.library.start(program, SignedInSource::shared(school, Arc::clone(learner)));
        }
    }

    /// Courses on this computer of which the catalog names another version.
    async fn outdated(&self, school: &School) -> Vec<ProgramId> {
        let mut outdated = Vec::new();
        for (program, _) in school.library.packs() {
            let Ok(known) = self.find_program(school, &program).await else { continue };
            if known.course_version.is_some_and(|version| school.library.should_look_for(&program, &version)) {
                outdated.push(program);
            }
        }
        outdated
    }
}

/// Whether the school ever let the learner in.
fn may_have(ledger: &Ledger, program: &ProgramId) -> bool {
    let said = ledger.view(program).and_then(|view| view.enrollment.as_ref());
    said.is_some_and(Enrollment::ever_gave_access)
}
