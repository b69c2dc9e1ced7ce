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
  /** What the language of tests does to words. */
  shape<T>(words: T): T;
}
const asTheyAre = <T>(words: T): T => words;
const useLanguage = create<Language>(() => ({ tag: 'en', words: en, shape: asTheyAre }));

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
    const { tag, words, shape } = useLanguage();
    return useMemo(() => ({ ...words, ...shape(tag === 'de' ? part.de : part.en) }), [tag, words, shape]);
  };
}

export function languageTag(): string {
  return useLanguage.getState().tag;
}

export type Wanted = 'system' | 'en' | 'de' | 'pseudo';

export async function chooseLanguage(wanted: Wanted): Promise<void> {
  const tag = wanted === 'system' ? (navigator.language.startsWith('de') ? 'de' : 'en') : wanted;
  const words: Words = tag === 'de' ? (await import('./de')).de : en;
  const shape = tag === 'pseudo' ? (await import('./pseudo')).pseudo : asTheyAre;
  const html = document.documentElement;
  html.lang = tag === 'pseudo' ? 'en' : tag;
  html.dir = tag === 'pseudo' ? 'rtl' : 'ltr'; // a test of both: long sentences, and from the right
  useLanguage.setState({ tag: html.lang, words: shape(words), shape });
}
