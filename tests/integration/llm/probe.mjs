// SPDX-License-Identifier: Apache-2.0
// The probe as a client: one promise a request, pieces of text and calls on the way.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const program = process.env.LLM_PROBE ?? new URL('../../../build/dev/llm_probe', import.meta.url).pathname;

export class Probe {
  next = 0;
  waiting = new Map();

  constructor(openai, anthropic, key = 'sk-probe-canary') {
    this.child = spawn(program, [openai, anthropic, key], { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.child.stdout }).on('line', (line) => this.take(JSON.parse(line)));
    this.exited = new Promise((resolve) => this.child.on('exit', (code, signal) => resolve(code ?? signal)));
  }

  take({ id, text, tool, end }) {
    const call = this.waiting.get(id);
    if (text !== undefined) call.pieces.push(text);
    if (tool) call.tools.push(tool);
    if (end) {
      this.waiting.delete(id);
      call.resolve({ ...end, pieces: call.pieces, text: call.pieces.join(''), tools: call.tools });
    }
    call.listen?.(call);
  }

  say(command) {
    this.child.stdin.write(`${JSON.stringify(command)}\n`);
  }

  /** Starts; `answer` is a promise of the end. */
  start(model, request) {
    const id = ++this.next;
    const call = { id, pieces: [], tools: [] };
    call.answer = new Promise((resolve) => { call.resolve = resolve; });
    call.until = (condition) => new Promise((resolve) => {
      call.listen = () => condition(call) && resolve();
      call.listen();
    });
    this.waiting.set(id, call);
    this.say({ id, do: 'ask', simple: model, ...request });
    return call;
  }

  ask(model, request) {
    return this.start(model, request).answer;
  }

  async end() {
    this.child.stdin.end();
    const code = await this.exited;
    if (code !== 0) throw new Error(`the probe ended with ${code}`);
  }
}

export const user = (text) => ({ role: 'user', blocks: [{ type: 'text', text }] });
