// Fetching one course to this computer: what the learner starts and pauses.

import { call } from '../ipc/client';
import { Action } from './action.svelte';

export class Transfer {
  readonly action = new Action();

  constructor(private readonly program: () => string) {}

  start = (): Promise<boolean> => this.action.run(() => call('download', { program: this.program() }));
  pause = (): Promise<boolean> => this.action.run(() => call('pause_download', { program: this.program() }));
}
