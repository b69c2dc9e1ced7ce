// SPDX-License-Identifier: Apache-2.0
/** The catalogue of the chosen language. English is always there; others are loaded when chosen. */
import { useMemo } from 'react';
import { create } from 'zustand';
import { en } from './en';

/** The shape that a language must fill: sentences and functions of the same arguments. */
type Widen<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : T extends readonly string[]
      ? readonly string[]
      : { [K in keyof T]: Widen<T[K]> };
export type Widened<T> = Widen<T>;
export type Words = Widen<typeof en>;

interface Language {
  tag: string;
  words: Words;
}
const useLanguage = create<Language>(() => ({ tag: 'en', words: en }));

export function words(): Words {
  return useLanguage.getState().words;
}

export function useWords(): Words {
  return useLanguage((language) => language.words);
}

/**
 * A part of the catalogue that only some pages need, so that the others do not carry it: a hook that gives it
 * beside the rest.
 */
export function beside<P extends object>(part: { en: P; de: P }): () => Words & P {
  // biome-ignore lint/correctness/noComponentHookFactories: called once each, when a module is read
  return function useMore() {
    const { tag, words } = useLanguage();
    return useMemo(() => ({ ...words, ...(tag === 'de' ? part.de : part.en) }), [tag, words]);
  };
}

export function languageTag(): string {
  return useLanguage.getState().tag;
}

export async function chooseLanguage(wanted: 'system' | 'en' | 'de'): Promise<void> {
  const tag = wanted === 'system' ? (navigator.language.startsWith('de') ? 'de' : 'en') : wanted;
  const chosen: Words = tag === 'de' ? (await import('./de')).de : en;
  document.documentElement.lang = tag;
  useLanguage.setState({ tag, words: chosen });
}
