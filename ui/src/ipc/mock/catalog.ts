import type { EnrollmentLabel, Program, ProgramPage, RequestPreview } from '../types';
import { confirmed, card, catalog, DAY, enrollment, HOUR, PACK, stateAnswer, total } from './fixtures';
import { fail, type Handlers } from './index';
import { search } from './search';
import type { World } from './world';
import { GOALS } from './practice';

/** Search and the program page. */
export class Catalog {
  readonly programs: Program[];
  readonly labels = new Map<string, EnrollmentLabel>();

  constructor(private readonly world: World) {
    this.programs = catalog(world.is('never') ? 0 : world.is('many') ? 1200 : 42);
    const mine = !world.is('empty') && !world.is('first') && !world.is('awaited');
    if (mine) {
      const phlebotomy = world.is('asked') ? 'requested_here' : world.is('declined') ? 'declined' : 'active';
      this.labels.set('phlebotomy-technician', phlebotomy);
      this.labels.set('medical-terminology', 'completed');
      this.labels.set('medication-technician', 'waiting_for_school');
    }
  }

  handlers(): Handlers {
    const state = () => this.world.app.settings.my_state;
    return {
      search_catalog: (query) => {
        if (this.programs.length === 0) {
          const none = search([], query, 0);
          return { ...none, fetched_at: null };
        }
        const cards = this.programs.map((one) => card(one, state(), this.labels.get(one.id) ?? null));
        return search(cards, query, this.world.now - HOUR);
      },
      program: ({ program }) => this.page(this.programs.find((one) => one.id === program) ?? fail('unknown_program')),
      enroll: ({ program }) => {
        if (!this.world.app.learner) fail('no_learner');
        if (this.labels.has(program)) fail('already_requested');
        this.labels.set(program, 'requested_here');
        this.world.app.sync.waiting += 1;
        this.world.emit('learning', 'sync');
        return null;
      },
    };
  }

  private page(of: Program): ProgramPage {
    const label = this.labels.get(of.id) ?? null;
    const { now } = this.world;
    const state = stateAnswer(of, this.world.app.settings.my_state);
    const sum = (which: 'low_cents' | 'high_cents') => of.price.elsewhere.reduce((all, cost) => all + cost[which], 0);
    return {
      program: of.id === 'phlebotomy-technician' ? { ...of, goals: GOALS } : of,
      description_html: of.description
        .trim()
        .split('\n\n')
        .map((text) => `<p>${text}</p>`)
        .join(''),
      total: { cents: total(of), currency: 'USD' },
      elsewhere_low: { cents: sum('low_cents'), currency: 'USD' },
      elsewhere_high: { cents: sum('high_cents'), currency: 'USD' },
      state,
      label,
      enrollment: label && label !== 'requested_here' ? enrollment(of, now, label) : null,
      request: label && {
        made_at: now - 2 * DAY,
        delivery:
          label === 'requested_here'
            ? { state: 'on_this_computer' }
            : label === 'waiting_for_school'
              ? { state: 'sent', at: now - 2 * DAY + HOUR }
              : confirmed(now - 2 * DAY + HOUR),
        eligibility: null,
      },
      preview: this.preview(of),
      pack: label === 'active' ? PACK : { state: 'none' },
      fetched_at: now - HOUR,
    };
  }

  private preview(of: Program): RequestPreview {
    const answer = stateAnswer(of, this.world.app.settings.my_state);
    if (answer.enrollment === 'refused') {
      const remedy = 'Ask your state’s office for its list of approved programs before you pay anyone.';
      return { answer: 'refused', refusal: { code: 'state_rule', text: answer.text, remedy } };
    }
    if (answer.acknowledgment_required) return { answer: 'needs_acknowledgment', text: answer.text };
    if (of.enrollment.policy === 'review') return { answer: 'reviewed', text: of.enrollment.text };
    return { answer: 'accepted_at_once' };
  }
}
