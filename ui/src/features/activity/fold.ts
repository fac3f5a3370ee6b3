import type { Act, DeliveryView } from '../../ipc/types';

/** Acts made while reading, many and small: long runs of them become one line. */
const READING = new Set(['lesson_opened', 'lesson_position', 'study_interval']);
/** A session's answers, one act each. */
const RECALL = 'review_answered';

/** One line on screen: a single act, or a run of reading acts. */
export interface Line {
  key: string;
  /** Newest first; one unless the line stands for a run. */
  acts: Act[];
  newest: Act;
  oldest: Act;
  delivery: DeliveryView;
}

export interface Day {
  /** Local midnight. */
  start: number;
  lines: Line[];
}

/** Stands for a run of recalled questions, not for reading. */
export function isRecall(line: Line): boolean {
  return line.newest.kind === RECALL;
}

/** An act of a run, reading or recall, that needs nobody's attention. */
function isQuiet(act: Act): boolean {
  return (READING.has(act.kind) || act.kind === RECALL) && act.delivery.state !== 'refused' && act.delivery.state !== 'needs_you';
}

function joins(line: Line, act: Act): boolean {
  const last = line.oldest;
  const alike = (last.kind === RECALL) === (act.kind === RECALL);
  return alike && isQuiet(last) && isQuiet(act) && last.program === act.program && last.delivery.state === act.delivery.state;
}

/** Of two answers of the same kind, the later: everything in the run had it by then. */
function later(a: DeliveryView, b: DeliveryView): DeliveryView {
  return 'at' in a && 'at' in b && b.at > a.at ? b : a;
}

/** Folds runs of reading acts that are in the same place; the order stays. */
export function fold(acts: Act[]): Line[] {
  const lines: Line[] = [];
  for (const act of acts) {
    const line = lines.at(-1);
    if (line !== undefined && joins(line, act) && dayOf(line.newest.at) === dayOf(act.at)) {
      line.acts.push(act);
      line.oldest = act;
      line.delivery = later(line.delivery, act.delivery);
    } else {
      lines.push({ key: act.id, acts: [act], newest: act, oldest: act, delivery: act.delivery });
    }
  }
  return lines;
}

export function dayOf(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

export function byDay(acts: Act[]): Day[] {
  const days: Day[] = [];
  for (const line of fold(acts)) {
    const start = dayOf(line.newest.at);
    const day = days.at(-1);
    if (day?.start === start) day.lines.push(line);
    else days.push({ start, lines: [line] });
  }
  return days;
}

/** More than a minute of doubt is worth saying. */
export function isAbout(act: Act): boolean {
  return act.uncertainty_ms > 60_000;
}

/** The lessons a run was about, newest first, each once. */
export function subjects(line: Line): string[] {
  return [...new Set(line.acts.map((act) => act.subject).filter((subject) => subject !== null))];
}

/** One page appended to what is on screen; an act seen twice (a page read while new acts came) is kept once, the newer way. */
export function joined(shown: Act[], page: Act[]): Act[] {
  const fresh = new Map(page.map((act) => [act.id, act]));
  const kept = shown.map((act) => fresh.get(act.id) ?? act);
  const known = new Set(shown.map((act) => act.id));
  return [...kept, ...page.filter((act) => !known.has(act.id))];
}
