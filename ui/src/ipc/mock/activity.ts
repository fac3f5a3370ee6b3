import type { Act, Cause, Choice, DeliveryView, Waiting } from '../types';
import { confirmed, HOUR, MINUTE, MODULES, REFUSED } from './fixtures';
import { fail, type Handlers } from './index';
import type { World } from './world';

const LESSONS = MODULES.flatMap((module) => module.lessons);
const PHLEBOTOMY = { program: 'phlebotomy-technician', program_title: 'Phlebotomy Technician' };
const MEDICATION = { program: 'medication-technician', program_title: 'Medication Technician (Medication Aide)' };
const DIALYSIS = { program: 'dialysis-technician', program_title: 'Dialysis Technician' };
// The newest three are no reading acts: whether those fold into one line depends on the hour, for they fold within a day.
const KINDS = ['lesson_completed', 'note_saved', 'quiz_submitted', 'lesson_opened', 'study_interval', 'bookmark_set', 'highlight_set'];

/** The journal, and what a learner can do about it. */
export class Activity {
  private readonly acts: Act[] = [];

  constructor(private readonly world: World) {
    if ((['empty', 'first', 'awaited', 'never'] as const).some((variant) => world.is(variant))) return;
    const size = world.is('many') ? 640 : 14;
    for (let at = 0; at < size; at += 1) this.acts.push(this.act(at, size));
    if (world.is('attention')) this.needAttention();
  }

  private act(at: number, size: number): Act {
    const when = this.world.now - at * 7 * HOUR - 9 * MINUTE;
    const open = this.world.is('offline') && at < 3;
    return {
      ...PHLEBOTOMY,
      id: `0193a6d4-7c1e-7b52-9f1a-0000000${String(at).padStart(5, '0')}`,
      device: '5b0c9a4e-1f5d-4d0e-8a51-6f2f1f0b7c11',
      seq: size - at,
      kind: KINDS[at % KINDS.length] ?? 'lesson_opened',
      subject: LESSONS[at % 12]?.title ?? null,
      at: when,
      uncertainty_ms: 240,
      delivery: open ? { state: 'on_this_computer' } : confirmed(when + MINUTE),
      waiting: open ? this.waits({ kind: 'no_network' }) : null,
      choices: [],
      put_away: false,
    };
  }

  private waits(cause: Cause): Waiting {
    const alone = cause.kind === 'behind' || cause.kind === 'school_decides';
    return { cause, next_try: alone ? null : this.world.now + 5 * MINUTE };
  }

  private needAttention(): void {
    const note = 'Ohio certifies medication aides itself. Read its rule before you ask for a place.';
    const request = { kind: 'enrollment_requested', subject: null };
    const held: DeliveryView = { state: 'waits_for_school', text: 'A person at the school reads your request first.' };
    const changes: Partial<Act>[] = [
      { ...MEDICATION, kind: 'note_saved', delivery: { state: 'on_this_computer' }, waiting: this.waits({ kind: 'behind', act: this.acts[1]?.id ?? '', act_kind: request.kind }) },
      { ...MEDICATION, ...request, delivery: { state: 'needs_you', text: note }, choices: ['acknowledge_and_ask_again'] },
      { ...DIALYSIS, ...request, delivery: { state: 'refused', at: this.world.now - HOUR, refusal: REFUSED }, choices: ['ask_again', 'put_away'] },
      { delivery: held, waiting: this.waits({ kind: 'school_decides', text: held.text }) },
    ];
    changes.forEach((change, at) => Object.assign(this.acts[at] ?? {}, change));
  }

  handlers(): Handlers {
    const waits = (act: Act) => act.waiting !== null;
    const needs = (act: Act) => act.choices.length > 0;
    const passes: Record<string, (act: Act) => boolean> = {
      all: () => true,
      waiting: waits,
      needs_you: needs,
      confirmed: (act) => act.delivery.state === 'confirmed',
      refused: (act) => act.delivery.state === 'refused',
    };
    return {
      activity: ({ filter, program, before, limit }) => {
        const all = this.acts.filter((act) => passes[filter]?.(act) && (program === null || act.program === program));
        const older = before === null ? all : all.filter((act) => act.seq < before);
        const programs = [PHLEBOTOMY, MEDICATION, DIALYSIS].map((one) => ({ id: one.program, title: one.program_title }));
        return {
          acts: older.slice(0, limit),
          more: older.length > limit,
          waiting: this.acts.filter(waits).length,
          needs_you: this.acts.filter(needs).length,
          programs: programs.filter(({ id }) => this.acts.some((act) => act.program === id)),
        };
      },
      ask_again: ({ act }) => this.choose(act, 'ask_again'),
      put_away: ({ act }) => this.choose(act, 'put_away'),
    };
  }

  private choose(id: string, choice: Choice): null {
    const act = this.acts.find((one) => one.id === id) ?? fail('bad_request');
    if (act.choices.length > 0) this.world.app.sync.needs_you -= 1;
    act.choices = [];
    if (choice === 'put_away') act.put_away = true;
    else Object.assign(act, { delivery: { state: 'on_this_computer' }, waiting: this.waits({ kind: 'next_try' }) });
    this.world.emit('learning', 'sync');
    return null;
  }
}
