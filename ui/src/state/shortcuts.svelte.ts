// Keys of the page that is open, and the list of them that `?` shows.

import { untrack } from 'svelte';

export interface Shortcut {
  /** As `KeyboardEvent.key` has it, with `Ctrl+` or `Alt+` before: `/`, `n`, `Ctrl+k`, `Ctrl+Shift+f`. */
  key: string;
  /** Words of the Fluent files. */
  label: string;
  run: () => void;
}

class Shortcuts {
  /** Newest last; a page's key goes before the shell's. */
  all: Shortcut[] = $state.raw([]);

  add(some: Shortcut[]): () => void {
    this.all = [...this.all, ...some];
    return () => (this.all = this.all.filter((one) => !some.includes(one)));
  }

  /** Runs what the key is for; gives whether it was for anything. Lesson frames hand their keys here. */
  press(key: string): boolean {
    const found = this.all.findLast((one) => one.key.toLowerCase() === key.toLowerCase());
    found?.run();
    return found !== undefined;
  }
}

export const shortcuts = new Shortcuts();

/** Has `some` keys while the component lives and `when` holds: call it while a component is set up. */
export function useShortcuts(some: Shortcut[], when: () => boolean = () => true): void {
  $effect(() => {
    if (!when()) return;
    const end = untrack(() => shortcuts.add(some));
    return () => untrack(end);
  });
}

/** The name of a pressed key, or nothing where the learner is typing. */
export function keyOf(event: KeyboardEvent): string | null {
  const control = event.ctrlKey || event.metaKey;
  const held = control ? (event.shiftKey ? 'Ctrl+Shift+' : 'Ctrl+') : event.altKey ? 'Alt+' : '';
  const target = event.target as HTMLElement | null;
  const typing = target?.closest?.('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]');
  if (typing && !control && event.key !== 'Escape') return null;
  if (document.querySelector('dialog[open]')) return null;
  return held + event.key;
}
