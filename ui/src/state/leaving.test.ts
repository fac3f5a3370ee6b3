import { describe, expect, it } from 'vitest';
import { useTransport } from '../ipc/client';
import { mock } from '../ipc/mock';
import { Leaving, readOutside } from './leaving.svelte';

describe('an address that leads outside', () => {
  it('says where it leads', () => {
    expect(readOutside('https://example.org/a?b=1')).toEqual({ kind: 'page', address: 'https://example.org/a?b=1', place: 'example.org' });
    expect(readOutside('HTTP://Example.org:8080')).toMatchObject({ address: 'http://example.org:8080/', place: 'example.org:8080' });
    expect(readOutside('mailto:help@school.example?subject=x&attach=/etc/passwd')).toEqual({
      kind: 'mail', address: 'mailto:help@school.example', place: 'help@school.example',
    });
  });

  const hostile = [
    '', '#/learning', '/etc/passwd', '//example.org', 'javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', 'file:///etc/passwd',
    'tauri://localhost/', 'blob:https://example.org/1', 'tel:+15550100', 'http://user:pass@example.org/', 'https://school.example@evil.example/',
    'https://', 'mailto:', 'mailto:a@b@c', 'mailto:a%0d%0abcc:b@example.org', `https://example.org/${'a'.repeat(2048)}`,
  ];
  it.each(hostile)('is not %s', (address) => expect(readOutside(address)).toBeNull());

  it('is opened only once the learner says so', async () => {
    const engine = mock();
    useTransport(engine);
    const leaving = new Leaving();
    expect(leaving.ask('https://example.org/')).toBe(true);
    expect(engine.calls).toEqual([]);
    await leaving.open();
    expect(engine.calls).toEqual([{ name: 'open_link', args: { address: 'https://example.org/' } }]);
    expect(leaving.link).toBeNull();
  });

  it('stays on screen where nothing opened', async () => {
    useTransport(mock({ override: { open_link: () => Promise.reject({ code: 'ours', detail: null }) } }));
    const leaving = new Leaving();
    leaving.ask('https://example.org/');
    await leaving.open();
    expect(leaving.link?.place).toBe('example.org');
    expect(leaving.opening.error?.code).toBe('ours');
  });
});
