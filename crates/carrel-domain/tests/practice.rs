//! What may stand in a skills log, and what it adds up to.

use carrel_domain::identifiers::Identifier;
use carrel_domain::practice::{
    ChecklistSkill, Complication, LiveNeed, Practice, PracticeFault, PracticeField as F, PracticeKind, PracticePlan,
    Tally, Unfit, checklist_fault, faults, identifies_somebody, tally,
};
use carrel_domain::record::{Record, apply};
use carrel_domain::{Action, Occurred, Operation, Timestamp};

fn practice() -> Practice {
    Practice {
        day: "2026-11-20".to_owned(),
        kind: PracticeKind::Venipuncture,
        site: "left median cubital".to_owned(),
        device: "21 G, multi-sample".to_owned(),
        success: true,
        complication: Complication::None,
        place: "Outpatient laboratory, room 12".to_owned(),
        supervisor: "Ms. J. Rivera".to_owned(),
        remark: "second attempt, 2 mL tube".to_owned(),
        skill: Some("evacuated-tube-draw".to_owned()),
    }
}

fn found(change: impl FnOnce(&mut Practice)) -> Vec<PracticeFault> {
    let mut changed = practice();
    change(&mut changed);
    faults(&changed, "2026-11-21".parse().expect("a day"))
}

#[test]
fn a_whole_entry_has_no_fault() {
    assert_eq!(found(|_| ()), []);
}

#[test]
fn every_fault_names_its_field_and_its_reason() {
    let one = |field, unfit| vec![PracticeFault { field, unfit }];
    let identifies = |looks_like| Unfit::Identifies { looks_like };
    assert_eq!(found(|p| p.day.clear()), one(F::Day, Unfit::Empty));
    assert_eq!(found(|p| p.day = "2026-02-30".into()), one(F::Day, Unfit::NoDay));
    assert_eq!(found(|p| p.day = "2026-11-22".into()), one(F::Day, Unfit::NotYet));
    assert_eq!(found(|p| p.kind = PracticeKind::Unknown), one(F::Kind, Unfit::Unknown));
    assert_eq!(found(|p| p.site = "  ".into()), one(F::Site, Unfit::Empty));
    assert_eq!(found(|p| p.site = "MRN 4471".into()), one(F::Site, identifies(Identifier::RecordNumber)));
    assert_eq!(found(|p| p.device = "x".repeat(81)), one(F::Device, Unfit::TooLong { most: 80 }));
    assert_eq!(found(|p| p.place = "call 312-555-0142".into()), one(F::Place, identifies(Identifier::Phone)));
    assert_eq!(found(|p| p.supervisor.clear()), one(F::Supervisor, Unfit::Empty));
    assert_eq!(found(|p| p.supervisor = "Rivera 7".into()), one(F::Supervisor, identifies(Identifier::Number)));
    assert_eq!(found(|p| p.remark = "born 1961".into()), one(F::Remark, identifies(Identifier::Date)));
    assert_eq!(found(|p| p.skill = Some("Not An Id".into())), one(F::Skill, Unfit::Unknown));
    let shown = found(|p| {
        p.kind = PracticeKind::Shown;
        p.skill = None;
    });
    assert_eq!(shown, one(F::Skill, Unfit::Empty));
}

#[test]
fn a_drill_needs_neither_site_nor_supervisor() {
    let drill = found(|p| {
        p.kind = PracticeKind::Simulated;
        p.skill = None;
        for text in [&mut p.site, &mut p.device, &mut p.place, &mut p.supervisor] {
            text.clear();
        }
    });
    assert_eq!(drill, []);
}

#[test]
fn a_skill_wanted_on_a_person_is_not_signed_by_a_drill() {
    let skill = |simulated| ChecklistSkill { id: "evacuated-tube-draw".to_owned(), title: String::new(), simulated };
    let plan = |simulated| PracticePlan { checklist: vec![skill(simulated)], credentials: Vec::new() };
    let of = |kind| Practice { kind, ..practice() };
    let refused = PracticeFault { field: F::Skill, unfit: Unfit::NotByDrill };
    assert_eq!(checklist_fault(&of(PracticeKind::Simulated), &plan(false)), Some(refused));
    assert_eq!(checklist_fault(&of(PracticeKind::Simulated), &plan(true)), None);
    let unknown = PracticeFault { field: F::Skill, unfit: Unfit::Unknown };
    assert_eq!(checklist_fault(&practice(), &PracticePlan::default()), Some(unknown));
    for (kind, simulated, signs) in [
        (PracticeKind::Venipuncture, false, true),
        (PracticeKind::Shown, false, true),
        (PracticeKind::Simulated, true, true),
        (PracticeKind::Simulated, false, false),
        (PracticeKind::Unknown, true, false),
    ] {
        assert_eq!(skill(simulated).is_signed_by(&of(kind)), signs, "{kind:?}, may be a drill: {simulated}");
    }
    assert!(!skill(false).is_signed_by(&Practice { success: false, ..practice() }));
}

#[test]
fn what_identifies_somebody_is_seen_in_every_field() {
    assert!(!identifies_somebody(&practice()));
    let fields: [fn(&mut Practice) -> &mut String; 5] =
        [|p| &mut p.site, |p| &mut p.device, |p| &mut p.place, |p| &mut p.supervisor, |p| &mut p.remark];
    for field in fields {
        let mut changed = practice();
        *field(&mut changed) = "patient: Sample".to_owned();
        assert!(identifies_somebody(&changed));
    }
}

#[test]
fn only_successful_practice_on_live_people_counts() {
    let logged = [
        (PracticeKind::Venipuncture, true),
        (PracticeKind::Venipuncture, true),
        (PracticeKind::Venipuncture, false),
        (PracticeKind::Capillary, true),
        (PracticeKind::Simulated, true),
        (PracticeKind::Shown, true),
        (PracticeKind::Unknown, true),
    ];
    let mut record = Record::default();
    for (n, (kind, success)) in (1..).zip(logged) {
        let action = Action::SkillLogged { of: None, practice: Some(Practice { kind, success, ..practice() }) };
        let (kind, payload) = action.encode();
        apply(
            &mut record,
            &Operation {
                id: format!("op-{n}").as_str().into(),
                device: "device".into(),
                seq: n,
                program: "program".into(),
                occurred: Occurred { at: Timestamp(n), uncertainty_ms: 0 },
                seen: Vec::new(),
                kind: kind.to_owned(),
                payload,
            },
        );
    }
    let tally = tally(record.practice.values());
    let expected: Tally = [(PracticeKind::Venipuncture, 2), (PracticeKind::Capillary, 1)].into();
    assert_eq!(tally, expected);
    let need = |kinds: &[PracticeKind]| LiveNeed { label: String::new(), kinds: kinds.to_vec(), count: 100 };
    assert_eq!(need(&[PracticeKind::Venipuncture, PracticeKind::Capillary]).have(&tally), 3);
    assert_eq!(need(&[PracticeKind::Venipuncture, PracticeKind::Venipuncture]).have(&tally), 2, "named twice");
    assert_eq!(need(&[PracticeKind::Simulated]).have(&tally), 0);
}

#[test]
fn a_kind_of_a_newer_version_is_kept_and_not_refused() {
    let text = r#"{"practice": {"day": "2026-11-20", "kind": "arterial", "site": "radial", "device": "", "success": true,
        "complication": "spasm", "place": "", "supervisor": "", "later": 1}}"#;
    let op = Operation {
        id: "op".into(),
        device: "device".into(),
        seq: 1,
        program: "program".into(),
        occurred: Occurred { at: Timestamp(1), uncertainty_ms: 0 },
        seen: Vec::new(),
        kind: "skill_logged".to_owned(),
        payload: carrel_domain::Payload::new(text.to_owned()).expect("JSON"),
    };
    let Ok(Action::SkillLogged { practice: Some(practice), .. }) = op.action() else { panic!("it reads") };
    assert_eq!((practice.kind, practice.complication), (PracticeKind::Unknown, Complication::Other));
}
