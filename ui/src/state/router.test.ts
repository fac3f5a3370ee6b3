import { describe, expect, it } from 'vitest';
import { href, parse, type Route, router } from './router.svelte';

describe('routes', () => {
  const routes: Route[] = [
    { page: 'home' },
    { page: 'schools' },
    { page: 'catalog' },
    { page: 'program', program: 'phlebotomy-technician' },
    { page: 'sign-in' },
    { page: 'learning' },
    { page: 'course', program: 'a b/c' },
    { page: 'lesson', program: 'p', lesson: 'm01-l01' },
    { page: 'quiz', program: 'p', quiz: 'm01-quiz' },
    { page: 'downloads' },
    { page: 'activity' },
    { page: 'courier' },
    { page: 'settings' },
    { page: 'glossary', program: 'p' },
    { page: 'marked', program: 'p' },
    { page: 'careers' },
    { page: 'career', topic: 'phlebotomist' },
    { page: 'career', topic: 'questions', section: 'how-do-i-advance' },
    { page: 'licensure' },
    { page: 'licensure', state: 'CA' },
  ];

  it.each(routes)('go there and back: %o', (route) => expect(parse(href(route))).toEqual(route));

  it.each(['#/nowhere', '#/program', '#/lesson/p', '#/quiz', '#/career'])('%s leads nowhere', (hash) => {
    expect(parse(hash)).toEqual({ page: 'unknown' });
  });
});

describe('the place in a list', () => {
  it('is kept when one comes back to the list, and a new page begins at its top', async () => {
    const area = { scrollTop: 0 } as HTMLElement;
    const arrived = () => new Promise((done) => window.addEventListener('hashchange', done, { once: true }));
    const begun = arrived();
    location.hash = '#/catalog';
    await begun;
    const stop = router.start(() => area);
    const go = async (route: Route) => {
      const there = arrived();
      // A new entry has no state in a browser; happy-dom keeps the old one's.
      history.replaceState(null, '');
      router.go(route);
      await there;
    };
    area.scrollTop = 740;
    await go({ page: 'program', program: 'p' });
    expect(router.place).toBe(0);
    expect(router.previous).toBe('#/catalog');
    await go({ page: 'catalog' });
    expect(router.place).toBe(740);
    stop();
  });

  it('leads to a block of a lesson, and to nothing that is none', () => {
    const there = { page: 'lesson', program: 'a', lesson: 'b', at: 's-où-donc-2' } as const;
    expect(parse(href(there))).toEqual(there);
    expect(parse('#/lesson/a/b/p12')).toEqual({ page: 'lesson', program: 'a', lesson: 'b', at: 'p12' });
    expect(parse('#/lesson/a/b/javascript%3A1')).toEqual({ page: 'lesson', program: 'a', lesson: 'b' });
    expect(parse(href({ page: 'find', text: 'a/b c' }))).toEqual({ page: 'find', text: 'a/b c' });
    expect(parse('#/find')).toEqual({ page: 'find' });
  });
});
