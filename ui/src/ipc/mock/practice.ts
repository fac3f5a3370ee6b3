import type { Eligibility, GoalBook, LogLine, Piece, Practice as Entry, PracticeFault, Said, SkillsPage } from '../types';
import { confirmed, DAY } from './fixtures';
import { fail, type Handlers } from './index';
import type { World } from './world';

const PHLEBOTOMY = 'phlebotomy-technician';
const SKILLS = [
  ['hand-hygiene', 'Cleans hands before and after every patient', true],
  ['two-identifiers', 'Identifies the patient with two identifiers', false],
  ['evacuated-tube-draw', 'Draws with the evacuated-tube system', false],
  ['fingerstick', 'Collects from a fingerstick', false],
] as const;
const CREDENTIALS = [
  { id: 'nha-cpt', name: 'NHA CPT', source: 'NHA, board wording of September 2022', caveat: 'NHA also asks for a diploma or GED.', needs: [['Venipunctures', ['venipuncture'], 30], ['Capillary or finger sticks', ['capillary'], 10]] },
  { id: 'ascp-pbt', name: 'ASCP PBT, route with classroom hours', source: 'ASCP, as public study guides report it', caveat: 'One of several routes.', needs: [['Successful blood collections', ['venipuncture', 'capillary'], 100]] },
] as const;
const QUESTIONS = [
  { id: 'diploma', text: 'Do you hold a high school diploma or a GED?' },
  { id: 'proof', text: 'Can you prove 30 successful venipunctures on live people?' },
];

const rule = { text: 'NHA asks for a diploma or GED, training, and proof of live practice.', source: 'NHA, board wording of September 2022', as_of: '2026-11-01', caveat: 'NHA decides on every application.' };
/** As the school's file has it, near enough to look at. */
export const GOALS: GoalBook = {
  questions: QUESTIONS,
  goals: [
    { id: 'work', title: 'Work as a phlebotomist in my state', text: 'What the state itself asks.', rules: [] },
    { id: 'nha-cpt', title: 'Sit the NHA CPT exam', text: 'A national certification, and no state license.', rules: [] },
  ],
};

const draw = (day: string, over: Partial<Entry> = {}): Entry => ({
  day, kind: 'venipuncture', site: 'left median cubital', device: '21 G, evacuated tube', success: true, complication: 'none',
  place: 'Outpatient laboratory', supervisor: 'J. Rivera', remark: '', skill: null, ...over,
});

/** The skills log, and goals held against a program. */
export class Practice {
  private entries: LogLine[] = [];
  private written = 0;

  constructor(private readonly world: World) {
    if ((['empty', 'first', 'awaited', 'never'] as const).some((variant) => world.is(variant))) return;
    this.add(draw('2026-11-18', { skill: 'evacuated-tube-draw', remark: 'second attempt, 2 mL tube' }));
    this.add(draw('2026-11-19', { kind: 'capillary', site: '3rd finger', device: '2.0 mm lancet', skill: 'fingerstick' }));
    this.add(draw('2026-11-20', { success: false, complication: 'hematoma' }));
    this.add(draw('2026-11-21', { kind: 'simulated', site: 'training arm' }));
    for (const line of this.entries) line.delivery = confirmed(world.now - DAY);
    const first = this.entries.find((line) => line.practice.kind === 'capillary');
    if (world.is('two-notes') && first) first.others = [draw('2026-11-19', { kind: 'capillary', site: '4th finger' })];
  }

  private add(practice: Entry): LogLine {
    const id = `entry-${(this.written += 1)}`;
    const line: LogLine = { entry: id, versions: [id], practice, counts: live(practice), others: [], delivery: { state: 'on_this_computer' } };
    this.entries = [line, ...this.entries].sort((a, b) => b.practice.day.localeCompare(a.practice.day));
    return line;
  }

  handlers(): Handlers {
    return {
      skills: ({ program }) => (this.world.app.learner ? this.page(program) : fail('no_learner')),
      log_practice: ({ practice, entry }) => {
        const faults = faultsOf(practice);
        if (faults.length > 0) return { answer: 'not_logged', faults };
        this.entries = this.entries.filter((line) => line.entry !== entry);
        const line = this.add(practice);
        this.world.emit('learning', 'sync');
        return { answer: 'logged', entry: line.entry };
      },
      withdraw_practice: ({ entry }) => {
        this.entries = this.entries.filter((line) => line.entry !== entry);
        this.world.emit('learning', 'sync');
        return null;
      },
      export_skills: () => ({ path: '/home/maria/Downloads/carrel-skills-2026-11-29-101500.html', acts: this.entries.length }),
      eligibility: ({ program, goal, state, answers }) => ({
        program,
        title: 'Phlebotomy Technician',
        goals: program === PHLEBOTOMY ? GOALS.goals.map(({ id, title, text }) => ({ id, title, text })) : [],
        questions: goal === 'nha-cpt' ? QUESTIONS : [],
        ...answered(goal ? answer(goal, state ?? this.world.app.settings.my_state, answers as Record<string, Said>) : null),
      }),
    };
  }

  private page(program: string): SkillsPage {
    const counted = this.entries.filter((line) => line.counts);
    const here = !this.world.is('not-here') && program === PHLEBOTOMY;
    const have = (kinds: readonly string[]) => counted.filter((line) => kinds.includes(line.practice.kind)).length;
    return {
      program,
      title: 'Phlebotomy Technician',
      today: new Date(this.world.now).toISOString().slice(0, 10),
      course_here: here,
      credentials: here
        ? CREDENTIALS.map(({ needs, ...known }) => ({ ...known, as_of: '2026-11-01', needs: needs.map(([label, kinds, count]) => ({ label, have: have(kinds), count })) }))
        : [],
      checklist: here
        ? SKILLS.map(([id, title, simulated]) => {
            const signs = ({ practice }: LogLine) => practice.skill === id && (simulated || practice.kind !== 'simulated');
            const practice = this.entries.find(signs)?.practice;
            return { id, title, simulated, signed: practice ? { day: practice.day, supervisor: practice.supervisor, kind: practice.kind } : null };
          })
        : [],
      entries: this.entries,
      live: counted.length,
      not_counted: this.entries.length - counted.length,
    };
  }
}

const live = (practice: Entry) => practice.success && (practice.kind === 'venipuncture' || practice.kind === 'capillary');

/** The engine's rule, near enough for a screen. */
function faultsOf(practice: Entry): PracticeFault[] {
  const faults: PracticeFault[] = [];
  for (const field of ['site', 'device', 'place', 'supervisor'] as const) {
    if (!practice[field].trim()) faults.push({ field, unfit: { why: 'empty' } });
  }
  const wanted = SKILLS.find(([id]) => id === practice.skill);
  if (practice.kind === 'simulated' && wanted && !wanted[2]) faults.push({ field: 'skill', unfit: { why: 'not_by_drill' } });
  if (/mrn/i.test(practice.remark)) faults.push({ field: 'remark', unfit: { why: 'identifies', looks_like: 'record_number' } });
  return faults;
}

/** An answer with the name of what stands in it. */
const answered = (answer: Eligibility | null) => ({ answer, reading: answer && JSON.stringify(answer) });

function answer(goal: string, state: string | null, answers: Record<string, Said>): Eligibility {
  const title = GOALS.goals.find((known) => known.id === goal)?.title ?? fail('bad_request');
  const blank = { goal, title, state, verdict: 'not_determined', rule: null, routes: [] } satisfies Partial<Eligibility>;
  if (goal === 'work') return { ...blank, why: state ? 'no_rule' : 'no_state' };
  const standing = { yes: 'met', no: 'missing', unknown: 'unknown' } as const;
  const of = (question: string, text: string): Piece => ({
    id: question, text, how: 'Ask your school for it.', standing: standing[answers[question] ?? 'unknown'], by: 'learner', have: null, question,
  });
  const pieces: Piece[] = [
    of('diploma', 'A high school diploma or GED'),
    { id: 'training', text: 'Training that NHA accepts', how: 'Ask NHA before you enroll.', standing: 'unknown', by: 'school', have: null, question: null },
    of('proof', '30 venipunctures on live people'),
  ];
  const verdict = pieces.some((piece) => piece.standing === 'missing') ? 'does_not_meet' : 'not_determined';
  return { ...blank, verdict, why: 'pieces', rule, routes: [{ title: 'With a training program', verdict, pieces }] };
}
