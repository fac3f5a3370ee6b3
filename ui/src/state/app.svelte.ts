// What the shell around the screens knows: school, learner, settings, sync.

import { asCallError, call, onChanged } from '../ipc/client';
import type { CallError } from '../ipc/client';
import type { AppState, Settings } from '../ipc/types';
import { forgetAnswers } from './query.svelte';

const whoOf = (state: AppState | null) => `${state?.school?.id} ${state?.learner?.key}`;

class App {
  state: AppState | null = $state.raw(null);
  failure: CallError | null = $state.raw(null);
  #turn = 0;

  /** Loads the state and keeps it current; gives what ends it. */
  start(): () => void {
    void this.refresh();
    const unlisten = onChanged((topics) => {
      if (topics.some((topic) => topic === 'account' || topic === 'settings' || topic === 'sync')) void this.refresh();
    });
    return () => {
      unlisten();
      this.state = null;
      this.failure = null;
    };
  }

  refresh = async (): Promise<void> => {
    const turn = ++this.#turn;
    try {
      const state = await call('state');
      if (turn !== this.#turn) return;
      if (this.state && whoOf(this.state) !== whoOf(state)) forgetAnswers();
      this.state = state;
      this.failure = null;
    } catch (error) {
      if (turn === this.#turn) this.failure = asCallError(error);
    }
  };

  /** Keeps `changes` and shows them at once. Throws where they could not be kept. */
  async change(changes: Partial<Settings>): Promise<void> {
    if (!this.state) return;
    const before = this.state;
    const settings = { ...before.settings, ...changes };
    this.state = { ...before, settings };
    try {
      await call('change_settings', settings);
    } catch (error) {
      this.state = before;
      throw error;
    }
  }

  /** Names the learner at their school: what belongs to one is kept under it. */
  get who(): string {
    return whoOf(this.state);
  }

  get signedIn(): boolean {
    return this.state?.learner?.signed_in ?? false;
  }

  /** The words for a state of the country, e.g. `CA` → California. */
  stateName(code: string | null): string {
    return this.state?.states.find((known) => known.code === code)?.name ?? code ?? '';
  }
}

export const app = new App();
