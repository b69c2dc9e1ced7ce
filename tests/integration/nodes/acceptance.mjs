// SPDX-License-Identifier: Apache-2.0
// The whole of SCALE.md at once: people talk by way of HAProxy to three nodes, while nodes, Redis, Qdrant, S3 and PostgreSQL's primary are killed,
// stopped (so that they take what comes and answer nothing) or cut off (the cable of their network namespace, where root may make one), one after
// the other.  Prints what was lost, and fails if anything was.
//
//   CLUSTER_CLIENTS=30 CLUSTER_SECONDS=28 TEST_BINARY=... node acceptance.mjs
//
// CLUSTER_AVAILABILITY=99.9 fails below that many percent of requests answered; else they are only told.
// CLUSTER_ONLY=regex does some of it; CLUSTER_VERBOSE=1 prints each request that failed.
import { setTimeout as delay } from 'node:timers/promises';
import { Person, attempts } from './people.mjs';
import { Stack, missing } from './stack.mjs';

const CLIENTS = Number(process.env.CLUSTER_CLIENTS ?? 30), SECONDS = Number(process.env.CLUSTER_SECONDS ?? 28);
const THINK_MS = Number(process.env.CLUSTER_THINK_MS ?? (CLIENTS > 100 ? 4000 : 1000));
const BALANCER_MS = 10_000; // for HAProxy to see, by two looks with `timeout check`, that a node is gone, and by one that it is back
const UPSTREAM_MS = 30_000; // for which at most a server of files that was away is not asked again (net/upstream.h)
const UNAVAILABLE = process.env.CLUSTER_AVAILABILITY ? 1 - Number(process.env.CLUSTER_AVAILABILITY) / 100 : 1; // on a busy machine all are late
const stack = new Stack(), people = [], faults = [];
const log = (text) => console.log(`# ${((Date.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${text}`);
let begun = Date.now(), over = false;

/** Something is away for a while; who needs it may fail until `graceMs` after it is back. */
async function fault(name, needs, graceMs, awayMs, leave, comeBack) {
  if (!new RegExp(process.env.CLUSTER_ONLY ?? '').test(name)) return;
  const from = Date.now();
  log(`${name}: away`);
  await leave();
  await delay(awayMs);
  await comeBack();
  log(`${name}: back`);
  faults.push({ name, needs, from, until: Date.now() + graceMs });
}

const killed = (server) => [() => server.kill(), () => server.start()];
const hung = (server) => [async () => server.freeze(), async () => server.thaw()];
const cutOff = (server) => server.hasCable ? [() => server.cut(), () => server.mend()] : hung(server);

/** All that happens, in its order; `ms` is how long each part is away. */
const scenes = (ms) => [
  () => fault('node 0 is killed', 'any', BALANCER_MS, ms, ...killed(stack.nodes[0])),
  () => fault('Redis is killed', 'nothing', 0, ms, ...killed(stack.redis)),
  () => fault('Qdrant is killed', 'nothing', 0, ms, ...killed(stack.qdrant)),
  () => fault('S3 is killed', 's3', UPSTREAM_MS, ms, ...killed(stack.s3)),
  () => fault('Redis is cut off', 'nothing', 0, ms, ...cutOff(stack.redis)),
  () => fault('Qdrant is cut off', 'nothing', 0, ms, ...cutOff(stack.qdrant)),
  () => fault('S3 is cut off', 's3', UPSTREAM_MS, ms, ...cutOff(stack.s3)),
  () => fault('node 1 is cut off', 'any', BALANCER_MS, ms, ...cutOff(stack.nodes[1])),
  () => fault('Redis hangs', 'nothing', 0, ms, ...hung(stack.redis)),
  () => fault('Qdrant hangs', 'nothing', 0, ms, ...hung(stack.qdrant)),
  () => fault('S3 hangs', 's3', UPSTREAM_MS, ms, ...hung(stack.s3)),
  () => fault('node 2 hangs', 'any', BALANCER_MS, ms, ...hung(stack.nodes[2])),
  () => fault('PostgreSQL\'s primary is killed, and the standby promoted', 'any', 5000, 0, () => stack.postgres.kill(), () => stack.postgres.promote()),
  () => fault('node 2 is told to stop, and a new one started', 'nothing', 0, 0, () => stack.nodes[2].kill('SIGTERM'), () => stack.nodes[2].start()),
];

function availability() {
  const excused = ({ at, until, needs }) => faults.some((part) => part.needs !== 'nothing' && at <= part.until && until >= part.from && (part.needs === 'any' || part.needs === needs));
  const counted = attempts.filter((attempt) => !excused(attempt)), failed = counted.filter(({ ok }) => !ok);
  const kinds = new Map();
  for (const { what, status } of failed) kinds.set(`${what} ${status}`, (kinds.get(`${what} ${status}`) ?? 0) + 1);
  const percent = (of, bad) => (100 * (1 - bad / Math.max(1, of))).toFixed(3);
  console.log(`# ${attempts.length} requests, of which ${attempts.filter(({ ok }) => !ok).length} failed and were sent again (${percent(attempts.length, attempts.filter(({ ok }) => !ok).length)}% answered)`);
  console.log(`# outside the failing part's own time-out: ${counted.length} requests, ${failed.length} failed: availability ${percent(counted.length, failed.length)}%`);
  for (const [kind, times] of kinds) console.log(`#   ${times} x ${kind}`);
  if (process.env.CLUSTER_VERBOSE) for (const { at, until, status, what, ok } of attempts) if (!ok) console.log(`#   ${((at - begun) / 1000).toFixed(1)} to ${((until - begun) / 1000).toFixed(1)}: ${what} ${status}`);
  return failed.length / Math.max(1, counted.length);
}

async function measure() {
  log(`${CLIENTS} people, ${SECONDS} s`);
  const admin = new Person(stack.url, { name: 'admin', token: stack.token });
  await Promise.all(Array.from({ length: CLIENTS }, async (_, n) => {
    const name = `P${n}x`, user = await admin.ask('POST', '/api/v1/users', { name });
    const person = new Person(stack.url, { ...user, name }, THINK_MS);
    people.push(person);
    await person.connect();
  }));
  begun = Date.now();
  attempts.length = 0;
  const talking = Promise.all(people.map((person) => person.talk(() => over)));
  const slot = SECONDS * 1000 / scenes(0).length;
  for (const scene of scenes(slot / 2)) {
    const next = Date.now() + slot;
    await scene();
    await delay(Math.max(0, next - Date.now()));
  }
  over = true;
  await talking;
  log('everybody is silent');
  const failing = availability();
  await Promise.all(people.map((person) => person.catchUp()));
  const complaints = (await Promise.all(people.map((person) => person.judge()))).flat();
  const sum = (of) => people.reduce((total, person) => total + of(person), 0);
  console.log(`# ${sum(({ said }) => said.length)} turns, ${sum(({ made }) => made.size)} tasks, ${sum(({ files }) => files.size)} files acknowledged; `
    + `${sum(({ reloads }) => reloads)} reloads, ${sum(({ syncs }) => syncs)} times sync`);
  for (const kind of ['lost', 'doubled', 'never asked for', 'said in another order', 'file', 'heard of somebody else'])
    console.log(`# ${kind}: ${complaints.filter((text) => text.includes(`: ${kind}: `) || text.includes(`: ${kind}:`) || text.includes(`: ${kind} `)).length}`);
  for (const text of complaints.slice(0, 20)) console.log(`# ${text.slice(0, 600)}`);
  people.forEach((person) => person.leave());
  if (failing > UNAVAILABLE) console.log(`# availability is below ${100 * (1 - UNAVAILABLE)}%`);
  return complaints.length === 0 && failing <= UNAVAILABLE;
}

const without = missing();
if (without.length) {
  console.log(`skipped: not installed (script/setup test does it): ${without.join(', ')}`);
  process.exit(0);
}
let good = false;
try {
  await stack.start();
  good = await measure();
} catch (error) {
  console.log(`# ${error.stack}`);
} finally {
  over = true;
  people.forEach((person) => person.leave());
  for (const { name, errors } of stack.complaints()) { good = false; console.log(`# ${name}: ${errors}`); }
  if (!good) for (const { name, errors } of stack.nodes ?? []) console.log(`# ${name} said:\n${errors.slice(-3000)}`);
  const ends = await stack.stop();
  for (const { code, signal } of ends) if (code !== 0) { good = false; console.log(`# a node ended with ${code ?? signal}`); }
}
console.log(good ? '# held' : '# NOT HELD');
process.exit(good ? 0 : 1);
