// SPDX-License-Identifier: Apache-2.0
/**
 * What a page does before its scripts are there, as a text that stands in the page (scripts/early.mjs puts it first;
 * the content policy names its hash). It sets the chosen theme before the first paint, and where somebody is signed in
 * it asks for what every room needs, so that the answers come while the scripts do; whose copy is on this device (it is
 * shown without them) after the first paint, which the asking would hold up, for what the scripts have not asked for
 * by then. data/early.ts hands them out.
 */
export const EARLY = `
let known = false;
try {
  known = localStorage.getItem('pixie-user') !== null;
  const { theme } = JSON.parse(localStorage.getItem('pixie-preferences') || '{}');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {}
if (/(^|; )(__Host-)?pixie-csrf=/.test(document.cookie) && !/^\\/(sign-|welcome|reset|verify)/.test(location.pathname)) {
  const now = new Date();
  const month = (n) => {
    const bound = (months, day) =>
      encodeURIComponent(new Date(Date.UTC(now.getFullYear(), now.getMonth() + months, day)).toISOString());
    return '/events?start=' + bound(n, 0) + '&end=' + bound(n + 1, 2) + '&limit=1000';
  };
  const answers = {};
  const early = (window.pixieEarly = { answers });
  const paths = ['/me', '/tasks?status=open&limit=1000', '/projects?archived=false', month(0), month(1), '/features'];
  const ask = () => {
    early.cookie = document.cookie;
    for (const path of paths.filter((path) => !(path in answers))) {
      answers[path] = fetch('/api/v1' + path, { headers: { accept: 'application/json' }, credentials: 'same-origin' });
      answers[path].catch(() => {});
    }
  };
  if (known) requestAnimationFrame(() => setTimeout(ask));
  else ask();
}
`;
