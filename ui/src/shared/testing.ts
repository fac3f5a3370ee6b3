// For tests of whole pages: one page before the mock engine, and what axe finds in it.

import { fireEvent, render } from '@testing-library/svelte';
import axe from 'axe-core';
import type { Component } from 'svelte';
import { useTransport } from '../ipc/client';
import { type Mock, mock, type MockOptions } from '../ipc/mock';
import { forgetAnswers } from '../state/query.svelte';

/** Shows `page` inside the landmark the shell gives it. */
export function showPage(page: Component<any>, props: object = {}, options: MockOptions = {}): Mock {
  return showChanging(page, props, options).engine;
}

/** The same, with what gives the page other props, leaves it, and comes back to it. */
export function showChanging(page: Component<any>, props: object, options: MockOptions = {}) {
  const engine = mock(options);
  useTransport(engine);
  forgetAnswers();
  const main = document.createElement('main');
  document.body.append(main);
  document.documentElement.lang = 'en';
  let here = render(page, { target: main, props });
  return {
    engine,
    rerender: (changed: object) => here.rerender(changed),
    leave: () => here.unmount(),
    comeBack: (changed: object = props) => void (here = render(page, { target: main, props: changed })),
  };
}

/** Types as fingers do, letter by letter: each one takes the place of what is selected then. */
export async function type(field: HTMLInputElement | HTMLTextAreaElement, text: string): Promise<void> {
  if (document.activeElement !== field) {
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }
  for (const letter of text) {
    field.setRangeText(letter, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
    await fireEvent.input(field);
  }
}

/** What axe has to say, in one line each. Colours are measured in tokens.css: there is no layout here to see them in. */
export async function complaints(): Promise<string[]> {
  const found = await axe.run(document.body, {
    iframes: false,
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
}
