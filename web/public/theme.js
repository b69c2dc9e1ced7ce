// SPDX-License-Identifier: Apache-2.0
// Sets the chosen theme before the first paint.
try {
  const { theme } = JSON.parse(localStorage.getItem('pixie-preferences') ?? '{}');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {}
