// SPDX-License-Identifier: Apache-2.0
/** The bytes of a zone for the engine; null for a name that Intl does not know. */
export interface Years {
  from?: number;
  to?: number;
}
export function tzif(name: string, span?: Years): Uint8Array | null;
export function tzifInPieces(name: string, pause: () => Promise<void>, span?: Years): Promise<Uint8Array | null>;
