import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/shared/tokens.css', 'utf8');

type Colour = [number, number, number];

/** The colours of one theme, by name. */
function theme(selector: string): Record<string, Colour> {
  const block = css.slice(css.indexOf(selector), css.indexOf('}', css.indexOf(selector)));
  const found = block.matchAll(/--([a-z-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g);
  return Object.fromEntries([...found].map(([, name, ...parts]) => [name, parts.map(Number) as Colour]));
}

/** Relative luminance of a colour in OKLCH. */
function luminance([lightness, chroma, hue]: Colour): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (part: number) => Math.min(1, Math.max(0, part));
  const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Colour, other: Colour): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['paper', 'raised', 'sunk'];
const TEXT: [string, string[]][] = [
  ['text', [...GROUNDS, 'ink-soft', 'lamp-soft', 'loss-soft']],
  ['muted', [...GROUNDS, 'ink-soft', 'lamp-soft']],
  ['ink', [...GROUNDS, 'ink-soft']],
  ['ink-strong', [...GROUNDS, 'ink-soft']],
  ['lamp-text', [...GROUNDS, 'lamp-soft', 'ink-soft']],
  ['loss', [...GROUNDS, 'loss-soft', 'ink-soft']],
  ['on-ink', ['ink', 'ink-strong']],
  ['card-ink', ['card']],
  ['card-loss', ['card']],
];

describe.each([
  ['light', ':root {'],
  ['dark', ":root[data-theme='dark'] {"],
])('the %s theme', (_, selector) => {
  const colours = theme(selector);
  const pair = (one: string, other: string) => contrast(colours[one] as Colour, colours[other] as Colour);

  it.each(TEXT)('can be read: %s', (name, grounds) => {
    for (const ground of grounds) expect(pair(name, ground), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  it('shows the edges of what can be pressed', () => {
    for (const ground of GROUNDS) expect(pair('outline', ground), `outline on ${ground}`).toBeGreaterThanOrEqual(3);
  });
});
