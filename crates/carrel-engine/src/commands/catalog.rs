//! Catalog search, the program page, and asking for a place.

use super::deliver::Sent;
use crate::api::{
    ApiError, CatalogQuery, CatalogResults, EnrollArgs, ErrorCode, PackState, ProgramArgs, ProgramPage, RequestPreview,
    RequestView,
};
use crate::engine::Engine;
use crate::learner::Learner;
use crate::ledger::Ledger;
use crate::school::School;
use carrel_domain::catalog::Program;
use carrel_domain::eligibility::state_answer;
use carrel_domain::enrollment::{Decision, EnrollmentLabel, EnrollmentRequest, Outcome, decide};
use carrel_domain::view::View;
use carrel_domain::{Action, Money, OperationId, ProgramId};
use carrel_text::render_markdown;
use std::collections::BTreeSet;

impl Engine {
    pub async fn search_catalog(&self, query: CatalogQuery) -> Result<CatalogResults, ApiError> {
        let school = self.school().await?;
        let my_state = self.0.registry.get().settings.my_state;
        let mut results = school.catalog.search(query, my_state).await?;
        if let Ok((_, learner)) = self.learner().await {
            let now = learner.now().at;
            let ledger = learner.ledger().await?;
            for hit in &mut results.hits {
                hit.label = ledger.view(&hit.id).and_then(|view| view.label(now));
            }
        }
        Ok(results)
    }

    pub async fn program(&self, args: ProgramArgs) -> Result<ProgramPage, ApiError> {
        let school = self.school().await?;
        let program = self.find_program(&school, &args.program).await?;
        let my_state = self.0.registry.get().settings.my_state;
        let state = state_answer(&program, my_state.as_deref());
        let mut page = ProgramPage {
            description_html: render_markdown(&program.description),
            total: program.total(),
            elsewhere_low: elsewhere(&program, |cost| cost.low_cents),
            elsewhere_high: elsewhere(&program, |cost| cost.high_cents),
            state,
            label: None,
            enrollment: None,
            request: None,
            preview: preview(&program, my_state.clone(), &BTreeSet::new()),
            pack: PackState::None,
            fetched_at: school.catalog.fetched_at().await?,
            program,
        };
        if let Ok((_, learner)) = self.learner().await {
            page.pack = school.library.state(&args.program);
            Self::add_standing(&mut page, &learner, my_state).await?;
        }
        Ok(page)
    }

    async fn add_standing(page: &mut ProgramPage, learner: &Learner, my_state: Option<String>) -> Result<(), ApiError> {
        let id = page.program.id.clone();
        let ledger = learner.ledger().await?;
        page.preview = preview(&page.program, my_state, &completed(&ledger));
        if let Some(view) = ledger.view(&id) {
            page.label = view.label(learner.now().at);
            page.enrollment = view.enrollment.clone();
        }
        drop(ledger);
        if let Some(row) = learner.store.latest_request(id).await? {
            let delivery = Sent::of(learner).await?.delivery(&row);
            let eligibility = match row.op.action() {
                Ok(Action::EnrollmentRequested(request)) => request.eligibility,
                _ => None,
            };
            page.request = Some(RequestView { made_at: row.op.occurred.at, delivery, eligibility });
        }
        Ok(())
    }

    /// Asks for a place. Durable when this returns; the school answers when it is reached.
    pub async fn enroll(&self, args: EnrollArgs) -> Result<(), ApiError> {
        let (school, learner) = self.learner().await?;
        let program = self.find_program(&school, &args.program).await?;
        let now = learner.now().at;
        let request = EnrollmentRequest {
            program_version: program.version,
            price: program.total(),
            state: self.0.registry.get().settings.my_state,
            state_acknowledged: args.state_acknowledged,
            eligibility: self.eligibility_shown(&program, args.eligibility.as_ref()).await?,
        };
        let written = learner
            .act_on(&program.id, |ledger| {
                let view = ledger.view(&program.id);
                let label = view.and_then(|view| view.label(now));
                let waits_for_learner = view.and_then(|view| view.request_waiting.as_ref()).is_some_and(|id| {
                    ledger.open_acts().iter().any(|op| op.id == *id && ledger.needs_you.contains(&op.seq))
                });
                if is_settled(label) && !waits_for_learner {
                    return None;
                }
                let replaced = view.and_then(|view| view.request_waiting.clone());
                let request = with_earlier_answer(request.clone(), view, replaced.as_ref());
                Some((Action::EnrollmentRequested(request), replaced.into_iter().collect()))
            })
            .await?;
        written.map(drop).ok_or_else(|| ApiError::of(ErrorCode::AlreadyRequested))
    }

    pub(crate) async fn find_program(&self, school: &School, id: &ProgramId) -> Result<Program, ApiError> {
        let found = school.catalog.program(id.clone()).await?;
        found.ok_or_else(|| ApiError::with(ErrorCode::UnknownProgram, id.to_string()))
    }
}

/// Asking again keeps what was acknowledged the first time, unless something newer was.
fn with_earlier_answer(
    mut request: EnrollmentRequest,
    view: Option<&View>,
    replaced: Option<&OperationId>,
) -> EnrollmentRequest {
    let earlier = || view?.record.requests.get(replaced?)?.request.eligibility.clone();
    request.eligibility = request.eligibility.or_else(earlier);
    request
}

/// Whether asking again would say nothing new.
fn is_settled(label: Option<EnrollmentLabel>) -> bool {
    matches!(
        label,
        Some(
            EnrollmentLabel::RequestedHere
                | EnrollmentLabel::WaitingForSchool
                | EnrollmentLabel::NeedsInfo
                | EnrollmentLabel::Active
                | EnrollmentLabel::OnHold
        )
    )
}

/// Programs the school says are finished.
fn completed(ledger: &Ledger) -> BTreeSet<ProgramId> {
    let finished = ledger.views().filter(|(_, view)| {
        view.enrollment
            .as_ref()
            .is_some_and(|enrollment| matches!(enrollment.outcome, Outcome::Completed | Outcome::CertificateIssued))
    });
    finished.map(|(id, _)| id.clone()).collect()
}

/// What the program's own rule would answer now. The school's word is final.
fn preview(program: &Program, state: Option<String>, completed: &BTreeSet<ProgramId>) -> RequestPreview {
    let request = EnrollmentRequest {
        program_version: program.version,
        price: program.total(),
        state,
        state_acknowledged: false,
        eligibility: None,
    };
    match decide(program, &request, completed) {
        Decision::Accept => RequestPreview::AcceptedAtOnce,
        Decision::Hold { reason } => RequestPreview::Reviewed { text: reason },
        Decision::NeedsAcknowledgment { text } => RequestPreview::NeedsAcknowledgment { text },
        Decision::Refuse(refusal) => RequestPreview::Refused { refusal },
    }
}

fn elsewhere(program: &Program, cents: impl Fn(&carrel_domain::catalog::OutsideCost) -> i64) -> Money {
    Money::new(program.price.elsewhere.iter().map(cents).sum(), program.price.currency.clone())
}
