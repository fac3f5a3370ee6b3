//! The skills log and the eligibility answer, from one computer to the school and to another computer.

use carrel_domain::Action;
use carrel_domain::catalog::Determination;
use carrel_domain::goal::Said;
use carrel_domain::identifiers::Identifier;
use carrel_domain::practice::{Complication, Practice, PracticeFault, PracticeField, PracticeKind, Unfit};
use carrel_engine::api::{
    DeliveryView, EligibilityArgs, EligibilityAsked, EnrollArgs, ErrorCode, LogLine, LogPracticeArgs, PracticeAnswer,
    ProgramArgs, SkillsPage, SkillsPaper, SkillsPaperArgs, WithdrawPracticeArgs,
};
use carrel_provider::testkit::{OPEN, STATE_RULES};
use carrel_tests::{Device, Fault, School};

const ANA: &str = "ana@learner.example";

pub(super) fn draw(site: &str) -> Practice {
    Practice {
        day: "2026-01-02".to_owned(),
        kind: PracticeKind::Venipuncture,
        site: site.to_owned(),
        device: "21 G".to_owned(),
        success: true,
        complication: Complication::None,
        place: "Outpatient laboratory".to_owned(),
        supervisor: "J. Rivera".to_owned(),
        remark: String::new(),
        skill: None,
    }
}

pub(super) async fn log(device: &Device, practice: Practice, of: Option<&LogLine>) -> PracticeAnswer {
    let args = LogPracticeArgs {
        program: OPEN.into(),
        practice,
        entry: of.map(|line| line.entry.clone()),
        replaces: of.map(|line| line.versions.clone()).unwrap_or_default(),
    };
    device.engine.log_practice(args).await.expect("the log answers")
}

pub(super) async fn page(device: &Device) -> SkillsPage {
    device.engine.skills(ProgramArgs { program: OPEN.into() }).await.expect("the log is shown")
}

fn sites(page: &SkillsPage) -> Vec<&str> {
    page.entries.iter().map(|line| line.practice.site.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn i20_a_log_kept_on_two_computers_comes_to_the_same_and_counts_each_practice_once() {
    let school = School::open().await;
    let (here, there) = (Device::studying(&school, ANA).await, Device::signed_in(&school, ANA).await);
    assert!(matches!(log(&here, draw("left arm"), None).await, PracticeAnswer::Logged { .. }));
    log(&here, draw("right arm"), None).await;
    here.sync().await;
    there.sync().await;

    // Both change the same entry without knowing of each other; one takes the other entry out.
    here.network.set(Fault::Offline);
    there.network.set(Fault::Offline);
    let line = |page: &SkillsPage, site: &str| {
        page.entries.iter().find(|line| line.practice.site == site).cloned().expect("the entry is there")
    };
    let (mine, theirs) = (page(&here).await, page(&there).await);
    log(&here, draw("left hand"), Some(&line(&mine, "left arm"))).await;
    there.clock.pass_ms(60_000);
    log(&there, draw("left forearm"), Some(&line(&theirs, "left arm"))).await;
    let gone = line(&theirs, "right arm");
    let args = WithdrawPracticeArgs { program: OPEN.into(), entry: gone.entry, replaces: gone.versions };
    there.engine.withdraw_practice(args).await.expect("it is taken out");
    assert_eq!(sites(&page(&there).await), ["left forearm"]);

    for device in [&here, &there, &here] {
        device.network.set(Fault::None);
        device.sync().await;
    }
    let (mine, theirs) = (page(&here).await, page(&there).await);
    assert_eq!(sites(&mine), ["left forearm"], "the later change counts");
    assert_eq!(sites(&theirs), ["left forearm"]);
    assert_eq!((mine.live, mine.credentials[0].needs[0].have, mine.credentials[0].needs[0].count), (1, 1, 2));
    assert_eq!(mine.entries[0].others[0].site, "left hand", "and nothing is hidden");
    assert_eq!(here.view(OPEN).await.record, there.view(OPEN).await.record);
    assert_eq!(school.record(ANA, OPEN).await.record.practice, here.view(OPEN).await.record.practice);

    // A change that has seen both settles it everywhere.
    log(&here, draw("left hand"), Some(&mine.entries[0])).await;
    here.sync().await;
    there.sync().await;
    let settled = page(&there).await;
    assert_eq!((sites(&settled), settled.entries[0].others.len()), (vec!["left hand"], 0));
    assert!(matches!(settled.entries[0].delivery, DeliveryView::Confirmed { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_points_to_a_patient_is_not_written_and_not_taken_by_the_school() {
    let school = School::open().await;
    let device = Device::studying(&school, ANA).await;
    let before = device.open_acts().await;
    let mut named = draw("left arm, MRN 4471");
    named.remark = "patient: Sample".to_owned();
    let PracticeAnswer::NotLogged { faults } = log(&device, named.clone(), None).await else { panic!("refused") };
    let reasons: Vec<_> = faults.iter().map(|fault| (fault.field, fault.unfit)).collect();
    let identifies = |looks_like| Unfit::Identifies { looks_like };
    assert_eq!(
        reasons,
        [
            (PracticeField::Site, identifies(Identifier::RecordNumber)),
            (PracticeField::Remark, identifies(Identifier::PatientName)),
        ]
    );
    assert_eq!(device.open_acts().await, before, "nothing was written");

    // A program without that form sends it all the same.
    let action = Action::SkillLogged { of: None, practice: Some(named) };
    device.record().await.act(&OPEN.into(), &action).await.expect("it is written by somebody else's code");
    device.sync().await;
    assert!(school.record(ANA, OPEN).await.record.practice.is_empty(), "the school did not keep it");
    assert!(page(&device).await.entries.is_empty(), "refused, it left the log");
    let acts = device.engine.activity(Default::default()).await.expect("the activity reads").acts;
    let DeliveryView::Refused { refusal, .. } = &acts[0].delivery else { panic!("refused: {:?}", acts[0]) };
    assert!(refusal.text.contains("patient"), "and says why: {}", refusal.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_and_the_checklist_are_printed_and_exported() {
    let school = School::open().await;
    let device = Device::studying(&school, ANA).await;
    let mut signed = draw("3rd finger <left>");
    (signed.kind, signed.skill) = (PracticeKind::Capillary, Some("fingerstick".to_owned()));
    log(&device, signed, None).await;
    let mut odd = draw("left arm");
    odd.skill = Some("no-such-skill".to_owned());
    assert!(matches!(log(&device, odd, None).await, PracticeAnswer::NotLogged { .. }));

    let checklist = page(&device).await.checklist;
    assert_eq!(checklist.len(), 2);
    assert_eq!(checklist[1].signed.as_ref().map(|signed| signed.supervisor.as_str()), Some("J. Rivera"));
    let print = async |paper| {
        let to = device.engine.export_skills(SkillsPaperArgs { program: OPEN.into(), paper }).await.expect("written");
        std::fs::read_to_string(to.path).expect("the page is there")
    };
    let paper = print(SkillsPaper::Log).await;
    assert!(paper.contains("3rd finger &lt;left&gt;; 21 G") && paper.contains("Venipunctures: 0 of 2"), "{paper}");
    let filled = print(SkillsPaper::Checklist).await;
    assert!(filled.contains("Fingerstick") && filled.contains("Jan 2, 2026") && filled.contains("J. Rivera"));
    assert!(filled.contains("Finger or heel stick, live person"), "and how it was shown");
    let blank = print(SkillsPaper::BlankChecklist).await;
    assert!(blank.contains("Fingerstick") && !blank.contains("J. Rivera"));

    let record = device.engine.export_page(()).await.expect("the record is written").path;
    assert!(std::fs::read_to_string(record).expect("a page").contains("3rd finger"));
    let data = device.engine.export_data(()).await.expect("the data is written").path;
    assert!(std::fs::read_to_string(data).expect("a file").contains("3rd finger"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drill_signs_only_what_may_be_shown_as_one() {
    let school = School::open().await;
    let device = Device::studying(&school, ANA).await;
    let drill =
        |skill: &str| Practice { kind: PracticeKind::Simulated, skill: Some(skill.to_owned()), ..draw("training arm") };
    let PracticeAnswer::NotLogged { faults } = log(&device, drill("fingerstick"), None).await else {
        panic!("refused")
    };
    assert_eq!(faults, [PracticeFault { field: PracticeField::Skill, unfit: Unfit::NotByDrill }]);
    assert!(matches!(log(&device, drill("hand-hygiene"), None).await, PracticeAnswer::Logged { .. }));

    // Somebody's older program had logged it: the entry stays, and signs nothing.
    let action = Action::SkillLogged { of: None, practice: Some(drill("fingerstick")) };
    device.record().await.act(&OPEN.into(), &action).await.expect("it is written");
    device.sync().await;
    let page = page(&device).await;
    assert_eq!(page.entries.len(), 2);
    let signed: Vec<_> = page.checklist.iter().map(|line| line.signed.as_ref().map(|signed| signed.kind)).collect();
    assert_eq!(signed, [Some(PracticeKind::Simulated), None]);
}

#[tokio::test(flavor = "multi_thread")]
async fn i18_an_acknowledged_answer_about_a_goal_is_kept_by_the_learner_and_by_the_school() {
    let school = School::open().await;
    let device = Device::new(&school).await;
    device.network.set(Fault::Offline);
    // Before signing in, and without a network.
    let asked = |answers: &[(&str, Said)]| EligibilityAsked {
        goal: "work".to_owned(),
        state: Some("LA".to_owned()),
        answers: answers.iter().map(|(question, said)| ((*question).to_owned(), *said)).collect(),
        reading: None,
    };
    let said = asked(&[("license", Said::Yes)]);
    let args = EligibilityArgs {
        program: STATE_RULES.into(),
        goal: Some(said.goal.clone()),
        state: said.state.clone(),
        answers: said.answers.clone(),
    };
    let page = device.engine.eligibility(args).await.expect("an answer");
    assert_eq!(page.questions.len(), 2);
    let answer = page.answer.expect("an answer");
    assert_eq!(answer.verdict, Determination::NotDetermined, "nobody said anything of practice");
    assert_eq!(answer.rule.expect("a rule").source, "Made up law");

    device.network.set(Fault::None);
    device.sign_in(&school, ANA).await;
    device.network.set(Fault::Offline);
    let said = asked(&[("license", Said::Yes), ("on-paper", Said::No)]);
    let args = EnrollArgs { program: STATE_RULES.into(), state_acknowledged: true, eligibility: Some(said) };
    device.engine.enroll(args).await.expect("the request is written down");
    let page = device.engine.program(ProgramArgs { program: STATE_RULES.into() }).await.expect("the program");
    let kept = page.request.and_then(|request| request.eligibility).expect("kept with the request");
    assert_eq!(kept.verdict, Determination::DoesNotMeet);
    assert_eq!(kept.missing, ["Two venipunctures"]);

    device.network.set(Fault::None);
    device.sync().await;
    let at_school = school.record(ANA, STATE_RULES).await;
    assert_eq!(at_school.enrollment.and_then(|enrollment| enrollment.eligibility).as_ref(), Some(&kept));
    let request = at_school.record.requests.values().next().expect("the request itself");
    assert_eq!(request.request.eligibility.as_ref(), Some(&kept));
    let mirrored = device.view(STATE_RULES).await.enrollment.expect("an enrollment");
    assert_eq!(mirrored.eligibility, Some(kept));
    let record = device.engine.export_page(()).await.expect("the record is written").path;
    let text = std::fs::read_to_string(record).expect("a page");
    assert!(text.contains("Missing: Two venipunctures") && text.contains("Made up law"), "and it can be read again");
}

#[tokio::test(flavor = "multi_thread")]
async fn i18_what_is_kept_about_a_goal_is_what_was_read_or_nothing_is_asked_for() {
    let mut school = School::open().await;
    let device = Device::signed_in(&school, ANA).await;
    let answers = || [("license".to_owned(), Said::Yes)].into_iter().collect();
    let state = || Some("LA".to_owned());
    let args =
        EligibilityArgs { program: STATE_RULES.into(), goal: Some("work".into()), state: state(), answers: answers() };
    let read = device.engine.eligibility(args.clone()).await.expect("an answer").reading;
    assert!(read.is_some());
    let again = device.engine.eligibility(args.clone()).await.expect("an answer").reading;
    assert_eq!(again, read, "the same answer has the same name");

    // The school looks the rule up again, and says something else.
    const EMPTY: &str = "caveat = \"\"";
    let goals = school.campus().join("programs").join(STATE_RULES).join("eligibility.toml");
    let text = std::fs::read_to_string(&goals).expect("the goals");
    std::fs::write(
        &goals,
        text.replace("Made up law", "Another law").replacen(EMPTY, "caveat = \"Only for tests.\"", 1),
    )
    .expect("changed");
    school.stop().await;
    school.start_again().await;
    device.sync().await;

    let asked = |goal: &str, reading: Option<String>| EnrollArgs {
        program: STATE_RULES.into(),
        state_acknowledged: true,
        eligibility: Some(EligibilityAsked { goal: goal.into(), state: state(), answers: answers(), reading }),
    };
    for args in [asked("work", read), asked("a-goal-of-once", None)] {
        let error = device.engine.enroll(args).await.expect_err("read it again");
        assert_eq!(error.code, ErrorCode::GoalChanged);
    }
    assert_eq!(device.open_acts().await, 0, "nothing was asked for");
    let read = device.engine.eligibility(args).await.expect("an answer").reading;
    device.engine.enroll(asked("work", read)).await.expect("it is what was read");
    let page = device.engine.program(ProgramArgs { program: STATE_RULES.into() }).await.expect("the program");
    let kept = page.request.and_then(|request| request.eligibility).expect("kept with the request");
    assert_eq!((kept.source.as_str(), kept.caveat.as_str()), ("Another law", "Only for tests."));
}
