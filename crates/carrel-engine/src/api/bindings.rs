//! Writes the TypeScript side of the table: every type, and `Commands`.

/// The text of `ui/src/ipc/types.ts`. Only with the feature `bindings`; without it there is nothing to generate from.
#[cfg(not(feature = "bindings"))]
pub fn typescript() -> Option<String> {
    None
}

#[cfg(feature = "bindings")]
pub use generate::typescript;

#[cfg(feature = "bindings")]
mod generate {
    use super::super::table::signatures;
    use super::super::*;
    use carrel_domain::{
        catalog as c, eligibility, enrollment as e, goal as g, guide as gu, identifiers, ids, money, pace, pack,
        practice as p, quiz as q, record as r, time,
    };
    use ts_rs::{Config, TS};

    macro_rules! declare {
        ($config:expr, $($type:ty),* $(,)?) => {
            [$( format!("export {}", <$type as TS>::decl($config)) ),*]
        };
    }

    pub fn typescript() -> Option<String> {
        let config = Config::new();
        let mut out =
            String::from("// Written by `cargo xtask gen` from crates/carrel-engine/src/api. Do not edit.\n\n");
        let parts = [ids_and_values, domain, app, learning, studying, guide];
        for declaration in parts.iter().flat_map(|part| part(&config)) {
            out.push_str(&declaration);
            out.push_str("\n\n");
        }
        out.push_str("export interface Commands {\n");
        for (name, args, reply) in signatures(&config) {
            out.push_str(&format!("  {name}: {{ args: {args}; reply: {reply} }};\n"));
        }
        out.push_str("}\n");
        Some(out)
    }

    fn ids_and_values(config: &Config) -> Vec<String> {
        declare!(
            config,
            ids::SchoolId,
            ids::ProgramId,
            ids::LessonId,
            ids::QuizId,
            ids::OperationId,
            ids::DeviceId,
            time::Timestamp,
            money::Money
        )
        .into()
    }

    fn domain(config: &Config) -> Vec<String> {
        declare!(
            config,
            c::Program,
            c::Price,
            c::Fee,
            c::OutsideCost,
            c::PaymentPlan,
            c::Extension,
            c::Prerequisite,
            c::PrerequisiteKind,
            c::Clinical,
            c::Placement,
            c::CompletionRule,
            c::EnrollmentPolicy,
            c::Policy,
            c::Determination,
            c::StateRule,
            c::StateEnrollment,
            c::StateDefault,
            c::RefundSchedule,
            c::RefundBand,
            c::OutlineModule,
            c::OutlineLesson,
            c::OutlineQuiz,
            eligibility::StateAnswer,
            e::Application,
            e::Agreement,
            e::Funding,
            e::Access,
            e::Outcome,
            e::Enrollment,
            e::EnrollmentLabel,
            e::RefusalCode,
            e::Refusal,
            pace::Pace,
            q::Scoring,
            q::Answer,
            q::Score,
            q::ItemKey,
            carrel_domain::exam::DomainScore,
            g::GoalBook,
            g::Question,
            g::Goal,
            g::GoalRule,
            g::Route,
            g::Need,
            g::Check,
            g::Said,
            g::Eligibility,
            g::Reason,
            g::RuleShown,
            g::RouteAnswer,
            g::Piece,
            g::PieceStanding,
            g::Whose,
            g::EligibilityShown,
            identifiers::Identifier,
            p::PracticeKind,
            p::Complication,
            p::Practice,
            p::PracticeField,
            p::Unfit,
            p::PracticeFault,
        )
        .into()
    }

    fn app(config: &Config) -> Vec<String> {
        declare!(
            config,
            AppState,
            SchoolCard,
            LearnerCard,
            SecretsState,
            Settings,
            Theme,
            StateName,
            AppNotice,
            SyncStatus,
            SyncProblem,
            SyncProblemKind,
            SignInState,
            ApiError,
            ErrorCode,
            Topic,
            AddressArgs,
            SchoolArgs,
            LearnerArgs,
            SignInStarted,
            OutsideLink,
            Exported,
            CatalogQuery,
            CatalogSort,
            HoursBand,
            PriceBand,
            CatalogResults,
            Facets,
            FacetCount<String>,
            ProgramCard,
            ProgramArgs,
            ProgramPage,
            RequestView,
            RequestPreview,
            EnrollArgs,
        )
        .into()
    }

    fn learning(config: &Config) -> Vec<String> {
        declare!(
            config,
            MyLearning,
            ContinueAt,
            CourseCard,
            Progress,
            RequestCard,
            LessonLink,
            DeliveryView,
            PackState,
            PauseReason,
            CoursePage,
            ModuleView,
            LessonLine,
            LessonNews,
            pack::LessonChange,
            QuizLine,
            DownloadsPage,
            DownloadItem,
            ActivityArgs,
            ActivityFilter,
            ActivityPage,
            ProgramName,
            Act,
            Waiting,
            Cause,
            Choice,
            ActArgs,
            AskAgainArgs,
            ReadinessArgs,
            Readiness,
            CourseReadiness,
            Missing,
            LessonArgs,
            LessonPage,
            NoteView,
            QuizLink,
            PositionArgs,
            StudyArgs,
            NoteArgs,
            NoteSaved,
            BookmarkArgs,
            QuizArgs,
            QuizPage,
            QuizItem,
            QuizItemKind,
            QuizChoice,
            AttemptView,
            QuizAnswersArgs,
            QuizResult,
            ItemResult,
            CourierPage,
            CourierReadiness,
            ParcelMade,
            FileArgs,
            ParcelCarried,
            ReplyBroughtHome,
        )
        .into()
    }

    fn studying(config: &Config) -> Vec<String> {
        declare!(
            config,
            SearchLessonsArgs,
            LessonsFound,
            FoundLesson,
            FoundPassage,
            TextPart,
            r::Colour,
            r::Mark,
            HighlightView,
            HighlightArgs,
            FilmPlace,
            FilmPlaceArgs,
            LessonPrinted,
            QuizPicture,
            QuizArea,
            GlossaryPage,
            GlossaryTerm,
            MarkedPage,
            MarkedLesson,
            MarkedPassage,
            ExamPage,
            ExamDomainView,
            ExamUnderWay,
            ExamResultView,
            ExamSitting,
            ExamSaveArgs,
            ExamClock,
            ExamHandedIn,
            ExamReportArgs,
            ExamReport,
            ExamReportItem,
            TaughtAt,
            RecallPage,
            RecallStanding,
            RecallItem,
            RecallAnswerArgs,
            RecallChecked,
            ReviewArgs,
            SkillsPage,
            CredentialView,
            NeedView,
            ChecklistLine,
            SignedOff,
            LogLine,
            LogPracticeArgs,
            PracticeAnswer,
            WithdrawPracticeArgs,
            SkillsPaper,
            SkillsPaperArgs,
            EligibilityArgs,
            EligibilityPage,
            GoalName,
            EligibilityAsked,
        )
        .into()
    }

    fn guide(config: &Config) -> Vec<String> {
        declare!(
            config,
            gu::PageKind,
            gu::Meaning,
            gu::Source,
            gu::Statistic,
            gu::Standing,
            gu::Chart,
            gu::LicensureField,
            gu::StateLicense,
            gu::LicenseRule,
            gu::LicenseAnswer,
            GuideView,
            GuideOutline,
            GuideEntry,
            GuideSection,
            GuidePageArgs,
            GuidePageView,
            GuideFact,
            BesideRole,
            LeadingProgramView,
            Block,
            CalloutTone,
            Inline,
            GuideSearchArgs,
            GuideHit,
            GuidePlace,
        )
        .into()
    }

    #[cfg(test)]
    mod tests {
        /// `cargo xtask gen` sets CARREL_WRITE_BINDINGS; without it this proves that the committed file is current.
        #[test]
        fn the_committed_typescript_is_what_the_types_say() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/ipc/types.ts");
            let wanted = super::typescript().expect("the feature is on");
            if std::env::var_os("CARREL_WRITE_BINDINGS").is_some() {
                std::fs::write(path, wanted).expect("ui/src/ipc is writable");
                return;
            }
            let found = std::fs::read_to_string(path).unwrap_or_default();
            assert!(found == wanted, "ui/src/ipc/types.ts is out of date: run `cargo xtask gen`");
        }
    }
}
