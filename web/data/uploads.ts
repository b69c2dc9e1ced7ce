// SPDX-License-Identifier: Apache-2.0
/**
 * Files on their way to Pixie, one after the other, with how far each is; what failed stays and can be tried
 * again. The same bytes again are the same document; a picture given in the chat is no document, but goes with what is said
 * next. fetch tells nothing of progress, so XMLHttpRequest it is.
 */
import { create } from 'zustand';
import { problemText, Refused, Unreachable, writeHeaders } from './api';
import { newId } from './id';
import type { Doc } from './types';

export interface Upload {
  id: string;
  file: File;
  /** Where it was given: a room shows its own. */
  place: string;
  percent: number;
  problem: string | null;
  doc: Doc | null;
  /** Of a picture for the chat: the file it is kept as. */
  kept: string | null;
}

const PICTURE = /^image\/(jpeg|png|gif|webp)$/;

export const useUploads = create<{ list: readonly Upload[] }>(() => ({ list: [] }));

function put(id: string, some: Partial<Upload>): void {
  useUploads.setState(({ list }) => ({
    list: list.map((one) => (one.id === id ? { ...one, ...some } : one)),
  }));
}

export function dropUpload(id: string): void {
  useUploads.setState(({ list }) => ({ list: list.filter((one) => one.id !== id) }));
}

/** Those of a place that have arrived are done with; the pictures among them go with what is said. */
export function takeDone(place: string, most: number): string[] {
  const pictures = useUploads
    .getState()
    .list.filter((one) => one.place === place && one.kept)
    .slice(0, most);
  useUploads.setState(({ list }) => ({
    list: list.filter((one) => one.place !== place || !(one.doc || pictures.includes(one))),
  }));
  return pictures.map((one) => one.kept as string);
}

/** How far reading a document is that was given here. */
export function takeDocument(doc: Doc): void {
  useUploads.setState(({ list }) =>
    list.some((one) => one.doc?.id === doc.id)
      ? { list: list.map((one) => (one.doc?.id === doc.id ? { ...one, doc } : one)) }
      : { list },
  );
}

function send(path: string, file: File, onProgress: (percent: number) => void): Promise<Doc> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/${path}=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    for (const [name, value] of Object.entries(writeHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(Math.floor((loaded / total) * 100));
    request.onerror = () => reject(new Unreachable('no answer'));
    request.onload = () => {
      const answer = problemText(request.responseText);
      if (request.status < 300) resolve(answer as unknown as Doc);
      else reject(new Refused(request.status, answer));
    };
    request.send(file);
  });
}

let running = false;

async function run(onDone: (upload: Upload, doc: Doc) => void, why: (error: Error, file: File) => string) {
  if (running) return;
  running = true;
  for (;;) {
    const next = useUploads.getState().list.find((one) => !one.doc && !one.kept && one.problem === null);
    if (!next) break;
    const picture = next.place === 'chat' && PICTURE.test(next.file.type);
    try {
      const row = await send(picture ? 'files?name' : 'documents?title', next.file, (percent) =>
        put(next.id, { percent }),
      );
      put(next.id, picture ? { kept: row.id, percent: 100 } : { doc: row, percent: 100 });
      if (!picture) onDone(next, row);
    } catch (error) {
      put(next.id, { problem: why(error as Error, next.file) });
    }
  }
  running = false;
}

interface Telling {
  onDone(upload: Upload, doc: Doc): void;
  /** Why it did not go, in words. */
  why(error: Error, file: File): string;
}

export function upload(place: string, files: Iterable<File>, { onDone, why }: Telling): void {
  const made = [...files].map(
    (file): Upload => ({ id: newId(), file, place, percent: 0, problem: null, doc: null, kept: null }),
  );
  useUploads.setState(({ list }) => ({ list: [...list, ...made] }));
  void run(onDone, why);
}

export function uploadAgain(id: string, { onDone, why }: Telling): void {
  put(id, { problem: null, percent: 0 });
  void run(onDone, why);
}
