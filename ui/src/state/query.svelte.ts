// What a screen shows of the engine: waiting, ready or failed, and never two of them.

import { untrack } from 'svelte';
import { asCallError, call, onChanged } from '../ipc/client';
import type { ArgsOf, CallError } from '../ipc/client';
import type { Commands, Topic } from '../ipc/types';

export type Loaded<T> =
  | { status: 'waiting' }
  /** `failure`: the newest attempt failed, and this is what was known before. */
  | { status: 'ready'; data: T; refreshing: boolean; failure: CallError | null }
  | { status: 'failed'; error: CallError };

/** How long nothing is shown before the screen says that it waits. */
const PATIENCE = 300;

/** The last answers, so that a page one comes back to is there at once. */
const remembered = new Map<string, unknown>();
const REMEMBERED = 64;
/** Grows with each learner: an answer to the last one's question is nothing to remember. */
let era = 0;

function remember(key: string, data: unknown): void {
  remembered.delete(key);
  remembered.set(key, data);
  const oldest = remembered.keys().next();
  if (remembered.size > REMEMBERED && !oldest.done) remembered.delete(oldest.value);
}

const forgetful = new Set<() => void>();

/** `forget` drops what outlives its page, and is called with another learner or another school. */
export function whenForgotten(forget: () => void): void {
  forgetful.add(forget);
}

/** Forgets every answer: another learner or another school. */
export function forgetAnswers(): void {
  remembered.clear();
  era += 1;
  for (const forget of forgetful) forget();
}

export class Query<T> {
  current: Loaded<T> = $state.raw({ status: 'waiting' });
  /** Waiting so long that it should be said. */
  slow = $state(false);
  #run: () => Promise<T>;
  #key: string;
  #turn = 0;
  #newest: Promise<void> = Promise.resolve();

  constructor(key: string, run: () => Promise<T>) {
    this.#key = key;
    this.#run = run;
    this.#recall();
  }

  get data(): T | null {
    return this.current.status === 'ready' ? this.current.data : null;
  }

  #recall(): void {
    const known = remembered.get(this.#key) as T | undefined;
    if (known !== undefined) this.current = { status: 'ready', data: known, refreshing: true, failure: null };
  }

  /** Asks something else from now on; what is shown stays until the answer is here. */
  ask(key: string, run: () => Promise<T>): void {
    this.#key = key;
    this.#run = run;
    this.#recall();
    void this.refetch();
  }

  /** Asks again. Only the answer to the newest question is shown; done when that one is. */
  refetch = async (): Promise<void> => {
    let asked = (this.#newest = this.#again());
    await asked;
    while (asked !== this.#newest) await (asked = this.#newest);
  };

  async #again(): Promise<void> {
    const turn = ++this.#turn;
    const key = this.#key;
    const asked = era;
    if (this.current.status === 'ready') this.current = { ...this.current, refreshing: true };
    if (this.current.status === 'failed') this.current = { status: 'waiting' };
    const patience = setTimeout(() => (this.slow = true), PATIENCE);
    try {
      const data = await this.#run();
      if (turn !== this.#turn) return;
      if (asked === era) remember(key, data);
      this.current = { status: 'ready', data, refreshing: false, failure: null };
    } catch (thrown) {
      if (turn !== this.#turn) return;
      const error = asCallError(thrown);
      this.current =
        this.current.status === 'ready'
          ? { ...this.current, refreshing: false, failure: error }
          : { status: 'failed', error };
    } finally {
      clearTimeout(patience);
      if (turn === this.#turn) this.slow = false;
    }
  }

  stop(): void {
    this.#turn += 1;
  }
}

const keyOf = (name: string, args: unknown) => `${name} ${JSON.stringify(args)}`;

/**
 * Asks the engine while the component lives, again whenever `args` change or one of `topics` does.
 * Call it while a component is set up: `const page = query('course', () => [{ program }], ['learning'])`.
 */
export function query<K extends keyof Commands>(
  name: K,
  args: () => ArgsOf<K>,
  topics: Topic[],
): Query<Commands[K]['reply']> {
  const first = args();
  const made = new Query<Commands[K]['reply']>(keyOf(name, first), () => call(name, ...first));
  // Other objects that say the same are no other question.
  const key = $derived(keyOf(name, args()));
  $effect(() => {
    const asked = key;
    untrack(() => {
      const given = args();
      made.ask(asked, () => call(name, ...given));
    });
  });
  $effect(() => {
    const unlisten = onChanged((changed) => {
      if (changed.some((topic) => topics.includes(topic))) void made.refetch();
    });
    return () => {
      unlisten();
      made.stop();
    };
  });
  return made;
}

/** The same for a page on which work is gone on with: the last visit's answer does not know what was done on that visit. */
export function queryAnew<K extends keyof Commands>(
  name: K,
  args: () => ArgsOf<K>,
  topics: Topic[],
): Query<Commands[K]['reply']> {
  remembered.delete(keyOf(name, args()));
  return query(name, args, topics);
}
