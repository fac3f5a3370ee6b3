// Finding a word in a glossary, and the letters to jump to. Pure, so that it is fast and can be tried without a page.

import type { GlossaryTerm } from '../../ipc/types';

export type Letter = { letter: string; terms: GlossaryTerm[] };

/** Case and accents do not count when one looks for a word. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Every word typed must be in a name or in the meaning. What has it in a name comes first, at its beginning before all. */
export function found(terms: GlossaryTerm[], typed: string): GlossaryTerm[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return terms;
  const rank = (term: GlossaryTerm): number => {
    const names = [term.term, ...term.also].map(plain);
    const everything = `${names.join(' ')} ${plain(term.meaning)}`;
    if (!words.every((word) => everything.includes(word))) return -1;
    if (names.some((name) => name.startsWith(words.join(' ')))) return 0;
    return words.every((word) => names.some((name) => name.includes(word))) ? 1 : 2;
  };
  const ranked = terms.map((term) => ({ term, rank: rank(term) })).filter((one) => one.rank >= 0);
  // Sorting is stable: within a rank the order of the dictionary stays.
  return ranked.sort((a, b) => a.rank - b.rank).map((one) => one.term);
}

/** The dictionary by its first letters; what begins with none stands under #. */
export function byLetter(terms: GlossaryTerm[]): Letter[] {
  const letters = new Map<string, GlossaryTerm[]>();
  for (const term of terms) {
    const first = plain(term.term).match(/[\p{L}\p{N}]/u)?.[0] ?? '';
    const letter = /\p{L}/u.test(first) ? first.toUpperCase() : '#';
    letters.set(letter, [...(letters.get(letter) ?? []), term]);
  }
  return [...letters].map(([letter, some]) => ({ letter, terms: some })).sort((a, b) => (a.letter < b.letter ? -1 : 1));
}
