import { call } from '../../ipc/client';
import type { LessonPage } from '../../ipc/types';
import { Action } from '../../state/action.svelte';
import { app } from '../../state/app.svelte';
import { moment, t } from '../../state/l10n';
import { type FrameMessage } from './frame';
import { NoteEditor } from './note.svelte';
import { PositionSaver } from './position';
import { Reading } from './reading.svelte';
import { StudyTimer } from './study-timer';

/** The lesson one is in, for what stands beside its text. */
export interface Here {
  page: LessonPage | null;
  session: LessonSession;
  /** It cannot be shown. */
  missing: boolean;
}

/** What happens while one lesson is open: its place, study time, note, and whether it is done. */
export class LessonSession {
  readonly note: NoteEditor;
  readonly reading: Reading;
  readonly done = new Action();
  readonly bookmark = new Action();
  readonly #timer: StudyTimer;
  #saver: PositionSaver | null = $state.raw(null);
  /** Before the learner did anything, the frame only reports where it was put. */
  #touched = false;
  /** All of its text is in sight, which the frame says once. */
  #whole = false;
  #begun = false;
  /** Its text is on screen. */
  onScreen = $state(false);
  /** The engine has said where one is in it. */
  readonly known = $derived(this.#saver !== null);

  constructor(
    private readonly args: { program: string; lesson: string },
    /** Asks for its page again. */
    renew: () => Promise<void>,
  ) {
    this.note = new NoteEditor({
      key: `${app.who} ${args.program} ${args.lesson}`,
      save: (text, replaces) => call('save_note', { ...args, text, replaces }),
      divider: (version) => t('lesson-note-divider', { when: moment(version.at) }),
    });
    this.reading = new Reading(args, renew);
    this.#timer = new StudyTimer({
      now: () => performance.now(),
      send: (active_ms) => call('record_study', { ...args, active_ms }),
    });
  }

  /** What the engine knows of it now, not on the last visit. Until the learner does something in it, the newest place counts. */
  know({ position_permille: place }: LessonPage): void {
    const first = this.#saver === null;
    if (!first && (this.#touched || this.#saver?.current === place)) return;
    this.#saver = new PositionSaver(place, (permille) => call('save_position', { ...this.args, permille }));
    if (first && this.#begun) this.#timer.activity();
  }

  /** The reader is in it, which counts as doing something. Before that, nothing of it is kept. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    if (this.#saver !== null) this.#timer.activity();
  }

  /** Its text is on screen, and need not wait for the note of it; nor does failing to note it close the lesson. */
  shown(): void {
    if (this.onScreen) return;
    this.onScreen = true;
    void call('open_lesson', this.args).catch(() => {});
  }

  /** Where the frame goes when it is loaded, or loaded again, or another place is known. */
  get place(): number {
    return this.#saver?.current ?? 0;
  }

  /** Hears what the frame says of the reader. A pressed key or link is something they did. */
  heard(message: FrameMessage): void {
    if (message.type === 'carrel:position') {
      if (this.#touched) this.#saver?.moved(message.permille);
      else this.#whole = message.permille === 1000;
      return;
    }
    this.reading.heard(message);
    // An answer is nothing the learner did.
    if (message.type !== 'carrel:found') this.active();
  }

  active(): void {
    if (!this.#begun) return;
    if (!this.#touched && this.#whole) this.#saver?.moved(1000);
    this.#touched = true;
    if (this.#saver !== null) this.#timer.activity();
  }

  tick(): void {
    this.#timer.tick();
  }

  /** Everything not saved yet is, and study time stops. */
  async leave(): Promise<void> {
    if (!this.#begun) return;
    await Promise.all([this.#saver?.flush(), this.#timer.leave(), this.note.flush(), this.reading.leave()]);
  }

  complete(): Promise<boolean> {
    return this.done.run(() => call('complete_lesson', this.args));
  }

  reopen(): Promise<boolean> {
    return this.done.run(() => call('reopen_lesson', this.args));
  }

  mark(on: boolean): Promise<boolean> {
    return this.bookmark.run(() => call('set_bookmark', { ...this.args, on }));
  }
}
