// The lesson a reader may open next. It takes long to load, so it is made ready unseen before they do.

import { href, parse, type Route } from './router.svelte';

/** How long a lesson has been on screen before the next one is made ready: what one reads goes first. */
export const QUIET_MS = 300;
/** How long the pointer or the focus rests on the way to a lesson before that one is made ready. */
export const REST_MS = 50;

export type LessonRoute = Extract<Route, { page: 'lesson' }>;

const same = (one: LessonRoute | null, other: LessonRoute | null) =>
  one === other || (one !== null && other !== null && href(one) === href(other));

export class Coming {
  route: LessonRoute | null = $state.raw(null);
  /** What follows on the lesson that is read. */
  #next: LessonRoute | null = null;
  #wanted: LessonRoute | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Another lesson is read, or what follows it has changed; `null` while its text is not there yet. */
  follow(next: LessonRoute | null): void {
    if (next !== null && same(next, this.#next)) return;
    this.#next = next;
    this.renew();
  }

  /** The reader points to a link with the pointer or the focus, presses it, or points to none any more. */
  pointed({ target, type }: Event): void {
    const link = target instanceof Element ? target.closest('[href^="#/lesson/"], [data-to^="#/lesson/"]') : null;
    // A press may take the focus elsewhere before it is a click.
    if (!link && type === 'focusin') return;
    this.meant(link?.getAttribute('href') ?? link?.getAttribute('data-to') ?? '', type === 'pointerdown');
  }

  /** The reader is about to go to this address, if anywhere; `pressed` when they are on their way. */
  meant(address: string, pressed = false): void {
    const route = parse(address);
    const to = route.page === 'lesson' ? route : null;
    const wanted = to ?? this.#next;
    const now = pressed && to !== null;
    if (now || !same(wanted, this.#wanted)) this.#soon(wanted, now ? 0 : to ? REST_MS : QUIET_MS);
  }

  /** What was made ready is no longer what will be shown: it is made ready again. */
  renew(): void {
    this.route = null;
    this.#soon(this.#next, QUIET_MS);
  }

  #soon(route: LessonRoute | null, ms: number): void {
    clearTimeout(this.#timer);
    this.#wanted = route;
    this.#timer = setTimeout(() => {
      if (!same(route, this.route)) this.route = route;
    }, ms);
  }
}

export const coming = new Coming();
