import { asCallError } from '../../ipc/client';
import type { CallError } from '../../ipc/client';
import type { Answer, ExamClock, ExamHandedIn, ExamSitting } from '../../ipc/types';
import { type Answers, withAnswer } from '../../shared/items/answers';

/** What a sitting sends with each change. */
export interface Said {
  answers: Answers;
  flagged: string[];
  at: number;
  leaving: boolean;
}

export interface SittingOptions {
  sitting: ExamSitting;
  save: (said: Said) => Promise<ExamClock>;
  submit: (said: Said) => Promise<ExamHandedIn>;
  /** Handed in, by the learner or because the time is up. */
  onend: (act: string) => void;
  /** Milliseconds that only go forward. */
  now?: () => number;
}

export type Saved = 'saved' | 'saving' | 'failed';

/** How often an open sitting says that it is open: the engine counts the time in between. */
export const HEARTBEAT_MS = 10_000;
/** Minutes left that are said aloud. */
export const SAID_ALOUD = [30, 10, 5, 1];

/** The mark that was passed between two moments, if any; of several the lowest. */
export function passedMark(beforeMs: number, afterMs: number): number | null {
  const passed = SAID_ALOUD.filter((minutes) => beforeMs > minutes * 60_000 && afterMs <= minutes * 60_000);
  return passed.at(-1) ?? null;
}

/** `1:58:07`, `9:05`: time left, to the second that has begun. */
export function clockFace(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A practice exam under way. The engine's clock is the true one; this one shows it between two answers of the engine. */
export class Sitting {
  answers: Answers = $state.raw({});
  flagged: string[] = $state.raw([]);
  at = $state(0);
  left = $state(0);
  /** Minutes left that were passed last. */
  said: number | null = $state(null);
  saved: Saved = $state('saved');
  handing = $state(false);
  ended = $state(false);
  error: CallError | null = $state.raw(null);
  #told: number;
  #toldLeft: number;
  #saving: Promise<void> | null = null;
  #unsaved = false;
  #leaving = false;
  readonly #now: () => number;

  constructor(private readonly options: SittingOptions) {
    const { sitting } = options;
    this.#now = options.now ?? (() => performance.now());
    this.answers = sitting.answers as Answers;
    this.flagged = [...sitting.flagged];
    this.at = Math.min(sitting.at, Math.max(0, sitting.items.length - 1));
    this.left = this.#toldLeft = sitting.left_ms;
    this.#told = this.#now();
  }

  answer(item: string, answer: Answer | null): void {
    if (this.handing || this.ended) return;
    this.answers = withAnswer(this.answers, item, answer);
    void this.save();
  }

  flag(item: string): void {
    this.flagged = this.flagged.includes(item) ? this.flagged.filter((one) => one !== item) : [...this.flagged, item];
    void this.save();
  }

  go(to: number): void {
    if (to < 0 || to >= this.options.sitting.items.length) return;
    this.at = to;
    void this.save();
  }

  /** Once a second: shows the time, and speaks to the engine when it has been silent or the time seems up. */
  tick(): void {
    if (this.ended) return;
    const since = this.#now() - this.#told;
    this.#show(this.#toldLeft - since);
    if (since >= HEARTBEAT_MS || this.left === 0) void this.save();
  }

  #show(left: number): void {
    const before = this.left;
    this.left = Math.max(0, left);
    this.said = passedMark(before, this.left) ?? this.said;
  }

  /** The clock stands still from here on. */
  async leave(): Promise<void> {
    this.#leaving = true;
    await this.save();
  }

  /** Saves what is not saved yet; done when the newest answers are. Never throws. */
  async save(): Promise<void> {
    this.#unsaved = true;
    this.#saving ??= this.#saveAll().finally(() => (this.#saving = null));
    await this.#saving;
  }

  async #saveAll(): Promise<void> {
    while (this.#unsaved && !this.ended) {
      this.#unsaved = false;
      this.saved = 'saving';
      try {
        this.#heard(await this.options.save(this.#say()));
        this.saved = 'saved';
      } catch {
        // Tried again with the next change or the next heartbeat.
        this.saved = 'failed';
        this.#told = this.#now();
        this.#toldLeft = this.left;
      }
    }
  }

  #say(): Said {
    return { answers: this.answers, flagged: this.flagged, at: this.at, leaving: this.#leaving };
  }

  #heard(clock: ExamClock): void {
    this.#told = this.#now();
    this.#toldLeft = clock.left_ms;
    this.#show(clock.left_ms);
    if (clock.handed_in !== null) this.#end(clock.handed_in);
  }

  #end(act: string): void {
    this.ended = true;
    this.options.onend(act);
  }

  async handIn(): Promise<void> {
    if (this.handing || this.ended) return;
    this.handing = true;
    this.error = null;
    await this.#saving;
    try {
      if (!this.ended) this.#end((await this.options.submit(this.#say())).act);
    } catch (thrown) {
      this.error = asCallError(thrown);
    } finally {
      this.handing = false;
    }
  }
}
