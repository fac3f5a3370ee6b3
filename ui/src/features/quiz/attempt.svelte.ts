import { asCallError } from '../../ipc/client';
import type { CallError } from '../../ipc/client';
import type { Answer, QuizResult } from '../../ipc/types';
import { type Answers, withAnswer } from '../../shared/items/answers';

export interface AttemptOptions {
  draft: Answers;
  save: (answers: Answers) => Promise<unknown>;
  submit: (answers: Answers) => Promise<QuizResult>;
}

export type DraftStatus = 'none' | 'saving' | 'saved' | 'failed';

/** One attempt at a quiz: every change is saved as a draft, one save at a time, the newest last. */
export class Attempt {
  answers: Answers = $state.raw({});
  draft: DraftStatus = $state('none');
  result: QuizResult | null = $state.raw(null);
  handing = $state(false);
  error: CallError | null = $state.raw(null);
  #saving: Promise<void> | null = null;
  #unsaved = false;

  constructor(private readonly options: AttemptOptions) {
    this.answers = options.draft;
    if (Object.keys(options.draft).length > 0) this.draft = 'saved';
  }

  set(item: string, answer: Answer | null): void {
    if (this.handing || this.result !== null) return;
    this.answers = withAnswer(this.answers, item, answer);
    this.#unsaved = true;
    void this.saved();
  }

  /** Saves what is not saved yet; done when the newest answers are. Never throws. */
  async saved(): Promise<void> {
    this.#saving ??= this.#saveAll().finally(() => (this.#saving = null));
    await this.#saving;
  }

  async #saveAll(): Promise<void> {
    while (this.#unsaved) {
      this.#unsaved = false;
      this.draft = 'saving';
      try {
        await this.options.save(this.answers);
        this.draft = 'saved';
      } catch {
        // Tried again with the next change; handing in carries the answers itself.
        this.draft = 'failed';
      }
    }
  }

  async handIn(): Promise<void> {
    if (this.handing) return;
    this.handing = true;
    this.error = null;
    await this.saved();
    try {
      this.result = await this.options.submit(this.answers);
    } catch (thrown) {
      this.error = asCallError(thrown);
    } finally {
      this.handing = false;
    }
  }
}
