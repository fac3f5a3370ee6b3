//! The practice exam: what is begun survives (I1), its clock is study time and no wall clock, and its result is one act (I3, I20).

use carrel_domain::quiz::{Answer, ItemKey};
use carrel_engine::api::{ExamReportArgs, ExamSaveArgs, ExamSitting, ProgramArgs};
use carrel_provider::testkit::OPEN;
use carrel_tests::{Device, Fault, School};
use std::collections::{BTreeMap, BTreeSet};

pub const ANA: &str = "ana@learner.example";
const MINUTE: i64 = 60_000;

const BLUEPRINT: &str = r#"id = "practice"
title = "Practice"
minutes = 10
about = "A practice set for tests."
source = "A test"
as_of = "2026-11-01"

[[domains]]
id = "one"
name = "One"
items = 2

[[domains]]
id = "two"
name = "Two"
items = 1
"#;

const ITEMS: &str = r#"[[items]]
id = "own"
kind = "numeric"
exam_domain = "two"
lesson = "m02-l01"
prompt = "How many days?"
answer = 3
tolerance = 0
unit = "days"
explain = "Three."
"#;

/// The small school with a practice exam of three questions in its open course.
pub async fn school_with_an_exam() -> School {
    let mut school = School::open().await;
    let course = school.campus().join("programs/open-course/course");
    let quiz = course.join("01-first/quiz.toml");
    let text = std::fs::read_to_string(&quiz).expect("the quiz");
    let text = text.replacen("max_attempts = 0", "max_attempts = 0\nexam_domain = \"one\"", 1);
    std::fs::write(quiz, text).expect("written");
    std::fs::write(course.join("practice-exam.toml"), BLUEPRINT).expect("written");
    std::fs::write(course.join("exam-items.toml"), ITEMS).expect("written");
    school.stop().await;
    school.start_again().await;
    school
}

pub fn open() -> ProgramArgs {
    ProgramArgs { program: OPEN.into() }
}

async fn start(device: &Device) -> ExamSitting {
    device.engine.start_practice_exam(open()).await.expect("a sitting")
}

fn answered(count: usize, sitting: &ExamSitting) -> ExamSaveArgs {
    let right = |id: &str| match id {
        "m01-quiz/q1" => Answer::Choices(vec!["a".to_owned()]),
        "m01-quiz/q2" => Answer::Number(10.0),
        _ => Answer::Number(3.0),
    };
    let keys = sitting.items.iter().take(count).map(|item| (ItemKey(item.id.clone()), right(&item.id)));
    ExamSaveArgs {
        program: OPEN.into(),
        answers: keys.collect(),
        flagged: sitting.items.iter().take(1).map(|item| ItemKey(item.id.clone())).collect(),
        at: 1,
        leaving: false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i1_a_sitting_survives_a_killed_program_with_its_answers_its_marks_and_its_time() {
    let school = school_with_an_exam().await;
    let mut device = Device::studying(&school, ANA).await;
    device.network.set(Fault::Offline);
    let sitting = start(&device).await;
    assert_eq!((sitting.items.len(), sitting.left_ms), (3, 10 * MINUTE));
    for _ in 0..6 {
        device.clock.pass_ms(10_000);
        device.engine.save_practice_exam(answered(2, &sitting)).await.expect("saved");
    }
    // Not closed in order, and away for three hours.
    device.open_again().await;
    device.clock.pass_ms(180 * MINUTE);
    let again = start(&device).await;
    assert_eq!(again.left_ms, 9 * MINUTE, "the clock stood still while Carrel was closed");
    assert_eq!(again.answers, answered(2, &sitting).answers);
    assert_eq!((&again.flagged, again.at), (&answered(2, &sitting).flagged, 1));
    let ids = |sitting: &ExamSitting| sitting.items.iter().map(|item| item.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&again), ids(&sitting), "the same questions in the same order");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_a_computer_that_sleeps_and_a_sitting_that_is_left_hand_nothing_in() {
    let school = school_with_an_exam().await;
    let device = Device::studying(&school, ANA).await;
    let sitting = start(&device).await;
    let wall = carrel_tests::clocks::START;
    for days in [400, -400, 4_000] {
        device.clock.set_wall(wall.plus_ms(days * 24 * 60 * MINUTE));
        let clock = device.engine.save_practice_exam(answered(1, &sitting)).await.expect("saved");
        assert_eq!((clock.left_ms, clock.handed_in), (10 * MINUTE, None), "the wall clock says nothing");
    }
    device.clock.pass_ms(9 * 60 * MINUTE);
    let clock = device.engine.save_practice_exam(answered(1, &sitting)).await.expect("saved");
    assert_eq!(clock.left_ms, 10 * MINUTE - 30_000, "a lid that was shut costs half a minute at most");
    device.engine.save_practice_exam(ExamSaveArgs { leaving: true, ..answered(1, &sitting) }).await.expect("left");
    device.clock.pass_ms(60 * MINUTE);
    assert_eq!(start(&device).await.left_ms, 10 * MINUTE - 30_000, "left and come back to");
    let page = device.engine.practice_exam(open()).await.expect("the page");
    assert!(page.results.is_empty() && page.under_way.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_time_is_out_what_is_answered_is_handed_in_once() {
    let school = school_with_an_exam().await;
    let device = Device::studying(&school, ANA).await;
    let sitting = start(&device).await;
    let mut handed_in = None;
    for _ in 0..20 {
        assert_eq!(handed_in, None, "not before the time is out");
        device.clock.pass_ms(30_000);
        handed_in = device.engine.save_practice_exam(answered(2, &sitting)).await.expect("saved").handed_in;
    }
    let act = handed_in.expect("after ten minutes of study");
    assert!(device.engine.save_practice_exam(answered(3, &sitting)).await.is_err(), "it is over");
    let page = device.engine.practice_exam(open()).await.expect("the page");
    assert!(page.under_way.is_none());
    let [result] = &page.results[..] else { panic!("one result: {:?}", page.results) };
    assert_eq!((&result.act, result.right, result.total, result.minutes, result.out_of_time), (&act, 2, 3, 10, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_i20_a_result_reaches_the_other_computer_with_every_answer() {
    let school = school_with_an_exam().await;
    let laptop = Device::studying(&school, ANA).await;
    let library = Device::studying(&school, ANA).await;
    laptop.network.set(Fault::Offline);
    let sitting = start(&laptop).await;
    laptop.clock.pass_ms(20_000);
    let handed = laptop.engine.submit_practice_exam(answered(2, &sitting)).await.expect("handed in");
    laptop.network.set(Fault::None);
    laptop.sync().await;
    library.sync().await;

    let args = || ExamReportArgs { program: OPEN.into(), act: handed.act.clone() };
    let here = laptop.engine.exam_report(args()).await.expect("a report");
    let there = library.engine.exam_report(args()).await.expect("a report on the other computer");
    assert_eq!((there.result.right, there.result.total, there.result.minutes), (2, 3, 1));
    assert_eq!(here.result.domains, there.result.domains);
    let told = |report: &carrel_engine::api::ExamReport| {
        let told = report.items.iter().map(|one| (one.item.id.clone(), one.answer.clone(), one.result.right));
        told.collect::<Vec<_>>()
    };
    assert_eq!(told(&here), told(&there), "question by question, in the same order");
    let own = there.items.iter().find(|one| one.item.id == "practice/own").expect("the exam's own question");
    let place = own.place.as_ref().expect("it says where it is taught");
    assert_eq!((place.lesson.as_str(), place.exact), ("m02-l01", true));
    assert_eq!(school.record(ANA, OPEN).await.record.exams, laptop.view(OPEN).await.record.exams);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_was_asked_is_kept_and_a_course_without_an_exam_says_so() {
    let school = school_with_an_exam().await;
    let device = Device::studying(&school, ANA).await;
    let sitting = start(&device).await;
    let stray = ItemKey("m01-quiz/made-up".to_owned());
    let args = ExamSaveArgs {
        answers: BTreeMap::from([(stray.clone(), Answer::Number(1.0))]),
        flagged: BTreeSet::from([stray]),
        ..answered(0, &sitting)
    };
    device.engine.save_practice_exam(args).await.expect("saved");
    let again = start(&device).await;
    assert!(again.answers.is_empty() && again.flagged.is_empty());

    let plain = School::open().await;
    let device = Device::studying(&plain, ANA).await;
    let error = device.engine.practice_exam(open()).await.expect_err("no exam");
    assert_eq!(error.code, carrel_engine::api::ErrorCode::NoExam);
}
