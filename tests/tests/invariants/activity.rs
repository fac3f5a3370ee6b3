//! What the learner sees of the way to the school: causes, choices, counts, readiness, and the page to print.

use carrel_engine::api::{
    Act, ActArgs, ActivityArgs, ActivityFilter, AskAgainArgs, Cause, Choice, DeliveryView, ErrorCode, LessonArgs,
    Missing, NoteArgs, ProgramArgs, Readiness, ReadinessArgs, Settings,
};
use carrel_engine::store::learner::{Answered, AppliedPage};
use carrel_protocol::{Answer, Failure, LaterReason};
use carrel_provider::testkit::{LESSONS, NOT_YET, OPEN, SECOND_STEP, STATE_RULES};
use carrel_tests::{Device, Fault, School};
use std::time::Duration;

const EMAIL: &str = "ana@learner.example";

async fn listed(device: &Device, filter: ActivityFilter) -> Vec<Act> {
    let args = ActivityArgs { filter, limit: 200, ..ActivityArgs::default() };
    let page = device.engine.activity(args).await.expect("activity");
    let state = device.engine.state(()).await.expect("the state");
    assert_eq!((page.waiting, page.needs_you), (state.sync.waiting, state.sync.needs_you), "page and indicator agree");
    match filter {
        ActivityFilter::Waiting => {
            assert_eq!(page.acts.len() as u32, page.waiting, "counted as listed: {:?}", page.acts)
        }
        ActivityFilter::NeedsYou => assert_eq!(page.acts.len() as u32, page.needs_you, "{:?}", page.acts),
        _ => {}
    }
    page.acts
}

async fn only(device: &Device, filter: ActivityFilter) -> Act {
    let mut acts = listed(device, filter).await;
    assert_eq!(acts.len(), 1, "{acts:?}");
    acts.remove(0)
}

async fn cause(device: &Device) -> Cause {
    let waiting = listed(device, ActivityFilter::Waiting).await.remove(0).waiting;
    waiting.expect("what waits has a cause").cause
}

async fn move_to(device: &Device, state: &str) {
    let settings = Settings { my_state: Some(state.into()), ..Settings::default() };
    device.engine.change_settings(settings).await.expect("the state is kept");
}

fn put(act: &Act) -> ActArgs {
    ActArgs { act: act.id.clone() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_was_read_can_be_put_away_and_stays_refused() {
    let school = School::open().await;
    let mut device = Device::studying(&school, EMAIL).await;
    device.enroll(SECOND_STEP).await;
    device.sync().await;
    let refused = only(&device, ActivityFilter::NeedsYou).await;
    assert_eq!(refused.choices, [Choice::AskAgain, Choice::PutAway]);

    device.engine.put_away(put(&refused)).await.expect("it is put away");
    device.engine.put_away(put(&refused)).await.expect("once more changes nothing");
    device.restart().await;
    assert!(listed(&device, ActivityFilter::NeedsYou).await.is_empty());
    let still = only(&device, ActivityFilter::Refused).await;
    assert!(still.put_away && still.choices.is_empty(), "{still:?}");
    assert_eq!(still.delivery, refused.delivery, "the school's words stay");
    let learning = device.engine.my_learning(()).await.expect("my learning");
    assert_eq!((learning.requests.len(), learning.needs_you), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_refusal_can_be_put_away_and_only_what_needs_the_learner_asked_again() {
    let school = School::open().await;
    let device = Device::studying(&school, EMAIL).await;
    device.complete(LESSONS[0]).await;
    let act = only(&device, ActivityFilter::Waiting).await;
    let error = device.engine.put_away(put(&act)).await.expect_err("nothing was refused");
    assert_eq!(error.code, ErrorCode::BadRequest);
    let again = AskAgainArgs { act: act.id, state_acknowledged: true };
    let error = device.engine.ask_again(again).await.expect_err("nothing was asked");
    assert_eq!(error.code, ErrorCode::AlreadyRequested);
    let unknown = ActArgs { act: "no-such-act".into() };
    assert_eq!(device.engine.put_away(unknown).await.expect_err("it is not there").code, ErrorCode::BadRequest);
    assert_eq!(listed(&device, ActivityFilter::Waiting).await.len(), 1, "and nothing is lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledging_the_note_asks_again_at_once_and_needs_nobody_meanwhile() {
    let school = School::open().await;
    let device = Device::studying(&school, EMAIL).await;
    let request = asked_for_more(&device).await;
    assert_eq!(request.choices, [Choice::AcknowledgeAndAskAgain]);

    device.network.set(Fault::Offline);
    let again = AskAgainArgs { act: request.id, state_acknowledged: true };
    device.engine.ask_again(again).await.expect("asked again, offline");
    assert!(listed(&device, ActivityFilter::NeedsYou).await.is_empty(), "the learner has answered");
    let waiting = listed(&device, ActivityFilter::Waiting).await;
    assert_eq!(waiting.len(), 2, "the new request, and the first one that goes along");
    assert!(waiting.iter().all(|act| act.waiting.is_some()), "{waiting:?}");

    device.network.set(Fault::None);
    device.sync().await;
    assert!(listed(&device, ActivityFilter::Waiting).await.is_empty());
    assert!(listed(&device, ActivityFilter::NeedsYou).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn why_an_act_waits_is_told_with_its_next_try() {
    let school = School::open().await;
    let device = Device::studying(&school, EMAIL).await;
    device.network.set(Fault::Offline);
    device.complete(LESSONS[0]).await;
    assert_eq!(cause(&device).await, Cause::NextTry, "nothing is known to be in the way");
    let later = |reason| Fault::Fails(Failure::Later { reason, retry_after: Some(Duration::from_secs(120)) });
    let table = [
        (Fault::Offline, Cause::NoNetwork, true),
        (later(LaterReason::Busy), Cause::SchoolBusy, true),
        (later(LaterReason::Maintenance), Cause::Maintenance, true),
        (later(LaterReason::NotTheSchool), Cause::NotTheSchool, true),
        (Fault::AnswerLost, Cause::Garbled, true),
        (Fault::Fails(Failure::KeyringLocked), Cause::SchoolAsks { text: None }, true),
        (Fault::Fails(Failure::SignInAgain), Cause::SignedOut, false),
    ];
    for (fault, expected, tried_again) in table {
        device.network.set(fault);
        device.sync().await;
        let act = only(&device, ActivityFilter::Waiting).await;
        let waiting = act.waiting.expect("it waits");
        assert_eq!((waiting.cause, waiting.next_try.is_some()), (expected, tried_again));
    }
    device.network.set(Fault::None);
    device.engine.sign_out(()).await.expect("signed out");
    assert_eq!(cause(&device).await, Cause::SignedOut);
    device.sign_in(&school, EMAIL).await;
    assert!(listed(&device, ActivityFilter::Waiting).await.is_empty());
    assert!(listed(&device, ActivityFilter::All).await.iter().all(|act| act.waiting.is_none()));
}

#[tokio::test(flavor = "multi_thread")]
async fn i6_what_waits_behind_another_act_names_it_and_other_programs_do_not() {
    let school = School::open().await;
    let device = Device::studying(&school, EMAIL).await;
    let request = asked_for_more(&device).await;
    device.network.set(Fault::Offline);
    note(&device, STATE_RULES, "For later").await;
    device.complete(LESSONS[0]).await;
    device.sync().await;
    let waiting = listed(&device, ActivityFilter::Waiting).await;
    let causes: Vec<_> = waiting.into_iter().map(|act| (act.program.0, act.waiting.expect("it waits").cause)).collect();
    let behind = Cause::Behind { act: request.id, act_kind: "enrollment_requested".into() };
    assert_eq!(causes, [(OPEN.to_owned(), Cause::NoNetwork), (STATE_RULES.to_owned(), behind)]);
    let told = ready(&device, 1).await;
    assert!(told.missing.contains(&Missing::Unsent { acts: 1 }), "only what could go is unsent: {:?}", told.missing);
}

/// A request that the school answered with a note to acknowledge first.
async fn asked_for_more(device: &Device) -> Act {
    move_to(device, "LA").await;
    device.enroll(STATE_RULES).await;
    device.sync().await;
    only(device, ActivityFilter::NeedsYou).await
}

/// Writes a note in any program: what a learner does is kept whether or not the school has let them in.
async fn note(device: &Device, program: &str, text: &str) {
    let action = carrel_domain::Action::NoteSaved { lesson: LESSONS[0].into(), text: text.to_owned() };
    device.record().await.act(&program.into(), &action).await.expect("the note is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_the_school_decides_about_later_waits_and_needs_nobody() {
    let school = School::open().await;
    let device = Device::studying(&school, EMAIL).await;
    device.network.set(Fault::Offline);
    note(&device, NOT_YET, "One").await;
    note(&device, NOT_YET, "Two").await;
    let first = listed(&device, ActivityFilter::Waiting).await.remove(1);
    let text = "The school decides about your enrollment first.".to_owned();
    let (seq, at) = (first.seq, first.at);
    let answer = Answered { first: seq, last: seq, at, answer: Answer::Waits { text: text.clone() } };
    let page = AppliedPage { answers: vec![answer], ..AppliedPage::default() };
    device.record().await.settle(|_| page).await.expect("the answer is kept");

    assert!(listed(&device, ActivityFilter::NeedsYou).await.is_empty());
    let waiting = listed(&device, ActivityFilter::Waiting).await;
    assert_eq!(waiting.len(), 2, "it is listed, and counted");
    assert_eq!(waiting[1].delivery, DeliveryView::WaitsForSchool { text: text.clone() });
    for act in waiting {
        let why = act.waiting.expect("it waits");
        assert_eq!(
            (why.cause, why.next_try),
            (Cause::SchoolDecides { text: text.clone() }, None),
            "the one behind it too"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_filters_divide_everything_and_a_program_narrows_each() {
    let school = School::open().await;
    let device = Device::studying(&school, EMAIL).await;
    move_to(&device, "LA").await;
    device.enroll(STATE_RULES).await;
    device.enroll(SECOND_STEP).await;
    device.sync().await;
    device.network.set(Fault::Offline);
    device.complete(LESSONS[0]).await;
    use ActivityFilter::{All, Confirmed, NeedsYou, Refused, Waiting};
    let mut parts = Vec::new();
    for filter in [Waiting, Confirmed, Refused] {
        parts.extend(listed(&device, filter).await);
    }
    let of_state = listed(&device, NeedsYou).await.into_iter().filter(|act| act.program.as_str() == STATE_RULES);
    parts.extend(of_state);
    parts.sort_by_key(|act| std::cmp::Reverse(act.seq));
    let all: Vec<_> = listed(&device, All).await.into_iter().map(|act| act.id).collect();
    assert_eq!(parts.into_iter().map(|act| act.id).collect::<Vec<_>>(), all);

    let args = ActivityArgs { program: Some(SECOND_STEP.into()), limit: 200, ..ActivityArgs::default() };
    let page = device.engine.activity(args).await.expect("activity");
    assert!(page.acts.iter().all(|act| act.program.as_str() == SECOND_STEP) && page.acts.len() == 1, "{:?}", page.acts);
    let titles: Vec<_> = page.programs.iter().map(|program| program.title.as_str()).collect();
    assert_eq!(titles, ["Open Course", "Second Step", "State Rules"], "what one can narrow down to");
}

async fn ready(device: &Device, hours: u32) -> Readiness {
    device.engine.readiness(ReadinessArgs { hours }).await.expect("readiness")
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_says_what_is_missing_and_each_action_mends_it() {
    let school = School::open().await;
    let device = Device::studying(&school, EMAIL).await;
    device.engine.remove_download(ProgramArgs { program: OPEN.into() }).await.expect("removed");
    let told = ready(&device, 1).await;
    assert!(!told.ready && told.minutes_here == 0);
    assert!(matches!(&told.missing[..], [Missing::Course { program, .. }, ..] if program.as_str() == OPEN), "{told:?}");
    let course = &told.courses[0];
    assert_eq!((course.lessons_left, course.quizzes_left), (LESSONS.len() as u32, 1), "known from the outline");

    device.download(OPEN).await;
    let told = ready(&device, 1).await;
    assert!(!told.missing.iter().any(|missing| matches!(missing, Missing::Course { .. })), "{told:?}");
    let here = told.minutes_here;
    assert!(here > 0 && told.courses[0].minutes_left == here);

    device.network.set(Fault::Offline);
    device.complete(LESSONS[0]).await;
    device.sync().await;
    let told = ready(&device, 1).await;
    assert!(told.offline && told.missing.contains(&Missing::Unsent { acts: 1 }), "{told:?}");
    assert!(told.minutes_here < here, "a lesson that is done is not studied again");
    device.engine.sign_out(()).await.expect("signed out");
    let told = ready(&device, 1).await;
    assert!(told.missing.contains(&Missing::SignedOut { acts: 1 }), "{told:?}");

    device.network.set(Fault::None);
    device.sign_in(&school, EMAIL).await;
    let told = ready(&device, 1).await;
    let open = |missing: &Missing| matches!(missing, Missing::Unsent { .. } | Missing::SignedOut { .. });
    assert!(!told.missing.iter().any(open), "sent after signing in: {told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_holds_every_act_and_nothing_a_learner_wrote_becomes_markup() {
    let school = School::open().await;
    let device = Device::studying(&school, EMAIL).await;
    let nasty = "</style><script>alert('x')</script> \"arteries\" & <img src=x onerror=alert(1)>";
    let LessonArgs { program, lesson } = carrel_tests::device::lesson_args(LESSONS[0]);
    let args = NoteArgs { program, lesson, text: nasty.into(), replaces: Vec::new() };
    device.engine.save_note(args).await.expect("the note is kept");
    device.complete(LESSONS[0]).await;
    device.enroll(SECOND_STEP).await;
    device.sync().await;
    device.network.set(Fault::Offline);
    device.complete(LESSONS[1]).await;

    let exported = device.engine.export_page(()).await.expect("the page is written");
    assert!(exported.path.ends_with(".html"), "{}", exported.path);
    let page = std::fs::read_to_string(&exported.path).expect("the page reads");
    let acts = listed(&device, ActivityFilter::All).await;
    assert_eq!(exported.acts as usize, acts.len());
    for act in &acts {
        assert!(page.contains(act.id.as_str()), "{act:?} is on the page");
    }
    for words in [
        "Sample Learner",
        "Small School",
        "Open Course",
        "Confirmed by Small School",
        "On this computer",
        "Refused by the school",
    ] {
        assert!(page.contains(words), "{words}");
    }
    for markup in
        ["<script", "<img", "onerror=alert(1)>", "src=\"", "href=", "url(", "@import", "record-", "delivery-", "act-"]
    {
        assert!(!page.contains(markup), "{markup} in the page");
    }
    assert!(
        page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &quot;arteries&quot; &amp; &lt;img"),
        "told as written"
    );
    assert!(page.contains("default-src 'none'"), "and a browser would run nothing either");
}
