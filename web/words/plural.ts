// SPDX-License-Identifier: Apache-2.0
/** "1 task", "3 tasks": the form that the language wants of a number. */
export function plural(tag: string, n: number, forms: { one: string; other: string }): string {
  const form = new Intl.PluralRules(tag).select(n) === 'one' ? forms.one : forms.other;
  return `${n.toLocaleString(tag)} ${form}`;
}
