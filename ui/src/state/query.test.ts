import { describe, expect, it, vi } from 'vitest';
import { forgetAnswers, Query } from './query.svelte';

/** A promise and what settles it. */
function later<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

describe('a query', () => {
  it('shows only the answer to the newest question', async () => {
    const [slow, quick] = [later<string>(), later<string>()];
    const query = new Query('race a', () => slow.promise);
    const first = query.refetch();
    query.ask('race b', () => quick.promise);
    quick.resolve('b');
    await vi.waitFor(() => expect(query.data).toBe('b'));
    slow.resolve('a');
    await first;
    expect(query.data).toBe('b');
  });

  it('keeps what it shows while it asks again, and when that fails', async () => {
    let fails = false;
    const query = new Query('keep', async () => {
      if (fails) throw { code: 'busy', detail: null };
      return 'known';
    });
    await query.refetch();
    fails = true;
    const asked = query.refetch();
    expect(query.current).toMatchObject({ status: 'ready', data: 'known', refreshing: true });
    await asked;
    expect(query.current).toMatchObject({ status: 'ready', data: 'known', failure: { code: 'busy' } });
  });

  it('says that it waits only after 300 ms', async () => {
    vi.useFakeTimers();
    const answer = later<string>();
    const query = new Query('slow', () => answer.promise);
    const asked = query.refetch();
    vi.advanceTimersByTime(299);
    expect(query.slow).toBe(false);
    vi.advanceTimersByTime(2);
    expect(query.slow).toBe(true);
    answer.resolve('here');
    await asked;
    expect(query.slow).toBe(false);
    vi.useRealTimers();
  });

  it('is there at once when one comes back, until another learner is', async () => {
    await new Query('back', async () => 'seen').refetch();
    expect(new Query('back', async () => 'seen').data).toBe('seen');
    forgetAnswers();
    expect(new Query('back', async () => 'seen').data).toBeNull();
  });

  it('remembers nothing for another learner that the last one asked', async () => {
    const answer = later<string>();
    const asked = new Query('late', () => answer.promise).refetch();
    forgetAnswers();
    answer.resolve('theirs');
    await asked;
    expect(new Query('late', async () => 'mine').data).toBeNull();
  });
});
