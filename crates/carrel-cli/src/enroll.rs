//! `carrelctl enroll`: asking for a place, with the answer about a goal that goes along.

use crate::cli::Kept;
use crate::out::Out;
use crate::run::Ended;
use crate::show::learning::delivery;
use crate::words::Ending;
use carrel_domain::ProgramId;
use carrel_engine::Engine;
use carrel_engine::api::{EligibilityAsked, EnrollArgs, ProgramArgs};

pub async fn enroll(engine: &Engine, program: &str, state_acknowledged: bool, kept: &Kept, out: Out) -> Ended {
    let program = ProgramId::new(program);
    engine.enroll(EnrollArgs { program: program.clone(), state_acknowledged, eligibility: asked(kept) }).await?;
    if out.json {
        out.done("")?;
        return Ok(Ending::Done);
    }
    let page = engine.program(ProgramArgs { program }).await?;
    let request = page.request.as_ref();
    let sent = request.map_or_else(String::new, |request| delivery(&request.delivery));
    let goal = request.and_then(|request| request.eligibility.as_ref());
    let goal = goal.map(|shown| format!("\nWith it goes what you read about: {}.", shown.title)).unwrap_or_default();
    out.done(&format!("You asked for a place in {}: {sent}.{goal}", page.program.title))?;
    Ok(Ending::Done)
}

fn asked(kept: &Kept) -> Option<EligibilityAsked> {
    Some(EligibilityAsked {
        goal: kept.goal.clone()?,
        state: kept.state.clone(),
        answers: kept.answer.iter().cloned().collect(),
        reading: kept.reading.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, Command};
    use carrel_domain::goal::Said;
    use clap::Parser as _;

    fn kept(line: &str) -> Result<Option<EligibilityAsked>, clap::Error> {
        let cli = Cli::try_parse_from(line.split(' '))?;
        let Command::Enroll { kept, .. } = cli.command else { panic!("not this command") };
        Ok(asked(&kept))
    }

    #[test]
    fn a_goal_is_kept_only_with_the_answer_that_was_read() {
        assert!(kept("carrelctl enroll p").expect("a request").is_none());
        assert!(kept("carrelctl enroll p --goal work").is_err(), "which answer?");
        assert!(kept("carrelctl enroll p --reading ab").is_err(), "to what?");
        let line = "carrelctl enroll p --goal work --state LA --answer license=yes --reading ab";
        let asked = kept(line).expect("a request").expect("with a goal");
        assert_eq!((asked.goal.as_str(), asked.reading.as_deref()), ("work", Some("ab")));
        assert_eq!(asked.answers.get("license"), Some(&Said::Yes));
    }
}
