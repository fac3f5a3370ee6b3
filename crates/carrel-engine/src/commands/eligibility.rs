//! A learner's goal held against a program: public, offline, and the same before and after enrolling.

use crate::api::{ApiError, EligibilityArgs, EligibilityAsked, EligibilityPage, ErrorCode, GoalName};
use crate::engine::Engine;
use carrel_domain::ProgramId;
use carrel_domain::catalog::Program;
use carrel_domain::digest::name_of;
use carrel_domain::eligibility::STATES;
use carrel_domain::goal::{Asker, Eligibility, EligibilityShown, Question, check};
use carrel_domain::practice::{Tally, tally};

impl Engine {
    pub async fn eligibility(&self, args: EligibilityArgs) -> Result<EligibilityPage, ApiError> {
        let school = self.school().await?;
        let program = self.find_program(&school, &args.program).await?;
        let answer = match &args.goal {
            Some(goal) => {
                let asked =
                    EligibilityAsked { goal: goal.clone(), state: args.state, answers: args.answers, reading: None };
                Some(self.hold_against(&program, &asked).await?)
            }
            None => None,
        };
        let book = program.goals.clone().unwrap_or_default();
        let goals = book.goals.into_iter().map(|goal| GoalName { id: goal.id, title: goal.title, text: goal.text });
        Ok(EligibilityPage {
            goals: goals.collect(),
            questions: asked_in(answer.as_ref(), book.questions),
            // Of verdict, rule, source, caveat and every piece.
            reading: answer.as_ref().map(name_of),
            answer,
            program: program.id,
            title: program.title,
        })
    }

    async fn hold_against(&self, program: &Program, asked: &EligibilityAsked) -> Result<Eligibility, ApiError> {
        let state = asked.state.clone().or_else(|| self.0.registry.get().settings.my_state);
        if let Some(unknown) = state.as_ref().filter(|state| !STATES.iter().any(|(code, _)| code == state)) {
            return Err(ApiError::with(ErrorCode::BadRequest, format!("There is no state {unknown}")));
        }
        let tally = self.live_practice(&program.id).await;
        let asker = Asker { state: state.as_deref(), answers: &asked.answers, tally: tally.as_ref() };
        let answer = check(program, &asked.goal, asker);
        answer.ok_or_else(|| ApiError::with(ErrorCode::GoalChanged, asked.goal.clone()))
    }

    /// What is kept with a request: the answer as it is now, which must be the one that was read.
    pub(super) async fn eligibility_shown(
        &self,
        program: &Program,
        asked: Option<&EligibilityAsked>,
    ) -> Result<Option<EligibilityShown>, ApiError> {
        let Some(asked) = asked else { return Ok(None) };
        let answer = self.hold_against(program, asked).await?;
        if asked.reading.as_ref().is_some_and(|read| *read != name_of(&answer)) {
            return Err(ApiError::with(ErrorCode::GoalChanged, answer.title));
        }
        Ok(Some(answer.shown(program)))
    }

    /// What the learner's log holds; none where nobody has signed in.
    async fn live_practice(&self, program: &ProgramId) -> Option<Tally> {
        let (_, learner) = self.learner().await.ok()?;
        let ledger = learner.ledger().await.ok()?;
        let view = ledger.view(program)?;
        Some(tally(view.record.practice.values()))
    }
}

/// The questions of the answer's pieces, each once.
fn asked_in(answer: Option<&Eligibility>, questions: Vec<Question>) -> Vec<Question> {
    let pieces = answer.into_iter().flat_map(|answer| &answer.routes).flat_map(|route| &route.pieces);
    let wanted: Vec<&String> = pieces.filter_map(|piece| piece.question.as_ref()).collect();
    questions.into_iter().filter(|question| wanted.contains(&&question.id)).collect()
}
