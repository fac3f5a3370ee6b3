import type { NoteView } from '../../ipc/types';

/** How long typing rests before it is saved. */
export const REST_MS = 800;

export type NoteStatus = 'unchanged' | 'typing' | 'saving' | 'saved' | 'failed';

export interface NoteOptions {
  /** Names the note, so that unsaved text is found again when the learner comes back. */
  key: string;
  save: (text: string) => Promise<unknown>;
  /** Stands between two versions put together. */
  divider: (version: NoteView) => string;
}

/** Text that could not be saved, kept while the window is open. */
const unsaved = new Map<string, string>();

/**
 * One note, saved by itself 800 ms after typing rests and on leaving. Text is never dropped: it stays in the field until
 * the engine has it, and where two computers wrote without knowing of each other, saving keeps both unless the learner chose.
 */
export class NoteEditor {
  text = $state('');
  status = $state<NoteStatus>('unchanged');
  error = $state<unknown>(null);
  /** All versions, where there is more than one. */
  versions = $state.raw<NoteView[]>([]);
  #timer: ReturnType<typeof setTimeout> | null = null;
  #saving: Promise<void> | null = null;
  /** What the engine last had; `null` where the next save must happen in any case. */
  #stored: string | null = '';
  /** The versions last adopted, by id: a late answer from before a save has the same. */
  #seen: string | null = null;

  constructor(private readonly options: NoteOptions) {
    const kept = unsaved.get(options.key);
    if (kept !== undefined) {
      this.text = kept;
      this.status = 'failed';
    }
  }

  get inConflict(): boolean {
    return this.versions.length > 1;
  }

  get #dirty(): boolean {
    return this.status === 'typing' || this.status === 'saving' || this.status === 'failed';
  }

  /** What the engine now holds. The learner's own unsaved words win on screen. */
  adopt(notes: NoteView[]): void {
    const seen = notes.map((note) => note.id).join(' ');
    if (seen === this.#seen) return;
    this.#seen = seen;
    if (this.#dirty) {
      this.versions = notes.length > 1 ? notes : [];
      return;
    }
    this.versions = notes.length > 1 ? notes : [];
    const mine = notes.find((note) => note.this_computer) ?? notes[0];
    this.#stored = this.text = mine?.text ?? '';
  }

  typed(text: string): void {
    this.text = text;
    this.status = 'typing';
    unsaved.set(this.options.key, text);
    this.#rest();
  }

  /** Puts every version into one note. */
  async keepBoth(): Promise<void> {
    this.status = 'typing';
    await this.flush();
  }

  /** Keeps `version` and leaves the others out. */
  async keepOnly(version: NoteView): Promise<void> {
    this.versions = [];
    this.text = version.text;
    this.#stored = null;
    this.status = 'typing';
    await this.flush();
  }

  /** Saves now what is not saved. Never throws: a failure shows in `status`, and the text stays. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#saving !== null) await this.#saving;
    if (this.status !== 'typing' && this.status !== 'failed') return;
    this.#saving = this.#save();
    await this.#saving;
    this.#saving = null;
  }

  async #save(): Promise<void> {
    if (this.inConflict) this.#joinVersions();
    const text = this.text;
    this.status = 'saving';
    try {
      if (text !== this.#stored) await this.options.save(text);
      this.#stored = text;
      this.error = null;
      if (this.text === text) {
        this.status = 'saved';
        unsaved.delete(this.options.key);
      } else {
        this.status = 'typing';
        this.#rest();
      }
    } catch (error) {
      this.error = error;
      this.status = 'failed';
      unsaved.set(this.options.key, this.text);
    }
  }

  /** The other versions go below the learner's own words, so that saving cannot drop them. */
  #joinVersions(): void {
    const mine = this.versions.find((note) => note.this_computer) ?? this.versions[0];
    const others = this.versions.filter((note) => note !== mine && !this.text.includes(note.text));
    this.text = [this.text, ...others.map((note) => `${this.options.divider(note)}\n${note.text}`)].join('\n\n');
    this.versions = [];
    this.#stored = null;
  }

  #rest(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), REST_MS);
  }
}
