import type { Theme } from '../ipc/types';

const dark = () => window.matchMedia?.('(prefers-color-scheme: dark)');

/** Shows `theme`, following the computer's where it is `system`; gives what ends that. */
export function showTheme(theme: Theme): () => void {
  const system = dark();
  const show = () => {
    const now = theme === 'system' ? (system?.matches ? 'dark' : 'light') : theme;
    document.documentElement.dataset.theme = now;
  };
  show();
  if (theme !== 'system') return () => {};
  system?.addEventListener('change', show);
  return () => system?.removeEventListener('change', show);
}
