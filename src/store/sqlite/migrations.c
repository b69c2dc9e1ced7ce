/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The schema, as a list of steps.
 *
 * Step n brings a database from version n - 1 to n; SQLite's user_version holds
 * the version.  All steps that a database lacks run in one transaction.  A
 * released step never changes: what is different now is a new step at the end.
 *
 * Tables are STRICT.  Tables of users' rows are keyed (user_id, id), WITHOUT
 * ROWID (but for one, step 25): the rows of one user lie together, in the order they were made, and
 * each index of the table ends in the id, which is where a cursor continues.
 * Such a table can't find a row by its id alone without reading all of it.
 * Tables whose rows are looked up before the user is known are keyed by id.
 *
 * What the planner believes about the size of tables is fixed here, too (step
 * 3): every table gets a row in sqlite_stat1, and plans never change by
 * themselves.
 */
#include "store/sqlite/sqlite_internal.h"

#include <stdio.h>

enum { APPLICATION_ID = 0x50495849 /* "PIXI" */ };

#define OWNED "  id BLOB NOT NULL,\n  user_id BLOB NOT NULL,\n"
#define LOOSE "  id BLOB NOT NULL PRIMARY KEY, user_id BLOB NOT NULL,\n"
#define VERSIONED " version INTEGER NOT NULL\n) STRICT, WITHOUT ROWID;\n"
#define KEY "  PRIMARY KEY (user_id, id)\n) STRICT, WITHOUT ROWID;\n"
/* Of the triggers of step 21. */
#define CLOSED_ADD(when) \
	"  INSERT INTO closed_words SELECT new.user_id, value, new.id FROM json_each(px_words(new.title))\n" \
	"    WHERE " when ";\n"
#define CLOSED_REMOVE(when) \
	"  DELETE FROM closed_words WHERE " when " AND user_id = old.user_id AND task = old.id\n" \
	"    AND word IN (SELECT value FROM json_each(px_words(old.title)));\n"

static const char *const steps[] = {
	/* 1: users, tasks, events, conversations, undo, answers kept for repeated requests */
	"CREATE TABLE users (\n  id BLOB NOT NULL PRIMARY KEY,\n"
	"  name TEXT NOT NULL, email TEXT, zone TEXT NOT NULL, locale TEXT NOT NULL,\n"
	"  admin INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,\n"
	"  version INTEGER NOT NULL\n) STRICT, WITHOUT ROWID;\n"
	"CREATE UNIQUE INDEX users_email ON users (email COLLATE NOCASE) WHERE email IS NOT NULL;\n"

	"CREATE TABLE projects (\n" OWNED
	"  name TEXT NOT NULL, notes TEXT, archived INTEGER NOT NULL, created INTEGER NOT NULL,\n"
	"  updated INTEGER NOT NULL, version INTEGER NOT NULL,\n" KEY
	"CREATE UNIQUE INDEX projects_name ON projects (user_id, name COLLATE NOCASE);\n"

	"CREATE TABLE tasks (\n" OWNED
	"  title TEXT NOT NULL, notes TEXT, status INTEGER NOT NULL, priority INTEGER NOT NULL,\n"
	"  due_day INTEGER, due INTEGER, zone TEXT, project_id BLOB, parent_id BLOB,\n"
	"  recurrence TEXT, after_completion INTEGER NOT NULL, series_start INTEGER,\n"
	"  occurrences_done INTEGER NOT NULL, tags TEXT, created INTEGER NOT NULL,\n"
	"  updated INTEGER NOT NULL, completed INTEGER, version INTEGER NOT NULL,\n" KEY
	"CREATE INDEX tasks_status ON tasks (user_id, status, due);\n"
	"CREATE INDEX tasks_due ON tasks (user_id, due);\n"
	"CREATE INDEX tasks_due_day ON tasks (user_id, due_day) WHERE due_day IS NOT NULL;\n"
	"CREATE INDEX tasks_updated ON tasks (user_id, updated);\n"
	"CREATE INDEX tasks_project ON tasks (user_id, project_id) WHERE project_id IS NOT NULL;\n"
	"CREATE INDEX tasks_parent ON tasks (user_id, parent_id) WHERE parent_id IS NOT NULL;\n"

	"CREATE TABLE events (\n" OWNED
	"  title TEXT NOT NULL, start INTEGER NOT NULL, \"end\" INTEGER NOT NULL, zone TEXT,\n"
	"  all_day INTEGER NOT NULL, location TEXT, notes TEXT, recurrence TEXT, attendees TEXT,\n"
	"  exdates TEXT, created INTEGER NOT NULL, updated INTEGER NOT NULL,\n"
	"  version INTEGER NOT NULL,\n" KEY
	"CREATE INDEX events_start ON events (user_id, start);\n"
	"CREATE INDEX events_updated ON events (user_id, updated);\n"

	/* The interval tree of spans.c; both indexes cover their queries. */
	"CREATE TABLE spans (\n  user_id BLOB NOT NULL, event BLOB NOT NULL, node INTEGER NOT NULL,\n"
	"  start INTEGER NOT NULL, \"end\" INTEGER NOT NULL, recurring INTEGER NOT NULL,\n"
	"  PRIMARY KEY (user_id, event)\n) STRICT, WITHOUT ROWID;\n"
	"CREATE INDEX spans_end ON spans (user_id, node, \"end\", start, recurring);\n"
	"CREATE INDEX spans_start ON spans (user_id, node, start, \"end\", recurring);\n"

	"CREATE TABLE conversations (\n" OWNED
	"  title TEXT, state TEXT, created INTEGER NOT NULL, updated INTEGER NOT NULL,\n"
	"  version INTEGER NOT NULL,\n" KEY
	"CREATE INDEX conversations_updated ON conversations (user_id, updated);\n"

	"CREATE TABLE messages (\n" OWNED
	"  conversation_id BLOB, role INTEGER NOT NULL, text TEXT NOT NULL, effects TEXT,\n"
	"  client_id TEXT, created INTEGER NOT NULL, version INTEGER NOT NULL,\n" KEY
	"CREATE INDEX messages_conversation ON messages (user_id, conversation_id);\n"
	"CREATE UNIQUE INDEX messages_client ON messages (user_id, client_id)\n"
	"  WHERE client_id IS NOT NULL;\n"

	"CREATE TABLE actions (\n" OWNED
	"  message_id BLOB, tool TEXT NOT NULL, summary TEXT NOT NULL, changes TEXT,\n"
	"  undone INTEGER NOT NULL, created INTEGER NOT NULL, version INTEGER NOT NULL,\n" KEY

	"CREATE TABLE idempotency (\n" OWNED
	"  key TEXT NOT NULL, request_hash TEXT NOT NULL, status INTEGER NOT NULL,\n"
	"  response TEXT NOT NULL, created INTEGER NOT NULL,\n" KEY
	"CREATE UNIQUE INDEX idempotency_key ON idempotency (user_id, key);\n"
	"CREATE INDEX idempotency_created ON idempotency (created);\n",

	/* 2: identity and the outbox; mostly looked up before the user is known, so keyed by id */
	"CREATE TABLE accounts (\n" LOOSE
	"  email TEXT NOT NULL, verified INTEGER NOT NULL, password TEXT, totp TEXT,\n"
	"  totp_on INTEGER NOT NULL, totp_step INTEGER NOT NULL, recovery TEXT,\n"
	"  created INTEGER NOT NULL, updated INTEGER NOT NULL," VERSIONED
	"CREATE UNIQUE INDEX accounts_email ON accounts (email);\n"
	"CREATE UNIQUE INDEX accounts_user ON accounts (user_id);\n"

	"CREATE TABLE sessions (\n" LOOSE
	"  method INTEGER NOT NULL, address TEXT, user_agent TEXT, scopes INTEGER NOT NULL,\n"
	"  created INTEGER NOT NULL, last_used INTEGER NOT NULL, expires INTEGER NOT NULL,\n"
	"  revoked INTEGER," VERSIONED
	"CREATE INDEX sessions_user ON sessions (user_id);\n"
	"CREATE INDEX sessions_expires ON sessions (expires);\n"
	"CREATE INDEX sessions_revoked ON sessions (revoked) WHERE revoked IS NOT NULL;\n"

	"CREATE TABLE refresh_tokens (\n" LOOSE
	"  session_id BLOB NOT NULL, hash TEXT NOT NULL, created INTEGER NOT NULL,\n"
	"  expires INTEGER NOT NULL, used INTEGER," VERSIONED
	"CREATE UNIQUE INDEX refresh_tokens_hash ON refresh_tokens (hash);\n"
	"CREATE INDEX refresh_tokens_expires ON refresh_tokens (expires);\n"

	"CREATE TABLE api_tokens (\n" LOOSE
	"  name TEXT NOT NULL, hash TEXT NOT NULL, scopes INTEGER NOT NULL,\n"
	"  created INTEGER NOT NULL, expires INTEGER, last_used INTEGER, revoked INTEGER," VERSIONED
	"CREATE UNIQUE INDEX api_tokens_hash ON api_tokens (hash);\n"
	"CREATE INDEX api_tokens_user ON api_tokens (user_id);\n"

	"CREATE TABLE identities (\n" LOOSE
	"  issuer TEXT NOT NULL, subject TEXT NOT NULL, email TEXT, created INTEGER NOT NULL," VERSIONED
	"CREATE UNIQUE INDEX identities_subject ON identities (issuer, subject);\n"
	"CREATE INDEX identities_user ON identities (user_id);\n"

	"CREATE TABLE tickets (\n" LOOSE
	"  kind INTEGER NOT NULL, hash TEXT NOT NULL, email TEXT, created INTEGER NOT NULL,\n"
	"  expires INTEGER NOT NULL, used INTEGER," VERSIONED
	"CREATE UNIQUE INDEX tickets_hash ON tickets (hash);\n"
	"CREATE INDEX tickets_user ON tickets (user_id);\n"
	"CREATE INDEX tickets_expires ON tickets (expires);\n"

	"CREATE TABLE signing_keys (\n  id BLOB NOT NULL PRIMARY KEY, user_id BLOB,\n"
	"  kid TEXT NOT NULL, alg INTEGER NOT NULL, sealed TEXT NOT NULL,\n"
	"  created INTEGER NOT NULL, expires INTEGER NOT NULL," VERSIONED

	"CREATE TABLE jobs (\n" LOOSE
	"  kind TEXT NOT NULL, payload TEXT NOT NULL, run_at INTEGER NOT NULL,\n"
	"  attempts INTEGER NOT NULL, state INTEGER NOT NULL, created INTEGER NOT NULL,\n"
	"  updated INTEGER NOT NULL," VERSIONED
	"CREATE INDEX jobs_due ON jobs (state, run_at);\n",

	/*
	 * 3: what SQLite's planner shall believe of the tables, in the form that ANALYZE writes: rows,
	 * then rows for each further indexed column given.  Without it a user counts as ten rows and
	 * any filter is answered by reading all of them; and plans never change under way.
	 */
	"ANALYZE sqlite_schema;\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES\n"
	"  ('users', 'users', '1000 1'),\n"
	"  ('projects', 'projects', '20000 20 1'), ('projects', 'projects_name', '20000 20 1 1'),\n"
	"  ('tasks', 'tasks', '1000000 1000 1'), ('tasks', 'tasks_status', '1000000 1000 250 2 1'),\n"
	"  ('tasks', 'tasks_due', '1000000 1000 3 1'), ('tasks', 'tasks_due_day', '300000 300 3 1'),\n"
	"  ('tasks', 'tasks_updated', '1000000 1000 1 1'),\n"
	"  ('tasks', 'tasks_project', '500000 500 50 1'), ('tasks', 'tasks_parent', '50000 50 3 1'),\n"
	"  ('events', 'events', '1000000 1000 1'), ('events', 'events_start', '1000000 1000 1 1'),\n"
	"  ('events', 'events_updated', '1000000 1000 1 1'),\n"
	"  ('spans', 'spans', '1000000 1000 1'), ('spans', 'spans_end', '1000000 1000 2 1 1 1 1'),\n"
	"  ('spans', 'spans_start', '1000000 1000 2 1 1 1 1'),\n"
	"  ('conversations', 'conversations', '20000 20 1'),\n"
	"  ('conversations', 'conversations_updated', '20000 20 1 1'),\n"
	"  ('messages', 'messages', '5000000 5000 1'),\n"
	"  ('messages', 'messages_conversation', '5000000 5000 200 1'),\n"
	"  ('messages', 'messages_client', '5000000 5000 1 1'),\n"
	"  ('actions', 'actions', '1000000 1000 1'),\n"
	"  ('idempotency', 'idempotency', '100000 100 1'),\n"
	"  ('idempotency', 'idempotency_key', '100000 100 1 1'),\n"
	"  ('idempotency', 'idempotency_created', '100000 1 1 1');\n"
	"ANALYZE sqlite_schema;\n",

	/*
	 * 4: every turn changes its conversation, so an index by change costs each of them a page;
	 * nobody has so many conversations that sorting them were as dear.
	 */
	"DROP INDEX conversations_updated;\n"
	"DELETE FROM sqlite_stat1 WHERE idx = 'conversations_updated';\n"
	"ANALYZE sqlite_schema;\n",

	/*
	 * 5: the same of tasks and events: a page more to write for each one made or changed, and
	 * each page of the one list it was for (sort=updated) sorts a user's few thousand rows instead.
	 */
	"DROP INDEX tasks_updated;\n"
	"DROP INDEX events_updated;\n"
	"DELETE FROM sqlite_stat1 WHERE idx IN ('tasks_updated', 'events_updated');\n"
	"ANALYZE sqlite_schema;\n",

	/* 6: memory: what is kept, documents with their passages, and the vectors of all texts */
	"CREATE TABLE memories (\n" OWNED
	"  kind INTEGER NOT NULL, text TEXT NOT NULL, subject TEXT, subject_key TEXT, attribute TEXT, value TEXT,\n"
	"  source INTEGER NOT NULL, source_id BLOB, span_start INTEGER NOT NULL, span_end INTEGER NOT NULL,\n"
	"  learned INTEGER NOT NULL, valid_from INTEGER, valid_to INTEGER, superseded_by BLOB,\n"
	"  pinned INTEGER NOT NULL, secret INTEGER NOT NULL, speaker TEXT, session TEXT, external_id TEXT,\n"
	"  created INTEGER NOT NULL, updated INTEGER NOT NULL, version INTEGER NOT NULL,\n" KEY
	"CREATE INDEX memories_subject ON memories (user_id, subject_key) WHERE subject_key IS NOT NULL;\n"
	"CREATE INDEX memories_source ON memories (user_id, source_id) WHERE source_id IS NOT NULL;\n"
	"CREATE UNIQUE INDEX memories_external ON memories (user_id, external_id)\n"
	"  WHERE external_id IS NOT NULL;\n"

	"CREATE TABLE documents (\n" OWNED
	"  title TEXT NOT NULL, media_type TEXT, size INTEGER NOT NULL, hash TEXT, status INTEGER NOT NULL,\n"
	"  problem TEXT, source INTEGER NOT NULL, learned INTEGER NOT NULL, external_id TEXT,\n"
	"  created INTEGER NOT NULL, updated INTEGER NOT NULL, version INTEGER NOT NULL,\n" KEY
	"CREATE INDEX documents_hash ON documents (user_id, hash) WHERE hash IS NOT NULL;\n"
	"CREATE UNIQUE INDEX documents_external ON documents (user_id, external_id)\n"
	"  WHERE external_id IS NOT NULL;\n"

	"CREATE TABLE chunks (\n" OWNED
	"  document_id BLOB NOT NULL, position INTEGER NOT NULL, heading TEXT, text TEXT NOT NULL,\n"
	"  span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, created INTEGER NOT NULL,\n"
	"  version INTEGER NOT NULL,\n" KEY
	"CREATE UNIQUE INDEX chunks_document ON chunks (user_id, document_id, position);\n"

	"CREATE TABLE embeddings (\n" OWNED
	"  owner_kind TEXT NOT NULL, owner_id BLOB NOT NULL, text_hash TEXT NOT NULL, model TEXT NOT NULL,\n"
	"  vector BLOB, tokens BLOB, created INTEGER NOT NULL,\n" KEY
	"CREATE UNIQUE INDEX embeddings_owner ON embeddings (user_id, owner_id, model);\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES\n"
	"  ('memories', 'memories', '1000000 1000 1'), ('memories', 'memories_subject', '500000 500 5 1'),\n"
	"  ('memories', 'memories_source', '500000 500 1 1'), ('memories', 'memories_external', '500000 500 1 1'),\n"
	"  ('documents', 'documents', '100000 100 1'), ('documents', 'documents_hash', '100000 100 1 1'),\n"
	"  ('documents', 'documents_external', '100000 100 1 1'),\n"
	"  ('chunks', 'chunks', '1000000 1000 1'), ('chunks', 'chunks_document', '1000000 1000 10 1 1'),\n"
	"  ('embeddings', 'embeddings', '5000000 5000 1'),\n"
	"  ('embeddings', 'embeddings_owner', '5000000 5000 1 1 1');\n"
	"ANALYZE sqlite_schema;\n",

	/* 7: a user's sessions and tokens are looked for only among those that were not ended */
	"DROP INDEX sessions_user;\n"
	"CREATE INDEX sessions_user ON sessions (user_id) WHERE revoked IS NULL;\n"
	"DROP INDEX api_tokens_user;\n"
	"CREATE INDEX api_tokens_user ON api_tokens (user_id) WHERE revoked IS NULL;\n",

	/* 8: jobs with leases, keys and attempts; a job may belong to nobody */
	"ALTER TABLE jobs RENAME TO jobs_1;\n"
	"CREATE TABLE jobs (\n  id BLOB NOT NULL PRIMARY KEY, user_id BLOB,\n"
	"  kind TEXT NOT NULL, payload TEXT NOT NULL, due INTEGER NOT NULL, state INTEGER NOT NULL,\n"
	"  dedupe_key TEXT, once INTEGER NOT NULL, owner TEXT, lease_until INTEGER,\n"
	"  attempts INTEGER NOT NULL, last_error TEXT, created INTEGER NOT NULL,\n"
	"  updated INTEGER NOT NULL," VERSIONED
	"INSERT INTO jobs (id, user_id, kind, payload, due, state, once, attempts, created, updated, version)\n"
	"  SELECT id, user_id, kind, payload, run_at, state, 0, attempts, created, updated, version\n"
	"  FROM jobs_1;\n"
	"DROP TABLE jobs_1;\n"
	"CREATE INDEX jobs_due ON jobs (kind, state, due);\n"
	"CREATE INDEX jobs_state ON jobs (state, updated);\n"
	"CREATE UNIQUE INDEX jobs_dedupe ON jobs (dedupe_key) WHERE dedupe_key IS NOT NULL;\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES\n"
	"  ('jobs', 'jobs', '100000 1'), ('jobs', 'jobs_due', '100000 10000 2500 2 1'),\n"
	"  ('jobs', 'jobs_state', '100000 25000 2 1'), ('jobs', 'jobs_dedupe', '50000 1 1');\n"
	"ANALYZE sqlite_schema;\n",

	/* 9: ended tokens are found by when they ended, for clean-up */
	"CREATE INDEX api_tokens_expires ON api_tokens (expires) WHERE expires IS NOT NULL;\n"
	"CREATE INDEX api_tokens_revoked ON api_tokens (revoked) WHERE revoked IS NOT NULL;\n"
	/* and one row that is written to see whether the disk takes it */
	"CREATE TABLE probe (id INTEGER PRIMARY KEY, writes INTEGER NOT NULL) STRICT;\n",

	/*
	 * 10: one sequence per user.  What there is gets its numbers by id, which is the order that
	 * counted so far; an answer replies to the last thing the person said before it.  One index
	 * serves all messages and those of a conversation, whose id it holds: a second one would cost
	 * each turn two more entries, and the conversation that is looked at is nearly always the last.
	 */
	"ALTER TABLE users ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;\n"
	"ALTER TABLE actions ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;\n"
	"ALTER TABLE messages ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;\n"
	"ALTER TABLE messages ADD COLUMN reply_to BLOB;\n"
	"CREATE TABLE numbers (user_id BLOB NOT NULL, id BLOB NOT NULL, number INTEGER NOT NULL,\n"
	"  PRIMARY KEY (user_id, id)) STRICT, WITHOUT ROWID;\n"
	"INSERT INTO numbers SELECT user_id, id, row_number() OVER (PARTITION BY user_id ORDER BY id)\n"
	"  FROM (SELECT user_id, id FROM messages UNION ALL SELECT user_id, id FROM actions);\n"
	"UPDATE messages SET seq = (SELECT number FROM numbers AS n\n"
	"  WHERE n.user_id = messages.user_id AND n.id = messages.id);\n"
	"UPDATE actions SET seq = (SELECT number FROM numbers AS n\n"
	"  WHERE n.user_id = actions.user_id AND n.id = actions.id);\n"
	"UPDATE users SET seq = coalesce((SELECT max(number) FROM numbers AS n WHERE n.user_id = users.id), 0);\n"
	"DROP TABLE numbers;\n"
	"UPDATE messages SET reply_to = (SELECT m.id FROM messages AS m WHERE m.user_id = messages.user_id\n"
	"  AND m.conversation_id = messages.conversation_id AND m.id < messages.id AND m.role = 0\n"
	"  ORDER BY m.id DESC LIMIT 1) WHERE role = 1;\n"
	"DROP INDEX messages_conversation;\n"
	"CREATE INDEX messages_seq ON messages (user_id, seq, id, conversation_id);\n"
	"CREATE INDEX actions_seq ON actions (user_id, seq);\n"
	"DELETE FROM sqlite_stat1 WHERE idx = 'messages_conversation';\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES\n"
	"  ('messages', 'messages_seq', '5000000 5000 1 1 1'),\n"
	"  ('actions', 'actions_seq', '1000000 1000 1 1');\n"
	"ANALYZE sqlite_schema;\n",

	/*
	 * 11: lists of tasks are ranges of one index, in which due and due_day are never both given;
	 * what was done in a span of time has its own, which grows only by what is done.
	 */
	"DROP INDEX tasks_status;\n"
	"DROP INDEX tasks_due;\n"
	"DROP INDEX tasks_due_day;\n"
	"CREATE INDEX tasks_status ON tasks (user_id, status, due, due_day, priority);\n"
	"CREATE INDEX tasks_completed ON tasks (user_id, completed) WHERE completed IS NOT NULL;\n"
	"DELETE FROM sqlite_stat1 WHERE idx IN ('tasks_status', 'tasks_due', 'tasks_due_day');\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES\n"
	"  ('tasks', 'tasks_status', '1000000 1000 250 4 3 2 1'),\n"
	"  ('tasks', 'tasks_completed', '500000 500 1 1');\n"
	"ANALYZE sqlite_schema;\n",

	/* 12: turns that wait; the running ones are looked for at start-up, of everybody */
	"CREATE TABLE turns (\n" LOOSE
	"  conversation_id BLOB NOT NULL, message_id BLOB NOT NULL, answer_id BLOB,\n"
	"  state INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL," VERSIONED
	"CREATE INDEX turns_state ON turns (state);\n"
	"CREATE UNIQUE INDEX turns_message ON turns (user_id, message_id);\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES\n"
	"  ('turns', 'turns', '100000 1'), ('turns', 'turns_state', '100000 20000 1'),\n"
	"  ('turns', 'turns_message', '100000 100 1 1');\n"
	"ANALYZE sqlite_schema;\n",

	/* 13: what is undone is passed over within the index: a row for each is dear where much was undone */
	"DROP INDEX actions_seq;\n"
	"CREATE INDEX actions_seq ON actions (user_id, seq, id, undone);\n"
	"DELETE FROM sqlite_stat1 WHERE idx = 'actions_seq';\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('actions', 'actions_seq', '1000000 1000 1 1 1');\n"
	"ANALYZE sqlite_schema;\n",

	/* 14: a task that was imported knows its id there, so that importing twice makes one of it */
	"ALTER TABLE tasks ADD COLUMN external_id TEXT;\n"
	"CREATE UNIQUE INDEX tasks_external ON tasks (user_id, external_id) WHERE external_id IS NOT NULL;\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('tasks', 'tasks_external', '100000 100 1 1');\n"
	"ANALYZE sqlite_schema;\n",

	/* 15: actions are found by their time, for clean-up, whosoever they are */
	"CREATE INDEX actions_created ON actions (created);\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('actions', 'actions_created', '1000000 2 1 1');\n"
	"ANALYZE sqlite_schema;\n",

	/* 16: an order of one's own, which is that of creation until something is moved; plans and reminders */
	"ALTER TABLE tasks ADD COLUMN position INTEGER NOT NULL DEFAULT 0;\n"
	"ALTER TABLE tasks ADD COLUMN estimate INTEGER NOT NULL DEFAULT 0;\n"
	"ALTER TABLE tasks ADD COLUMN planned_start INTEGER;\n"
	"ALTER TABLE tasks ADD COLUMN planned_end INTEGER;\n"
	"ALTER TABLE tasks ADD COLUMN reminders TEXT;\n"
	"UPDATE tasks SET position = created * 1000;\n"
	"ALTER TABLE events ADD COLUMN reminders TEXT;\n",

	/* 17: which model a user's vectors are of; looked through for all at the start */
	"CREATE TABLE memory_models (\n" LOOSE
	"  active TEXT NOT NULL, target TEXT, previous TEXT, refused TEXT, chosen INTEGER NOT NULL,\n"
	"  state INTEGER NOT NULL, probes INTEGER NOT NULL, overlap INTEGER NOT NULL,\n"
	"  recall_before INTEGER NOT NULL, recall_after INTEGER NOT NULL, switched INTEGER,\n"
	"  created INTEGER NOT NULL, updated INTEGER NOT NULL," VERSIONED
	"CREATE UNIQUE INDEX memory_models_user ON memory_models (user_id);\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES\n"
	"  ('memory_models', 'memory_models', '100000 1'), ('memory_models', 'memory_models_user', '100000 1 1');\n"
	"ANALYZE sqlite_schema;\n",

	/* 18: an answer says how its turn ended; 0: it is whole */
	"ALTER TABLE messages ADD COLUMN ending INTEGER NOT NULL DEFAULT 0;\n",

	/* 19: what clients keep for their person */
	"CREATE TABLE preferences (\n" OWNED
	"  data TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, version INTEGER NOT NULL,\n" KEY,

	/* 20: what models may only propose; an answer says how much of it was corrected */
	"CREATE TABLE proposals (\n" OWNED
	"  turn_id BLOB, message_id BLOB, tool TEXT NOT NULL, arguments TEXT NOT NULL, text TEXT NOT NULL,\n"
	"  reason INTEGER NOT NULL, source_kind TEXT, source_id BLOB, source_quote TEXT, targets TEXT, said INTEGER,\n"
	"  state INTEGER NOT NULL, edits INTEGER NOT NULL, expires INTEGER NOT NULL, decided INTEGER,\n"
	"  created INTEGER NOT NULL, updated INTEGER NOT NULL, version INTEGER NOT NULL,\n" KEY
	"CREATE INDEX proposals_state ON proposals (user_id, state);\n"
	"CREATE INDEX proposals_created ON proposals (created);\n"
	"ALTER TABLE messages ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;\n"
	"ALTER TABLE messages ADD COLUMN tainted INTEGER NOT NULL DEFAULT 0;\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('proposals', 'proposals', '100000 100 1'),\n"
	"  ('proposals', 'proposals_state', '100000 100 20 1'), ('proposals', 'proposals_created', '100000 2 1 1');\n"
	"ANALYZE sqlite_schema;\n",

	/*
	 * 21: closed tasks by the words of their titles (closed.c).  Triggers keep it, so whatever changes a task, be it
	 * undo or forgetting, changes it too; what is open costs them a comparison.
	 */
	"CREATE TABLE closed_words (\n  user_id BLOB NOT NULL, word TEXT NOT NULL, task BLOB NOT NULL,\n"
	"  PRIMARY KEY (user_id, word, task)\n) STRICT, WITHOUT ROWID;\n"
	"INSERT INTO closed_words SELECT user_id, value, tasks.id FROM tasks, json_each(px_words(title))\n"
	"  WHERE status >= 2 ORDER BY 1, 2, 3;\n"
	"CREATE TRIGGER closed_words_insert AFTER INSERT ON tasks WHEN new.status >= 2 BEGIN\n"
	CLOSED_ADD("TRUE") "END;\n"
	"CREATE TRIGGER closed_words_delete AFTER DELETE ON tasks WHEN old.status >= 2 BEGIN\n"
	CLOSED_REMOVE("TRUE") "END;\n"
	"CREATE TRIGGER closed_words_update AFTER UPDATE OF status, title ON tasks\n"
	"  WHEN max(old.status, new.status) >= 2 AND\n"
	"    ((old.status >= 2) <> (new.status >= 2) OR old.title <> new.title) BEGIN\n"
	CLOSED_REMOVE("old.status >= 2") CLOSED_ADD("new.status >= 2") "END;\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('closed_words', 'closed_words', '5000000 5000 5 1');\n"
	"ANALYZE sqlite_schema;\n",

	/* 22: what language models took, by request, and summed by a person's day and model; of everybody since a time, at the start */
	"CREATE TABLE usages (\n" OWNED
	"  turn_id BLOB NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL, tokens_in INTEGER NOT NULL,\n"
	"  tokens_out INTEGER NOT NULL, tokens_cached INTEGER NOT NULL, tokens_written INTEGER NOT NULL,\n"
	"  cost INTEGER NOT NULL, priced INTEGER NOT NULL, estimated INTEGER NOT NULL, day INTEGER,\n"
	"  created INTEGER NOT NULL,\n" KEY
	"CREATE INDEX usages_created ON usages (created, user_id, id);\n"
	"CREATE TABLE usage_days (\n" OWNED
	"  day INTEGER, provider TEXT NOT NULL, model TEXT NOT NULL, calls INTEGER NOT NULL,\n"
	"  tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL, tokens_cached INTEGER NOT NULL,\n"
	"  tokens_written INTEGER NOT NULL, cost INTEGER NOT NULL, unpriced INTEGER NOT NULL, version INTEGER NOT NULL,\n" KEY
	"CREATE UNIQUE INDEX usage_days_day ON usage_days (user_id, day, provider, model);\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES\n"
	"  ('usages', 'usages', '1000000 1000 1'), ('usages', 'usages_created', '1000000 2 1 1'),\n"
	"  ('usage_days', 'usage_days', '100000 100 1'), ('usage_days', 'usage_days_day', '100000 100 3 2 1');\n"
	"ANALYZE sqlite_schema;\n",

	/* 23: reminders by when they are due and by what they are about; what was said, and how people want it */
	"CREATE TABLE reminders (\n" OWNED
	"  text TEXT, subject INTEGER NOT NULL, subject_id BLOB, lead TEXT, due INTEGER, planned INTEGER,\n"
	"  told INTEGER, said INTEGER, occurrence INTEGER, zone TEXT, recurrence TEXT, series_start INTEGER, repeat TEXT,\n"
	"  created INTEGER NOT NULL, updated INTEGER NOT NULL, version INTEGER NOT NULL,\n" KEY
	"CREATE INDEX reminders_due ON reminders (user_id, due);\n"
	"CREATE INDEX reminders_subject ON reminders (user_id, subject_id) WHERE subject_id IS NOT NULL;\n"
	"CREATE TABLE notifications (\n" OWNED
	"  kind INTEGER NOT NULL, state INTEGER NOT NULL, title TEXT NOT NULL, text TEXT,\n"
	"  subject INTEGER NOT NULL, subject_id BLOB, occurrence INTEGER, planned INTEGER, items TEXT,\n"
	"  channels TEXT, tag TEXT, snoozed_until INTEGER, created INTEGER NOT NULL,\n"
	"  updated INTEGER NOT NULL, version INTEGER NOT NULL,\n" KEY
	"CREATE INDEX notifications_state ON notifications (user_id, state);\n"
	"CREATE INDEX notifications_subject ON notifications (user_id, subject_id) WHERE subject_id IS NOT NULL;\n"
	"CREATE INDEX notifications_created ON notifications (created);\n"
	"CREATE TABLE notification_settings (\n" OWNED
	"  task_leads TEXT, event_leads TEXT, day_leads TEXT, day_time TEXT, quiet_from TEXT, quiet_to TEXT,\n"
	"  brief INTEGER NOT NULL, brief_time TEXT, brief_days TEXT, channels TEXT, ntfy_url TEXT,\n"
	"  webhook_url TEXT, planned INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,\n"
	"  version INTEGER NOT NULL,\n" KEY
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES\n"
	"  ('reminders', 'reminders', '1000000 1000 1'), ('reminders', 'reminders_due', '1000000 1000 1 1'),\n"
	"  ('reminders', 'reminders_subject', '1000000 1000 2 1'),\n"
	"  ('notifications', 'notifications', '1000000 1000 1'), ('notifications', 'notifications_state', '1000000 1000 250 1'),\n"
	"  ('notifications', 'notifications_subject', '1000000 1000 2 1'),\n"
	"  ('notifications', 'notifications_created', '1000000 2 1 1'),\n"
	"  ('notification_settings', 'notification_settings', '100000 1 1');\n"
	"ANALYZE sqlite_schema;\n",

	/* 24: browsers that take push messages, and what signs webhooks */
	"CREATE TABLE push_subscriptions (\n" OWNED
	"  endpoint TEXT NOT NULL, p256dh TEXT NOT NULL, auth TEXT NOT NULL, label TEXT, created INTEGER NOT NULL,\n"
	"  updated INTEGER NOT NULL, version INTEGER NOT NULL,\n" KEY
	"ALTER TABLE notification_settings ADD COLUMN webhook_secret TEXT;\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('push_subscriptions', 'push_subscriptions', '100000 3 1');\n"
	"ANALYZE sqlite_schema;\n",

	/*
	 * 25: each turn writes its conversation, whose state is often more than the 1,002 bytes that a page of a table
	 * without rowids keeps of one row: the rest went to a page of its own, which was freed and taken anew each time.
	 */
	"ALTER TABLE conversations RENAME TO conversations_1;\n"
	"CREATE TABLE conversations (\n" OWNED
	"  title TEXT, state TEXT, created INTEGER NOT NULL, updated INTEGER NOT NULL,\n"
	"  version INTEGER NOT NULL,\n  PRIMARY KEY (user_id, id)\n) STRICT;\n"
	"INSERT INTO conversations (id, user_id, title, state, created, updated, version)\n"
	"  SELECT id, user_id, title, state, created, updated, version FROM conversations_1;\n"
	"DROP TABLE conversations_1;\n"
	"DELETE FROM sqlite_stat1 WHERE tbl IN ('conversations', 'conversations_1');\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('conversations', 'sqlite_autoindex_conversations_1', '20000 20 1');\n"
	"ANALYZE sqlite_schema;\n",

	/* 26: files that are kept as they are, and which messages they were sent with */
	"CREATE TABLE files (\n" OWNED
	"  name TEXT NOT NULL, media_type TEXT NOT NULL, size INTEGER NOT NULL, hash TEXT NOT NULL, shown TEXT,\n"
	"  width INTEGER NOT NULL, height INTEGER NOT NULL, problem TEXT, created INTEGER NOT NULL,\n"
	"  updated INTEGER NOT NULL, version INTEGER NOT NULL,\n" KEY
	"ALTER TABLE messages ADD COLUMN files TEXT;\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('files', 'files', '100000 10 1');\n"
	"ANALYZE sqlite_schema;\n",

	/* 27: mail accounts, how far their folders were read, the mails taken, rules for senders */
	"CREATE TABLE mail_accounts (\n" OWNED
	"  name TEXT, address TEXT NOT NULL, host TEXT NOT NULL, port INTEGER NOT NULL, security INTEGER NOT NULL,\n"
	"  auth INTEGER NOT NULL, user TEXT NOT NULL, token_url TEXT, client_id TEXT, secret TEXT NOT NULL, folders TEXT,\n"
	"  enabled INTEGER NOT NULL, propose INTEGER NOT NULL, remember INTEGER NOT NULL, replies INTEGER NOT NULL,\n"
	"  back_days INTEGER NOT NULL, state INTEGER NOT NULL, problem TEXT, visited INTEGER, next INTEGER,\n"
	"  failures INTEGER NOT NULL, taken INTEGER NOT NULL, skipped INTEGER NOT NULL,\n"
	"  created INTEGER NOT NULL, updated INTEGER NOT NULL, version INTEGER NOT NULL,\n" KEY
	"CREATE TABLE mail_folders (\n" OWNED
	"  account_id BLOB NOT NULL, name TEXT NOT NULL, validity INTEGER NOT NULL, last INTEGER NOT NULL,\n"
	"  modseq INTEGER NOT NULL, problem TEXT, created INTEGER NOT NULL, updated INTEGER NOT NULL,\n"
	"  version INTEGER NOT NULL,\n" KEY
	"CREATE UNIQUE INDEX mail_folders_name ON mail_folders (user_id, account_id, name);\n"
	"CREATE TABLE mails (\n" OWNED
	"  account_id BLOB NOT NULL, folder TEXT NOT NULL, uid INTEGER NOT NULL, hash TEXT NOT NULL, message_id TEXT,\n"
	"  thread TEXT, sender TEXT, sender_name TEXT, subject TEXT, sent INTEGER, size INTEGER NOT NULL,\n"
	"  state INTEGER NOT NULL, problem TEXT, list TEXT, proposals INTEGER NOT NULL, findings TEXT,\n"
	"  document_id BLOB, created INTEGER NOT NULL, version INTEGER NOT NULL,\n" KEY
	"CREATE UNIQUE INDEX mails_hash ON mails (user_id, account_id, hash);\n"
	"CREATE INDEX mails_thread ON mails (user_id, thread) WHERE thread IS NOT NULL;\n"
	"CREATE TABLE mail_senders (\n" OWNED
	"  address TEXT NOT NULL, rule INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,\n"
	"  version INTEGER NOT NULL,\n" KEY
	"CREATE UNIQUE INDEX mail_senders_address ON mail_senders (user_id, address);\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES\n"
	"  ('mail_accounts', 'mail_accounts', '1000 2 1'), ('mail_folders', 'mail_folders', '3000 6 1'),\n"
	"  ('mail_folders', 'mail_folders_name', '3000 6 3 1'), ('mails', 'mails', '1000000 5000 1'),\n"
	"  ('mails', 'mails_hash', '1000000 5000 2500 1'), ('mails', 'mails_thread', '1000000 5000 2 1'),\n"
	"  ('mail_senders', 'mail_senders', '10000 20 1'), ('mail_senders', 'mail_senders_address', '10000 20 1');\n"
	"ANALYZE sqlite_schema;\n",

	/* 28: messages said otherwise, proposals put off */
	("ALTER TABLE messages ADD COLUMN replaces BLOB;\n"
	 "ALTER TABLE proposals ADD COLUMN snoozed INTEGER;\n"),

	/* 29: where text messages go */
	"ALTER TABLE notification_settings ADD COLUMN phone TEXT;\n",

	/* 30: an address that mail came back from */
	"ALTER TABLE notification_settings ADD COLUMN bounced TEXT;\n",

	/* 31: what an answer rests on */
	"ALTER TABLE messages ADD COLUMN grounds TEXT;\n",

	/* 32: text messages as second factor */
	"ALTER TABLE accounts ADD COLUMN sms TEXT;\n",

	/* 33: what was said before, in short */
	"CREATE TABLE talk_summaries (\n" OWNED
	"  conversation_id BLOB NOT NULL, until_id BLOB NOT NULL, until_seq INTEGER NOT NULL, text TEXT NOT NULL,\n"
	"  tainted INTEGER NOT NULL, created INTEGER NOT NULL, version INTEGER NOT NULL,\n" KEY
	"CREATE UNIQUE INDEX talk_summaries_conversation ON talk_summaries (user_id, conversation_id);\n"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES\n"
	"  ('talk_summaries', 'talk_summaries', '20000 5 1'),\n"
	"  ('talk_summaries', 'talk_summaries_conversation', '20000 5 1');\n"
	"ANALYZE sqlite_schema;\n",

	/* 34: who gave an answer, and why */
	("ALTER TABLE messages ADD COLUMN route INTEGER NOT NULL DEFAULT 0;\n"
	 "ALTER TABLE messages ADD COLUMN why TEXT;\n"),
};

enum { STEP_COUNT = sizeof(steps) / sizeof(steps[0]) };

static enum px_err read_pragma(sqlite3 *db, const char *sql, int *value, struct px_error *error)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*value = sqlite3_column_int(statement, 0);
	enum px_err err = code == SQLITE_ROW ? PX_OK : connection_fail(db, code, error);
	sqlite3_finalize(statement);
	return err;
}

static enum px_err check_origin(sqlite3 *db, int version, struct px_error *error)
{
	int application = 0, tables = 0;
	enum px_err err = read_pragma(db, "PRAGMA application_id", &application, error);

	if (!err)
		err = read_pragma(db, "SELECT count(*) FROM sqlite_schema", &tables, error);
	if (err)
		return err;
	bool empty = application == 0 && version == 0 && tables == 0;
	if (!empty && application != APPLICATION_ID)
		return px_fail(error, PX_INVALID, "data", "%s is a database, but not one of Pixie's",
			       sqlite3_db_filename(db, NULL));
	if (version > STEP_COUNT)
		return px_fail(error, PX_UNSUPPORTED, "data",
			       "the database was written by a newer Pixie (schema %d; this one knows %d)",
			       version, STEP_COUNT);
	return PX_OK;
}

static int apply(sqlite3 *db, int version, int wanted)
{
	char mark[96];
	int code = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);

	for (int i = version; code == SQLITE_OK && i < wanted; i++)
		code = sqlite3_exec(db, steps[i], NULL, NULL, NULL);
	snprintf(mark, sizeof(mark), "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
		 APPLICATION_ID, wanted);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db, mark, NULL, NULL, NULL);
	return code;
}

enum px_err migrations_apply_to(sqlite3 *db, int wanted, struct px_error *error)
{
	int version = 0;
	enum px_err err = read_pragma(db, "PRAGMA user_version", &version, error);

	if (!err)
		err = check_origin(db, version, error);
	if (err || version >= wanted)
		return err;
	int code = apply(db, version, wanted);
	if (code != SQLITE_OK) {
		err = connection_fail(db, code, error);
		if (!sqlite3_get_autocommit(db))
			sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	}
	return err;
}

enum px_err migrations_apply(sqlite3 *db, struct px_error *error)
{
	return migrations_apply_to(db, STEP_COUNT, error);
}

enum px_err migrations_write(sqlite3 *db, struct px_buf *sql, struct px_error *error)
{
	int version = 0;
	enum px_err err = read_pragma(db, "PRAGMA user_version", &version, error);

	if (!err)
		err = check_origin(db, version, error);
	for (int i = version; !err && i < STEP_COUNT; i++)
		err = px_buf_printf(sql, "-- step %d\n%s", i + 1, steps[i]);
	return err;
}

int migrations_count(void)
{
	return STEP_COUNT;
}
