// SPDX-License-Identifier: Apache-2.0
/** Hands something over as a file. */
export function downloadText(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

export function download(name: string, value: unknown): void {
  downloadText(name, JSON.stringify(value, null, 2), 'application/json');
}
