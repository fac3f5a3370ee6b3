import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

// The script of the lesson's frame, as the engine serves it. Here the frame is its own parent.
const script = readFileSync('../crates/carrel-engine/src/content/frame_passages.js', 'utf8');
let said: Record<string, unknown>[] = [];

beforeAll(() => {
  Element.prototype.scrollIntoView = () => {};
  window.postMessage = ((message: Record<string, unknown>) => void said.push(message)) as typeof window.postMessage;
  new Function(script)();
});

beforeEach(() => {
  document.body.innerHTML =
    '<main><h1>Veins</h1><p id="p1">The <strong>median cubital</strong> vein. A vein\nfills.</p>' +
    '<ul><li id="p2">Élan<ul><li id="p3">inner vein</li></ul></li></ul>' +
    '<details><summary>Show</summary><p id="p4">Hidden veins</p></details></main>';
  said = [];
});

function tell(data: object, source: unknown = window): void {
  window.dispatchEvent(Object.assign(new Event('message'), { data, source }));
}
const marks = (kind: string) => [...document.querySelectorAll(`mark.${kind}`)];
const found = () => said.filter((message) => message.type === 'carrel:found').at(-1);

describe('the script of the lesson frame', () => {
  it('finds words across tags and lines, whatever their accents and capitals, and steps through them', () => {
    tell({ type: 'carrel:find', text: 'VEIN', at: 0 });
    expect(found()).toEqual({ type: 'carrel:found', count: 5, at: 0 });
    expect(marks('hit').map((mark) => mark.textContent)).toEqual(['Vein', 'vein', 'vein', 'vein', 'vein']);
    tell({ type: 'carrel:find', text: 'VEIN', at: 4 });
    expect(document.querySelector('details')?.open).toBe(true);
    expect(marks('current').map((mark) => mark.closest('p')?.id)).toEqual(['p4']);
    tell({ type: 'carrel:find', text: 'VEIN', at: 5 });
    expect(found()).toMatchObject({ at: 0 });
    tell({ type: 'carrel:find', text: 'cubital vein', at: 0 });
    expect(found()).toMatchObject({ count: 1 });
    expect(marks('hit').map((mark) => mark.textContent)).toEqual(['cubital', ' vein']);
    tell({ type: 'carrel:find', text: 'vein fills', at: 0 });
    expect(found()).toMatchObject({ count: 1 });
    tell({ type: 'carrel:find', text: 'elan', at: 0 });
    expect(marks('hit').map((mark) => mark.textContent)).toEqual(['Élan']);
  });

  it('leaves the page as it was when it stops finding', () => {
    const before = document.body.innerHTML;
    tell({ type: 'carrel:find', text: 'vein', at: 0 });
    expect(document.body.innerHTML).not.toBe(before);
    tell({ type: 'carrel:find', text: '', at: null });
    expect(document.body.innerHTML).toBe(before);
    expect(found()).toMatchObject({ count: 0 });
  });

  it('shows marks in their own blocks, and takes nothing that is none', () => {
    tell({
      type: 'carrel:passages',
      passages: [
        { anchor: 'p1', quote: 'median cubital vein', colour: 'green' },
        { anchor: 'p3', quote: 'not there', colour: 'green' },
        { anchor: 'p3', quote: 'inner', colour: 'url(x)' },
        { anchor: 'nowhere', quote: 'vein', colour: 'blue' },
        null,
        7,
      ],
    });
    expect(marks('passage').map((mark) => mark.textContent)).toEqual(['median cubital', ' vein']);
    tell({ type: 'carrel:find', text: 'cubital vein', at: 0 });
    expect(found()).toMatchObject({ count: 1 });
    tell({ type: 'carrel:passages', passages: [] });
    expect(marks('passage')).toEqual([]);
    expect(document.getElementById('p1')?.textContent).toBe('The median cubital vein. A vein\nfills.');
    tell({ type: 'carrel:find', text: '', at: null });
  });

  it('says which block is in sight when nothing is selected', () => {
    for (const block of document.querySelectorAll('#p2, #p3, #p4')) block.getBoundingClientRect = () => ({ bottom: 100 }) as DOMRect;
    tell({ type: 'carrel:pick' });
    expect(said.at(-1)).toEqual({ type: 'carrel:selected', anchor: 'p2', quote: 'Élan' });
  });

  it('hears nobody but its parent', () => {
    tell({ type: 'carrel:find', text: 'vein', at: 0 }, null);
    expect(said).toEqual([]);
    expect(marks('hit')).toEqual([]);
  });
});
