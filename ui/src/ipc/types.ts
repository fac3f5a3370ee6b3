// Written by `cargo xtask gen` from crates/carrel-engine/src/api. Do not edit.

export type SchoolId = string;

export type ProgramId = string;

export type LessonId = string;

export type QuizId = string;

export type OperationId = string;

export type DeviceId = string;

export type Timestamp = number;

export type Money = { cents: number, 
/**
 * ISO 4217, e.g. `USD`.
 */
currency: string, };

export type Program = { id: ProgramId, 
/**
 * Raised with every change; an enrollment names the version it was made under.
 */
version: number, code: string, title: string, aliases: Array<string>, category: string, summary: string, 
/**
 * Markdown.
 */
description: string, contact_hours: number, access_days: number, credential_awarded: string, certificate_is: Array<string>, certificate_is_not: Array<string>, prepares_for: Array<string>, included: Array<string>, not_included: Array<string>, funding_accepted: Array<string>, price: Price, payment_plans: Array<PaymentPlan>, extension: Extension | null, prerequisites: Array<Prerequisite>, clinical: Clinical, completion: CompletionRule, enrollment: EnrollmentPolicy, state_rules: Array<StateRule>, state_default: StateDefault, refund_schedule: RefundSchedule, outline: Array<OutlineModule>, evidence: string, 
/**
 * The version of the course pack as it is now; none where there is no course. Says when an update is worth asking for.
 */
course_version?: string | null, 
/**
 * What this program is worth for the goals learners come with; none where the school wrote nothing down.
 */
goals?: GoalBook, };

export type Price = { currency: string, tuition_cents: number, fees: Array<Fee>, 
/**
 * Costs paid to others, low to high.
 */
elsewhere: Array<OutsideCost>, };

export type Fee = { name: string, cents: number, refundable: boolean, };

export type OutsideCost = { name: string, low_cents: number, high_cents: number, note: string, };

export type PaymentPlan = { name: string, deposit_cents: number, installments: number, installment_cents: number, note: string, };

export type Extension = { max: number, days: number, request_window_days: number, fee_cents: number, };

export type Prerequisite = { kind: PrerequisiteKind, text: string, 
/**
 * For `kind = "program"`: the program that comes first.
 */
program: ProgramId | null, 
/**
 * The school refuses a request without it.
 */
required_to_enroll: boolean, };

export type PrerequisiteKind = "education" | "age" | "program" | "document" | "other";

export type Clinical = { required: boolean, hours: number, placement: Placement, documents: Array<string>, text: string, };

export type Placement = "provider" | "learner" | "none";

export type CompletionRule = { min_grade_percent: number, text: string, };

export type EnrollmentPolicy = { policy: Policy, text: string, };

export type Policy = "open" | "review";

export type Determination = "meets" | "does_not_meet" | "not_determined";

export type StateRule = { 
/**
 * Two letters, e.g. `CA`.
 */
state: string, determination: Determination, enrollment: StateEnrollment, acknowledgment_required: boolean, text: string, source: string, 
/**
 * `2026-11-01`.
 */
as_of: string, };

export type StateEnrollment = "open" | "refused";

export type StateDefault = { determination: Determination, text: string, source: string, as_of: string, };

export type RefundSchedule = { id: string, version: number, title: string, text: string, full_refund_days: number, full_refund_max_percent: number, retained_fee_cents: number, bands: Array<RefundBand>, };

export type RefundBand = { over_percent: number, retain_percent: number, };

export type OutlineModule = { title: string, lessons: Array<OutlineLesson>, quiz?: OutlineQuiz, };

export type OutlineLesson = { 
/**
 * The lesson's id in the course pack; none in a bare outline.
 */
id?: LessonId, title: string, minutes: number | null, 
/**
 * The lesson's text exists and can be downloaded.
 */
written: boolean, };

export type OutlineQuiz = { id: QuizId, title: string, questions: number, scoring: Scoring, };

export type StateAnswer = { state: string | null, determination: Determination, enrollment: StateEnrollment, acknowledgment_required: boolean, text: string, source: string, as_of: string, };

export type Application = "submitted" | "needs_info" | "accepted" | "declined" | "cancelled";

export type Agreement = "none" | "presented" | "signed_pending_receipt" | "countersigned" | "void";

export type Funding = "none" | "pending" | "paid" | "overdue" | "refunded";

export type Access = { "state": "not_started" } | { "state": "active", starts: Timestamp, ends: Timestamp, } | { "state": "on_hold", ends: Timestamp, } | { "state": "closed" };

export type Outcome = "in_progress" | "requirements_met" | "completed" | "certificate_issued" | "withdrawn" | "dismissed";

export type Enrollment = { program: ProgramId, program_version: number, requested_by: OperationId, application: Application, agreement: Agreement, funding: Funding, access: Access, outcome: Outcome, price: Money, state: string | null, 
/**
 * Why it was held or declined, in the school's words.
 */
reason: string | null, decided_at: Timestamp | null, decided_by: string | null, 
/**
 * The provider's final scores, by the operation that submitted the attempt.
 */
grades: { [key in OperationId]: Score }, 
/**
 * What the learner had been shown and acknowledged about their goal when they asked.
 */
eligibility?: EligibilityShown, };

export type EnrollmentLabel = "requested_here" | "waiting_for_school" | "needs_info" | "declined" | "cancelled" | "active" | "on_hold" | "access_ended" | "completed" | "withdrawn";

export type RefusalCode = "state_rule" | "missing_prerequisite" | "program_withdrawn" | "already_enrolled" | "not_enrolled" | "malformed" | "too_large" | "other";

export type Refusal = { code: RefusalCode, text: string, remedy: string, };

export type Pace = { access_starts: Timestamp, access_ends: Timestamp, 
/**
 * When this was worked out, by the engine's estimate: whether access has ended is a matter of this moment, not of the clock.
 */
now: Timestamp, 
/**
 * Whole days, rounded down; 0 on the last day and after.
 */
days_left: number, lessons_left: number, 
/**
 * Rounded up to the next half, in tenths: 25 means two and a half lessons a week.
 */
lessons_per_week_tenths: number, 
/**
 * Learner's own speed since the start, in tenths of a lesson a week.
 */
own_per_week_tenths: number, };

export type Scoring = "best" | "last";

export type Answer = { "kind": "choices", "value": Array<string> } | { "kind": "matches", "value": { [key in string]: string } } | { "kind": "number", "value": number };

export type Score = { points: number, max: number, passed: boolean, };

export type ItemKey = string;

export type DomainScore = { domain: string, right: number, total: number, };

export type GoalBook = { 
/**
 * What only the learner can say.
 */
questions: Array<Question>, goals: Array<Goal>, };

export type Question = { id: string, text: string, };

export type Goal = { id: string, title: string, text: string, 
/**
 * At most one for a state, and at most one for all others.
 */
rules: Array<GoalRule>, };

export type GoalRule = { 
/**
 * Two letters each; none: everywhere without a rule of its own.
 */
states: Array<string>, text: string, 
/**
 * Nothing else is asked, as the source has it. A list that may lack something never ends in "meets". A way that may
 * exist beside the listed ones is written as a route of its own that is not determined.
 */
complete: boolean, 
/**
 * One of these is enough. None: the school could not find out.
 */
routes: Array<Route>, source: string, 
/**
 * `2026-11-01`.
 */
as_of: string, caveat: string, };

export type Route = { title: string, 
/**
 * All of these.
 */
needs: Array<Need>, };

export type Need = { id: string, text: string, 
/**
 * What somebody can do who lacks it.
 */
how: string, check: Check, };

export type Check = { "by": "learner", question: string, } | { "by": "log", kinds: Array<PracticeKind>, count: number, question: string, } | { "by": "school", says: Determination, };

export type Said = "yes" | "no" | "unknown";

export type Eligibility = { goal: string, title: string, state: string | null, verdict: Determination, why: Reason, 
/**
 * Text, source, date and caveat of the rule that was held against the answers.
 */
rule: RuleShown | null, 
/**
 * The nearest route first.
 */
routes: Array<RouteAnswer>, };

export type Reason = "pieces" | "no_state" | "no_rule" | "list_may_lack";

export type RuleShown = { text: string, source: string, as_of: string, caveat: string, };

export type RouteAnswer = { title: string, verdict: Determination, pieces: Array<Piece>, };

export type Piece = { id: string, text: string, how: string, standing: PieceStanding, by: Whose, 
/**
 * For counted practice: how much of it the log holds.
 */
have: number | null, question: string | null, };

export type PieceStanding = "met" | "unknown" | "missing";

export type Whose = "learner" | "log" | "school";

export type EligibilityShown = { goal: string, title: string, state: string | null, verdict: Determination, program_version: number, 
/**
 * Source and date of the rule; empty where the school had none.
 */
source: string, as_of: string, 
/**
 * Of the rule; empty also in what was kept before caveats were.
 */
caveat: string, missing: Array<string>, unknown: Array<string>, };

export type Identifier = "date" | "email" | "social_security" | "phone" | "record_number" | "patient_name" | "number";

export type PracticeKind = "venipuncture" | "capillary" | "simulated" | "shown" | "unknown";

export type Complication = "none" | "hematoma" | "prolonged_bleeding" | "fainting" | "nausea" | "nerve_symptoms" | "arterial_puncture" | "allergic_reaction" | "needlestick" | "other";

export type Practice = { 
/**
 * `2026-11-29`, by the learner's own calendar.
 */
day: string, kind: PracticeKind, site: string, device: string, success: boolean, complication: Complication, place: string, 
/**
 * Name or initials of who watched.
 */
supervisor: string, remark: string, 
/**
 * The skill of the checklist that the supervisor signed off with it.
 */
skill: string | null, };

export type PracticeField = "day" | "kind" | "site" | "device" | "place" | "supervisor" | "remark" | "skill";

export type Unfit = { "why": "empty" } | { "why": "too_long", most: number, } | { "why": "no_day" } | { "why": "not_yet" } | { "why": "unknown" } | { "why": "identifies", looks_like: Identifier, } | { "why": "not_by_drill" };

export type PracticeFault = { field: PracticeField, unfit: Unfit, };

export type AppState = { version: string, 
/**
 * The school in use; `None` at the very first start without one.
 */
school: SchoolCard | null, schools: Array<SchoolCard>, 
/**
 * The address of the school this computer was set up for, while it has not answered yet.
 */
awaited_school: string | null, 
/**
 * Whose record is open; studying goes on whether or not they are signed in.
 */
learner: LearnerCard | null, 
/**
 * They have a course or asked for one: where their work is, is home, and else the catalog.
 */
studying: boolean, 
/**
 * Everybody with a record of this school on this computer.
 */
learners: Array<LearnerCard>, secrets: SecretsState, settings: Settings, states: Array<StateName>, notices: Array<AppNotice>, sync: SyncStatus, };

export type SchoolCard = { id: SchoolId, name: string, address: string, sample: boolean, notice: string, about: string, support_email: string, support_hours: string, support_reply_hours: number, };

export type LearnerCard = { 
/**
 * Names the learner's folder on this computer.
 */
key: string, name: string, email: string, 
/**
 * A session is stored; it may still turn out to have ended.
 */
signed_in: boolean, };

export type SecretsState = "keyring" | "no_keyring" | "locked";

export type Settings = { theme: Theme, 
/**
 * Lesson text size in percent, 80 to 200.
 */
text_size: number, 
/**
 * Two letters: where the learner lives, for state rules.
 */
my_state: string | null, device_name: string, };

export type Theme = "system" | "light" | "dark";

export type StateName = { code: string, name: string, };

export type AppNotice = { "kind": "catalog_set_aside", kept_as: string, } | { "kind": "record_salvaged", acts: number, kept_as: string, } | { "kind": "data_from_newer_version", file: string, } | { "kind": "settings_unreadable", kept_as: string, } | { "kind": "sent_again", acts: number, } | { "kind": "records_differ", programs: Array<string>, };

export type SyncStatus = { running: boolean, last_success: Timestamp | null, 
/**
 * Acts on this computer the school has not confirmed.
 */
waiting: number, 
/**
 * Acts the school asks the learner about, or did not take: those the activity's filter shows.
 */
needs_you: number, problem: SyncProblem | null, };

export type SyncProblem = { kind: SyncProblemKind, 
/**
 * The school's own words, where there are any.
 */
text: string | null, next_attempt_at: Timestamp | null, };

export type SyncProblemKind = "offline" | "busy" | "unavailable" | "timeout" | "tls" | "garbled" | "not_the_school" | "maintenance" | "sign_in_again" | "needs_you" | "disk_full" | "ours";

export type SignInState = { "state": "idle" } | { "state": "waiting", address: string, } | { "state": "failed", error: ApiError, };

export type ApiError = { code: ErrorCode, 
/**
 * For the words: a name, a path, the school's sentence. Never a secret.
 */
detail: string | null, };

export type ErrorCode = "bad_address" | "not_the_school" | "newer_protocol" | "offline" | "busy" | "no_school" | "no_learner" | "sign_in_denied" | "sign_in_again" | "sign_in_timed_out" | "unknown_program" | "unknown_lesson" | "unknown_quiz" | "not_downloaded" | "no_access" | "already_requested" | "attempts_used_up" | "note_too_long" | "disk_full" | "damaged_pack" | "newer_data" | "not_a_parcel" | "not_a_reply" | "newer_file" | "file_too_large" | "file_damaged" | "file_forged" | "other_school" | "unknown_school" | "unknown_device" | "not_your_reply" | "reply_key_gone" | "nothing_to_send" | "no_courier" | "courier_not_ready" | "keyring_locked" | "record_in_use" | "no_exam" | "quiz_changed" | "goal_changed" | "bad_request" | "ours";

export type Topic = "account" | "catalog" | "learning" | "downloads" | "sync" | "settings";

export type AddressArgs = { address: string, };

export type SchoolArgs = { school: SchoolId, };

export type LearnerArgs = { key: string, };

export type SignInStarted = { 
/**
 * The school's page, already opened in the system browser; shown in case it did not open.
 */
address: string, };

export type OutsideLink = { 
/**
 * A web page or a mailbox, written out; the host opens it.
 */
address: string, };

export type Exported = { path: string, acts: number, };

export type CatalogQuery = { text: string, categories: Array<string>, hours: Array<HoursBand>, 
/**
 * Access in months, as shown: 3, 6, 12.
 */
access_months: Array<number>, prices: Array<PriceBand>, prepares_for: Array<string>, 
/**
 * `Some(false)`: no live practice needed.
 */
clinical: boolean | null, 
/**
 * Only programs whose enrollment is open in the learner's state.
 */
open_in_my_state: boolean, sort: CatalogSort, offset: number, 
/**
 * At most 200.
 */
limit: number, };

export type CatalogSort = "best" | "title" | "price" | "hours";

export type HoursBand = "short" | "medium" | "long" | "very_long";

export type PriceBand = "under200" | "under500" | "under1000" | "over1000";

export type CatalogResults = { total: number, hits: Array<ProgramCard>, facets: Facets, 
/**
 * The words searched for instead, where what was typed found nothing.
 */
corrected: string | null, 
/**
 * Programs in the whole catalog; 0 before it was ever fetched.
 */
catalog_size: number, fetched_at: Timestamp | null, };

export type Facets = { categories: Array<FacetCount<string>>, hours: Array<FacetCount<HoursBand>>, access_months: Array<FacetCount<number>>, prices: Array<FacetCount<PriceBand>>, prepares_for: Array<FacetCount<string>>, clinical: number, no_clinical: number, open_in_my_state: number, };

export type FacetCount<T> = { value: T, count: number, };

export type ProgramCard = { id: ProgramId, code: string, title: string, category: string, summary: string, contact_hours: number, access_days: number, total: Money, prepares_for: Array<string>, clinical_required: boolean, policy: Policy, 
/**
 * For the learner's state, once chosen.
 */
determination: Determination | null, enrollment_in_state: StateEnrollment, label: EnrollmentLabel | null, lessons_written: number, };

export type ProgramArgs = { program: ProgramId, };

export type ProgramPage = { program: Program, 
/**
 * The description, rendered and sanitised.
 */
description_html: string, total: Money, 
/**
 * What is usually paid to others, low and high.
 */
elsewhere_low: Money, elsewhere_high: Money, state: StateAnswer, label: EnrollmentLabel | null, enrollment: Enrollment | null, 
/**
 * The learner's latest request and where it is.
 */
request: RequestView | null, 
/**
 * What the school's own rule would say to a request now: an estimate, the school decides.
 */
preview: RequestPreview, pack: PackState, fetched_at: Timestamp | null, };

export type RequestView = { made_at: Timestamp, delivery: DeliveryView, 
/**
 * What the learner acknowledged about their goal with it.
 */
eligibility: EligibilityShown | null, };

export type RequestPreview = { "answer": "accepted_at_once" } | { "answer": "reviewed", text: string, } | { "answer": "needs_acknowledgment", text: string, } | { "answer": "refused", refusal: Refusal, };

export type EnrollArgs = { program: ProgramId, state_acknowledged: boolean, 
/**
 * The answer about a goal that the learner has read and wants kept with the request.
 */
eligibility?: EligibilityAsked, };

export type MyLearning = { 
/**
 * Courses the school has let the learner into, last studied first.
 */
courses: Array<CourseCard>, 
/**
 * Requests that are not (or not yet) courses: waiting, held, declined.
 */
requests: Array<RequestCard>, continue_at: ContinueAt | null, 
/**
 * Acts not confirmed yet, over all programs.
 */
waiting: number, needs_you: number, };

export type ContinueAt = { program: ProgramId, program_title: string, lesson: LessonId, lesson_title: string, position_permille: number, };

export type CourseCard = { program: ProgramId, title: string, category: string, label: EnrollmentLabel, progress: Progress, pace: Pace | null, pack: PackState, next: LessonLink | null, last_studied: Timestamp | null, waiting: number, 
/**
 * Questions that recall would ask now.
 */
recall_due: number, };

export type Progress = { 
/**
 * Lessons of the whole program, written or not.
 */
lessons: number, lessons_written: number, lessons_done: number, quizzes: number, quizzes_passed: number, study_minutes: number, };

export type RequestCard = { program: ProgramId, title: string, label: EnrollmentLabel, made_at: Timestamp, delivery: DeliveryView, 
/**
 * The school's words: why it waits or was declined.
 */
reason: string | null, };

export type LessonLink = { lesson: LessonId, title: string, };

export type DeliveryView = { "state": "on_this_computer" } | { "state": "sent", at: Timestamp, } | { "state": "confirmed", at: Timestamp, by: string, } | { "state": "refused", at: Timestamp, refusal: Refusal, } | { "state": "needs_you", text: string, } | { "state": "waits_for_school", text: string, };

export type PackState = { "state": "none" } | { "state": "downloading", done_bytes: number, total_bytes: number, bytes_per_second: number | null, } | { "state": "paused", done_bytes: number, total_bytes: number, reason: PauseReason, } | { "state": "complete", bytes: number, downloaded_at: Timestamp, };

export type PauseReason = { "why": "by_learner" } | { "why": "offline" } | { "why": "school_busy" } | { "why": "disk_full", missing_bytes: number, } | { "why": "sign_in_again" } | { "why": "no_access", text: string, } | { "why": "damaged" } | { "why": "interrupted" };

export type CoursePage = { program: ProgramId, title: string, label: EnrollmentLabel, progress: Progress, pace: Pace | null, pack: PackState, modules: Array<ModuleView>, 
/**
 * What the school changed since the learner last looked, lesson by lesson.
 */
news: Array<LessonNews>, continue_at: LessonLink | null, 
/**
 * How the course is completed, in the school's words.
 */
completion_text: string, 
/**
 * Last moment in which leaving gives everything back, by the estimate on this computer.
 */
full_refund_until: Timestamp | null, 
/**
 * Whether the course on this computer has a practice exam.
 */
practice_exam: boolean, recall: RecallStanding, 
/**
 * The course has practice to log, or the learner has logged some.
 */
has_skills: boolean, };

export type ModuleView = { id: string, title: string, lessons: Array<LessonLine>, quiz: QuizLine | null, lessons_done: number, };

export type LessonLine = { id: LessonId, title: string, minutes: number, written: boolean, done: boolean, done_delivery: DeliveryView | null, furthest_permille: number, bookmarked: boolean, has_note: boolean, };

export type LessonNews = { lesson: LessonId, title: string, what: LessonChange, 
/**
 * When the update came to this computer.
 */
at: Timestamp, 
/**
 * The learner had finished it; an update never takes that back.
 */
done: boolean, };

export type LessonChange = "new" | "changed" | "removed";

export type QuizLine = { id: QuizId, title: string, questions: number, attempts: number, 
/**
 * The score that counts by the course's rule.
 */
counting: Score | null, 
/**
 * The school has confirmed the counting score.
 */
is_final: boolean, };

export type DownloadsPage = { items: Array<DownloadItem>, used_bytes: number, free_bytes: number | null, };

export type DownloadItem = { program: ProgramId, title: string, pack: PackState, lessons: number, };

export type ActivityArgs = { filter: ActivityFilter, 
/**
 * Only acts in this program.
 */
program: ProgramId | null, 
/**
 * Acts older than this sequence number.
 */
before: number | null, 
/**
 * At most 200.
 */
limit: number, };

export type ActivityFilter = "all" | "waiting" | "needs_you" | "confirmed" | "refused";

export type ActivityPage = { 
/**
 * Newest first.
 */
acts: Array<Act>, more: boolean, waiting: number, needs_you: number, 
/**
 * The programs one can narrow down to, by title.
 */
programs: Array<ProgramName>, };

export type ProgramName = { id: ProgramId, title: string, };

export type Act = { id: OperationId, device: DeviceId, seq: number, 
/**
 * As in the journal: `lesson_completed`, `enrollment_requested`, …
 */
kind: string, program: ProgramId, program_title: string, 
/**
 * The lesson or quiz it was about.
 */
subject: string | null, at: Timestamp, uncertainty_ms: number, delivery: DeliveryView, 
/**
 * Why it has not reached the school, for an act that waits.
 */
waiting: Waiting | null, 
/**
 * What the learner can do about it, for an act that needs them.
 */
choices: Array<Choice>, 
/**
 * Refused, read and put away.
 */
put_away: boolean, };

export type Waiting = { cause: Cause, next_try: Timestamp | null, };

export type Cause = { "kind": "next_try" } | { "kind": "sending_now" } | { "kind": "no_network" } | { "kind": "school_busy" } | { "kind": "school_unavailable" } | { "kind": "school_slow" } | { "kind": "maintenance" } | { "kind": "garbled" } | { "kind": "connection_not_safe" } | { "kind": "not_the_school" } | { "kind": "signed_out" } | { "kind": "keyring_locked" } | { "kind": "school_asks", text: string | null, } | { "kind": "disk_full" } | { "kind": "ours" } | { "kind": "behind", act: OperationId, act_kind: string, } | { "kind": "school_decides", text: string, };

export type Choice = "acknowledge_and_ask_again" | "ask_again" | "put_away";

export type ActArgs = { act: OperationId, };

export type AskAgainArgs = { act: OperationId, 
/**
 * The learner has read the state's note.
 */
state_acknowledged: boolean, };

export type ReadinessArgs = { 
/**
 * Hours of study, 1 to 500.
 */
hours: number, };

export type Readiness = { hours: number, 
/**
 * Nothing stands in the way of studying so long without a network.
 */
ready: boolean, 
/**
 * Minutes of lessons that are here and not done.
 */
minutes_here: number, 
/**
 * Last studied first.
 */
courses: Array<CourseReadiness>, 
/**
 * What is missing, the most important first.
 */
missing: Array<Missing>, free_bytes: number | null, 
/**
 * The school could not be reached at the last try.
 */
offline: boolean, };

export type CourseReadiness = { program: ProgramId, title: string, pack: PackState, 
/**
 * Written lessons that are not done, and how long they take.
 */
lessons_left: number, minutes_left: number, 
/**
 * Lessons the school has not written yet.
 */
lessons_to_come: number, 
/**
 * Quizzes that are not passed.
 */
quizzes_left: number, access_ends: Timestamp | null, };

export type Missing = { "kind": "no_course" } | { "kind": "course", program: ProgramId, title: string, pack: PackState, } | { "kind": "access_ends", program: ProgramId, title: string, at: Timestamp, } | { "kind": "not_enough", minutes: number, } | { "kind": "unsent", acts: number, } | { "kind": "signed_out", acts: number, } | { "kind": "keyring_locked", acts: number, } | { "kind": "session_not_kept" } | { "kind": "needs_you", acts: number, } | { "kind": "disk_low", missing_bytes: number, };

export type LessonArgs = { program: ProgramId, lesson: LessonId, };

export type LessonPage = { program: ProgramId, program_title: string, module_title: string, lesson: LessonId, title: string, minutes: number, objectives: Array<string>, sources: Array<string>, reviewed: string | null, 
/**
 * Address of the lesson's text for the sandboxed frame; a fragment leads to a block. What the frame says and hears is in
 * `ui/src/features/lesson/frame.ts`.
 */
address: string, done: boolean, done_at: Timestamp | null, delivery: DeliveryView | null, position_permille: number, bookmarked: boolean, 
/**
 * Usually one; more where two computers wrote without knowing of each other.
 */
notes: Array<NoteView>, 
/**
 * In the order of the lesson; those whose words are no longer in it come last.
 */
highlights: Array<HighlightView>, 
/**
 * How far each film was watched on this computer.
 */
films: Array<FilmPlace>, previous: LessonLink | null, next: LessonLink | null, 
/**
 * The module's quiz, after its last lesson.
 */
quiz: QuizLink | null, };

export type NoteView = { id: OperationId, text: string, at: Timestamp, this_computer: boolean, delivery: DeliveryView, };

export type QuizLink = { quiz: QuizId, title: string, };

export type PositionArgs = { program: ProgramId, lesson: LessonId, permille: number, };

export type StudyArgs = { program: ProgramId, lesson: LessonId, active_ms: number, };

export type NoteArgs = { program: ProgramId, lesson: LessonId, 
/**
 * Empty: the note goes.
 */
text: string, 
/**
 * The versions this text takes the place of: those the learner had on screen. A version that is not named stays beside it.
 */
replaces: Array<OperationId>, };

export type NoteSaved = { 
/**
 * The version just written; the next save replaces it.
 */
id: OperationId, };

export type BookmarkArgs = { program: ProgramId, lesson: LessonId, on: boolean, };

export type QuizArgs = { program: ProgramId, quiz: QuizId, };

export type QuizPage = { program: ProgramId, program_title: string, module_title: string, quiz: QuizId, title: string, 
/**
 * Names the questions as they are here.
 */
edition: string, pass_percent: number, scoring: Scoring, items: Array<QuizItem>, 
/**
 * What the learner had answered and not handed in.
 */
draft: { [key in string]: Answer }, 
/**
 * Oldest first.
 */
attempts: Array<AttemptView>, 
/**
 * `None`: as many as the learner likes.
 */
attempts_left: number | null, };

export type QuizItem = { id: string, prompt: string, kind: QuizItemKind, 
/**
 * Shuffled where order would give the answer away.
 */
choices: Array<QuizChoice>, 
/**
 * For matching: the left sides; `choices` are the right ones.
 */
lefts: Array<QuizChoice>, 
/**
 * For numeric.
 */
unit: string | null, 
/**
 * For hot spots: `choices` name the areas.
 */
picture?: QuizPicture, };

export type QuizItemKind = "single" | "multiple" | "ordering" | "matching" | "numeric" | "hotspot" | "unknown";

export type QuizChoice = { id: string, text: string, };

export type AttemptView = { at: Timestamp, score: Score, 
/**
 * The school has given this score; before that it is this computer's.
 */
is_final: boolean, counts: boolean, delivery: DeliveryView, };

export type QuizAnswersArgs = { program: ProgramId, quiz: QuizId, answers: { [key in string]: Answer }, 
/**
 * The questions that were answered, as [`QuizPage`] names them; none: those that are there now.
 */
edition?: string, };

export type QuizResult = { score: Score, percent: number, items: Array<ItemResult>, };

export type ItemResult = { id: string, right: boolean, 
/**
 * The right answer in words, in order.
 */
solution: Array<string>, explain: string, 
/**
 * What the author says about the choices the learner took.
 */
feedback: Array<string>, };

export type CourierPage = { readiness: CourierReadiness, 
/**
 * Acts a parcel made now would carry.
 */
waiting: number, 
/**
 * Without a keyring the keys last until Carrel closes, and with them the way home of a parcel made now.
 */
this_run_only: boolean, school_name: string, 
/**
 * For whoever carries the parcel and does not have the school yet.
 */
school_address: string, folder: string, };

export type CourierReadiness = "ready" | "nobody_signed_in" | "not_yet" | "not_offered";

export type ParcelMade = { path: string, acts: number, 
/**
 * Acts that did not fit and go with the next one.
 */
left: number, this_run_only: boolean, };

export type FileArgs = { 
/**
 * Its bytes, in base64.
 */
file: string, };

export type ParcelCarried = { school_name: string, 
/**
 * The reply to bring back.
 */
path: string, };

export type ReplyBroughtHome = { confirmed: number, refused: number, 
/**
 * Answered, and not final: see Activity.
 */
waiting: number, 
/**
 * Had been answered before.
 */
known_before: number, };

export type SearchLessonsArgs = { text: string, 
/**
 * Only this course.
 */
program: ProgramId | null, };

export type LessonsFound = { 
/**
 * Lessons found, also those not listed.
 */
total: number, 
/**
 * What was searched for instead, where the words typed find nothing.
 */
corrected: string | null, 
/**
 * Lessons that can be searched.
 */
searched: number, 
/**
 * More lessons are being read; asking again later may find more.
 */
preparing: boolean, 
/**
 * The best.
 */
lessons: Array<FoundLesson>, };

export type FoundLesson = { program: ProgramId, program_title: string, module_title: string, lesson: LessonId, title: Array<TextPart>, passages: Array<FoundPassage>, 
/**
 * Further passages of this lesson.
 */
more: number, };

export type FoundPassage = { 
/**
 * The fragment of the lesson's page that leads here.
 */
anchor: string, parts: Array<TextPart>, };

export type TextPart = { text: string, 
/**
 * One of the words looked for.
 */
found: boolean, };

export type Colour = "yellow" | "green" | "blue" | "pink";

export type Mark = { 
/**
 * The fragment of the lesson's page where they stood.
 */
anchor: string, quote: string, colour: Colour, note?: string, };

export type HighlightView = { id: OperationId, 
/**
 * Where the words stand now; `None`: the lesson was changed and does not have them any more.
 */
anchor: string | null, quote: string, colour: Colour, note: string, at: Timestamp, this_computer: boolean, delivery: DeliveryView, };

export type HighlightArgs = { program: ProgramId, lesson: LessonId, 
/**
 * `None`: what it replaces goes.
 */
mark: Mark | null, 
/**
 * The versions it takes the place of: what the learner had on screen.
 */
replaces: Array<OperationId>, };

export type FilmPlace = { 
/**
 * The block the film stands in.
 */
anchor: string, permille: number, };

export type FilmPlaceArgs = { program: ProgramId, lesson: LessonId, anchor: string, permille: number, };

export type LessonPrinted = { path: string, };

export type QuizPicture = { 
/**
 * On the loopback server, for an `<img>`; `None` while the picture is not on this computer.
 */
address: string | null, alt: string, areas: Array<QuizArea>, };

export type QuizArea = { id: string, x: number, y: number, w: number, h: number, };

export type GlossaryPage = { program: ProgramId, program_title: string, 
/**
 * By their names, as a dictionary has them.
 */
terms: Array<GlossaryTerm>, };

export type GlossaryTerm = { term: string, meaning: string, 
/**
 * Other words for the same.
 */
also: Array<string>, 
/**
 * Where it is taught.
 */
lesson: LessonLink | null, };

export type MarkedPage = { program: ProgramId, program_title: string, 
/**
 * Lessons with a bookmark, a marked passage or a note, in the order of the course; last those no longer part of it.
 */
lessons: Array<MarkedLesson>, };

export type MarkedLesson = { lesson: LessonId, 
/**
 * Unknown where the course has no such lesson any more.
 */
title: string | null, module_title: string | null, 
/**
 * It can be opened on this computer now.
 */
here: boolean, bookmarked: boolean, 
/**
 * In the order of the text; last those whose words are no longer in it.
 */
marks: Array<MarkedPassage>, 
/**
 * The lesson's note; several where two computers wrote without knowing of each other.
 */
notes: Array<string>, };

export type MarkedPassage = { 
/**
 * The block it stands in now, where the lesson is here and has its words.
 */
anchor: string | null, quote: string, colour: Colour, note: string, };

export type ExamPage = { program: ProgramId, program_title: string, title: string, 
/**
 * What it is and what it is not, in the school's words.
 */
about: string, source: string, as_of: string, 
/**
 * Of a sitting as this course can draw it.
 */
minutes: number, questions: number, 
/**
 * What the blueprint asks for; more than `questions` where the course has too few.
 */
wanted: number, pass_percent: number | null, domains: Array<ExamDomainView>, 
/**
 * A sitting under way on this computer.
 */
under_way: ExamUnderWay | null, 
/**
 * Oldest first.
 */
results: Array<ExamResultView>, };

export type ExamDomainView = { id: string, name: string, questions: number, wanted: number, 
/**
 * How many questions the course has to draw from.
 */
bank: number, };

export type ExamUnderWay = { started: Timestamp, answered: number, questions: number, left_ms: number, };

export type ExamResultView = { act: OperationId, at: Timestamp, right: number, total: number, percent: number, 
/**
 * Where the school draws a line.
 */
passed: boolean | null, minutes: number, out_of_time: boolean, 
/**
 * In the order of the blueprint.
 */
domains: Array<DomainScore>, delivery: DeliveryView, };

export type ExamSitting = { program: ProgramId, title: string, items: Array<QuizItem>, answers: { [key in ItemKey]: Answer }, flagged: Array<ItemKey>, 
/**
 * The question the learner was at, from 0.
 */
at: number, left_ms: number, };

export type ExamSaveArgs = { program: ProgramId, answers: { [key in ItemKey]: Answer }, flagged: Array<ItemKey>, at: number, 
/**
 * The learner leaves: the clock stands still until they come back.
 */
leaving: boolean, };

export type ExamClock = { left_ms: number, 
/**
 * The time was up, and what was answered is handed in.
 */
handed_in: OperationId | null, };

export type ExamHandedIn = { act: OperationId, };

export type ExamReportArgs = { program: ProgramId, act: OperationId, };

export type ExamReport = { program: ProgramId, program_title: string, title: string, pass_percent: number | null, domains: Array<ExamDomainView>, result: ExamResultView, 
/**
 * Every sitting up to this one, oldest first: the picture over time.
 */
history: Array<ExamResultView>, 
/**
 * Questions that the course still has, in the order in which they were asked.
 */
items: Array<ExamReportItem>, 
/**
 * Questions that the course no longer has.
 */
gone: number, };

export type ExamReportItem = { domain: string, item: QuizItem, answer: Answer | null, result: ItemResult, place: TaughtAt | null, };

export type TaughtAt = { module_title: string, lesson: LessonId, lesson_title: string, 
/**
 * The author names this lesson for the question, and not only its module.
 */
exact: boolean, };

export type RecallPage = { program: ProgramId, program_title: string, 
/**
 * What comes today, the longest due first; at most a session's worth.
 */
items: Array<RecallItem>, 
/**
 * A session is over after this time even where more is due.
 */
minutes: number, standing: RecallStanding, };

export type RecallStanding = { 
/**
 * Questions of quizzes handed in and of modules read to their end.
 */
met: number, 
/**
 * Answered before and due now.
 */
due: number, 
/**
 * Met, and never asked here.
 */
fresh: number, 
/**
 * When this was worked out, by the estimate that decides what is due.
 */
now: Timestamp, 
/**
 * When the next one falls due, after those that are.
 */
next_at: Timestamp | null, 
/**
 * How many have fallen due by a day after that.
 */
next_count: number, };

export type RecallItem = { key: ItemKey, item: QuizItem, 
/**
 * `None`: never asked here.
 */
due_since: Timestamp | null, };

export type RecallAnswerArgs = { program: ProgramId, item: ItemKey, 
/**
 * `None`: the learner does not know.
 */
answer: Answer | null, };

export type RecallChecked = { result: ItemResult, place: TaughtAt | null, 
/**
 * In how many days it would come again: again, hard, good, easy.
 */
days: [number, number, number, number], };

export type ReviewArgs = { program: ProgramId, item: ItemKey, answer: Answer | null, 
/**
 * 1 again, 2 hard, 3 good, 4 easy. A wrong answer is always 1.
 */
rating: number, };

export type SkillsPage = { program: ProgramId, title: string, 
/**
 * Today as `2026-11-29`, where this computer is.
 */
today: string, 
/**
 * The course with its checklist and numbers is on this computer.
 */
course_here: boolean, credentials: Array<CredentialView>, checklist: Array<ChecklistLine>, 
/**
 * Newest first.
 */
entries: Array<LogLine>, 
/**
 * Successful practice on live people.
 */
live: number, 
/**
 * The rest of the log: what did not succeed, what was simulated, and skills shown without a puncture.
 */
not_counted: number, };

export type CredentialView = { id: string, name: string, needs: Array<NeedView>, source: string, as_of: string, caveat: string, };

export type NeedView = { label: string, have: number, count: number, };

export type ChecklistLine = { id: string, title: string, 
/**
 * May be shown on a training arm or as a drill.
 */
simulated: boolean, signed: SignedOff | null, };

export type SignedOff = { day: string, supervisor: string, 
/**
 * How it was shown, so that nobody takes a drill for a draw.
 */
kind: PracticeKind, };

export type LogLine = { 
/**
 * Names the entry through all its changes.
 */
entry: OperationId, 
/**
 * The versions a change takes the place of.
 */
versions: Array<OperationId>, practice: Practice, 
/**
 * It counts toward a credential.
 */
counts: boolean, 
/**
 * What other computers wrote at the same time; the latest is the one that counts, until it is settled.
 */
others: Array<Practice>, delivery: DeliveryView, };

export type LogPracticeArgs = { program: ProgramId, practice: Practice, 
/**
 * The entry this changes; none for a new one.
 */
entry: OperationId | null, 
/**
 * The versions the learner had on screen.
 */
replaces: Array<OperationId>, };

export type PracticeAnswer = { "answer": "logged", entry: OperationId, } | { "answer": "not_logged", faults: Array<PracticeFault>, };

export type WithdrawPracticeArgs = { program: ProgramId, entry: OperationId, replaces: Array<OperationId>, };

export type SkillsPaper = "log" | "checklist" | "blank_checklist";

export type SkillsPaperArgs = { program: ProgramId, paper: SkillsPaper, };

export type EligibilityArgs = { program: ProgramId, 
/**
 * None: only the goals there are.
 */
goal: string | null, 
/**
 * Two letters; none: the state of the settings.
 */
state: string | null, 
/**
 * By question; what is not answered is unknown.
 */
answers: { [key in string]: Said }, };

export type EligibilityPage = { program: ProgramId, title: string, 
/**
 * None where the school wrote nothing down.
 */
goals: Array<GoalName>, 
/**
 * What the answer needs of the learner, in the order of the ways to the goal.
 */
questions: Array<Question>, answer: Eligibility | null, 
/**
 * Names the answer as it stands here, for [`EligibilityAsked::reading`].
 */
reading: string | null, };

export type GoalName = { id: string, title: string, text: string, };

export type EligibilityAsked = { goal: string, state: string | null, answers: { [key in string]: Said }, 
/**
 * The answer that was read; none: whatever it is now.
 */
reading?: string, };

export type PageKind = "role" | "topic" | "names" | "questions" | "other";

export type Meaning = { name: string, text: string, 
/**
 * The page about it.
 */
page: string, };

export type Source = { name: string, 
/**
 * Where it can be read.
 */
address: string | null, };

export type Statistic = { id: string, 
/**
 * What is counted: "Median wage".
 */
label: string, 
/**
 * One number, or the two ends of a range.
 */
values: Array<number>, 
/**
 * The same for reading: "$60,780".
 */
shown: string, unit: string, 
/**
 * The time it speaks of: "May 2023", "2022 to 2032".
 */
period: string, 
/**
 * Whom it counts.
 */
population: string, source: Source, 
/**
 * When somebody last looked it up there.
 */
as_of: string, caveat: string | null, standing: Standing, };

export type Standing = "confirmed" | "claim";

export type Chart = { id: string, title: string, 
/**
 * What it shows, in a sentence, for those who do not see it.
 */
text: string, statistics: Array<string>, };

export type LicensureField = { id: string, title: string, text: string, 
/**
 * Pages about the roles it is about.
 */
pages: Array<string>, states: Array<StateLicense>, 
/**
 * What is known of all the others.
 */
elsewhere: LicenseRule, };

export type StateLicense = { state: string, rule: LicenseRule, };

export type LicenseRule = { answer: LicenseAnswer, text: string, source: Source, as_of: string, };

export type LicenseAnswer = "required" | "not_required" | "not_determined";

export type GuideView = { "state": "not_fetched" } | { "state": "none" } | { "state": "here", guide: GuideOutline, };

export type GuideOutline = { title: string, notice: string, fetched_at: Timestamp, pages: Array<GuideEntry>, statistics: Array<Statistic>, charts: Array<Chart>, licensure: Array<LicensureField>, };

export type GuideEntry = { id: string, kind: PageKind, title: string, summary: string, sections: Array<GuideSection>, meanings: Array<Meaning>, };

export type GuideSection = { id: string, title: string, };

export type GuidePageArgs = { page: string, };

export type GuidePageView = { entry: GuideEntry, facts: Array<GuideFact>, 
/**
 * The role that stands beside this one, with the same facts.
 */
beside: BesideRole | null, blocks: Array<Block>, programs: Array<LeadingProgramView>, sources: Array<Source>, reviewed: string, 
/**
 * Every statistic that the page names.
 */
statistics: Array<Statistic>, charts: Array<Chart>, 
/**
 * Fields of `licensure` that are about this page.
 */
licensure: Array<string>, };

export type GuideFact = { name: string, text: Array<Inline>, };

export type BesideRole = { id: string, title: string, facts: Array<GuideFact>, };

export type LeadingProgramView = { id: ProgramId, 
/**
 * `None`: no longer in the catalog.
 */
title: string | null, gives: string, does_not_give: string, };

export type Block = { "block": "heading", 
/**
 * 2 or 3.
 */
level: number, id: string, text: string, } | { "block": "paragraph", text: Array<Inline>, } | { "block": "list", ordered: boolean, items: Array<Array<Block>>, } | { "block": "table", head: Array<Array<Inline>>, rows: Array<Array<Array<Inline>>>, } | { "block": "callout", tone: CalloutTone, blocks: Array<Block>, } | { "block": "statistics", ids: Array<string>, } | { "block": "chart", id: string, };

export type CalloutTone = "remember" | "caution" | "quote";

export type Inline = { "inline": "text", text: string, } | { "inline": "strong", text: Array<Inline>, } | { "inline": "emphasis", text: Array<Inline>, } | { "inline": "link", address: string, text: Array<Inline>, } | { "inline": "page_link", page: string, text: Array<Inline>, } | { "inline": "program_link", program: ProgramId, text: Array<Inline>, } | { "inline": "statistic", id: string, };

export type GuideSearchArgs = { text: string, };

export type GuideHit = { place: GuidePlace, title: string, 
/**
 * Where on the page.
 */
section: string | null, 
/**
 * A piece of the text around what was found.
 */
excerpt: string, };

export type GuidePlace = { "place": "page", page: string, section: string | null, } | { "place": "licensure", state: string | null, };

export interface Commands {
  state: { args: null; reply: AppState };
  add_school: { args: AddressArgs; reply: SchoolCard };
  choose_school: { args: SchoolArgs; reply: null };
  change_settings: { args: Settings; reply: null };
  dismiss_notices: { args: null; reply: null };
  open_link: { args: AddressArgs; reply: OutsideLink };
  begin_sign_in: { args: null; reply: SignInStarted };
  sign_in_state: { args: null; reply: SignInState };
  cancel_sign_in: { args: null; reply: null };
  sign_out: { args: null; reply: null };
  switch_learner: { args: LearnerArgs; reply: null };
  search_catalog: { args: CatalogQuery; reply: CatalogResults };
  program: { args: ProgramArgs; reply: ProgramPage };
  enroll: { args: EnrollArgs; reply: null };
  my_learning: { args: null; reply: MyLearning };
  course: { args: ProgramArgs; reply: CoursePage };
  lesson: { args: LessonArgs; reply: LessonPage };
  open_lesson: { args: LessonArgs; reply: null };
  save_position: { args: PositionArgs; reply: null };
  record_study: { args: StudyArgs; reply: null };
  complete_lesson: { args: LessonArgs; reply: null };
  reopen_lesson: { args: LessonArgs; reply: null };
  save_note: { args: NoteArgs; reply: NoteSaved };
  set_bookmark: { args: BookmarkArgs; reply: null };
  quiz: { args: QuizArgs; reply: QuizPage };
  save_quiz_draft: { args: QuizAnswersArgs; reply: null };
  submit_quiz: { args: QuizAnswersArgs; reply: QuizResult };
  downloads: { args: null; reply: DownloadsPage };
  download: { args: ProgramArgs; reply: null };
  pause_download: { args: ProgramArgs; reply: null };
  remove_download: { args: ProgramArgs; reply: null };
  activity: { args: ActivityArgs; reply: ActivityPage };
  ask_again: { args: AskAgainArgs; reply: null };
  put_away: { args: ActArgs; reply: null };
  sync_now: { args: null; reply: null };
  readiness: { args: ReadinessArgs; reply: Readiness };
  export_data: { args: null; reply: Exported };
  export_page: { args: null; reply: Exported };
  courier: { args: null; reply: CourierPage };
  make_parcel: { args: null; reply: ParcelMade };
  carry_parcel: { args: FileArgs; reply: ParcelCarried };
  bring_reply_home: { args: FileArgs; reply: ReplyBroughtHome };
  search_lessons: { args: SearchLessonsArgs; reply: LessonsFound };
  set_highlight: { args: HighlightArgs; reply: null };
  save_film_place: { args: FilmPlaceArgs; reply: null };
  print_lesson: { args: LessonArgs; reply: LessonPrinted };
  glossary: { args: ProgramArgs; reply: GlossaryPage };
  marked: { args: ProgramArgs; reply: MarkedPage };
  practice_exam: { args: ProgramArgs; reply: ExamPage };
  start_practice_exam: { args: ProgramArgs; reply: ExamSitting };
  save_practice_exam: { args: ExamSaveArgs; reply: ExamClock };
  submit_practice_exam: { args: ExamSaveArgs; reply: ExamHandedIn };
  exam_report: { args: ExamReportArgs; reply: ExamReport };
  recall: { args: ProgramArgs; reply: RecallPage };
  check_recall: { args: RecallAnswerArgs; reply: RecallChecked };
  answer_review: { args: ReviewArgs; reply: RecallStanding };
  skills: { args: ProgramArgs; reply: SkillsPage };
  log_practice: { args: LogPracticeArgs; reply: PracticeAnswer };
  withdraw_practice: { args: WithdrawPracticeArgs; reply: null };
  export_skills: { args: SkillsPaperArgs; reply: Exported };
  eligibility: { args: EligibilityArgs; reply: EligibilityPage };
  guide: { args: null; reply: GuideView };
  guide_page: { args: GuidePageArgs; reply: GuidePageView | null };
  search_guide: { args: GuideSearchArgs; reply: Array<GuideHit> };
}
