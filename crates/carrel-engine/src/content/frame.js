// What the lesson's frame says to the app that shows it, and what it hears. Nothing else runs in the frame.
(() => {
  "use strict";

  const POSITION_EVERY_MS = 250;
  const ACTIVITY_EVERY_MS = 5000;
  const KEYS = new Set(["n", "p", "d", "m", "?", "/", "escape"]);
  const HELD_KEYS = new Set(["f", "k"]);
  const root = document.documentElement;

  // The app's address differs by platform and nothing said here is secret, so any parent may hear it.
  const say = (message) => window.parent.postMessage(message, "*");

  const setSize = (percent) => {
    const size = Number(percent);
    if (size >= 80 && size <= 200) root.style.setProperty("--size", String(size / 100));
  };

  const setTheme = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

  // The list of terms at the foot is not part of the way through the text.
  const end = () => document.querySelector(".terms")?.offsetTop ?? root.scrollHeight;
  const room = () => end() - window.innerHeight;
  const fits = () => room() <= 1;
  const permille = () => (fits() ? 1000 : Math.min(1000, Math.max(0, Math.round((1000 * window.scrollY) / room()))));

  const goTo = (target) => {
    if (target >= 0 && target <= 1000) window.scrollTo({ top: (room() * target) / 1000, behavior: "instant" });
  };

  // Calls at once, then at most once per interval, and never forgets the last one.
  const throttled = (act, everyMs) => {
    let last = -Infinity;
    let timer = 0;
    return () => {
      const wait = last + everyMs - performance.now();
      if (wait <= 0) {
        last = performance.now();
        act();
      } else if (!timer) {
        timer = setTimeout(() => {
          timer = 0;
          last = performance.now();
          act();
        }, wait);
      }
    };
  };

  // Activity is a fact of the moment: a late one would count time nobody studied.
  let lastActivity = -Infinity;
  const active = () => {
    if (performance.now() - lastActivity < ACTIVITY_EVERY_MS) return;
    lastActivity = performance.now();
    say({ type: "carrel:activity" });
  };

  // Whoever looks up a word at the foot has not read that far: until they are back where they were, no place is told.
  let lookup = null;
  const lookingUp = () => {
    if (lookup === null) return false;
    const near = Math.abs(window.scrollY - lookup.from) <= window.innerHeight / 2;
    if (!near) lookup.away = true;
    else if (lookup.away) lookup = null;
    return lookup !== null;
  };
  const beginLookup = (link) => {
    const target = document.getElementById(link.hash.slice(1));
    const far = target !== null && target.getBoundingClientRect().top > 2 * window.innerHeight;
    if (far) lookup ??= { from: window.scrollY, away: false };
  };

  const sayPosition = throttled(() => {
    if (lookup === null) say({ type: "carrel:position", permille: permille() });
  }, POSITION_EVERY_MS);

  // Where the app wants the reader to be until pictures are in and the page has its height.
  let awaited = null;
  let loaded = false;

  const typing = (target) =>
    target instanceof Element && target.closest("input, textarea, select, video, audio, [contenteditable]") !== null;

  setSize(root.dataset.size);

  window.addEventListener("scroll", () => {
    active();
    if (loaded && !lookingUp()) sayPosition();
  }, { passive: true });
  for (const kind of ["pointerdown", "pointermove", "wheel", "keydown"]) {
    window.addEventListener(kind, active, { passive: true });
  }

  // Whoever moves on by themselves is not taken back when the last picture comes.
  for (const kind of ["wheel", "keydown", "pointerdown"]) {
    window.addEventListener(kind, () => { awaited = null; }, { passive: true });
  }

  window.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || typing(event.target)) return;
    if (event.ctrlKey || event.metaKey) {
      if (!HELD_KEYS.has(event.key.toLowerCase())) return;
      event.preventDefault();
      say({ type: "carrel:key", key: `Ctrl+${event.shiftKey ? "Shift+" : ""}${event.key}` });
      return;
    }
    if (!KEYS.has(event.key.toLowerCase())) return;
    event.preventDefault();
    say({ type: "carrel:key", key: event.key });
  });

  // The sandbox would swallow the click; the app offers to open the address in the browser.
  document.addEventListener("click", (event) => {
    if (!event.isTrusted) return;
    const term = event.target instanceof Element ? event.target.closest("a.term") : null;
    if (term) beginLookup(term);
    const link = event.target instanceof Element ? event.target.closest("a.external") : null;
    if (!link) return;
    event.preventDefault();
    say({ type: "carrel:link", href: link.href });
  });

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || typeof event.data !== "object" || event.data === null) return;
    const { type } = event.data;
    if (type === "carrel:appearance") {
      const before = permille();
      setTheme(event.data.theme);
      setSize(event.data.size);
      if (!fits()) goTo(before);
    } else if (type === "carrel:goto" && typeof event.data.permille === "number") {
      if (!loaded) awaited = event.data.permille;
      goTo(event.data.permille);
    }
  });

  // The text is there, and pictures may still be coming; where one has no room kept for it, the text would jump.
  document.addEventListener("DOMContentLoaded", () => {
    if (document.querySelector("img:not([width])") === null) say({ type: "carrel:ready" });
  });

  window.addEventListener("load", () => {
    loaded = true;
    if (awaited !== null) goTo(awaited);
    if (fits()) sayPosition();
  });
})();
