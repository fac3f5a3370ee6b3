// Links that lead outside: Carrel says where, and opens them in the learner's browser once they say so.

import { call } from '../ipc/client';
import { Action } from './action.svelte';
import { app } from './app.svelte';

/** As long as the engine opens. */
const LONGEST = 2048;

/** Where a link leads, as the learner is asked about it. */
export interface OutsideLink {
  kind: 'page' | 'mail';
  address: string;
  /** The part that says whose it is: `example.org`, or a mail address. */
  place: string;
}

/** Reads an address that may be opened outside; `null` for every other. The engine decides again before it opens one. */
export function readOutside(address: string): OutsideLink | null {
  if (address.length > LONGEST || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol === 'mailto:') {
    return /^[\w.+-]+@[\w.-]+$/.test(url.pathname) ? { kind: 'mail', address: `mailto:${url.pathname}`, place: url.pathname } : null;
  }
  const page = (url.protocol === 'https:' || url.protocol === 'http:') && !url.username && !url.password;
  return page ? { kind: 'page', address: url.href, place: url.host } : null;
}

/** One link the learner is being asked about. */
export class Leaving {
  link = $state.raw<OutsideLink | null>(null);
  readonly opening = new Action();

  get offline(): boolean {
    return app.state?.sync.problem?.kind === 'offline';
  }

  /** Asks about `address`. Gives whether it leads outside at all. */
  ask(address: string): boolean {
    const link = readOutside(address);
    if (!link) return false;
    this.opening.error = null;
    this.link = link;
    return true;
  }

  stay = (): void => {
    this.link = null;
  };

  open = async (): Promise<void> => {
    const { link } = this;
    if (link && (await this.opening.run(() => call('open_link', { address: link.address })))) this.link = null;
  };

  /** Asks about the links of `element` that lead outside: `<div {@attach leaving.links}>`. */
  links = (element: HTMLElement): (() => void) => {
    const pressed = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (link && this.ask(link.getAttribute('href') ?? '')) event.preventDefault();
    };
    element.addEventListener('click', pressed);
    return () => element.removeEventListener('click', pressed);
  };
}
