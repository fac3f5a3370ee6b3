// Words come from locales/<language>/*.ftl; a second language is a second folder.

import { FluentBundle, FluentResource } from '@fluent/bundle';
import type { FluentVariable, Message } from '@fluent/bundle';

export * from './format';

const files = import.meta.glob<string>('../../../locales/en-US/*.ftl', { query: '?raw', import: 'default', eager: true });

/** By name: `catalog` holds the words of the catalog. Each is read when a word of it is asked for. */
const unread = new Map(Object.entries(files).map(([path, text]) => [path.split('/').pop()?.replace('.ftl', '') ?? path, text]));
/** Where words stand that are not named after their file. */
const SHARED = ['common', 'shell'];

// No isolation marks: they would end up in copied text, and every text here runs left to right.
const bundle = new FluentBundle('en-US', { useIsolating: false });

function messageOf(name: string): Message | undefined {
  while (!bundle.hasMessage(name) && unread.size > 0) read(fileOf(name));
  return bundle.getMessage(name);
}

/** The likeliest of the files that are still unread. */
function fileOf(name: string): string {
  const left = [...unread.keys()];
  return left.find((file) => name.startsWith(`${file}-`)) ?? SHARED.find((file) => unread.has(file)) ?? left[0] ?? '';
}

function read(file: string): void {
  const problems = bundle.addResource(new FluentResource(unread.get(file) ?? ''));
  unread.delete(file);
  if (problems.length > 0) missing(`${file}: ${problems.map(String).join('; ')}`);
}

function missing(what: string): void {
  if (import.meta.env.MODE === 'test') throw new Error(`Missing words: ${what}`);
  console.error(`Missing words: ${what}`);
}

export type Args = Record<string, FluentVariable>;

/** The words for `id`; `id.attribute` reads an attribute. Without words: throws in tests, shows the id otherwise. */
export function t(id: string, args?: Args): string {
  const [name = id, attribute] = id.split('.');
  const message = messageOf(name);
  const pattern = attribute ? message?.attributes[attribute] : message?.value;
  if (!pattern) {
    missing(id);
    return id;
  }
  const problems: Error[] = [];
  const text = bundle.formatPattern(pattern, args, problems);
  if (problems.length > 0) missing(`${id}: ${problems.map(String).join('; ')}`);
  return text;
}

/** Whether there are words for `id`: for kinds the engine may name before the UI knows them. */
export function hasWords(id: string): boolean {
  return messageOf(id)?.value != null;
}

/** What happened, what is safe, what to do: for an error of the engine. */
export function errorWords(error: { code: string; detail: string | null }): string {
  const id = `error-${error.code.replaceAll('_', '-')}`;
  return t(hasWords(id) ? id : 'error-ours', { detail: error.detail ?? '' });
}
