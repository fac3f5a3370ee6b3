//! A goal held against what is known: a table of answers, and what they come to.

use carrel_domain::catalog::Determination::{self, DoesNotMeet, Meets, NotDetermined};
use carrel_domain::goal::{
    Asker, Check, EligibilityShown, Goal, GoalBook, GoalRule, Need, PieceStanding, Reason, Route, Said, Whose, check,
};
use carrel_domain::practice::{PracticeKind, Tally};
use std::collections::BTreeMap;

fn need(id: &str, check: Check) -> Need {
    Need { id: id.to_owned(), text: format!("Need {id}"), how: String::new(), check }
}

fn learner(id: &str) -> Need {
    need(id, Check::Learner { question: id.to_owned() })
}

fn school(id: &str, says: Determination) -> Need {
    need(id, Check::School { says })
}

fn sticks(count: u32) -> Need {
    let kinds = vec![PracticeKind::Venipuncture];
    need("sticks", Check::Log { kinds, count, question: "paper".to_owned() })
}

fn rule(states: &[&str], complete: bool, routes: Vec<Vec<Need>>) -> GoalRule {
    GoalRule {
        states: states.iter().map(|state| (*state).to_owned()).collect(),
        text: "A rule".to_owned(),
        complete,
        routes: routes.into_iter().map(|needs| Route { title: "A way".to_owned(), needs }).collect(),
        source: "A law".to_owned(),
        as_of: "2026-11-01".to_owned(),
        caveat: "Ask".to_owned(),
    }
}

fn program(rules: Vec<GoalRule>) -> carrel_domain::catalog::Program {
    let mut program: carrel_domain::catalog::Program =
        serde_json::from_str(PROGRAM).expect("a program of before goals");
    assert_eq!(program.goals, None, "a catalog from before still reads");
    let goal = Goal { id: "goal".to_owned(), title: "The goal".to_owned(), text: String::new(), rules };
    program.goals = Some(GoalBook { questions: Vec::new(), goals: vec![goal] });
    program
}

const PROGRAM: &str = r#"{"id": "p", "version": 7, "code": "P", "title": "P", "aliases": [], "category": "", "summary": "",
    "description": "", "contact_hours": 1, "access_days": 1, "credential_awarded": "", "certificate_is": [],
    "certificate_is_not": [], "prepares_for": [], "included": [], "not_included": [], "funding_accepted": [],
    "price": {"currency": "USD", "tuition_cents": 0, "fees": [], "elsewhere": []}, "payment_plans": [], "extension": null,
    "prerequisites": [], "clinical": {"required": false, "hours": 0, "placement": "none", "documents": [], "text": ""},
    "completion": {"min_grade_percent": 70, "text": ""}, "enrollment": {"policy": "open", "text": ""}, "state_rules": [],
    "state_default": {"determination": "not_determined", "text": "", "source": "", "as_of": ""},
    "refund_schedule": {"id": "r", "version": 1, "title": "", "text": "", "full_refund_days": 0,
        "full_refund_max_percent": 0, "retained_fee_cents": 0, "bands": []}, "outline": [], "evidence": "K"}"#;

fn answers(said: &[(&str, Said)]) -> BTreeMap<String, Said> {
    said.iter().map(|(question, said)| ((*question).to_owned(), *said)).collect()
}

fn verdict(
    rules: Vec<GoalRule>,
    state: Option<&str>,
    said: &[(&str, Said)],
    log: Option<u32>,
) -> (Determination, Reason) {
    let tally: Option<Tally> = log.map(|count| [(PracticeKind::Venipuncture, count)].into());
    let said = answers(said);
    let asker = Asker { state, answers: &said, tally: tally.as_ref() };
    let answer = check(&program(rules), "goal", asker).expect("the goal is known");
    (answer.verdict, answer.why)
}

/// What it shows, the needs, what the learner said, what the log holds, and the verdict.
type Row<'a> = (&'a str, Vec<Need>, &'a [(&'a str, Said)], Option<u32>, Determination);

#[test]
fn the_verdict_follows_the_pieces_and_never_guesses() {
    use Said::{No, Unknown, Yes};
    let one = |needs: Vec<Need>| vec![rule(&[], true, vec![needs])];
    let rows: &[Row<'_>] = &[
        ("all said and met", vec![learner("a")], &[("a", Yes)], None, Meets),
        ("one missing is enough", vec![learner("a"), learner("b")], &[("a", Yes), ("b", No)], None, DoesNotMeet),
        ("missing outweighs unknown", vec![learner("a"), learner("b")], &[("b", No)], None, DoesNotMeet),
        ("not asked yet", vec![learner("a")], &[], None, NotDetermined),
        ("asked and not known", vec![learner("a")], &[("a", Unknown)], None, NotDetermined),
        ("the school meets it", vec![school("a", Meets)], &[], None, Meets),
        ("the school does not", vec![school("a", DoesNotMeet)], &[], None, DoesNotMeet),
        (
            "the school does not know",
            vec![learner("b"), school("a", NotDetermined)],
            &[("b", Yes)],
            None,
            NotDetermined,
        ),
        ("the log has enough", vec![sticks(30)], &[], Some(30), Meets),
        ("the log has enough, whatever was said", vec![sticks(30)], &[("paper", No)], Some(31), Meets),
        ("the log has some", vec![sticks(30)], &[], Some(12), DoesNotMeet),
        ("an empty log says nothing", vec![sticks(30)], &[], Some(0), NotDetermined),
        ("no log at all", vec![sticks(30)], &[], None, NotDetermined),
        ("the rest is on paper", vec![sticks(30)], &[("paper", Yes)], Some(12), Meets),
        ("there is no proof", vec![sticks(30)], &[("paper", No)], None, DoesNotMeet),
    ];
    for (what, needs, said, log, expected) in rows {
        assert_eq!(verdict(one(needs.clone()), None, said, *log), (*expected, Reason::Pieces), "{what}");
    }
}

#[test]
fn a_list_that_may_lack_something_never_ends_in_meets() {
    let rules = vec![rule(&[], false, vec![vec![school("a", Meets)]])];
    assert_eq!(verdict(rules, None, &[], None), (NotDetermined, Reason::ListMayLack));
}

#[test]
fn one_way_is_enough_and_the_nearest_stands_first() {
    let ways = vec![vec![school("shut", DoesNotMeet)], vec![learner("a"), learner("b")], vec![learner("a")]];
    let rules = vec![rule(&[], true, ways)];
    assert_eq!(verdict(rules.clone(), None, &[("a", Said::Yes)], None).0, Meets);
    assert_eq!(verdict(rules.clone(), None, &[("a", Said::No)], None).0, DoesNotMeet, "every way is shut");
    let said = answers(&[]);
    let answer = check(&program(rules), "goal", Asker { state: None, answers: &said, tally: None }).expect("known");
    assert_eq!(answer.verdict, NotDetermined, "a way nobody has asked about is open");
    assert_eq!(answer.routes.iter().map(|route| route.pieces.len()).collect::<Vec<_>>(), [1, 2, 1]);
    assert_eq!(answer.routes[0].pieces[0].id, "a");
}

#[test]
fn the_rule_of_the_state_stands_and_no_state_is_no_guess() {
    let rules = || {
        vec![rule(&["CA"], true, vec![vec![school("a", DoesNotMeet)]]), rule(&[], true, vec![vec![school("a", Meets)]])]
    };
    assert_eq!(verdict(rules(), Some("CA"), &[], None), (DoesNotMeet, Reason::Pieces));
    assert_eq!(verdict(rules(), Some("OH"), &[], None), (Meets, Reason::Pieces));
    assert_eq!(verdict(rules(), None, &[], None), (NotDetermined, Reason::NoState));
    let only_ca = vec![rule(&["CA"], true, vec![vec![school("a", Meets)]])];
    assert_eq!(verdict(only_ca, Some("OH"), &[], None), (NotDetermined, Reason::NoRule));
    assert_eq!(verdict(vec![rule(&[], false, Vec::new())], None, &[], None), (NotDetermined, Reason::NoRule));
}

#[test]
fn what_is_kept_names_every_missing_and_unknown_piece_with_the_rule() {
    let program = program(vec![rule(&[], true, vec![vec![learner("a"), learner("b"), sticks(30)]])]);
    let said = answers(&[("a", Said::No)]);
    let tally: Tally = [(PracticeKind::Venipuncture, 12)].into();
    let asker = Asker { state: Some("OH"), answers: &said, tally: Some(&tally) };
    let answer = check(&program, "goal", asker).expect("the goal is known");
    let pieces = &answer.routes[0].pieces;
    assert_eq!((pieces[2].standing, pieces[2].by, pieces[2].have), (PieceStanding::Missing, Whose::Log, Some(12)));
    let kept = answer.shown(&program);
    assert_eq!((kept.verdict, kept.program_version, kept.state.as_deref()), (DoesNotMeet, 7, Some("OH")));
    assert_eq!((kept.source.as_str(), kept.as_of.as_str()), ("A law", "2026-11-01"));
    assert_eq!(Some(&kept.caveat), answer.rule.as_ref().map(|rule| &rule.caveat));
    let older = serde_json::json!({
        "goal": "goal", "title": "T", "state": null, "verdict": "meets", "program_version": 1, "source": "A law",
        "as_of": "2026-11-01", "missing": [], "unknown": [],
    });
    let older: EligibilityShown = serde_json::from_value(older).expect("what was kept before caveats were still reads");
    assert_eq!(older.caveat, "");
    assert_eq!(kept.missing, ["Need a", "Need sticks"]);
    assert_eq!(kept.unknown, ["Need b"]);
    assert!(check(&program, "no such", asker).is_none());
}
