// SPDX-License-Identifier: Apache-2.0
// The OpenAPI document is valid 3.1 and says what the server does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Pixie } from './harness.mjs';

let pixie;
before(async () => { pixie = await Pixie.start(); });
after(() => pixie.stop());

test('the document is valid OpenAPI 3.1', async () => {
  const { json } = await pixie.get('/api/v1/openapi.json');
  const validator = new Validator();
  const result = await validator.validate(json);
  assert.ok(result.valid, JSON.stringify(result.errors, null, 1)?.slice(0, 2000));
  assert.equal(validator.version, '3.1');
  const ids = Object.values(json.paths).flatMap((path) => Object.values(path).map((operation) => operation.operationId));
  assert.equal(new Set(ids).size, ids.length);
});

test('every reference is defined and every GET works with the parameters it requires and no others', async () => {
  const { json, text } = await pixie.get('/api/v1/openapi.json');
  for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g)) assert.ok(json.components.schemas[name], name);
  for (const [path, operations] of Object.entries(json.paths)) {
    if (path.includes('{') || !operations.get?.responses['200']) continue;
    const required = (operations.get.parameters ?? []).filter((parameter) => parameter.required);
    const answer = await pixie.get(`${path}?${new URLSearchParams(required.map(({ name }) => [name, 'words']))}`);
    assert.equal(answer.status, 200, `${path}: ${answer.text}`);
    if (required.length) assert.equal((await pixie.get(path)).status, 422, path);
  }
});
