// SPDX-License-Identifier: Apache-2.0
// TEST_DATABASE=postgres runs the tests on PostgreSQL: a server of the test file's own, a schema for each data folder.
// TEST_DATABASE=pooler: the same through PgBouncer in transaction mode, a database for each data folder.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = new URL('../../support/postgres', import.meta.url).pathname;
const psql = new URL('../../../.test-tools/postgres/embedded_postgres/pginstall/bin/psql', import.meta.url).pathname;
const pooled = process.env.TEST_DATABASE === 'pooler';
export const onPostgres = pooled || process.env.TEST_DATABASE === 'postgres';

let server; // it ends when this process has
const urls = new Map(); // for psql: past the pooler
const pooledUrls = new Map();

/** The folder of the server, which is started if it is not yet. */
export function serverFolder() {
  if (!server) {
    const folder = mkdtempSync(join(tmpdir(), 'pixie-postgres-'));
    try {
      server = { folder, url: execFileSync(script, ['start', folder, String(process.pid)], { encoding: 'utf8' }).trim() };
      if (pooled) execFileSync(script, ['pooler', folder]);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }
  return server.folder;
}

/** Runs SQL as the owner, in the schema of the folder if there is one; what it prints. */
export function sql(text, folder) {
  serverFolder();
  return execFileSync(psql, [urls.get(folder) ?? server.url, '-Atqc', text], { encoding: 'utf8' }).trim();
}

/** kill -9 of the server, and its start again. */
export function killServer() { execFileSync(script, ['kill', serverFolder()]); }
export function startAgain() { execFileSync(script, ['again', serverFolder()]); }

/** A new schema's URL. */
export function newDatabase() {
  const schema = `t${urls.size}_${process.pid}`;
  if (pooled) {
    sql(`CREATE DATABASE ${schema}`);
    const url = `postgres:///${schema}?host=${server.folder}&user=pixie`;
    urls.set(schema, url);
    pooledUrls.set(url, `${url}&port=6432&direct=${server.folder}:5432`);
    return url;
  }
  sql(`CREATE SCHEMA ${schema}`);
  const url = `${server.url}&options=-csearch_path%3D${schema}`;
  urls.set(schema, url);
  return url;
}

/** What the environment of a Pixie on this data folder has to say of its database. */
export function databaseOf(folder) {
  if (!onPostgres) return {};
  if (!urls.has(folder)) urls.set(folder, newDatabase());
  const url = urls.get(folder);
  return { PIXIE_DATABASE: pooledUrls.get(url) ?? url };
}
