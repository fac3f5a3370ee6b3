// Words come from locales/<language>/*.ftl; a second language is a second folder.

import { FluentBundle, FluentResource } from '@fluent/bundle';
import type { FluentVariable } from '@fluent/bundle';

export * from './format';

const files = import.meta.glob<string>('../../../locales/en-US/*.ftl', { query: '?raw', import: 'default', eager: true });

function load(): FluentBundle {
  // No isolation marks: they would end up in copied text, and every text here runs left to right.
  const bundle = new FluentBundle('en-US', { useIsolating: false });
  for (const [file, text] of Object.entries(files)) {
    const problems = bundle.addResource(new FluentResource(text));
    if (problems.length > 0) missing(`${file}: ${problems.map(String).join('; ')}`);
  }
  return bundle;
}

const bundle = load();

function missing(what: string): void {
  if (import.meta.env.MODE === 'test') throw new Error(`Missing words: ${what}`);
  console.error(`Missing words: ${what}`);
}

export type Args = Record<string, FluentVariable>;

/** The words for `id`; `id.attribute` reads an attribute. Without words: throws in tests, shows the id otherwise. */
export function t(id: string, args?: Args): string {
  const [name = id, attribute] = id.split('.');
  const message = bundle.getMessage(name);
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
  return bundle.getMessage(id)?.value != null;
}

/** What happened, what is safe, what to do: for an error of the engine. */
export function errorWords(error: { code: string; detail: string | null }): string {
  const id = `error-${error.code.replaceAll('_', '-')}`;
  return t(hasWords(id) ? id : 'error-ours', { detail: error.detail ?? '' });
}
