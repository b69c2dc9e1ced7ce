/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a text of one user may refer to: open tasks, near events, projects,
 * tags and people, in the form the engine takes them.
 *
 * Reading all that costs more than a whole turn, so a shard keeps it as a part
 * of its data (px_context_part) and brings it up to date with the changes of
 * each turn.  Every change takes a number of the user's sequence, undoing too,
 * so the last number (px_store_seq) tells whether what is kept is still true,
 * whoever changed the rows: a REST call or another process.  A few changes of
 * others are applied by their actions; after many all is read anew.
 */
#ifndef PX_AGENT_CONTEXT_H
#define PX_AGENT_CONTEXT_H

#include "domain/event.h"
#include "domain/task.h"
#include "nlu/nlu.h"
#include "sys/shard_part.h"

enum {
	PX_CONTEXT_TASKS = 500,   /* newest open tasks */
	PX_CONTEXT_EVENTS = 300,
	PX_CONTEXT_PAST_DAYS = 30,
	PX_CONTEXT_AHEAD_DAYS = 180,
	PX_CONTEXT_NAMES = 200,   /* tags, and people */
};

struct px_context;

extern const struct px_shard_part px_context_part;

/* Where contexts are kept between turns: this shard's parts (or NULL) and the store's epoch. */
struct px_context_keep {
	struct px_shard_parts *parts;
	uint64_t epoch;
};

/*
 * The user's context as of the last number of the sequence, kept or read anew.  Give it back with px_context_close or px_context_drop.
 */
enum px_err px_context_open(const struct px_context_keep *keep, struct px_domain *domain,
			    int64_t seq, struct px_context **context,
			    struct px_error *error) PX_MUST_CHECK;
/* Keeps it for the next turn; `seq` as it is now. */
void px_context_close(const struct px_context_keep *keep, struct px_context *context,
		      int64_t seq);
/* Frees it: of a turn that failed, nobody knows what it holds.  NULL is fine. */
void px_context_drop(const struct px_context_keep *keep, struct px_context *context);

/*
 * What a turn left behind, so that the next one can be understood before its
 * transaction begins: reading a sentence takes longer than everything the
 * store does, and a write transaction keeps all other shards waiting.  What
 * was understood holds if user and conversation turn out to be unchanged.
 */
struct px_context_memo {
	struct px_id conversation;
	struct px_id main;        /* the user's main conversation, in which something was said; PX_ID_NONE: as before */
	int64_t conversation_version, user_version;
	const struct px_tz *tz;
	const char *locale;
	const char *state;
	const char *said_before, *replied; /* as struct px_nlu_context has them */
	bool can_undo;
};
void px_context_remember(struct px_context *context, const struct px_context_memo *memo);
/* The context as the last turn left it, and its memo; NULL if there is none that a text can be read by alone.  Borrowed, unchecked. */
const struct px_context *px_context_peek(const struct px_context_keep *keep, struct px_id user,
					 int64_t now, struct px_context_memo *memo);
/* The main conversation as a turn found it, or PX_ID_NONE.  It stays the main one for as long as it is there. */
struct px_id px_context_main(const struct px_context_keep *keep, struct px_id user);
/* What is remembered of the last turn, if px_context_open found the kept context true; else NULL. */
const struct px_context_memo *px_context_memo(const struct px_context *context);
/* Whether px_context_open found the kept one to be true. */
bool px_context_was_kept(const struct px_context *context);

/* Brings it up to date with rows that changed. */
void px_context_apply(struct px_context *context, const struct px_domain *domain,
		      const struct px_change *changes, size_t count);
/*
 * Items are the newest and nearest.  Who has more has an index of all titles,
 * and what a text names beyond the items joins them before it is read: done by
 * px_context_invite, inside the transaction, as rows are read for it.
 */
enum px_err px_context_invite(struct px_context *context, struct px_domain *domain, struct px_str text,
			      struct px_error *error) PX_MUST_CHECK;

/* Points items, tags and people of the engine's context here; again after each apply. */
void px_context_fill(const struct px_context *context, struct px_nlu_context *nlu);

/* Rows in the engine's form; texts are borrowed from the row. `project` is the name or NULL. */
struct px_nlu_item px_context_task_item(const struct px_domain *domain, const struct px_task *task,
					const char *project);
struct px_nlu_item px_context_event_item(const struct px_domain *domain,
					 const struct px_occurrence *occurrence);
/* The occurrence that comes next (or is going on), else the last one. */
struct px_occurrence px_context_next_occurrence(const struct px_domain *domain,
						const struct px_event *event);

#endif
