import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SyncProblemKind, SyncStatus } from '../ipc/types';
import { syncWords } from './sync';

const NOW = Date.parse('2026-11-22T14:30:00-05:00');
const calm: SyncStatus = { running: false, last_success: NOW - 28 * 60_000, waiting: 0, needs_you: 0, problem: null };

describe('the sync indicator', () => {
  it('says when all was confirmed', () => {
    expect(syncWords(calm, true, NOW)).toMatchObject({ tone: 'calm', line: 'All confirmed 2:02 PM' });
  });

  it('never says that all is confirmed while something waits or nobody is signed in', () => {
    for (const [sync, signedIn] of [
      [{ ...calm, waiting: 2 }, true],
      [{ ...calm, waiting: 2 }, false],
      [calm, false],
      [{ ...calm, needs_you: 1 }, true],
      [{ ...calm, last_success: null }, true],
    ] as const) {
      expect(syncWords(sync, signedIn, NOW).line).not.toMatch(/confirmed/i);
    }
  });

  it('says how much waits and that something needs the learner, also while there is a problem', () => {
    const offline = { kind: 'offline', text: null, next_attempt_at: null } as const;
    expect(syncWords({ ...calm, waiting: 3 }, true, NOW)).toMatchObject({ line: '3 waiting', notes: [], canTry: true });
    expect(syncWords({ ...calm, waiting: 3, problem: offline }, true, NOW)).toMatchObject({ line: 'Offline', notes: ['3 waiting'], tone: 'waiting' });
    expect(syncWords({ ...calm, needs_you: 1 }, true, NOW)).toMatchObject({ line: '1 thing needs you', notes: [], tone: 'trouble' });
    const both = syncWords({ ...calm, needs_you: 1, waiting: 3, problem: offline }, true, NOW);
    expect(both).toMatchObject({ line: 'Offline', notes: ['1 thing needs you', '3 waiting'], tone: 'trouble' });
    expect(syncWords({ ...calm, waiting: 3 }, false, NOW)).toMatchObject({ line: 'Kept on this computer', notes: ['3 waiting'], canTry: false });
  });

  it('names a locked keyring, and asks for no new sign-in', () => {
    const problem = { kind: 'needs_you', text: null, next_attempt_at: NOW + 60_000 } as const;
    const words = syncWords({ ...calm, problem }, true, NOW, 'locked');
    expect(words).toMatchObject({ line: 'Keyring is locked', canTry: true });
    expect(words.more).toMatch(/Unlock it/);
  });

  it('has plain words without codes for every problem', () => {
    const types = readFileSync('src/ipc/types.ts', 'utf8');
    const kinds = /export type SyncProblemKind = ([^;]+);/.exec(types)?.[1]?.match(/\w+/g) ?? [];
    expect(kinds.length).toBe(12);
    for (const kind of kinds as SyncProblemKind[]) {
      const problem = { kind, text: null, next_attempt_at: NOW + 60_000 };
      const words = syncWords({ ...calm, problem, waiting: 1 }, true, NOW);
      expect(`${words.line} ${words.more}`).not.toMatch(/sync|fail|\d{3}|error/i);
      expect(words.notes).toEqual(['1 waiting']);
      expect(words.more).toMatch(/Trying again/);
    }
  });
});
