// What the sample school has, and what a learner of it did: for tests and previews only.

import type {
  AppState,
  CourseCard,
  DeliveryView,
  Enrollment,
  EnrollmentLabel,
  PackState,
  Program,
  ProgramCard,
  Refusal,
  StateAnswer,
} from '../types';
import campus from './campus.json';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const SCHOOL = {
  id: 'sample-school',
  name: 'Carrel Sample School',
  address: 'http://127.0.0.1:7080',
  sample: true,
  notice: campus.notice,
  about: campus.about,
  support_email: campus.support.email,
  support_hours: campus.support.hours,
  support_reply_hours: campus.support.reply_hours,
};

export const LEARNER = { key: 'maria', name: 'Maria Delgado', email: 'maria@mail.example', signed_in: true };
export const OTHER = { key: 'sam', name: 'Sam Okafor', email: 'sam@mail.example', signed_in: false };

const STATES =
  'AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming';

export function appState(now: number): AppState {
  return {
    version: '0.1.0',
    school: SCHOOL,
    schools: [SCHOOL],
    awaited_school: null,
    learner: LEARNER,
    studying: true,
    learners: [LEARNER, OTHER],
    secrets: 'keyring',
    settings: { theme: 'system', text_size: 100, my_state: 'OH', device_name: 'Kitchen laptop' },
    states: STATES.split(',').map((line) => ({ code: line.slice(0, 2), name: line.slice(3) })),
    notices: [],
    sync: { running: false, last_success: now - 12 * MINUTE, waiting: 0, needs_you: 0, problem: null },
  };
}

type Row = (typeof campus.programs)[number];

/** A whole program: two as the school wrote them, the others filled in from their line in the catalog. */
export function program(row: Row): Program {
  const base = campus.full['phlebotomy-technician'] as unknown as Program;
  const whole = (campus.full as unknown as Record<string, Program>)[row.id];
  if (whole) return structuredClone(whole);
  return {
    ...structuredClone(base),
    id: row.id,
    code: row.code,
    title: row.title,
    aliases: [],
    category: row.category,
    summary: row.summary,
    description: row.summary,
    contact_hours: row.contact_hours,
    access_days: row.access_days,
    credential_awarded: `Certificate of completion in ${row.title}`,
    prepares_for: row.prepares_for,
    price: { currency: 'USD', tuition_cents: row.total, fees: [], elsewhere: row.clinical ? base.price.elsewhere : [] },
    payment_plans: [],
    clinical: row.clinical
      ? base.clinical
      : { required: false, hours: 0, placement: 'none', documents: [], text: 'No live practice is part of it.' },
    enrollment:
      row.policy === 'review'
        ? { policy: 'review', text: 'The school reads each request and answers within two working days.' }
        : base.enrollment,
    state_rules: row.clinical ? base.state_rules : [],
    outline: base.outline.slice(0, 6).map((module) => ({
      ...module,
      lessons: module.lessons.map((lesson) => ({ ...lesson, written: false })),
    })),
  };
}

/** The sample school's catalog, repeated until it has `size` programs. */
export function catalog(size: number): Program[] {
  const programs = campus.programs.map(program);
  for (let at = programs.length; at < size; at += 1) {
    const of = programs[at % campus.programs.length] as Program;
    const part = Math.floor(at / campus.programs.length) + 1;
    programs.push({ ...of, id: `${of.id}-${part}`, code: `${of.code}-${part}`, title: `${of.title}, part ${part}` });
  }
  return programs.slice(0, size);
}

export function stateAnswer(of: Program, state: string | null): StateAnswer {
  const rule = of.state_rules.find((one) => one.state === state);
  if (rule) return rule;
  return { state, enrollment: 'open', acknowledgment_required: false, ...of.state_default };
}

export function total(of: Program): number {
  return of.price.tuition_cents + of.price.fees.reduce((sum, fee) => sum + fee.cents, 0);
}

export function card(of: Program, state: string | null, label: EnrollmentLabel | null): ProgramCard {
  const answer = stateAnswer(of, state);
  return {
    id: of.id,
    code: of.code,
    title: of.title,
    category: of.category,
    summary: of.summary,
    contact_hours: of.contact_hours,
    access_days: of.access_days,
    total: { cents: total(of), currency: of.price.currency },
    prepares_for: of.prepares_for,
    clinical_required: of.clinical.required,
    policy: of.enrollment.policy,
    determination: state ? answer.determination : null,
    enrollment_in_state: answer.enrollment,
    label,
    lessons_written: of.outline.flatMap((module) => module.lessons).filter((lesson) => lesson.written).length,
  };
}

export const confirmed = (at: number): DeliveryView => ({ state: 'confirmed', at, by: SCHOOL.name });

export const REFUSED: Refusal = {
  code: 'state_rule',
  text: 'California accepts only programs approved by its Laboratory Field Services.',
  remedy: 'Ask the state office for its list of approved programs.',
};

export function enrollment(of: Program, now: number, label: EnrollmentLabel): Enrollment {
  const active = label === 'active' || label === 'on_hold' || label === 'completed';
  const starts = now - 49 * DAY;
  return {
    program: of.id,
    program_version: 1,
    requested_by: 'op-enroll',
    application: label === 'declined' ? 'declined' : active ? 'accepted' : 'submitted',
    agreement: 'none',
    funding: 'none',
    access: active ? { state: 'active', starts, ends: starts + of.access_days * DAY } : { state: 'not_started' },
    outcome: label === 'completed' ? 'completed' : 'in_progress',
    price: { cents: total(of), currency: 'USD' },
    state: 'OH',
    reason: label === 'declined' ? 'Your state’s board does not list this program.' : null,
    decided_at: active || label === 'declined' ? starts : null,
    decided_by: active || label === 'declined' ? SCHOOL.name : null,
    grades: {},
  };
}

export const PACK: PackState = { state: 'complete', bytes: 48_300_000, downloaded_at: 0 };

export function course(of: Program, now: number, label: EnrollmentLabel, done: number, pack: PackState): CourseCard {
  const lessons = of.outline.flatMap((module) => module.lessons);
  const ends = now + 134 * DAY;
  return {
    program: of.id,
    title: of.title,
    category: of.category,
    label,
    progress: {
      lessons: lessons.length,
      lessons_written: lessons.filter((lesson) => lesson.written).length,
      lessons_done: done,
      quizzes: of.outline.length,
      quizzes_passed: Math.floor(done / 6),
      study_minutes: done * 34,
    },
    pace:
      label === 'active'
        ? {
            access_starts: now - 49 * DAY,
            access_ends: ends,
            now,
            days_left: 134,
            lessons_left: lessons.length - done,
            lessons_per_week_tenths: 25,
            own_per_week_tenths: 20,
          }
        : null,
    pack,
    next: label === 'active' ? { lesson: 'm01-l03', title: lessons[2]?.title ?? '' } : null,
    last_studied: now - 20 * HOUR,
    waiting: 0,
    recall_due: 0,
  };
}

export const MODULES = campus.modules;
export const QUIZ = campus.quiz;
