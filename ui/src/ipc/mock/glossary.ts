// Words of the sample course, as the engine would give them, and a question about a place in a picture.

import type { Answer, GlossaryPage, ItemResult, QuizItem } from '../types';
import { fail, type Handlers } from './index';
import type { World } from './world';

const TERMS: GlossaryPage['terms'] = [
  { term: 'Antecubital fossa', meaning: 'The hollow in front of the elbow, where most blood is drawn.', also: ['elbow bend'], lesson: { lesson: 'm01-l01', title: 'What a phlebotomist does and does not do' } },
  { term: 'Bevel', meaning: 'The slanted opening at the tip of a needle. It faces up when the needle enters.', also: [], lesson: { lesson: 'm01-l02', title: 'Where blood goes: departments of the laboratory' } },
  { term: 'Personal protective equipment', meaning: 'What is worn against exposure: gloves, gown, mask, eye protection.', also: ['PPE'], lesson: { lesson: 'm01-l01', title: 'What a phlebotomist does and does not do' } },
  { term: 'Vein', meaning: 'A vessel that leads blood toward the heart. It has a thin wall, low pressure and no pulse.', also: [], lesson: null },
];

/** A drawing with three letters, in an address of its own: there is no loopback server here. */
const ARM = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><rect width="400" height="200" fill="#f4ede4"/><g fill="none" stroke="#3d6c78" stroke-width="8"><path d="M60 20Q90 100 70 180"/><path d="M200 30Q170 100 210 170"/><path d="M330 20Q300 100 340 180"/></g><g font-family="sans-serif" font-size="28"><text x="95" y="105">A</text><text x="215" y="105">B</text><text x="345" y="105">C</text></g></svg>',
)}`;

export const PICTURE_QUESTION: QuizItem = {
  id: 'h1',
  prompt: 'All three veins can be felt equally well. Mark the one you would try first.',
  kind: 'hotspot',
  choices: [
    { id: 'a', text: 'A: the vein on the thumb side' },
    { id: 'b', text: 'B: the vein that crosses the middle' },
    { id: 'c', text: 'C: the vein on the little finger side' },
  ],
  lefts: [],
  unit: null,
  picture: {
    address: ARM,
    alt: 'An arm with three veins, marked A to C from the thumb side.',
    areas: [
      { id: 'a', x: 12, y: 8, w: 20, h: 84 },
      { id: 'b', x: 42, y: 12, w: 20, h: 74 },
      { id: 'c', x: 74, y: 8, w: 20, h: 84 },
    ],
  },
};

/** The quiz that asks it. */
export const PICTURED = 'm04-quiz';

export function pictureResult(answer: Answer | undefined): ItemResult {
  const right = answer?.kind === 'choices' && answer.value[0] === 'b';
  const feedback = right || !answer ? [] : ['A good second choice.'];
  return { id: 'h1', right, solution: ['B: the vein that crosses the middle'], explain: 'It is large and held in place by the tissue round it.', feedback };
}

export function glossary(world: World): Handlers {
  return {
    glossary: ({ program }) => {
      if (world.is('not-here')) fail('not_downloaded');
      return { program, program_title: 'Phlebotomy Technician', terms: world.is('empty') ? [] : TERMS };
    },
  };
}
