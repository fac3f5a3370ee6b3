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

const nobodys = (program: string) => ` ${program}`;
const whose = (program: string) => `${app.state?.learner?.key ?? ''}${nobodys(program)}`;

class Goals {
  #kept: Record<string, Kept> = $state.raw({});
  /** By learner and program. */
  #said: Record<string, Record<string, Said>> = $state.raw({});

  /** What goes with a request for this program. Another learner's is none of theirs. */
  kept(program: string): Kept | null {
    const kept = this.#kept[program];
    if (!kept) return null;
    const now = app.state?.learner?.key ?? null;
    return kept.learner === null || kept.learner === now ? kept : null;
  }

  keep(program: string, kept: Omit<Kept, 'learner'>): void {
    this.#adopt(program);
    this.#kept = { ...this.#kept, [program]: { ...kept, learner: app.state?.learner?.key ?? null } };
  }

  drop(program: string): void {
    const { [program]: _, ...rest } = this.#kept;
    this.#kept = rest;
  }

  /** The learner's own statements about a program's questions: also what was said before anybody signed in. */
  said(program: string): Record<string, Said> {
    return this.#said[whose(program)] ?? this.#said[nobodys(program)] ?? {};
  }

  say(program: string, question: string, said: Said): void {
    this.#adopt(program);
    this.#said = { ...this.#said, [whose(program)]: { ...this.said(program), [question]: said } };
  }

  /** What nobody had said by name is the first one's who goes on with it, and no other learner's. */
  #adopt(program: string): void {
    if (whose(program) === nobodys(program)) return;
    const { [nobodys(program)]: before, ...rest } = this.#said;
    if (before) this.#said = { [whose(program)]: before, ...rest };
  }
}

export const goals = new Goals();
