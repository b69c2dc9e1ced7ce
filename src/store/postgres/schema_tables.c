/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the descriptors of records don't say of their tables: the key and the
 * indexes.  Columns come from the descriptors (schema.c).
 *
 * Tables of users' rows are keyed (user_id, id).  Tables whose rows are looked
 * up before the user is known are keyed by id.  Indexes are those of the SQLite
 * driver, for the same queries.
 */
#include "store/postgres/postgres_internal.h"

#include <string.h>

#define INDEXES(...) (const char *const[]){ __VA_ARGS__, NULL }
#define NO_CASE(column) "lower(" column " COLLATE \"C\")"

const struct table pg_tables[] = {
	{ "users", true, true, INDEXES("UNIQUE users_email ON users (" NO_CASE("email") ") WHERE email IS NOT NULL") },
	{ "projects", false, true, INDEXES("UNIQUE projects_name ON projects (user_id, " NO_CASE("name") ")") },
	{ "tasks", false, true, INDEXES(
		"tasks_status ON tasks (user_id, status, due, due_day, priority)",
		"tasks_completed ON tasks (user_id, completed) WHERE completed IS NOT NULL",
		"tasks_project ON tasks (user_id, project_id) WHERE project_id IS NOT NULL",
		"tasks_parent ON tasks (user_id, parent_id) WHERE parent_id IS NOT NULL",
		"UNIQUE tasks_external ON tasks (user_id, external_id) WHERE external_id IS NOT NULL") },
	{ "events", false, false, INDEXES("events_start ON events (user_id, start)") },
	{ "messages", false, true, INDEXES(
		"messages_seq ON messages (user_id, seq, id, conversation_id)",
		"UNIQUE messages_client ON messages (user_id, client_id) WHERE client_id IS NOT NULL") },
	{ "actions", false, false, INDEXES(
		"actions_seq ON actions (user_id, seq, id, undone)",
		"actions_created ON actions (created)") },
	{ "idempotency", false, true, INDEXES(
		"UNIQUE idempotency_key ON idempotency (user_id, key)",
		"idempotency_created ON idempotency (created)") },
	{ "accounts", true, true, INDEXES(
		"UNIQUE accounts_email ON accounts (email)",
		"UNIQUE accounts_user ON accounts (user_id)") },
	{ "sessions", true, false, INDEXES(
		"sessions_user ON sessions (user_id) WHERE revoked IS NULL",
		"sessions_expires ON sessions (expires)",
		"sessions_revoked ON sessions (revoked) WHERE revoked IS NOT NULL") },
	{ "refresh_tokens", true, true, INDEXES(
		"UNIQUE refresh_tokens_hash ON refresh_tokens (hash)",
		"refresh_tokens_expires ON refresh_tokens (expires)") },
	{ "api_tokens", true, true, INDEXES(
		"UNIQUE api_tokens_hash ON api_tokens (hash)",
		"api_tokens_user ON api_tokens (user_id) WHERE revoked IS NULL",
		"api_tokens_expires ON api_tokens (expires) WHERE expires IS NOT NULL",
		"api_tokens_revoked ON api_tokens (revoked) WHERE revoked IS NOT NULL") },
	{ "identities", true, true, INDEXES(
		"UNIQUE identities_subject ON identities (issuer, subject)",
		"identities_user ON identities (user_id)") },
	{ "tickets", true, true, INDEXES(
		"UNIQUE tickets_hash ON tickets (hash)",
		"tickets_user ON tickets (user_id)",
		"tickets_expires ON tickets (expires)") },
	{ "signing_keys", true, false, INDEXES(NULL) },
	{ "jobs", true, true, INDEXES(
		"jobs_due ON jobs (kind, state, due)",
		"jobs_state ON jobs (state, updated)",
		"UNIQUE jobs_dedupe ON jobs (dedupe_key) WHERE dedupe_key IS NOT NULL") },
	{ "memories", false, true, INDEXES(
		"memories_subject ON memories (user_id, subject_key) WHERE subject_key IS NOT NULL",
		"memories_source ON memories (user_id, source_id) WHERE source_id IS NOT NULL",
		"UNIQUE memories_external ON memories (user_id, external_id) WHERE external_id IS NOT NULL") },
	{ "documents", false, true, INDEXES(
		"documents_hash ON documents (user_id, hash) WHERE hash IS NOT NULL",
		"UNIQUE documents_external ON documents (user_id, external_id) WHERE external_id IS NOT NULL") },
	{ "chunks", false, true, INDEXES("UNIQUE chunks_document ON chunks (user_id, document_id, position)") },
	{ "embeddings", false, true, INDEXES("UNIQUE embeddings_owner ON embeddings (user_id, owner_id, model)") },
	{ "memory_models", true, true, INDEXES("UNIQUE memory_models_user ON memory_models (user_id)") },
	{ "turns", true, true, INDEXES(
		"turns_state ON turns (state)",
		"UNIQUE turns_message ON turns (user_id, message_id)") },
	{ "proposals", false, false, INDEXES(
		"proposals_state ON proposals (user_id, state)",
		"proposals_created ON proposals (created)") },
	{ "usages", false, false, INDEXES("usages_created ON usages (created, user_id, id)") },
	{ "usage_days", false, true, INDEXES("UNIQUE usage_days_day ON usage_days (user_id, day, provider, model)") },
	{ "talk_summaries", false, true, INDEXES(
		"UNIQUE talk_summaries_conversation ON talk_summaries (user_id, conversation_id)") },
	{ "reminders", false, false, INDEXES(
		"reminders_due ON reminders (user_id, due)",
		"reminders_subject ON reminders (user_id, subject_id) WHERE subject_id IS NOT NULL") },
	{ "notifications", false, false, INDEXES(
		"notifications_state ON notifications (user_id, state)",
		"notifications_subject ON notifications (user_id, subject_id) WHERE subject_id IS NOT NULL",
		"notifications_created ON notifications (created)") },
	{ "mail_folders", false, true, INDEXES("UNIQUE mail_folders_name ON mail_folders (user_id, account_id, name)") },
	{ "mails", false, true, INDEXES(
		"UNIQUE mails_hash ON mails (user_id, account_id, hash)",
		"mails_thread ON mails (user_id, thread) WHERE thread IS NOT NULL") },
	{ "mail_senders", false, true, INDEXES("UNIQUE mail_senders_address ON mail_senders (user_id, address)") },
	{ NULL, false, false, NULL },
};

static const struct table plain = { "", false, false, INDEXES(NULL) };

const struct table *pg_schema_table(const char *name)
{
	for (const struct table *table = pg_tables; table->name; table++)
		if (strcmp(table->name, name) == 0)
			return table;
	return &plain;
}
