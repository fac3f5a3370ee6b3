// What a learner said about their goals, and the answer that goes with a request. It is on nobody's disk: it goes with the
// window, and reaches the record only together with the request.

import type { Determination, EligibilityAsked, Said } from '../ipc/types';
import { app } from './app.svelte';

export interface Kept {
  asked: EligibilityAsked;
  title: string;
  verdict: Determination;
  /** Who kept it; none before anybody signed in. */
  learner: string | null;
}

class Goals {
  #kept: Record<string, Kept> = $state.raw({});
  #said: Record<string, Record<string, Said>> = $state.raw({});

  /** What goes with a request for this program. Another learner's is none of theirs. */
  kept(program: string): Kept | null {
    const kept = this.#kept[program];
    if (!kept) return null;
    const now = app.state?.learner?.key ?? null;
    return kept.learner === null || kept.learner === now ? kept : null;
  }

  keep(program: string, kept: Omit<Kept, 'learner'>): void {
    this.#kept = { ...this.#kept, [program]: { ...kept, learner: app.state?.learner?.key ?? null } };
  }

  drop(program: string): void {
    const { [program]: _, ...rest } = this.#kept;
    this.#kept = rest;
  }

  /** The learner's own statements about a program's questions. */
  said(program: string): Record<string, Said> {
    return this.#said[`${app.state?.learner?.key ?? ''} ${program}`] ?? {};
  }

  say(program: string, question: string, said: Said): void {
    const mine = `${app.state?.learner?.key ?? ''} ${program}`;
    this.#said = { ...this.#said, [mine]: { ...this.#said[mine], [question]: said } };
  }
}

export const goals = new Goals();
