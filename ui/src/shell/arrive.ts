// After a navigation: the scroll place first, then the focus on the page's heading.

/** Waits until `ready`, looking again after each change of the page. Gives what ends it. */
function when(area: HTMLElement, ready: () => boolean, limit = 3000): () => void {
  if (ready()) return () => {};
  const observer = new MutationObserver(() => ready() && end());
  const timer = setTimeout(() => end(), limit);
  const end = () => {
    observer.disconnect();
    clearTimeout(timer);
  };
  observer.observe(area, { childList: true, subtree: true, characterData: true });
  return end;
}

let stopPlace = () => {};

/**
 * The learner's own scrolling of `area` goes before ours. It is listened to once and for good: with each listener to the wheel
 * that comes or goes, WebKit styles everything there is anew, which takes 20 ms.
 */
export function yields(area: HTMLElement): void {
  const release = () => stopPlace();
  area.addEventListener('wheel', release, { passive: true });
  area.addEventListener('keydown', release);
}

/** Brings `area` to its place and the focus to its heading, as soon as they are there. */
export function arrive(area: HTMLElement, place: number): () => void {
  area.scrollTop = place;
  stopPlace = when(area, () => {
    area.scrollTop = place;
    return place === 0 || Math.abs(area.scrollTop - place) < 2;
  });
  const before = document.activeElement;
  const stopFocus = when(area, () => {
    const moved = document.activeElement !== before && document.activeElement !== document.body;
    // Not that of a page made ready behind this one.
    const heading = [...area.querySelectorAll('h1')].find((one) => !one.closest('.unseen'));
    if (!moved) heading?.focus({ preventScroll: true });
    return moved || heading !== undefined;
  });
  return () => {
    stopPlace();
    stopFocus();
  };
}
