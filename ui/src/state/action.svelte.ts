// Something the learner does: busy while it runs, and an error they can read where it failed.

import { asCallError } from '../ipc/client';
import type { CallError } from '../ipc/client';

export class Action {
  busy = $state(false);
  error: CallError | null = $state.raw(null);

  /** Runs `what` unless it runs already. Gives whether it worked. */
  async run(what: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    try {
      await what();
      return true;
    } catch (thrown) {
      this.error = asCallError(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
