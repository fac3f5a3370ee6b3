// A whole engine in memory, for tests and `npm run preview:mock`. It keeps nothing and knows no network.
//
// In a preview `?mock=` chooses how things are: rich (or nothing), empty, first, never, offline, error, signed-out, asked,
// declined, attention, no-keyring, many, awaited (the school did not answer yet), two-notes (on PPE on and off), not-here (not
// downloaded). Several at once: `?mock=offline,empty`. `?theme=dark` sets the look.

import type { Transport } from '../client';
import type { ApiError, Commands, ErrorCode, Theme, Topic } from '../types';
import { appState } from './fixtures';
import { Activity } from './activity';
import { Catalog } from './catalog';
import { glossary } from './glossary';
import { Exam } from './exam';
import { guideHandlers } from './guide';
import { Learning } from './learning';
import { Reading } from './reading';
import { Practice } from './practice';
import { World } from './world';

export type Handlers = { [K in keyof Commands]?: (args: Commands[K]['args']) => Commands[K]['reply'] | Promise<Commands[K]['reply']> };

export type Variant =
  | 'rich'
  | 'empty'
  | 'first'
  | 'never'
  | 'offline'
  | 'error'
  | 'signed-out'
  | 'asked'
  | 'declined'
  | 'attention'
  | 'no-keyring'
  | 'many'
  | 'awaited'
  | 'two-notes'
  | 'not-here'
  | 'changed';

export interface MockOptions {
  variants?: Variant[];
  theme?: Theme;
  /** How long every answer takes, in ms. */
  delay?: number;
  now?: number;
  /** Answers of a test that go before the mock's. */
  override?: Handlers;
}

export interface Mock extends Transport {
  /** What was called so far. */
  calls: { name: string; args: unknown }[];
  /** How often the window was asked to show itself. */
  readonly shown: number;
  /** Says that something changed, as the engine would. */
  emit(...topics: Topic[]): void;
  world: World;
}

export function fail(code: ErrorCode, detail: string | null = null): never {
  throw { code, detail } satisfies ApiError;
}

export function mock(options: MockOptions = {}): Mock {
  const listeners = new Set<(topics: Topic[]) => void>();
  const emit = (...topics: Topic[]) => listeners.forEach((heard) => heard(topics));
  let shown = 0;
  const now = options.now ?? Date.now();
  const world = new World(now, options.variants ?? ['rich'], appState(now), emit);
  if (options.theme) world.app.settings.theme = options.theme;
  const catalog = new Catalog(world);
  const reading = new Reading(world);
  const learning = new Learning(world, reading);
  const handlers: Handlers = {
    ...world.handlers(),
    ...catalog.handlers(),
    ...learning.handlers(),
    ...new Activity(world).handlers(),
    ...reading.handlers(),
    ...glossary(world),
    ...new Exam(world, learning).handlers(),
    ...new Practice(world).handlers(),
    ...guideHandlers(world),
    ...options.override,
  };
  const calls: Mock['calls'] = [];
  return {
    calls,
    world,
    emit,
    async call(name, args) {
      calls.push({ name, args });
      await new Promise((done) => setTimeout(done, options.delay ?? 0));
      if (world.is('error') && name !== 'state') fail('ours', 'planted');
      const handler = handlers[name as keyof Commands] as ((args: unknown) => unknown) | undefined;
      if (!handler) fail('bad_request', `No command ${name}`);
      // As over a wire: nobody holds the mock's own objects.
      return structuredClone((await handler(args)) ?? null);
    },
    async listen(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    async show() {
      shown += 1;
    },
    get shown() {
      return shown;
    },
  };
}

export function fromLocation(): Mock {
  const search = new URLSearchParams(location.search);
  const variants = (search.get('mock') ?? 'rich').split(',') as Variant[];
  const theme = (search.get('theme') ?? undefined) as Theme | undefined;
  return mock({ variants, theme, delay: Number(search.get('delay') ?? 30) });
}
