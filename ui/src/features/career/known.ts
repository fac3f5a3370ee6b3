// The statistics and charts of the page on screen, for the parts of its text that name them.

import { getContext, setContext } from 'svelte';
import type { Chart, Statistic } from '../../ipc/types';

export interface Known {
  statistic(id: string): Statistic | undefined;
  chart(id: string): Chart | undefined;
}

const KEY = Symbol('career');

export const provideKnown = (known: Known): void => void setContext(KEY, known);
export const known = (): Known => getContext<Known>(KEY);
