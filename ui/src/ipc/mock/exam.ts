import type { Answer, ExamDomainView, ExamPage, ExamReport, ExamResultView, RecallStanding } from '../types';
import { confirmed, DAY } from './fixtures';
import { fail, type Handlers } from './index';
import type { Learning } from './learning';
import type { World } from './world';

const PROGRAM = 'phlebotomy-technician';
const TITLE = 'Phlebotomy Technician';
const LIMIT = 120 * 60_000;
const NAMES: [string, string, number, number][] = [
  ['safety', 'Safety and Compliance', 26, 38],
  ['preparation', 'Patient Preparation', 20, 31],
  ['routine', 'Routine Blood Collections', 28, 56],
  ['special', 'Special Collections', 12, 24],
  ['processing', 'Processing', 14, 26],
];
const DOMAINS: ExamDomainView[] = NAMES.map(([id, name, wanted, bank]) => ({ id, name, questions: wanted, wanted, bank }));
const HEAD = { program: PROGRAM, program_title: TITLE, title: 'Practice exam by the NHA CPT blueprint' };
const PLACE = { module_title: 'Role and system', lesson: 'm01-l01', lesson_title: 'What a phlebotomist does and does not do' };

/** The practice exam and recall, with the questions of one quiz. */
export class Exam {
  private results: ExamResultView[] = [];
  private under: { answers: Record<string, Answer>; flagged: string[]; at: number } | null = null;
  private readonly recalled = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly learning: Learning,
  ) {
    if (world.is('first')) return;
    [[15, 11, 15, 4, 8], [18, 14, 19, 6, 9], [22, 15, 21, 8, 11]].forEach((right, at) =>
      this.results.push(this.result(`exam-${at + 1}`, world.now - (30 - 12 * at) * DAY, right, 100 + 5 * at)),
    );
  }

  private result(act: string, at: number, right: number[], minutes: number): ExamResultView {
    const domains = DOMAINS.map(({ id, wanted }, nth) => ({ domain: id, right: right[nth] ?? 0, total: wanted }));
    const sum = right.reduce((all, one) => all + one, 0);
    return { act, at, right: sum, total: 100, percent: sum, passed: null, minutes, out_of_time: false, domains, delivery: confirmed(at) };
  }

  private page(): ExamPage {
    const items = this.learning.questions();
    return {
      ...HEAD,
      about: 'A practice set of this school. It is not the NHA’s exam and predicts nothing about it.',
      source: 'NHA CPT test plan 2025',
      as_of: '2026-11-01',
      minutes: 120,
      questions: 100,
      wanted: 100,
      pass_percent: null,
      domains: DOMAINS,
      under_way: this.under && { started: this.world.now, answered: Object.keys(this.under.answers).length, questions: items.length, left_ms: LIMIT },
      results: this.results,
    };
  }

  private report(act: string): ExamReport {
    const at = this.results.findIndex((one) => one.act === act);
    const result = this.results[at] ?? fail('no_exam');
    const items = this.learning.questions().map((item, nth) => ({
      domain: DOMAINS[nth % DOMAINS.length]?.id ?? '',
      item,
      answer: null,
      result: this.learning.told(item.id, null),
      place: { ...PLACE, exact: nth % 2 === 0 },
    }));
    return { ...HEAD, pass_percent: null, domains: DOMAINS, result, history: this.results.slice(0, at + 1), items, gone: 0 };
  }

  private standing(): RecallStanding {
    const due = this.world.is('first') ? 0 : Math.max(0, 3 - this.recalled.size);
    return { met: this.world.is('first') ? 0 : 34, due, fresh: 0, now: this.world.now, next_at: this.world.now + 3 * DAY, next_count: 9 };
  }

  private handIn() {
    const act = `exam-${this.results.length + 1}`;
    this.results.push({ ...this.result(act, Date.now(), [20, 15, 20, 7, 10], 64), delivery: { state: 'on_this_computer' } });
    this.under = null;
    this.world.emit('learning', 'sync');
    return { act };
  }

  handlers(): Handlers {
    return {
      practice_exam: () => this.page(),
      start_practice_exam: () => {
        this.under ??= { answers: {}, flagged: [], at: 0 };
        return { program: PROGRAM, title: HEAD.title, items: this.learning.questions(), left_ms: LIMIT, ...this.under };
      },
      save_practice_exam: ({ answers, flagged, at }) => {
        if (!this.under) fail('no_exam');
        this.under = { answers: answers as Record<string, Answer>, flagged, at };
        return { left_ms: LIMIT, handed_in: null };
      },
      submit_practice_exam: () => this.handIn(),
      exam_report: ({ act }) => this.report(act),
      recall: () => {
        const items = this.learning.questions().slice(this.recalled.size, this.recalled.size + this.standing().due);
        return {
          program: PROGRAM,
          program_title: TITLE,
          items: items.map((item) => ({ key: item.id, item, due_since: this.world.now - DAY })),
          minutes: 10,
          standing: this.standing(),
        };
      },
      check_recall: ({ item, answer }) => ({ result: this.learning.told(item, answer), place: { ...PLACE, exact: false }, days: [1, 2, 4, 9] }),
      answer_review: ({ item }) => {
        this.recalled.add(item);
        return this.standing();
      },
    };
  }
}
