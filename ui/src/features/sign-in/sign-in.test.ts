import { describe, expect, it, vi } from 'vitest';
import { useTransport } from '../../ipc/client';
import { mock } from '../../ipc/mock';
import { app } from '../../state/app.svelte';
import { SignIn } from './sign-in.svelte';

describe('signing in', () => {
  it('waits for the browser and goes on by itself', async () => {
    const engine = mock({ variants: ['empty'] });
    useTransport(engine);
    await app.refresh();
    const done = vi.fn();
    const signIn = new SignIn(done);
    const stop = signIn.start();
    await signIn.begin();
    expect(signIn.state).toMatchObject({ state: 'waiting' });
    expect(done).not.toHaveBeenCalled();
    engine.world.finishSignIn();
    await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
    stop();
  });

  it('says why it could not begin', async () => {
    useTransport(mock({ variants: ['empty', 'offline'] }));
    const signIn = new SignIn(() => {});
    await signIn.begin();
    expect(signIn.begins.error).toMatchObject({ code: 'offline' });
    expect(signIn.state).toEqual({ state: 'idle' });
  });

  it('goes nowhere after it was cancelled', async () => {
    const engine = mock({ variants: ['empty'] });
    useTransport(engine);
    const done = vi.fn();
    const signIn = new SignIn(done);
    await signIn.begin();
    await signIn.cancel();
    await signIn.look();
    expect(done).not.toHaveBeenCalled();
  });
});
