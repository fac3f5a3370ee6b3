import type { Answer, AttemptView, DeliveryView, LessonNews, LessonPage, MarkedPage, ModuleView, MyLearning, NoteView, PackState, QuizPage, QuizResult } from '../types';
import { catalog, confirmed, course, DAY, HOUR, MODULES, QUIZ } from './fixtures';
import { PICTURE_QUESTION, PICTURED, pictureResult } from './glossary';
import { fail, type Handlers } from './index';
import { readiness } from './readiness';
import type { Reading } from './reading';
import type { World } from './world';

const PHLEBOTOMY = 'phlebotomy-technician';
const LESSONS = MODULES.flatMap((module) => module.lessons);
const BYTES = 48_300_000;

interface RawItem {
  id: string;
  kind: string;
  prompt: string;
  explain: string;
  unit?: string;
  answer?: number;
  choices?: { id: string; text: string; correct?: boolean; feedback?: string }[];
  pairs?: { id: string; left: string; right: string }[];
}

const note = (id: string, text: string, at: number): NoteView => ({ id, text, at, this_computer: true, delivery: { state: 'on_this_computer' } });

/** A lesson's text as the engine would serve it, with the messages it posts. */
function lessonText(title: string): string {
  const words =
    'You compare both with the order, and with the wristband where there is one. A room number is never an identifier. Label each tube after the draw, at the chair or bedside, in front of the patient.';
  const text = Array.from({ length: 9 }, (_, at) => `<h2>Part ${at + 1}</h2><p>${words}</p><p>${words}</p>`).join('');
  const script =
    "const say=m=>parent.postMessage(m,'*');addEventListener('scroll',()=>{const d=document.documentElement;say({type:'carrel:position',permille:Math.round(1000*d.scrollTop/Math.max(1,d.scrollHeight-d.clientHeight))});say({type:'carrel:activity'})});addEventListener('keydown',e=>say({type:'carrel:key',key:e.key}));addEventListener('click',e=>{const a=e.target.closest('a');if(a){e.preventDefault();say({type:'carrel:link',href:a.href})}});addEventListener('message',e=>{const m=e.data||{};if(m.type==='carrel:appearance'){document.documentElement.dataset.theme=m.theme;document.documentElement.style.fontSize=m.size+'%'}if(m.type==='carrel:goto'){const d=document.documentElement;d.scrollTop=m.permille/1000*(d.scrollHeight-d.clientHeight)}})";
  const style =
    "html{font:18px/1.6 ui-serif,Charter,'Noto Serif',Georgia,serif;background:#fbfaf7;color:#2b2622}html[data-theme=dark]{background:#1b1916;color:#e9e5dd}body{max-width:66ch;margin:2rem auto;padding:0 2rem}";
  return `data:text/html;charset=utf-8,${encodeURIComponent(`<!doctype html><title>${title}</title><style>${style}</style><p>It is 5:40 in the morning on a hospital ward. You push a small cart along a dim corridor. On it are needles, tubes, gauze, tape, a sharps container and a printed list of eleven patients. <a href="https://www.example.org/blood-collection?from=lesson">What the work is like</a>.</p>${text}<script>${script}</script>`)}`;
}

/** My learning, courses, lessons, quizzes and downloads. */
export class Learning {
  private readonly done = new Map<string, DeliveryView>();
  private readonly notes = new Map<string, NoteView[]>();
  private written = 1;
  private readonly bookmarks = new Set<string>();
  private readonly positions = new Map<string, number>([['m03-l03', 420]]);
  private readonly attempts: AttemptView[] = [];
  private draft: Record<string, Answer> = {};
  private readonly packs = new Map<string, PackState>();

  constructor(
    private readonly world: World,
    private readonly reading: Reading,
  ) {
    const { now } = world;
    if (this.nothing) return;
    LESSONS.slice(0, 10).forEach((lesson, at) => this.done.set(lesson.id, confirmed(now - (20 - at) * DAY)));
    if (world.is('offline')) {
      this.done.set('m03-l01', { state: 'on_this_computer' });
      this.done.set('m03-l02', { state: 'sent', at: now - 2 * DAY });
    }
    this.bookmarks.add('m01-l04').add('m02-l01');
    this.notes.set('m01-l01', [note('note-1', 'Ask the charge nurse before touching a line.', now - 18 * DAY)]);
    if (world.is('two-notes')) {
      const there = note('note-there', 'Gown first, gloves last. Off in the other order: gloves, goggles, gown, mask.', now - 2 * HOUR);
      const here = note('note-here', 'Gloves go over the cuff of the gown. Ask Denise how she takes hers off.', now - 5 * HOUR);
      this.notes.set('m03-l03', [{ ...there, this_computer: false, delivery: confirmed(now - HOUR) }, here]);
    }
    this.attempts.push(
      { at: now - 19 * DAY, score: { points: 4, max: 8, passed: false }, is_final: true, counts: false, delivery: confirmed(now - 19 * DAY) },
      { at: now - 18 * DAY, score: { points: 7, max: 8, passed: true }, is_final: true, counts: true, delivery: confirmed(now - 18 * DAY) },
    );
    if (!world.is('not-here')) this.packs.set(PHLEBOTOMY, { state: 'complete', bytes: BYTES, downloaded_at: now - 40 * DAY });
    this.packs.set('medical-terminology', { state: 'paused', done_bytes: 9_400_000, total_bytes: 22_100_000, reason: { why: 'offline' } });
    this.packs.set('ekg-technician', { state: 'downloading', done_bytes: 12_600_000, total_bytes: 31_800_000, bytes_per_second: 840_000 });
  }

  private get nothing(): boolean {
    return (['empty', 'first', 'awaited', 'never'] as const).some((variant) => this.world.is(variant));
  }

  handlers(): Handlers {
    const changed = () => {
      this.world.emit('learning', 'downloads', 'sync');
      return null;
    };
    const here = ({ program }: { program: string }) => (program === PHLEBOTOMY ? undefined : fail('no_access'));
    return {
      my_learning: () => this.mine(),
      course: (args) => {
        here(args);
        const card = this.mine().courses[0] ?? fail('no_access');
        const next = this.next();
        return {
          ...card,
          modules: this.modules(),
          news: this.news(),
          continue_at: next && { lesson: next.id, title: next.title },
          completion_text: 'Every lesson marked done and 70 percent or more in each of the 12 module quizzes.',
          full_refund_until: null,
          practice_exam: true,
          recall: { met: 34, due: 2, fresh: 1, now: this.world.now, next_at: null, next_count: 0 },
          has_skills: true,
        };
      },
      lesson: (args) => (here(args), this.world.is('not-here') ? fail('not_downloaded') : this.lesson(args.lesson)),
      open_lesson: () => null,
      save_position: ({ lesson, permille }) => (this.positions.set(lesson, permille), null),
      record_study: () => null,
      complete_lesson: ({ lesson }) => {
        this.done.set(lesson, { state: 'on_this_computer' });
        this.wait(1);
        return changed();
      },
      reopen_lesson: ({ lesson }) => {
        this.done.delete(lesson);
        this.wait(1);
        return changed();
      },
      save_note: ({ lesson, text, replaces }) => {
        const id = `note-${(this.written += 1)}`;
        const beside = (this.notes.get(lesson) ?? []).filter((one) => !replaces.includes(one.id));
        this.notes.set(lesson, text ? [note(id, text, Date.now()), ...beside] : beside);
        changed();
        return { id };
      },
      set_bookmark: ({ lesson, on }) => {
        if (on) this.bookmarks.add(lesson);
        else this.bookmarks.delete(lesson);
        return changed();
      },
      marked: ({ program }) => ({ program, program_title: 'Phlebotomy Technician', lessons: this.marked() }),
      quiz: (args) => (here(args), this.quiz(args.quiz)),
      save_quiz_draft: ({ answers }) => ((this.draft = answers), null),
      submit_quiz: ({ quiz, answers }) => this.score(answers, quiz),
      downloads: () => ({
        items: [...this.packs].map(([program, pack]) => ({
          program,
          title: catalog(42).find((one) => one.id === program)?.title ?? program,
          pack,
          lessons: 60,
        })),
        used_bytes: 70_300_000,
        free_bytes: 18_400_000_000,
      }),
      download: ({ program }) => {
        this.packs.set(program, { state: 'downloading', done_bytes: 0, total_bytes: BYTES, bytes_per_second: null });
        return changed();
      },
      pause_download: ({ program }) => {
        const pack = this.packs.get(program);
        if (pack?.state === 'downloading') this.packs.set(program, { ...pack, state: 'paused', reason: { why: 'by_learner' } });
        return changed();
      },
      remove_download: ({ program }) => (this.packs.delete(program), changed()),
      readiness: ({ hours }) => readiness(this.world, hours, this.done.size, this.packs),
    };
  }

  private wait(acts: number): void {
    this.world.app.sync.waiting += acts;
  }

  private next() {
    return LESSONS.find((lesson) => !this.done.has(lesson.id)) ?? null;
  }

  private mine(): MyLearning {
    const { now } = this.world;
    const { waiting, needs_you } = this.world.app.sync;
    if (this.nothing) return { courses: [], requests: [], continue_at: null, waiting, needs_you };
    const all = catalog(42);
    const find = (id: string) => all.find((one) => one.id === id) ?? fail('unknown_program');
    const pack = (id: string): PackState => this.packs.get(id) ?? { state: 'none' };
    const next = this.next();
    const active = course(find(PHLEBOTOMY), now, 'active', this.done.size, pack(PHLEBOTOMY));
    active.waiting = waiting;
    active.recall_due = 3;
    active.next = next && { lesson: next.id, title: next.title };
    return {
      courses: [active, course(find('medical-terminology'), now, 'completed', 24, pack('medical-terminology'))],
      requests: [
        {
          program: 'medication-technician',
          title: 'Medication Technician (Medication Aide)',
          label: 'waiting_for_school',
          made_at: now - 2 * DAY,
          delivery: { state: 'sent', at: now - 2 * DAY + HOUR },
          reason: null,
        },
        {
          program: 'dialysis-technician',
          title: 'Dialysis (Hemodialysis) Technician',
          label: 'declined',
          made_at: now - 9 * DAY,
          delivery: confirmed(now - 8 * DAY),
          reason: 'Your state’s board does not list this program.',
        },
      ],
      continue_at: next && {
        program: PHLEBOTOMY,
        program_title: 'Phlebotomy Technician',
        lesson: next.id,
        lesson_title: next.title,
        position_permille: this.positions.get(next.id) ?? 0,
      },
      waiting,
      needs_you,
    };
  }

  private news(): LessonNews[] {
    if (!this.world.is('changed')) return [];
    const at = Date.now() - DAY;
    return [
      { lesson: 'm01-l02', title: 'Where blood goes: departments of the laboratory', what: 'changed', at, done: true },
      { lesson: 'm03-l06', title: 'A lesson on needle safety', what: 'new', at, done: false },
      { lesson: 'm99-l01', title: 'An old lesson', what: 'removed', at, done: true },
    ];
  }

  private modules(): ModuleView[] {
    return MODULES.map((module, at) => ({
      id: module.id,
      title: module.title,
      lessons: module.lessons.map((lesson) => ({
        ...lesson,
        done: this.done.has(lesson.id),
        done_delivery: this.done.get(lesson.id) ?? null,
        furthest_permille: this.done.has(lesson.id) ? 1000 : (this.positions.get(lesson.id) ?? 0),
        bookmarked: this.bookmarks.has(lesson.id),
        has_note: (this.notes.get(lesson.id) ?? []).length > 0,
      })),
      quiz: {
        id: `${module.id}-quiz`,
        title: `${module.title}: check what you know`,
        questions: 8,
        attempts: at === 0 ? this.attempts.length : 0,
        counting: at === 0 ? (this.attempts.find((one) => one.counts)?.score ?? null) : null,
        is_final: at === 0,
      },
      lessons_done: module.lessons.filter((lesson) => this.done.has(lesson.id)).length,
    }));
  }

  private marked(): MarkedPage['lessons'] {
    const lines = MODULES.flatMap((module) => module.lessons.map((lesson) => ({ module, lesson })));
    const all = lines.map(({ module, lesson: { id, title } }) => ({
      lesson: id,
      title,
      module_title: module.title,
      here: !this.world.is('not-here'),
      bookmarked: this.bookmarks.has(id),
      marks: this.reading.highlights(id).map(({ anchor, quote, colour, note }) => ({ anchor, quote, colour, note })),
      notes: (this.notes.get(id) ?? []).map((note) => note.text),
    }));
    return this.world.is('empty') ? [] : all.filter((one) => one.bookmarked || one.marks.length + one.notes.length > 0);
  }

  private lesson(id: string): LessonPage {
    const at = LESSONS.findIndex((lesson) => lesson.id === id);
    const lesson = LESSONS[at] ?? fail('unknown_lesson');
    const module = MODULES.find((one) => one.lessons.includes(lesson)) ?? fail('unknown_lesson');
    const link = (of: (typeof LESSONS)[number] | undefined) => (of ? { lesson: of.id, title: of.title } : null);
    const delivery = this.done.get(id) ?? null;
    const last = module.lessons.at(-1) === lesson;
    return {
      program: PHLEBOTOMY,
      program_title: 'Phlebotomy Technician',
      module_title: module.title,
      lesson: id,
      title: lesson.title,
      minutes: lesson.minutes,
      objectives: ['Name the five steps that every collection visit follows', 'Say who decides what a phlebotomist may do'],
      sources: ['29 CFR 1910.1030', 'WHO guidelines on drawing blood (2010)'],
      reviewed: '2026-11-01',
      address: lessonText(lesson.title),
      done: delivery !== null,
      done_at: delivery && 'at' in delivery ? delivery.at : delivery && this.world.now,
      delivery,
      position_permille: this.positions.get(id) ?? 0,
      bookmarked: this.bookmarks.has(id),
      notes: this.notes.get(id) ?? [],
      highlights: this.reading.highlights(id),
      films: [],
      previous: link(LESSONS[at - 1]),
      next: link(LESSONS[at + 1]),
      quiz: last ? { quiz: `${module.id}-quiz`, title: `${module.title}: check what you know` } : null,
    };
  }

  /** The questions of the first module's quiz, as any screen asks them. */
  questions(): QuizPage['items'] {
    return this.quiz('m01-quiz').items;
  }

  /** What is said of one answer. */
  told(id: string, answer: Answer | null): QuizResult['items'][number] {
    return this.results(answer ? { [id]: answer } : {}).find((one) => one.id === id) ?? fail('unknown_quiz');
  }

  private quiz(id: string): QuizPage {
    const module = MODULES.find((one) => `${one.id}-quiz` === id) ?? fail('unknown_quiz');
    return {
      program: PHLEBOTOMY,
      program_title: 'Phlebotomy Technician',
      module_title: module.title,
      quiz: id,
      title: `${module.title}: check what you know`,
      pass_percent: 70,
      scoring: 'best',
      items: [...(id === PICTURED ? [PICTURE_QUESTION] : []), ...(QUIZ.items as RawItem[]).map((item) => ({
        id: item.id,
        prompt: item.prompt,
        kind: item.kind as QuizPage['items'][number]['kind'],
        choices: item.pairs
          ? item.pairs.map((pair) => ({ id: pair.id, text: pair.right })).reverse()
          : (item.choices ?? []).map(({ id: choice, text }) => ({ id: choice, text })).sort((one, other) => (one.text < other.text ? -1 : 1)),
        lefts: (item.pairs ?? []).map((pair) => ({ id: pair.id, text: pair.left })),
        unit: item.unit ?? null,
      }))],
      edition: 'edition-1',
      draft: this.draft,
      attempts: this.attempts,
      attempts_left: null,
    };
  }

  private results(answers: Record<string, Answer>): QuizResult['items'] {
    return (QUIZ.items as RawItem[]).map((item) => {
      const answer = answers[item.id];
      const right = this.right(item, answer);
      const correct = (item.choices ?? []).filter((choice) => choice.correct || item.kind === 'ordering');
      const taken = answer?.kind === 'choices' ? answer.value : [];
      return {
        id: item.id,
        right,
        solution: item.pairs ? item.pairs.map((pair) => `${pair.left}: ${pair.right}`) : item.answer !== undefined ? [String(item.answer)] : correct.map((choice) => choice.text),
        explain: item.explain,
        feedback: (item.choices ?? []).flatMap((choice) => (taken.includes(choice.id) && choice.feedback ? [choice.feedback] : [])),
      };
    });
  }

  private score(answers: Record<string, Answer>, quiz: string): QuizResult {
    const items = [...(quiz === PICTURED ? [pictureResult(answers.h1)] : []), ...this.results(answers)];
    const points = items.filter((item) => item.right).length;
    const score = { points, max: items.length, passed: points / items.length >= 0.7 };
    this.attempts.push({ at: Date.now(), score, is_final: false, counts: false, delivery: { state: 'on_this_computer' } });
    this.draft = {};
    this.wait(1);
    this.world.emit('learning', 'sync');
    return { score, percent: Math.round((100 * points) / items.length), items };
  }

  private right(item: RawItem, answer: Answer | undefined): boolean {
    if (!answer) return false;
    if (answer.kind === 'number') return answer.value === item.answer;
    if (answer.kind === 'matches') return (item.pairs ?? []).every((pair) => answer.value[pair.id] === pair.id);
    const wanted = (item.choices ?? []).filter((choice) => choice.correct || item.kind === 'ordering').map((choice) => choice.id);
    const given = item.kind === 'ordering' ? answer.value : [...answer.value].sort();
    return JSON.stringify(given) === JSON.stringify(wanted);
  }
}
