// What is not seen at first need not hold up what is.

import { onMount } from 'svelte';

/** ms until a frame is surely on the screen: it is handed over some time after it is drawn, and a busy page holds it up. */
const HANDED_OVER = 120;

/** Whether the rest of a component is to be drawn: from the start, or once what is seen of it is on the screen. */
export class Later {
  now = $state(false);

  /** While a component is set up. */
  constructor(atOnce: boolean) {
    this.now = atOnce;
    if (atOnce) return;
    onMount(() => {
      let after: ReturnType<typeof setTimeout> | undefined;
      const frame = requestAnimationFrame(() => (after = setTimeout(() => (this.now = true), HANDED_OVER)));
      return () => (cancelAnimationFrame(frame), clearTimeout(after));
    });
  }
}
