//! Why an act waits: one cause of a closed list, and the next try. Pure.

use crate::api::{Cause, DeliveryView, SyncProblem, SyncProblemKind, Waiting};
use crate::sync::plan::held_back;
use carrel_domain::{Operation, OperationId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The way to the school as it is now.
#[derive(Clone, Copy, Debug)]
pub struct Way<'a> {
    pub signed_in: bool,
    pub keyring_locked: bool,
    /// A round is under way.
    pub running: bool,
    /// How the last round failed.
    pub problem: Option<&'a SyncProblem>,
}

/// An earlier act of the same program that holds the later ones back.
#[derive(Clone, Debug, PartialEq)]
pub enum HeldBy {
    /// It needs the learner.
    Act { act: OperationId, kind: String },
    /// The school decides about the enrollment first, and says so.
    School { text: String },
}

/// The nearest cause: what holds the act itself back, then what holds everything back. `None` for an act that does not wait.
pub fn why(delivery: &DeliveryView, held_by: Option<&HeldBy>, way: Way<'_>) -> Option<Waiting> {
    let alone = |cause| Some(Waiting { cause, next_try: None });
    match delivery {
        DeliveryView::Confirmed { .. } | DeliveryView::Refused { .. } | DeliveryView::NeedsYou { .. } => return None,
        DeliveryView::WaitsForSchool { text } => return alone(Cause::SchoolDecides { text: text.clone() }),
        DeliveryView::OnThisComputer | DeliveryView::Sent { .. } => {}
    }
    match held_by {
        Some(HeldBy::Act { act, kind }) => {
            return alone(Cause::Behind { act: act.clone(), act_kind: kind.clone() });
        }
        Some(HeldBy::School { text }) => return alone(Cause::SchoolDecides { text: text.clone() }),
        None => {}
    }
    match way.problem {
        _ if !way.signed_in => alone(Cause::SignedOut),
        _ if way.running => alone(Cause::SendingNow),
        Some(problem) => {
            Some(Waiting { cause: of_problem(problem, way.keyring_locked), next_try: problem.next_attempt_at })
        }
        None => alone(Cause::NextTry),
    }
}

fn of_problem(problem: &SyncProblem, keyring_locked: bool) -> Cause {
    match problem.kind {
        SyncProblemKind::Offline => Cause::NoNetwork,
        SyncProblemKind::Busy => Cause::SchoolBusy,
        SyncProblemKind::Unavailable => Cause::SchoolUnavailable,
        SyncProblemKind::Timeout => Cause::SchoolSlow,
        SyncProblemKind::Maintenance => Cause::Maintenance,
        SyncProblemKind::Garbled => Cause::Garbled,
        SyncProblemKind::Tls => Cause::ConnectionNotSafe,
        SyncProblemKind::NotTheSchool => Cause::NotTheSchool,
        SyncProblemKind::SignInAgain => Cause::SignedOut,
        SyncProblemKind::NeedsYou if keyring_locked => Cause::KeyringLocked,
        SyncProblemKind::NeedsYou => Cause::SchoolAsks { text: problem.text.clone() },
        SyncProblemKind::DiskFull => Cause::DiskFull,
        SyncProblemKind::Ours => Cause::Ours,
    }
}

/// How many acts a sync would send for the first time. What the school has answered once, it has.
pub fn to_send(open: &[&Arc<Operation>], answered: &BTreeSet<i64>, stuck: &BTreeSet<i64>) -> u32 {
    let held = held_back(open, stuck);
    open.iter().filter(|op| !answered.contains(&op.seq) && !held.contains_key(&op.seq)).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::plan::plan;
    use carrel_domain::enrollment::{Refusal, RefusalCode};
    use carrel_domain::{Occurred, Payload, ProgramId, Timestamp};
    use std::collections::BTreeMap;

    const FREE: Way<'static> = Way { signed_in: true, keyring_locked: false, running: false, problem: None };
    const NEXT: Option<Timestamp> = Some(Timestamp(90_000));

    fn problem(kind: SyncProblemKind) -> SyncProblem {
        SyncProblem { kind, text: Some("Bring your card.".into()), next_attempt_at: NEXT }
    }

    #[test]
    fn every_problem_of_the_way_is_one_cause_with_its_next_try() {
        use SyncProblemKind as P;
        let asks = Cause::SchoolAsks { text: Some("Bring your card.".into()) };
        let table = [
            (P::Offline, Cause::NoNetwork),
            (P::Busy, Cause::SchoolBusy),
            (P::Unavailable, Cause::SchoolUnavailable),
            (P::Timeout, Cause::SchoolSlow),
            (P::Maintenance, Cause::Maintenance),
            (P::Garbled, Cause::Garbled),
            (P::Tls, Cause::ConnectionNotSafe),
            (P::NotTheSchool, Cause::NotTheSchool),
            (P::SignInAgain, Cause::SignedOut),
            (P::NeedsYou, asks),
            (P::DiskFull, Cause::DiskFull),
            (P::Ours, Cause::Ours),
        ];
        for (kind, cause) in table {
            let problem = problem(kind);
            let way = Way { problem: Some(&problem), ..FREE };
            for delivery in [DeliveryView::OnThisComputer, DeliveryView::Sent { at: Timestamp(1) }] {
                let expected = Some(Waiting { cause: cause.clone(), next_try: NEXT });
                assert_eq!(why(&delivery, None, way), expected, "{kind:?}");
            }
        }
        let problem = problem(P::NeedsYou);
        let locked = Way { keyring_locked: true, problem: Some(&problem), ..FREE };
        let waiting = why(&DeliveryView::OnThisComputer, None, locked).expect("it waits");
        assert_eq!(waiting.cause, Cause::KeyringLocked, "what a locked keyring needs is not the school's to say");
    }

    #[test]
    fn the_nearest_cause_is_told() {
        let offline = problem(SyncProblemKind::Offline);
        let act = HeldBy::Act { act: OperationId::from("first"), kind: "enrollment_requested".into() };
        let behind = Cause::Behind { act: OperationId::from("first"), act_kind: "enrollment_requested".into() };
        let school = HeldBy::School { text: "In two days.".into() };
        let decides = Cause::SchoolDecides { text: "In two days.".into() };
        let here = DeliveryView::OnThisComputer;
        let waits = DeliveryView::WaitsForSchool { text: "In two days.".into() };
        let broken = Way { running: true, problem: Some(&offline), ..FREE };
        let table = [
            (&here, None, FREE, Cause::NextTry),
            (&here, None, broken, Cause::SendingNow),
            (&here, None, Way { signed_in: false, ..broken }, Cause::SignedOut),
            (&here, Some(&act), Way { signed_in: false, ..broken }, behind),
            (&here, Some(&school), broken, decides.clone()),
            (&waits, Some(&act), broken, decides),
        ];
        for (delivery, held_by, way, cause) in table {
            assert_eq!(why(delivery, held_by, way), Some(Waiting { cause, next_try: None }), "{delivery:?} {way:?}");
        }
    }

    #[test]
    fn what_does_not_wait_has_no_cause() {
        let refusal = Refusal { code: RefusalCode::Other, text: "No.".into(), remedy: String::new() };
        let settled = [
            DeliveryView::Confirmed { at: Timestamp(1), by: "School".into() },
            DeliveryView::Refused { at: Timestamp(1), refusal },
            DeliveryView::NeedsYou { text: "Read this.".into() },
        ];
        let held = HeldBy::School { text: String::new() };
        for delivery in settled {
            assert_eq!(why(&delivery, Some(&held), FREE), None, "{delivery:?}");
        }
    }

    fn op(seq: i64, kind: &str) -> Arc<Operation> {
        Arc::new(Operation {
            id: OperationId(format!("op-{seq}")),
            device: "device".into(),
            seq,
            program: ProgramId::from("program"),
            occurred: Occurred { at: Timestamp(seq), uncertainty_ms: 0 },
            seen: Vec::new(),
            kind: kind.to_owned(),
            payload: Payload::new("{}".to_owned()).expect("JSON"),
        })
    }

    #[test]
    fn what_waits_holds_its_program_back_until_a_fresh_request() {
        let acts =
            [op(1, "enrollment_requested"), op(2, "note_saved"), op(3, "enrollment_requested"), op(4, "note_saved")];
        let all: Vec<_> = acts.iter().collect();
        let (first, none) = (BTreeSet::from([1]), BTreeSet::new());
        assert_eq!(held_back(&all[..2], &first), BTreeMap::from([(1, 1), (2, 1)]), "the note waits behind the request");
        assert_eq!(
            held_back(&all, &first),
            BTreeMap::from([(1, 1), (2, 1)]),
            "a fresh request goes, and what follows it"
        );
        assert_eq!(held_back(&all, &BTreeSet::from([1, 4])), BTreeMap::from([(1, 1), (2, 1), (4, 4)]));
        assert_eq!(held_back(&all, &none), BTreeMap::new(), "the school has the enrollment meanwhile");
        let batch = plan(&all, &first, 0, 1);
        assert_eq!((batch.ops[0].seq, batch.more), (3, true), "however many wait before it");

        assert_eq!(to_send(&all[..2], &first, &first), 0, "nothing goes that is held back");
        assert_eq!(to_send(&all, &first, &first), 2);
        let many: Vec<_> = (1..=2500).map(|seq| op(seq, "note_saved")).collect();
        assert_eq!(to_send(&many.iter().collect::<Vec<_>>(), &none, &none), 2500);
    }
}
