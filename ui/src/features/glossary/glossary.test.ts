import { describe, expect, it } from 'vitest';
import type { GlossaryTerm } from '../../ipc/types';
import { byLetter, found } from './glossary';

const term = (name: string, meaning = 'Something else.', also: string[] = []): GlossaryTerm => ({ term: name, meaning, also, lesson: null });
const names = (terms: GlossaryTerm[]) => terms.map((one) => one.term);

describe('found', () => {
  const terms = [term('Artery', 'A vessel with a pulse; a vein has none.'), term('Cephalic vein'), term('Ménière', ''), term('Requisition', 'An order.', ['test request']), term('Vein', 'A vessel.')];

  it('puts a name before the middle of a name before a meaning', () => {
    expect(names(found(terms, 'vein'))).toEqual(['Vein', 'Cephalic vein', 'Artery']);
  });

  it('looks at other names, at no accent, and at every word that was typed', () => {
    expect(names(found(terms, 'Test REQ'))).toEqual(['Requisition']);
    expect(names(found(terms, 'meniere'))).toEqual(['Ménière']);
    expect(names(found(terms, 'vessel pulse'))).toEqual(['Artery']);
    expect(found(terms, 'lancet')).toEqual([]);
  });

  it('gives everything where nothing is typed', () => {
    expect(found(terms, '  ')).toBe(terms);
  });
});

describe('byLetter', () => {
  it('puts a word under its first letter, and what has none under #', () => {
    const letters = byLetter([term('2-hour test'), term('-emia'), term('ePHI'), term('Écart'), term('Vein')]);
    expect(letters.map(({ letter, terms }) => [letter, names(terms)])).toEqual([
      ['#', ['2-hour test']],
      ['E', ['-emia', 'ePHI', 'Écart']],
      ['V', ['Vein']],
    ]);
  });
});
