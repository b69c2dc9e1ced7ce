// SPDX-License-Identifier: Apache-2.0
/**
 * Files on their way to Pixie, one after the other, with how far each is; what failed stays and can be tried
 * again. The same bytes again are the same document; a picture for the chat is kept as it is, to be looked at.
 * fetch tells nothing of progress, so XMLHttpRequest it is.
 */
import { create } from 'zustand';
import { answerOf, Unreachable, writeHeaders } from './api';
import { newId } from './id';
import type { Doc, Kept } from './types';

export interface Upload {
  id: string;
  file: File;
  /** Where it was given: a room shows its own. */
  place: string;
  /** A picture to be looked at, not read. */
  look: boolean;
  percent: number;
  problem: string | null;
  /** As what it arrived: something that is read, or a picture that goes with the next message. */
  doc: Doc | null;
  kept: Kept | null;
}

/** Kinds that models look at. */
const isPicture = (file: File) => /^image\/(jpeg|png|gif|webp)$/.test(file.type);
/** A message takes as many. */
const PICTURES_MOST = 8;
const arrived = (one: Upload) => one.doc !== null || one.kept !== null;

export const useUploads = create<{ list: readonly Upload[] }>(() => ({ list: [] }));

function put(id: string, some: Partial<Upload>): void {
  useUploads.setState(({ list }) => ({
    list: list.map((one) => (one.id === id ? { ...one, ...some } : one)),
  }));
}

export function dropUpload(id: string): void {
  useUploads.setState(({ list }) => ({ list: list.filter((one) => one.id !== id) }));
}

/** Those of a place that have arrived are done with; the pictures among them, to be sent along. */
export function takeDone(place: string): Kept[] {
  const there = useUploads.getState().list.filter((one) => one.place === place && arrived(one));
  const pictures = there.filter(({ kept }) => kept).slice(0, PICTURES_MOST);
  const done = there.filter((one) => one.doc || pictures.includes(one));
  useUploads.setState(({ list }) => ({ list: list.filter((one) => !done.includes(one)) }));
  return done.flatMap(({ kept }) => (kept ? [kept] : []));
}

/** A picture of that place that is still on its way. */
export function pictureUnderWay(place: string): Upload | undefined {
  return useUploads
    .getState()
    .list.find((one) => one.place === place && one.look && !arrived(one) && !one.problem);
}

let running = false;
/** What was heard of documents while files were on their way: it may come before the answer to a file. */
const heard = new Map<string, Doc>();

/** How far reading a document is that was given here. */
export function takeDocument(doc: Doc): void {
  if (running) heard.set(doc.id, doc);
  useUploads.setState(({ list }) =>
    list.some((one) => one.doc?.id === doc.id)
      ? { list: list.map((one) => (one.doc?.id === doc.id ? { ...one, doc } : one)) }
      : { list },
  );
}

function ask(path: string, file: File, onProgress: (percent: number) => void): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1${path}${encodeURIComponent(file.name)}`);
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    for (const [name, value] of Object.entries(writeHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(Math.floor((loaded / total) * 100));
    request.onerror = () => reject(new Unreachable('no answer'));
    request.onload = () => {
      const wait = request.getResponseHeader('retry-after');
      const headers = wait ? { 'retry-after': wait } : undefined;
      resolve(new Response(request.responseText, { status: request.status, headers }));
    };
    request.send(file);
  });
}

async function send<T>(path: string, file: File, onProgress: (percent: number) => void): Promise<T> {
  const answer = await answerOf(() => ask(path, file, onProgress), { method: 'POST' });
  return answer.json();
}

async function run(onDone: (upload: Upload, doc: Doc) => void, why: (error: Error, file: File) => string) {
  if (running) return;
  running = true;
  for (;;) {
    const next = useUploads.getState().list.find((one) => !arrived(one) && one.problem === null);
    if (!next) break;
    const progress = (percent: number) => put(next.id, { percent });
    try {
      if (next.look) {
        put(next.id, { kept: await send<Kept>('/files?name=', next.file, progress), percent: 100 });
        continue;
      }
      const answer = await send<Doc>('/documents?title=', next.file, progress);
      const doc = heard.get(answer.id) ?? answer;
      put(next.id, { doc, percent: 100 });
      onDone(next, doc);
    } catch (error) {
      put(next.id, { problem: why(error as Error, next.file) });
    }
  }
  running = false;
  heard.clear();
}

interface Telling {
  onDone(upload: Upload, doc: Doc): void;
  /** Why it did not go, in words. */
  why(error: Error, file: File): string;
}

/** `looking`: pictures among them are kept to be looked at. */
export function upload(
  place: string,
  files: Iterable<File>,
  { onDone, why }: Telling,
  looking = false,
): void {
  const made = [...files].map((file): Upload => {
    const look = looking && isPicture(file);
    return { id: newId(), file, place, look, percent: 0, problem: null, doc: null, kept: null };
  });
  useUploads.setState(({ list }) => ({ list: [...list, ...made] }));
  void run(onDone, why);
}

export function uploadAgain(id: string, { onDone, why }: Telling): void {
  put(id, { problem: null, percent: 0 });
  void run(onDone, why);
}
