//! The one list of commands.

use super::*;
use crate::Engine;
use futures_util::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Generates [`dispatch`] and the TypeScript table from one list: `name(arguments) -> reply`.
macro_rules! commands {
    ($( $(#[$doc:meta])* $name:ident($args:ty) -> $reply:ty; )*) => {
        /// Runs the command `name`: decodes its arguments, calls the engine's method of the same name, encodes its reply.
        ///
        /// # Errors
        /// [`ErrorCode::BadRequest`] for an unknown name or arguments that do not fit; else the command's own error.
        pub async fn dispatch(engine: &Engine, name: &str, args: Value) -> Result<Value, ApiError> {
            match name {
                $( stringify!($name) => {
                    let args: $args = decode(name, args)?;
                    // Boxed, so that the dispatcher is not as large as its largest command, and seen to be `Send` one by one.
                    let asked: BoxFuture<'_, Result<$reply, ApiError>> = Box::pin(engine.$name(args));
                    encode::<$reply>(asked.await?)
                } )*
                _ => Err(ApiError { code: ErrorCode::BadRequest, detail: Some(format!("No command {name}")) }),
            }
        }

        /// `(name, argument type, reply type)` of every command, for the generated TypeScript.
        #[cfg(feature = "bindings")]
        pub(super) fn signatures(config: &ts_rs::Config) -> Vec<(&'static str, String, String)> {
            vec![$( (stringify!($name), <$args as ts_rs::TS>::name(config), <$reply as ts_rs::TS>::name(config)) ),*]
        }
    };
}

commands! {
    state(()) -> AppState;
    add_school(AddressArgs) -> SchoolCard;
    choose_school(SchoolArgs) -> ();
    change_settings(Settings) -> ();
    dismiss_notices(()) -> ();
    open_link(AddressArgs) -> OutsideLink;

    begin_sign_in(()) -> SignInStarted;
    sign_in_state(()) -> SignInState;
    cancel_sign_in(()) -> ();
    sign_out(()) -> ();
    switch_learner(LearnerArgs) -> ();

    search_catalog(CatalogQuery) -> CatalogResults;
    program(ProgramArgs) -> ProgramPage;
    enroll(EnrollArgs) -> ();

    my_learning(()) -> MyLearning;
    course(ProgramArgs) -> CoursePage;
    lesson(LessonArgs) -> LessonPage;
    open_lesson(LessonArgs) -> ();
    save_position(PositionArgs) -> ();
    record_study(StudyArgs) -> ();
    complete_lesson(LessonArgs) -> ();
    reopen_lesson(LessonArgs) -> ();
    save_note(NoteArgs) -> NoteSaved;
    set_bookmark(BookmarkArgs) -> ();
    quiz(QuizArgs) -> QuizPage;
    save_quiz_draft(QuizAnswersArgs) -> ();
    submit_quiz(QuizAnswersArgs) -> QuizResult;

    downloads(()) -> DownloadsPage;
    download(ProgramArgs) -> ();
    pause_download(ProgramArgs) -> ();
    remove_download(ProgramArgs) -> ();

    activity(ActivityArgs) -> ActivityPage;
    ask_again(AskAgainArgs) -> ();
    put_away(ActArgs) -> ();
    sync_now(()) -> ();
    readiness(ReadinessArgs) -> Readiness;
    export_data(()) -> Exported;
    export_page(()) -> Exported;

    courier(()) -> CourierPage;
    make_parcel(()) -> ParcelMade;
    carry_parcel(FileArgs) -> ParcelCarried;
    bring_reply_home(FileArgs) -> ReplyBroughtHome;

    search_lessons(SearchLessonsArgs) -> LessonsFound;
    set_highlight(HighlightArgs) -> ();
    save_film_place(FilmPlaceArgs) -> ();
    print_lesson(LessonArgs) -> LessonPrinted;
    glossary(ProgramArgs) -> GlossaryPage;
    marked(ProgramArgs) -> MarkedPage;
    practice_exam(ProgramArgs) -> ExamPage;
    start_practice_exam(ProgramArgs) -> ExamSitting;
    save_practice_exam(ExamSaveArgs) -> ExamClock;
    submit_practice_exam(ExamSaveArgs) -> ExamHandedIn;
    exam_report(ExamReportArgs) -> ExamReport;
    recall(ProgramArgs) -> RecallPage;
    check_recall(RecallAnswerArgs) -> RecallChecked;
    answer_review(ReviewArgs) -> RecallStanding;
    skills(ProgramArgs) -> SkillsPage;
    log_practice(LogPracticeArgs) -> PracticeAnswer;
    withdraw_practice(WithdrawPracticeArgs) -> ();
    export_skills(SkillsPaperArgs) -> Exported;
    eligibility(EligibilityArgs) -> EligibilityPage;
    guide(()) -> GuideView;
    guide_page(GuidePageArgs) -> Option<GuidePageView>;
    search_guide(GuideSearchArgs) -> Vec<GuideHit>;
}

fn decode<T: DeserializeOwned>(name: &str, args: Value) -> Result<T, ApiError> {
    serde_json::from_value(args)
        .map_err(|error| ApiError { code: ErrorCode::BadRequest, detail: Some(format!("{name}: {error}")) })
}

fn encode<T: Serialize>(reply: T) -> Result<Value, ApiError> {
    serde_json::to_value(reply).map_err(|error| ApiError { code: ErrorCode::Ours, detail: Some(error.to_string()) })
}
