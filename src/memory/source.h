/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows that recall finds: memories, passages of documents, messages, tasks
 * and events, each as one text with its time.
 */
#ifndef PX_MEMORY_SOURCE_H
#define PX_MEMORY_SOURCE_H

#include "domain/domain.h"
#include "memory/recall.h"

enum px_source_kind {
	PX_RECALLED_MEMORY, PX_RECALLED_CHUNK, PX_RECALLED_MESSAGE, PX_RECALLED_TASK, PX_RECALLED_EVENT,
	PX_RECALLED_KINDS
};

/* "memory", "chunk", "message", "task", "event"; as people may ask for them, "note" and "document" too. */
const char *px_source_name(enum px_source_kind kind);
/* Bits of PX_RECALLED_... for a comma-separated list; PX_INVALID names what is unknown. */
enum px_err px_source_kinds(const char *names, uint32_t *kinds, struct px_error *error) PX_MUST_CHECK;

/* A row as recall and answers see it; texts live in the domain's arena. */
struct px_source_row {
	enum px_source_kind kind;
	struct px_recall_item item;
	const char *text;        /* for people: the words themselves */
	const char *external_id; /* where it was imported from, or NULL */
	const char *state;       /* of a task: "done", "open"; else NULL */
	int64_t done;            /* when a task was completed, or PX_TIME_NONE */
	bool secret, valid;      /* a fact that no longer holds is not valid */
	int64_t from, until;     /* of a fact: since when and how long it held; PX_TIME_NONE: no end is known */
	bool wrong;              /* a fact that was corrected, and never held */
	const char *source;      /* "chat", "import", ...; the title of a document */
};

/* All that a row says, notes, place and people of a task or event among it. */
const char *px_source_said(const struct px_source_row *row, struct px_arena *arena);
/* What the person said: a memory or a message. */
static inline bool px_source_is_said(const struct px_source_row *row)
{
	return row->kind == PX_RECALLED_MEMORY || row->kind == PX_RECALLED_MESSAGE;
}
/* Whether a row was so at some time of [from, to), as far as was said. */
bool px_source_held(const struct px_source_row *row, int64_t from, int64_t to);

/* Will be read in this transaction (px_store_ahead_get). */
void px_source_ahead(struct px_domain *domain, enum px_source_kind kind, struct px_id id);
enum px_err px_source_read(struct px_domain *domain, enum px_source_kind kind, struct px_id id,
			   struct px_source_row *row, struct px_error *error) PX_MUST_CHECK;
typedef enum px_err (*px_source_take_fn)(void *arg, const struct px_source_row *row, struct px_error *error);
/*
 * Reads the newest rows of a kind that are worth recalling, newest first, page
 * by page.  Between two pages the transaction may end and others write; rows
 * that came meanwhile are not read.
 */
struct px_source_reader {
	enum px_source_kind kind;
	size_t left, unread;  /* rows to be kept; messages to be looked at */
	int64_t after;        /* messages: only after that place in the user's sequence */
	struct px_id before;  /* the oldest row read so far */
	int64_t before_seq;
	bool done;
};
/* Of at most `most` rows; `after` is of messages, 0 for all. */
void px_source_reader_init(struct px_source_reader *reader, enum px_source_kind kind, int64_t after, size_t most);
/* One page more, a millisecond or a few; reader->done says whether it was the last. */
enum px_err px_source_next(struct px_domain *domain, struct px_source_reader *reader, px_source_take_fn take, void *arg,
			   struct px_error *error) PX_MUST_CHECK;
/* Every passage of a document. */
enum px_err px_source_passages(struct px_domain *domain, struct px_id document, px_source_take_fn take, void *arg,
			       struct px_error *error) PX_MUST_CHECK;
/* Whether words that nothing was done for are worth recalling: long enough, no question, no secret. */
bool px_source_is_statement(struct px_str text, struct px_arena *arena);
/* Whether a text begins like an order ("Book a table"), though nothing may have been done for it. */
bool px_source_orders(struct px_str text, struct px_arena *arena);
/*
 * Whether a message says something and nothing was done for it; whether it is worth recalling: that, or what it tells
 * goes beyond the entry that was made of it.  One that asks or commands is neither.  PX_NOT_FOUND.
 */
enum px_err px_source_is_worth(struct px_domain *domain, struct px_id message, bool *worth, struct px_error *error) PX_MUST_CHECK;
enum px_err px_source_says(struct px_domain *domain, struct px_id message, bool *says, struct px_error *error) PX_MUST_CHECK;
/* px_recall_item.session of the passages of a document. */
uint64_t px_source_session(struct px_id document);
/* The kind of an entity's name ("task"); -1: not recalled. */
int px_source_of_entity(struct px_str entity);

#endif
