import { describe, expect, it } from 'vitest';
import { StudyTimer } from './study-timer';

function setup(fails = { now: false }) {
  let clock = 5_000;
  const sent: number[] = [];
  const timer = new StudyTimer({
    now: () => clock,
    send: async (ms) => {
      if (fails.now) throw new Error('disk full');
      sent.push(ms);
    },
  });
  /** Lets `seconds` pass, ticking every five. */
  const pass = (seconds: number, active = false) => {
    for (let left = seconds; left > 0; left -= 5) {
      clock += Math.min(5, left) * 1_000;
      if (active) timer.activity();
      timer.tick();
    }
  };
  return { timer, sent, pass };
}

const settle = () => new Promise((done) => setTimeout(done));

describe('StudyTimer', () => {
  it('sends each minute while the learner is active', () => {
    const { timer, sent, pass } = setup();
    timer.activity();
    pass(150, true);
    expect(sent).toEqual([60_000, 60_000]);
    expect(timer.countedMs).toBe(30_000);
  });

  it('counts reading without touching anything for one minute, then stops', () => {
    const { timer, sent, pass } = setup();
    timer.activity();
    pass(3_600);
    expect(sent).toEqual([60_000]);
    expect(timer.countedMs).toBe(0);
  });

  it('does not count the time away when the learner comes back', () => {
    const { timer, sent, pass } = setup();
    timer.activity();
    pass(20, true);
    pass(600);
    pass(10, true);
    expect(sent).toEqual([60_000, 20_000]);
    expect(timer.countedMs).toBe(5_000);
  });

  it('sends what was counted on leaving, and counts nothing while away', async () => {
    const { timer, sent, pass } = setup();
    timer.activity();
    pass(10);
    await timer.leave();
    pass(30);
    await timer.leave();
    expect(sent).toEqual([10_000]);
  });

  it('does not send a glance', async () => {
    const { timer, sent } = setup();
    timer.activity();
    await timer.leave();
    expect(sent).toEqual([]);
  });

  it('counts nothing over a sleeping computer', () => {
    const { timer, pass } = setup();
    timer.activity();
    pass(5, true);
    // One jump of eight hours, no ticks between.
    const { timer: slept, sent } = setupJump();
    slept.activity();
    expect(sent()).toBe(60_000);
    expect(timer.countedMs).toBe(5_000);
  });

  it('keeps what could not be saved for the next time', async () => {
    const fails = { now: true };
    const { timer, sent, pass } = setup(fails);
    timer.activity();
    pass(60, true);
    await settle();
    expect(timer.countedMs).toBe(60_000);
    fails.now = false;
    pass(5, true);
    expect(sent).toEqual([65_000]);
  });
});

function setupJump() {
  let clock = 0;
  const timer = new StudyTimer({ now: () => clock, send: async () => {} });
  timer.activity();
  clock = 8 * 3_600_000;
  return { timer, sent: () => timer.countedMs };
}
