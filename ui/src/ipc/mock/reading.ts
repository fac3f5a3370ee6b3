// Words in lessons, marked passages, films: as much of it as screens need to be looked at.

import type { FoundLesson, HighlightView, TextPart } from '../types';
import type { Handlers } from './index';
import type { World } from './world';

const PROGRAM = 'phlebotomy-technician';

const PASSAGES = [
  { lesson: 'm01-l04', title: 'Consent and refusal', anchor: 'p7', text: 'Take the tourniquet off within one minute; a vein that cannot be found by then is not the one.' },
  { lesson: 'm03-l03', title: 'PPE on and off', anchor: 'p4', text: 'Put gloves on last, over the cuffs of the gown, and take them off first.' },
  { lesson: 'm03-l03', title: 'PPE on and off', anchor: 'p9', text: 'Clean your hands as soon as the gloves are off.' },
];

function parts(text: string, words: string[]): TextPart[] {
  const pattern = words.map((word) => word.replace(/[^\p{L}\p{N}]/gu, '')).filter(Boolean).map((word) => `\\b${word}\\w*`).join('|');
  if (!pattern) return [{ text, found: false }];
  return text.split(new RegExp(`(${pattern})`, 'iu')).map((piece, at) => ({ text: piece, found: at % 2 === 1 })).filter((part) => part.text);
}

export class Reading {
  readonly #marks = new Map<string, HighlightView[]>();
  #next = 1;

  constructor(private readonly world: World) {}

  highlights(lesson: string): HighlightView[] {
    return this.#marks.get(lesson) ?? [];
  }

  handlers(): Handlers {
    return {
      search_lessons: ({ text }) => {
        const nothing = ['not-here', 'empty', 'first', 'never'].some((variant) => this.world.is(variant as 'empty'));
        if (nothing) return { total: 0, corrected: null, searched: 0, preparing: false, lessons: [] };
        const corrected = text === 'tournikuet' ? 'tourniquet' : null;
        const words = (corrected ?? text).toLowerCase().split(/\s+/).filter(Boolean);
        const lessons: FoundLesson[] = [];
        for (const one of words.length > 0 ? PASSAGES : []) {
          if (!words.every((word) => one.text.toLowerCase().includes(word))) continue;
          const passage = { anchor: one.anchor, parts: parts(one.text, words) };
          const known = lessons.find((hit) => hit.lesson === one.lesson);
          if (known) known.passages.push(passage);
          else
            lessons.push({
              program: PROGRAM,
              program_title: 'Phlebotomy Technician',
              module_title: one.lesson.startsWith('m01') ? 'Role and system' : 'Infection control',
              lesson: one.lesson,
              title: parts(one.title, words),
              passages: [passage],
              more: 0,
            });
        }
        return { total: lessons.length, corrected: lessons.length > 0 ? corrected : null, searched: 14, preparing: false, lessons };
      },
      set_highlight: ({ lesson, mark, replaces }) => {
        const kept = this.highlights(lesson).filter((known) => !replaces.includes(known.id));
        if (mark)
          kept.push({
            id: `mark-${this.#next++}`,
            ...mark,
            note: mark.note ?? '',
            at: this.world.now,
            this_computer: true,
            delivery: { state: 'on_this_computer' },
          });
        this.#marks.set(lesson, kept);
        this.world.emit('learning');
        return null;
      },
      save_film_place: () => null,
      print_lesson: () => ({ path: '/home/ana/Downloads/carrel-lesson-ppe-on-and-off-2026-11-29-140200.html' }),
    };
  }
}
