import type { NoteSaved, NoteView, OperationId } from '../../ipc/types';

/** How long typing rests before it is saved. */
export const REST_MS = 800;

export type NoteStatus = 'unchanged' | 'typing' | 'saving' | 'saved' | 'failed';

export interface NoteOptions {
  /** Names the note and whose it is, so that unsaved text is found again when that learner comes back. */
  key: string;
  save: (text: string, replaces: OperationId[]) => Promise<NoteSaved>;
  /** Stands between two versions put together. */
  divider: (version: NoteView) => string;
}

/** Text that is not saved yet and the versions it takes the place of, kept while the window is open. */
const unsaved = new Map<string, { text: string; replaces: OperationId[] }>();

/**
 * One note, saved by itself 800 ms after typing rests and on leaving. Text is never dropped: it stays in the field until
 * the engine has it, and a save takes the place of those versions only that the learner had on screen. One that arrives
 * while they type stays beside theirs and is shown with it once that is saved.
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
  /** The versions the next save takes the place of: those the learner had on screen. */
  #replaces: OperationId[] = [];
  /** The version in the field. */
  #mine: NoteView | undefined;
  /** Versions this editor took the place of: an answer that still has one is from before that. */
  readonly #gone = new Set<OperationId>();
  /** The last answer, by ids: a late one from before a save is the same. */
  #seen: string | null = null;
  /** What arrived while the learner typed. */
  #arrived: NoteView[] | null = null;

  constructor(private readonly options: NoteOptions) {
    const kept = unsaved.get(options.key);
    if (kept === undefined) return;
    this.text = kept.text;
    this.#replaces = kept.replaces;
    this.#stored = null;
    this.status = 'failed';
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
    if (seen === this.#seen || notes.some((note) => this.#gone.has(note.id))) return;
    this.#seen = seen;
    // Words found again on coming back may have been on their way, and are kept by now.
    const kept = this.status === 'failed' && notes.some((note) => note.text === this.text);
    if (kept) this.#saved();
    if (this.#dirty) this.#arrived = notes;
    else this.#show(notes);
  }

  #show(notes: NoteView[]): void {
    this.#mine = notes.find((note) => this.#replaces.includes(note.id)) ?? notes.find((note) => note.this_computer) ?? notes[0];
    this.versions = notes.length > 1 ? notes : [];
    // A note the learner emptied is no longer listed, but what they write next still takes its place.
    if (this.#mine || this.#stored !== '') this.#replaces = notes.map((note) => note.id);
    this.#stored = this.text = this.#mine?.text ?? '';
  }

  typed(text: string): void {
    this.text = text;
    this.status = 'typing';
    this.#keep();
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
    const { text } = this;
    const replaced = this.#replaces;
    this.#keep();
    this.status = 'saving';
    try {
      const written = text !== this.#stored;
      if (written) {
        const { id } = await this.options.save(text, replaced);
        this.#replaces = [id];
        for (const gone of replaced) if (gone !== id) this.#gone.add(gone);
      }
      this.#stored = text;
      if (this.text === text) this.#settle(written);
      else this.typed(this.text);
    } catch (error) {
      this.error = error;
      this.status = 'failed';
      this.#keep();
    }
  }

  /** All is saved: what arrived meanwhile can be shown, unless it is older than what was written. */
  #settle(written: boolean): void {
    this.#saved();
    const arrived = this.#arrived;
    this.#arrived = null;
    if (arrived && (!written || arrived.some((note) => this.#replaces.includes(note.id)))) this.#show(arrived);
  }

  #saved(): void {
    this.status = 'saved';
    this.error = null;
    unsaved.delete(this.options.key);
  }

  /** The other versions go below the learner's own words, so that saving cannot drop them. */
  #joinVersions(): void {
    const others = this.versions.filter((note) => note !== this.#mine && !this.text.includes(note.text));
    const parts = [this.text, ...others.map((note) => `${this.options.divider(note)}\n${note.text}`)];
    this.text = parts.filter(Boolean).join('\n\n');
    this.versions = [];
    this.#stored = null;
  }

  #keep(): void {
    unsaved.set(this.options.key, { text: this.text, replaces: this.#replaces });
  }

  #rest(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), REST_MS);
  }
}
