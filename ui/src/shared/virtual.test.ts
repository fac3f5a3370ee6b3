import { describe, expect, it } from 'vitest';
import { Heights, span } from './virtual';

describe('rows of a long list', () => {
  it('stand where the measured and guessed heights put them', () => {
    const heights = new Heights(100);
    expect(heights.top(5)).toBe(500);
    expect(heights.measured(1, 160)).toBe(true);
    expect(heights.measured(1, 160)).toBe(false);
    expect(heights.top(1)).toBe(100);
    expect(heights.top(5)).toBe(560);
    expect(heights.at(259, 10)).toBe(1);
    expect(heights.at(260, 10)).toBe(2);
  });

  it('are drawn near the window only, and never past the ends', () => {
    const heights = new Heights(50);
    expect(span(heights, 1000, 5000, 500, 5)).toEqual({ from: 95, to: 116 });
    expect(span(heights, 1000, -300, 500, 5)).toEqual({ from: 0, to: 10 });
    expect(span(heights, 3, 0, 500, 5)).toEqual({ from: 0, to: 3 });
    expect(span(heights, 0, 0, 500)).toEqual({ from: 0, to: 0 });
  });
});
