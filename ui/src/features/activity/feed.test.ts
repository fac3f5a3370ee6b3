import { describe, expect, it } from 'vitest';
import { useTransport } from '../../ipc/client';
import type { Act, ActivityArgs } from '../../ipc/types';
import { Feed } from './feed.svelte';

const act = (seq: number): Act => ({
  id: `op-${seq}`, device: 'd', seq, kind: 'note_saved', program: 'p', program_title: 'P', subject: null, at: seq, uncertainty_ms: 0,
  delivery: { state: 'on_this_computer' }, waiting: null, choices: [], put_away: false,
});

function serve(journal: Act[]): ActivityArgs[] {
  const asked: ActivityArgs[] = [];
  useTransport({
    listen: async () => () => {},
    show: async () => {},
    call: async (_name, args) => {
      const { before, limit } = args as ActivityArgs;
      asked.push(args as ActivityArgs);
      const older = journal.filter((one) => before === null || one.seq < before).toSorted((a, b) => b.seq - a.seq);
      return { acts: older.slice(0, limit), more: older.length > limit, waiting: 1, needs_you: 0, programs: [] };
    },
  });
  return asked;
}

describe('Feed', () => {
  it('pages back by sequence number and keeps what is shown when it asks again', async () => {
    const journal = Array.from({ length: 230 }, (_, index) => act(index + 1));
    serve(journal);
    const feed = new Feed();
    await feed.show('all');
    expect([feed.acts.length, feed.more]).toEqual([100, true]);
    await feed.older();
    await feed.older();
    expect([feed.acts.length, feed.more]).toEqual([230, false]);
    journal.push(act(231));
    await feed.refresh();
    expect(feed.acts[0]?.seq).toBe(231);
    expect(feed.acts.length).toBe(230);
    expect(feed.more).toBe(true);
  });

  it('begins at the newest again under another filter, never asking for more than 200', async () => {
    const asked = serve(Array.from({ length: 500 }, (_, index) => act(index + 1)));
    const feed = new Feed();
    await feed.show('all');
    for (let times = 0; times < 4; times++) await feed.older();
    await feed.refresh();
    await feed.show('waiting');
    expect(asked.at(-1)).toEqual({ filter: 'waiting', program: null, before: null, limit: 100 });
    await feed.show('waiting', 'p');
    await feed.refresh();
    expect(asked.at(-1)).toEqual({ filter: 'waiting', program: 'p', before: null, limit: 100 });
    expect(Math.max(...asked.map((one) => one.limit))).toBeLessThanOrEqual(200);
  });
});
