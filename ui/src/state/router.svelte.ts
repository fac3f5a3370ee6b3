// Hash routes, history, and the place in a list one comes back to.

export type Route =
  | { page: 'home' }
  | { page: 'schools' }
  | { page: 'catalog' }
  | { page: 'program'; program: string }
  | { page: 'sign-in' }
  | { page: 'learning' }
  | { page: 'course'; program: string }
  /** `at`: the block of the lesson to open. */
  | { page: 'lesson'; program: string; lesson: string; at?: string }
  | { page: 'quiz'; program: string; quiz: string }
  | { page: 'downloads' }
  | { page: 'activity'; filter?: string }
  | { page: 'courier' }
  | { page: 'ready' }
  | { page: 'settings' }
  | { page: 'find'; text?: string }
  | { page: 'glossary'; program: string }
  | { page: 'marked'; program: string }
  | { page: 'exam'; program: string }
  | { page: 'exam-sitting'; program: string }
  | { page: 'exam-report'; program: string; act: string }
  | { page: 'recall'; program: string }
  | { page: 'skills'; program: string }
  | { page: 'eligibility'; program: string; goal?: string }
  | { page: 'careers' }
  | { page: 'career'; topic: string; section?: string }
  | { page: 'licensure'; state?: string }
  | { page: 'unknown' };

/** Pages that keep their place however one comes back to them. */
const KEEPS_PLACE = new Set<Route['page']>(['catalog', 'learning', 'downloads', 'activity', 'find', 'careers']);

/** A block of a lesson, as the engine names them. */
const BLOCK = /^(p\d{1,6}|s-[\p{L}\p{N}-]{1,200})$/u;

export function parse(hash: string): Route {
  const path = hash.replace(/^#?\/?/, '').split('?')[0] ?? '';
  const [page = '', program, third, fourth] = path.split('/').map(decodeURIComponent);
  switch (page) {
    case '':
      return { page: 'home' };
    case 'schools':
    case 'catalog':
    case 'sign-in':
    case 'learning':
    case 'downloads':
    case 'courier':
    case 'ready':
    case 'settings':
    case 'careers':
      return { page };
    case 'activity':
      return program ? { page, filter: program } : { page };
    case 'program':
    case 'course':
    case 'glossary':
    case 'marked':
    case 'exam':
    case 'exam-sitting':
    case 'recall':
    case 'skills':
      return program ? { page, program } : { page: 'unknown' };
    case 'find':
      return program ? { page, text: program } : { page };
    case 'lesson': {
      if (!program || !third) return { page: 'unknown' };
      return fourth && BLOCK.test(fourth) ? { page, program, lesson: third, at: fourth } : { page, program, lesson: third };
    }
    case 'career':
      if (!program) return { page: 'unknown' };
      return third ? { page, topic: program, section: third } : { page, topic: program };
    case 'licensure':
      return program ? { page, state: program } : { page };
    case 'quiz':
      return program && third ? { page, program, quiz: third } : { page: 'unknown' };
    case 'exam-report':
      return program && third ? { page, program, act: third } : { page: 'unknown' };
    case 'eligibility':
      return program ? { page, program, ...(third ? { goal: third } : {}) } : { page: 'unknown' };
    default:
      return { page: 'unknown' };
  }
}

/** The address of a route: `href({ page: 'course', program })`. */
export function href(route: Route): string {
  const parts: string[] = route.page === 'home' || route.page === 'unknown' ? [] : [route.page];
  if ('filter' in route && route.filter) parts.push(route.filter);
  if ('program' in route) parts.push(route.program);
  if ('lesson' in route) parts.push(route.lesson);
  if ('at' in route && route.at) parts.push(route.at);
  if ('quiz' in route) parts.push(route.quiz);
  if ('text' in route && route.text) parts.push(route.text);
  if ('act' in route) parts.push(route.act);
  if ('goal' in route && route.goal) parts.push(route.goal);
  if ('topic' in route) parts.push(route.topic);
  if ('section' in route && route.section) parts.push(route.section);
  if ('state' in route && route.state) parts.push(route.state);
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

class Router {
  route: Route = $state.raw({ page: 'home' });
  /** Raised with every navigation: the shell moves the focus and the scroll place. */
  visits = $state(0);
  /** Came by back or forward. */
  returned = false;
  /** The address one was at before this one. */
  previous: string | null = null;
  #places = new Map<string, number>();
  #address = '';
  #scroller: () => HTMLElement | null = () => null;

  /** Starts to follow the window's address; gives what ends it. */
  start(scroller: () => HTMLElement | null): () => void {
    this.#scroller = scroller;
    this.#address = location.hash;
    this.route = parse(location.hash);
    this.#mark();
    const changed = () => this.#arrive();
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }

  /** Marks this entry of the history as seen; gives whether it was already. */
  #mark(): boolean {
    if ((history.state as { seen?: true } | null)?.seen) return true;
    history.replaceState({ seen: true }, '');
    return false;
  }

  #arrive(): void {
    const element = this.#scroller();
    if (element) this.#places.set(this.#address, element.scrollTop);
    this.returned = this.#mark();
    this.previous = this.#address;
    this.#address = location.hash;
    this.route = parse(location.hash);
    this.visits += 1;
  }

  /** Where this page was left, or its top. */
  get place(): number {
    if (!this.returned && !KEEPS_PLACE.has(this.route.page)) return 0;
    return this.#places.get(this.#address) ?? 0;
  }

  go(to: Route | string): void {
    const address = typeof to === 'string' ? to : href(to);
    if (address !== location.hash) location.hash = address;
  }

  /** Goes to `to` in place of the page one is on: back leads past it. */
  replace(to: Route | string): void {
    location.replace(typeof to === 'string' ? to : href(to));
  }

  back(): void {
    history.back();
  }
}

export const router = new Router();
