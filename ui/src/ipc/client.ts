// The one door to the engine: everything else in the UI calls it through here.

import { transport as tauri } from './tauri';
import type { ApiError, Commands, ErrorCode, Topic } from './types';

/** An answer that says why a command did not do what it was asked. */
export class CallError extends Error implements ApiError {
  readonly code: ErrorCode;
  readonly detail: string | null;

  constructor(error: ApiError) {
    super(error.detail ? `${error.code}: ${error.detail}` : error.code);
    this.name = 'CallError';
    this.code = error.code;
    this.detail = error.detail;
  }
}

export interface Transport {
  call(name: string, args: unknown): Promise<unknown>;
  listen(heard: (topics: Topic[]) => void): Promise<() => void>;
  /** Shows the window. */
  show(): Promise<void>;
}

/** Commands without arguments take none; the others theirs. */
export type ArgsOf<K extends keyof Commands> = Commands[K]['args'] extends null ? [] : [args: Commands[K]['args']];

let transport: Promise<Transport> | null = null;

/** Speaks to another engine from now on: the mock of tests and previews. */
export function useTransport(other: Transport): void {
  transport = Promise.resolve(other);
}

function connect(): Promise<Transport> {
  transport ??=
    import.meta.env.MODE === 'mock' ? import('./mock').then((mock) => mock.fromLocation()) : Promise.resolve(tauri);
  return transport;
}

/** An answer that came with the page: to what every start asks (`answer_ahead` in src-tauri/ipc.rs). */
interface Ahead {
  name: string;
  args: unknown;
  reply: unknown;
}

declare global {
  interface Window {
    carrelAhead?: Ahead[];
  }
}

/** Takes the answer to this very question, if it came with the page. Once the window is shown it would be old. */
function takeAhead(name: string, args: unknown): Ahead | undefined {
  const known = (whenAnswered && window.carrelAhead) ?? [];
  const at = known.findIndex((one) => one.name === name && sameArgs(one.args, args));
  return at < 0 ? undefined : known.splice(at, 1)[0];
}

/** Both came from JSON or go there, and are flat but for lists. */
function sameArgs(one: unknown, other: unknown): boolean {
  const parts = (args: unknown) => JSON.stringify(Object.entries(args ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
  return parts(one) === parts(other);
}

/** Calls that have no answer yet. */
let open = 0;
/** To be done once, when there is something to draw. */
let whenAnswered: (() => void) | null = null;
/** A page has an answer, not only the shell around it. */
let pageAnswered = false;

/** Runs the command `name` in the engine. Throws a [`CallError`] where the engine says no. */
export async function call<K extends keyof Commands>(name: K, ...args: ArgsOf<K>): Promise<Commands[K]['reply']> {
  open += 1;
  try {
    const asked = args[0] ?? null;
    const ahead = takeAhead(name, asked);
    const reply = ahead ? ahead.reply : await (await connect()).call(name, asked);
    return reply as Commands[K]['reply'];
  } catch (error) {
    throw asCallError(error);
  } finally {
    open -= 1;
    pageAnswered ||= name !== 'state';
    if (whenAnswered && open === 0) answered();
  }
}

/** A page has its answer, or the state is known and leads to no page's question. */
function answered(): void {
  if (pageAnswered) return whenAnswered?.();
  // A task later the page has asked; a timer would be held back while the window is unseen.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    if (open === 0) whenAnswered?.();
  };
  port2.postMessage(null);
}

/** Has the window shown when its first page has what it shows: the window comes up while the page is drawn. */
export function showWhenAnswered(): void {
  pageAnswered = false;
  whenAnswered = () => {
    whenAnswered = null;
    void connect().then((connection) => connection.show());
  };
}

/** Whatever was thrown, as an error the screens have words for. */
export function asCallError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  if (typeof error === 'object' && error !== null && 'code' in error) return new CallError(error as ApiError);
  return new CallError({ code: 'ours', detail: error instanceof Error ? error.message : String(error) });
}

/** Hears what changed in the engine, until the returned function is called. */
export function onChanged(heard: (topics: Topic[]) => void): () => void {
  let stop: (() => void) | null = null;
  let stopped = false;
  void connect()
    .then((connection) => connection.listen(heard))
    .then((end) => (stopped ? end() : (stop = end)));
  return () => {
    stopped = true;
    stop?.();
  };
}
