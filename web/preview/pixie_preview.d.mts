// SPDX-License-Identifier: Apache-2.0
/** What the engine reads; see pixie_preview.mjs. */
export interface PreviewRequest {
  text: string;
  now?: number | Date;
  zone?: string;
  context?: Record<string, unknown> | null;
}
export interface PreviewCall {
  tool: string;
  arguments: Record<string, unknown>;
}
export interface PreviewSpan {
  slot: string;
  start: number;
  end: number;
}
export interface PreviewAnswer {
  intent?: string;
  slots?: Record<string, string[]>;
  spans?: PreviewSpan[];
  calls?: PreviewCall[];
  confidence?: number;
  question?: string;
  say?: string;
  error?: { field: string; message: string };
}
export interface OccurrencesRequest {
  rule: string;
  zone?: string;
  start: number;
  after?: number;
  count?: number;
}
export interface PreviewEngine {
  preview(request: PreviewRequest): PreviewAnswer;
  time(line: string): string;
  /** Makes a zone known in pieces, so that the page answers meanwhile; false if Intl does not know it. */
  learnZone(name: string, pause: () => Promise<void>): Promise<boolean>;
  /** Instants in milliseconds, or what is wrong with the rule. */
  occurrences(request: OccurrencesRequest): number[] | { error: { field: string; message: string } };
}
export function load(source: ArrayBuffer | WebAssembly.Module): Promise<PreviewEngine>;
