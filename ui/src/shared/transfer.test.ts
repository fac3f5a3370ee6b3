import { describe, expect, it } from 'vitest';
import { secondsLeft, timeLeft } from './transfer';

describe('time left', () => {
  it('is worked out from what is missing and the speed', () => {
    expect(secondsLeft(200, 1000, 100)).toBe(8);
    expect(secondsLeft(200, 1000, null)).toBeNull();
    expect(secondsLeft(200, 1000, 0)).toBeNull();
    expect(secondsLeft(1000, 1000, 100)).toBeNull();
  });

  it('is said in steps that do not flicker', () => {
    expect(timeLeft(null)).toBe('working out the time left');
    expect([timeLeft(1), timeLeft(6), timeLeft(59)]).toEqual(['5 seconds left', '10 seconds left', '60 seconds left']);
    expect([timeLeft(61), timeLeft(3541)]).toEqual(['about 2 minutes left', 'about 1 hr left']);
  });
});
