import { tick } from 'svelte';
import { call } from '../../ipc/client';
import type { Colour, HighlightView, LessonPage } from '../../ipc/types';
import { Action } from '../../state/action.svelte';
import type { FrameMessage } from './frame';

export const COLOURS: Colour[] = ['yellow', 'green', 'blue', 'pink'];

/** What the learner does within a lesson's text: words they look for, the passage they selected, their marks. */
export class Reading {
  finding = $state(false);
  text = $state('');
  /** How often the words stand there; `null` before the frame has answered. */
  count = $state.raw<number | null>(null);
  /** Which of them is shown, from 0. */
  at = $state(0);
  selected = $state.raw<{ anchor: string; quote: string } | null>(null);
  /** Where the last page to print was written. */
  printed = $state.raw<string | null>(null);
  readonly marking = new Action();
  readonly printing = new Action();
  #send: (message: object) => void = () => {};
  /** What saves the fields one may be typing in. */
  readonly #fields = new Set<() => Promise<void>>();

  constructor(
    private readonly args: { program: string; lesson: string },
    private readonly renew: () => Promise<void>,
  ) {}

  /** The frame is there and has its text: `send` reaches it. */
  attach(send: (message: object) => void, page: LessonPage): void {
    this.#send = send;
    this.show(page);
    if (this.finding && this.text) this.find(this.text);
  }

  /** Shows the marks the engine has. */
  show(page: LessonPage): void {
    const passages = page.highlights.filter((mark) => mark.anchor !== null);
    this.#send({ type: 'carrel:passages', passages: passages.map(({ anchor, quote, colour }) => ({ anchor, quote, colour })) });
  }

  /** Brings each film to where it was left. */
  goOn({ films }: LessonPage): void {
    this.#send({ type: 'carrel:films', films: $state.snapshot(films) });
  }

  heard(message: FrameMessage): void {
    if (message.type === 'carrel:found') {
      this.count = message.count;
      this.at = message.at;
    } else if (message.type === 'carrel:selected') {
      this.selected = message.quote === '' ? null : { anchor: message.anchor, quote: message.quote };
    } else if (message.type === 'carrel:film') {
      const { anchor, permille } = message;
      // A place in a film that could not be kept is no reason to stop it.
      void call('save_film_place', { ...this.args, anchor, permille }).catch(() => {});
    }
  }

  find(text: string): void {
    this.text = text;
    this.count = null;
    this.#send({ type: 'carrel:find', text, at: null });
  }

  step(by: number): void {
    if (this.count) this.#send({ type: 'carrel:find', text: this.text, at: this.at + by });
  }

  stopFinding(): void {
    this.finding = false;
    this.count = null;
    this.#send({ type: 'carrel:find', text: '', at: null });
  }

  /** Asks the frame for what is selected, or for the first paragraph in sight. */
  pick(): void {
    this.#send({ type: 'carrel:pick' });
  }

  /** Brings a block into sight. */
  goTo(anchor: string): void {
    this.#send({ type: 'carrel:show', anchor });
  }

  /** Marks what is selected. */
  async mark(colour: Colour): Promise<boolean> {
    const { selected } = this;
    if (!selected) return false;
    const done = await this.#set({ ...selected, colour, note: '' }, []);
    if (done) this.selected = null;
    return done;
  }

  change(mark: HighlightView, changes: { colour?: Colour; note?: string }): Promise<boolean> {
    const { anchor, quote, colour, note } = mark;
    return this.#set({ anchor: anchor ?? 'p0', quote, colour, note, ...changes }, [mark.id]);
  }

  remove(mark: HighlightView): Promise<boolean> {
    return this.#set(null, [mark.id]);
  }

  #set(mark: { anchor: string; quote: string; colour: Colour; note: string } | null, replaces: string[]): Promise<boolean> {
    return this.marking.run(async () => {
      await call('set_highlight', { ...this.args, mark, replaces });
      // The next change must name the mark as it is now: of one that names its old version there would be two.
      await this.renew();
      await tick();
    });
  }

  /** A field is there until what this gives is called; `save` keeps what was typed in it. */
  field(save: () => Promise<void>): () => void {
    this.#fields.add(save);
    return () => this.#fields.delete(save);
  }

  /** Keeps what is typed and not kept yet. */
  async leave(): Promise<void> {
    await Promise.all([...this.#fields].map((save) => save()));
  }

  print(): Promise<boolean> {
    return this.printing.run(async () => {
      this.printed = (await call('print_lesson', this.args)).path;
    });
  }
}
