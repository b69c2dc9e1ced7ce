// SPDX-License-Identifier: Apache-2.0
/**
 * A fresh page: what is in memory of the person before is gone with the old one. Used where somebody leaves
 * or somebody else is here; everything else is the router's.
 */
export const page = {
  open(path: string): void {
    window.location.assign(path);
  },
  reload(): void {
    window.location.reload();
  },
};
