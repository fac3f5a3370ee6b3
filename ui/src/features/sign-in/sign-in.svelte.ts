// Signing in: it happens in the browser, this follows it.

import { call, onChanged } from '../../ipc/client';
import type { SignInState } from '../../ipc/types';
import { Action } from '../../state/action.svelte';
import { app } from '../../state/app.svelte';

export class SignIn {
  state: SignInState = $state.raw({ state: 'idle' });
  begins = new Action();
  /** Was waiting once: then a learner who is signed in has come back from the browser. */
  #waited = false;
  #done: () => void;

  constructor(done: () => void) {
    this.#done = done;
  }

  /** Follows the state while the page lives; gives what ends it. */
  start(): () => void {
    void this.look();
    return onChanged((topics) => {
      if (topics.includes('account')) void this.look();
    });
  }

  look = async (): Promise<void> => {
    try {
      this.state = await call('sign_in_state');
    } catch {
      return; // The next change asks again; the page stays as it is.
    }
    if (this.state.state === 'waiting') this.#waited = true;
    if (this.state.state !== 'idle' || !this.#waited) return;
    await app.refresh();
    if (app.signedIn) this.#done();
    this.#waited = false;
  };

  begin = async (): Promise<void> => {
    await this.begins.run(async () => {
      const { address } = await call('begin_sign_in');
      this.#waited = true;
      this.state = { state: 'waiting', address };
    });
    // The browser may have been faster than the answer.
    if (!this.begins.error) await this.look();
  };

  cancel = async (): Promise<void> => {
    this.#waited = false;
    this.state = { state: 'idle' };
    await call('cancel_sign_in').catch(() => null);
  };
}
