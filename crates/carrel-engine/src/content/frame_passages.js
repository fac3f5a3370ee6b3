// Words the reader looks for, passages they marked, and how far they watched a film. Of the page only text is wrapped and
// unwrapped; what is said to the app are numbers, names of blocks and words of the lesson.
(() => {
  "use strict";

  const MOST_HITS = 500;
  const MOST_QUOTE = 500;
  const SELECTED_EVERY_MS = 150;
  const FILM_EVERY_MS = 5000;
  const COLOURS = new Set(["yellow", "green", "blue", "pink"]);
  const BLOCK = 'main > h1, main [id^="p"], main [id^="s-"]';

  const say = (message) => window.parent.postMessage(message, "*");
  const nearest = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(BLOCK) ?? null;

  // The text nodes that are the block's own: a list within an item is not.
  const nodesOf = (block) => {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) if (nearest(walker.currentNode) === block) nodes.push(walker.currentNode);
    return nodes;
  };

  // Folded as the search folds: no accents, no capitals, one space. `at` leads back to where a letter stands.
  const fold = (text) => {
    let folded = "";
    const at = [];
    let offset = 0;
    for (const letter of text) {
      const plain = /\s/.test(letter) ? " " : letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      if (!(plain === " " && folded.endsWith(" "))) {
        folded += plain;
        for (let unit = 0; unit < plain.length; unit += 1) at.push(offset);
      }
      offset += letter.length;
    }
    at.push(offset);
    return { folded, at };
  };

  const textOf = (nodes) => nodes.map((node) => node.data).join("");

  const occurrences = (block, wanted, most) => {
    const nodes = nodesOf(block);
    const { folded, at } = fold(textOf(nodes));
    const found = [];
    for (let from = folded.indexOf(wanted); from >= 0 && found.length < most; from = folded.indexOf(wanted, from + wanted.length)) {
      found.push({ nodes, start: at[from], end: at[from + wanted.length] });
    }
    return found;
  };

  // From the last to the first, so that the places of the others stay right.
  const wrap = ({ nodes, start, end }, make) => {
    let after = textOf(nodes).length;
    for (const node of [...nodes].reverse()) {
      const before = after - node.data.length;
      const [from, to] = [Math.max(start, before) - before, Math.min(end, after) - before];
      after = before;
      if (from >= to) continue;
      const piece = from > 0 ? node.splitText(from) : node;
      if (to - from < piece.data.length) piece.splitText(to - from);
      const mark = make();
      piece.replaceWith(mark);
      mark.append(piece);
    }
  };

  const unwrap = (selector) => {
    for (const mark of document.querySelectorAll(selector)) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
  };

  const bring = (element) => {
    for (let within = element.closest("details"); within; within = within.parentElement.closest("details")) within.open = true;
    element.scrollIntoView({ block: "center", behavior: "instant" });
  };

  let sought = "";
  let hits = 0;

  const markHits = (text) => {
    unwrap("mark.hit");
    sought = text;
    const wanted = fold(text.trim()).folded;
    hits = 0;
    if (wanted === "") return;
    for (const block of document.querySelectorAll(BLOCK)) {
      const found = occurrences(block, wanted, MOST_HITS - hits);
      for (let number = found.length - 1; number >= 0; number -= 1) {
        const hit = String(hits + number);
        wrap(found[number], () => {
          const mark = document.createElement("mark");
          mark.className = "hit";
          mark.dataset.hit = hit;
          return mark;
        });
      }
      hits += found.length;
    }
  };

  const firstInSight = () => {
    const marks = [...document.querySelectorAll("mark.hit")];
    const seen = marks.find((mark) => mark.getBoundingClientRect().bottom >= 0);
    return Number(seen?.dataset.hit ?? 0);
  };

  const find = (text, at) => {
    if (text !== sought) markHits(text);
    for (const mark of document.querySelectorAll("mark.hit.current")) mark.classList.remove("current");
    const number = hits === 0 ? 0 : typeof at === "number" ? ((at % hits) + hits) % hits : firstInSight();
    const current = document.querySelectorAll(`mark.hit[data-hit="${number}"]`);
    for (const mark of current) mark.classList.add("current");
    if (current.length > 0) bring(current[0]);
    say({ type: "carrel:found", count: hits, at: number });
  };

  const markPassages = (passages) => {
    unwrap("mark.hit");
    unwrap("mark.passage");
    for (const passage of passages) {
      const { anchor, quote, colour } = passage ?? {};
      const block = typeof anchor === "string" ? document.getElementById(anchor) : null;
      if (!block?.matches(BLOCK) || typeof quote !== "string" || !COLOURS.has(colour)) continue;
      const wanted = fold(quote.trim()).folded;
      const [found] = wanted === "" ? [] : occurrences(block, wanted, 1);
      if (!found) continue;
      wrap(found, () => {
        const mark = document.createElement("mark");
        mark.className = "passage";
        mark.dataset.colour = colour;
        return mark;
      });
    }
    const again = sought;
    sought = "";
    if (again) markHits(again);
  };

  const tidy = (text) => text.replace(/\s+/gu, " ").trim().slice(0, MOST_QUOTE).trim();
  const none = { type: "carrel:selected", anchor: "", quote: "" };

  // Of a selection over several blocks, the part in the first one.
  const selected = () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return none;
    const range = selection.getRangeAt(0);
    const block = nearest(range.startContainer);
    if (!block?.id) return none;
    let quote = "";
    for (const node of nodesOf(block)) {
      if (!range.intersectsNode(node)) continue;
      const from = node === range.startContainer ? range.startOffset : 0;
      const to = node === range.endContainer ? range.endOffset : node.data.length;
      quote += node.data.slice(from, to);
    }
    quote = tidy(quote);
    return quote === "" ? none : { type: "carrel:selected", anchor: block.id, quote };
  };

  // For whoever reads with the keys alone: the first block in sight.
  const pick = () => {
    const chosen = selected();
    if (chosen.quote !== "") return say(chosen);
    const inSight = [...document.querySelectorAll(BLOCK)].find(
      (block) => block.id && block.getBoundingClientRect().bottom > 24 && tidy(textOf(nodesOf(block))) !== "",
    );
    say(inSight ? { type: "carrel:selected", anchor: inSight.id, quote: tidy(textOf(nodesOf(inSight))) } : none);
  };

  let saying = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(saying);
    saying = setTimeout(() => say(selected()), SELECTED_EVERY_MS);
  });

  // Films: where each was left, and where it is.
  const filmOf = (anchor) => document.getElementById(anchor)?.querySelector("video, audio") ?? null;

  const goOn = (films) => {
    for (const { anchor, permille } of films) {
      const film = typeof anchor === "string" && permille > 0 && permille < 1000 ? filmOf(anchor) : null;
      if (!film) continue;
      const set = () => {
        if (film.currentTime === 0) film.currentTime = (film.duration * permille) / 1000;
      };
      if (film.readyState > 0) set();
      else film.addEventListener("loadedmetadata", set, { once: true });
    }
  };

  let lastFilm = -Infinity;
  const watched = (event, always) => {
    const film = event.target;
    const anchor = nearest(film)?.id;
    if (!anchor || !(film.duration > 0) || (!always && performance.now() - lastFilm < FILM_EVERY_MS)) return;
    lastFilm = performance.now();
    say({ type: "carrel:film", anchor, permille: Math.min(1000, Math.round((1000 * film.currentTime) / film.duration)) });
    if (!film.paused) say({ type: "carrel:activity" });
  };
  // These events do not bubble.
  document.addEventListener("timeupdate", (event) => watched(event, false), true);
  for (const kind of ["pause", "ended"]) document.addEventListener(kind, (event) => watched(event, true), true);

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || typeof event.data !== "object" || event.data === null) return;
    const { type, text, at, passages, films, anchor } = event.data;
    if (type === "carrel:find" && typeof text === "string") find(text, at);
    else if (type === "carrel:passages" && Array.isArray(passages)) markPassages(passages);
    else if (type === "carrel:pick") pick();
    else if (type === "carrel:films" && Array.isArray(films)) goOn(films);
    else if (type === "carrel:show" && typeof anchor === "string") {
      const block = document.getElementById(anchor);
      if (block) {
        // In place of the page's address: `back` is the app's.
        location.replace(`#${encodeURIComponent(anchor)}`);
        bring(block);
      }
    }
  });

  // Pictures moved what the address led to, unless the reader has moved on.
  let moved = false;
  for (const kind of ["wheel", "keydown", "pointerdown"]) {
    window.addEventListener(kind, () => { moved = true; }, { passive: true });
  }
  window.addEventListener("load", () => {
    if (moved) return;
    const block = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (block) bring(block);
  });
})();
