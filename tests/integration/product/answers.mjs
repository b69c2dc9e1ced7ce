// SPDX-License-Identifier: Apache-2.0
// Holds every answer that a test gets to what the OpenAPI document says of it: status, media type and body.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

let ajv, operations; // made at the first answer

function read(binary) {
  const document = JSON.parse(execFileSync(binary, ['openapi'], { maxBuffer: 1 << 24 }));
  ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'openapi');
  operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, { responses }]) => ({
    method: method.toUpperCase(), path, responses, matches: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  })));
}

const pointer = (...parts) => parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');

/** `text` is the body as it came, `type` its media type or null. */
export function checkAnswer(binary, method, target, { status, type, text }) {
  if (!ajv) read(binary);
  const path = target.split('?')[0];
  const operation = operations.find((one) => one.method === method && one.matches.test(path));
  if (!operation) return;
  const what = `${method} ${path} -> ${status} ${type}: ${text.slice(0, 500)}`;
  const key = operation.responses[status] ? String(status) : 'default';
  if (key === 'default') assert.ok(status >= 400, `this status is not in the document: ${what}`);
  const content = operation.responses[key].content;
  if (!content) {
    assert.equal(text, '', what);
    return;
  }
  const media = type?.split(';')[0];
  assert.ok(content[media] || content['application/octet-stream'], `this media type is not in the document: ${what}`);
  if (!media?.endsWith('json') || !content[media]) return;
  const valid = ajv.getSchema(`openapi#/${pointer('paths', operation.path, method.toLowerCase(), 'responses', key, 'content', media, 'schema')}`);
  assert.ok(valid(JSON.parse(text)), `${ajv.errorsText(valid.errors)}: ${what}`);
}
