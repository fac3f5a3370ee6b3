import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { DownloadItem, PauseReason } from '../../ipc/types';
import { complaints, showPage } from '../../shared/testing';
import DownloadsPage from './DownloadsPage.svelte';

describe('DownloadsPage', () => {
  it('shows bytes, per cent and the time left', async () => {
    showPage(DownloadsPage);
    expect(await screen.findByText('12.6 MB of 31.8 MB')).toBeTruthy();
    expect(screen.getByText('25 seconds left')).toBeTruthy();
    expect(screen.getByRole('progressbar', { name: 'Downloading EKG Technician' }).getAttribute('aria-valuenow')).toBe('40');
    expect(await complaints()).toEqual([]);
  });

  it('asks before it removes, and says what is safe', async () => {
    const engine = showPage(DownloadsPage);
    (await screen.findByRole('button', { name: 'Remove Phlebotomy Technician' })).click();
    expect((await screen.findByText(/Removing frees 48.3 MB. Nothing you did is lost/)).textContent).toBeTruthy();
    screen.getByRole('button', { name: 'Remove the download' }).click();
    await waitFor(() => expect(screen.queryByText('Phlebotomy Technician')).toBeNull());
    expect(engine.calls.some((call) => call.name === 'remove_download')).toBe(true);
  });

  it('has words for every reason of a pause', async () => {
    const reasons: PauseReason[] = [
      { why: 'by_learner' }, { why: 'offline' }, { why: 'school_busy' }, { why: 'disk_full', missing_bytes: 5_000_000 },
      { why: 'sign_in_again' }, { why: 'no_access', text: 'Access has ended.' }, { why: 'damaged' }, { why: 'interrupted' },
    ];
    const items: DownloadItem[] = reasons.map((reason) => ({
      program: reason.why, title: reason.why, lessons: 1, pack: { state: 'paused', done_bytes: 1, total_bytes: 2, reason },
    }));
    showPage(DownloadsPage, {}, { override: { downloads: () => ({ items, used_bytes: 8, free_bytes: null }) } });
    expect(await screen.findByText(/disk is full. Free 5 MB/)).toBeTruthy();
    expect(screen.getByText(/“Access has ended.”/)).toBeTruthy();
    expect(screen.getAllByRole('article')).toHaveLength(8);
    expect(await complaints()).toEqual([]);
  });

  it('says what will be here', async () => {
    showPage(DownloadsPage, {}, { override: { downloads: () => ({ items: [], used_bytes: 0, free_bytes: null }) } });
    expect(await screen.findByText('No courses on this computer')).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });
});
