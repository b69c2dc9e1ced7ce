// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * Speaking instead of typing: a tap begins and another ends, or it is held while one speaks. What was heard stands in
 * the line and is sent by the person, never by itself. Escape discards. The recording is kept nowhere.
 */
import { LoaderCircle, Mic, Square } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { call } from '@/data/api';
import { announce, tell } from '@/data/notices';
import { useWords, words } from '@/words';
import css from './voice.module.css';

const FORMATS = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
const HELD_MS = 500;
const MOST_MS = 5 * 60 * 1000;

interface Recording {
  stop(): void;
  discard(): void;
}

/** How loud it is, 0 to 1, as often as the screen is drawn. */
function meter(stream: MediaStream, onLevel: (level: number) => void): () => void {
  const audio = new AudioContext();
  const analyser = audio.createAnalyser();
  audio.createMediaStreamSource(stream).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  let frame = requestAnimationFrame(function look() {
    analyser.getByteTimeDomainData(samples);
    onLevel(Math.min(1, (Math.max(...samples) - 128) / 64));
    frame = requestAnimationFrame(look);
  });
  return () => {
    cancelAnimationFrame(frame);
    void audio.close();
  };
}

async function record(
  onLevel: (level: number) => void,
  onDone: (sound: Blob | null) => void,
): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const mimeType = FORMATS.find((format) => MediaRecorder.isTypeSupported(format));
  const recorder = new MediaRecorder(stream, { mimeType });
  const parts: Blob[] = [];
  const endMeter = meter(stream, onLevel);
  let wanted = true;
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = () => {
    clearTimeout(longest);
    endMeter();
    for (const track of stream.getTracks()) track.stop();
    onDone(wanted && parts.length > 0 ? new Blob(parts, { type: recorder.mimeType }) : null);
  };
  const longest = setTimeout(() => recorder.stop(), MOST_MS);
  recorder.start();
  return {
    stop: () => recorder.state === 'recording' && recorder.stop(),
    discard: () => {
      wanted = false;
      if (recorder.state === 'recording') recorder.stop();
    },
  };
}

async function write(sound: Blob): Promise<string> {
  const { text } = await call<{ text: string }>('/speech', { method: 'POST', body: sound });
  return text.trim();
}

function problemOf(error: Error): string {
  const w = words().line;
  return error.name === 'NotAllowedError' || error.name === 'NotFoundError' ? w.noMicrophone : error.message;
}

type State = 'idle' | 'asking' | 'recording' | 'writing';

export function Voice({ onText }: { onText(text: string): void }) {
  const w = useWords();
  const [state, setState] = useState<State>('idle');
  const level = useRef<HTMLSpanElement>(null);
  const current = useRef<Recording | null>(null);
  const pressed = useRef(0);
  useEffect(() => () => current.current?.discard(), []);
  useLayoutEffect(() => {
    // as soon as it can be seen to listen
    if (state !== 'recording') return;
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      current.current?.discard();
    };
    document.addEventListener('keydown', key, true);
    return () => document.removeEventListener('keydown', key, true);
  }, [state]);
  const failed = (error: Error) => {
    setState('idle');
    tell({ tone: 'problem', text: problemOf(error) });
  };
  const done = (sound: Blob | null) => {
    current.current = null;
    if (!sound) return setState('idle');
    setState('writing');
    write(sound).then((text) => {
      setState('idle');
      if (text) onText(text);
      else tell({ text: w.line.heardNothing });
    }, failed);
  };
  const begin = () => {
    setState('asking');
    const show = (loud: number) => level.current?.style.setProperty('transform', `scale(${1 + loud})`);
    record(show, done).then((recording) => {
      current.current = recording;
      setState('recording');
      announce(w.line.listening);
    }, failed);
  };
  const press = () => {
    pressed.current = Date.now();
    if (state === 'idle') begin();
    else if (state === 'recording') current.current?.stop();
  };
  const release = () => {
    if (state === 'recording' && Date.now() - pressed.current > HELD_MS) current.current?.stop();
  };
  const label = state === 'recording' ? w.line.endSpeaking : w.line.speak;
  return (
    <button
      type="button"
      className={`${css.voice} ${state === 'recording' ? css.on : ''}`}
      aria-label={label}
      aria-pressed={state === 'recording'}
      title={label}
      disabled={state === 'asking' || state === 'writing'}
      onPointerDown={press}
      onPointerUp={release}
      onKeyDown={(event) => {
        if ((event.key !== 'Enter' && event.key !== ' ') || event.repeat) return;
        event.preventDefault();
        press();
      }}
    >
      {state === 'recording' && <span ref={level} className={css.level} aria-hidden />}
      {state === 'writing' ? (
        <LoaderCircle size={18} aria-hidden className={css.busy} />
      ) : state === 'recording' ? (
        <Square size={16} aria-hidden />
      ) : (
        <Mic size={18} aria-hidden />
      )}
    </button>
  );
}
