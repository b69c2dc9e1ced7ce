/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_domain: one piece of work for one user inside a store transaction.
 *
 * REST handlers, tools and the command line all change rows through the
 * functions of this folder; each takes this context first.  It carries what
 * the rules need (transaction, user, one reading of the clock, zone) and
 * collects what they did: the changes to publish once the transaction is
 * durable, and the before and after images that undo needs.
 *
 *   px_domain_init(&domain, tx, user, now, tz, arena);
 *   err = px_task_create(&domain, &task, &error);
 *   if (!err)
 *           err = px_domain_record(&domain, "create_task", NULL, &error);
 *   ... commit, then publish domain.changes[0 .. change_count)
 *
 * A function that fails may have written something already: roll back the
 * transaction or the savepoint (px_domain_mark, px_domain_rewind go with it).
 * No I/O besides the store, no clock, no locks.  Shard thread.
 */
#ifndef PX_DOMAIN_DOMAIN_H
#define PX_DOMAIN_DOMAIN_H

#include "base/arena.h"
#include "base/tz.h"
#include "domain/entities.h"
#include "store/store.h"

/* A row that changed, for clients: published as "task", "event" or "project" once durable. */
struct px_change {
	const char *entity; /* "task", "event", "project" */
	const char *verb;   /* "created", "updated", "completed", "deleted" */
	struct px_id id;
	const char *json;   /* the row on the wire; of a deletion, as it was */
	const void *row;    /* the same row as its struct */
	int64_t seq;        /* its place in the user's sequence, once it was recorded */
	struct px_id action; /* that it is a part of, likewise */
};

struct px_image; /* a row before and after; private to domain.c and undo.c */

struct px_domain {
	struct px_store_tx *tx;
	struct px_id user;
	int64_t now;              /* UTC milliseconds */
	const struct px_tz *tz;   /* the user's zone */
	const struct px_tz *(*find_zone)(void *arg, const char *name); /* other zones; may be NULL */
	void *find_zone_arg;
	struct px_arena *arena;   /* rows read, changes and texts live here */
	struct px_id message;     /* the user message that caused it, or none */
	struct px_change *changes; /* in order; a row may occur more than once */
	size_t change_count, change_room;
	size_t numbered;          /* changes that have their sequence number */
	struct px_id action;      /* the last action row written, or none */
	struct px_image *images;
	size_t image_count, image_room;
};

/*
 * A change will be recorded in this transaction: what that asks for goes with the transaction's first question
 * (px_store_ahead_get), how the person is reminded and whether the job of new texts is there.
 */
void px_domain_ahead(struct px_store_tx *tx, struct px_id user);
/* find_zone and message start empty; set them afterwards if they are known. */
void px_domain_init(struct px_domain *domain, struct px_store_tx *tx, struct px_id user,
		    int64_t now, const struct px_tz *tz, struct px_arena *arena);

/*
 * Notes a change of a row for publishing and for undo; `before` is NULL for a
 * creation and `after` for a deletion.  The functions of task.h, event.h and
 * project.h call it by themselves.
 */
void px_domain_changed(struct px_domain *domain, const struct px_record *record, const char *verb,
		       const void *before, const void *after);

/* Notes a change for publishing alone: of what can't be undone. */
void px_domain_told(struct px_domain *domain, const struct px_record *record, const char *verb, const void *row);

/*
 * Writes one action row for everything changed since the last one, so that one
 * undo takes all of it back.  Nothing changed: nothing is written.  `summary`
 * says for people what was done ("Added “Fix the auth bug”"); NULL makes one
 * from the changes.
 */
enum px_err px_domain_record(struct px_domain *domain, const char *tool, const char *summary,
			     struct px_error *error) PX_MUST_CHECK;

/*
 * Writes an action that can't be undone: the record that something was done,
 * for whoever keeps copies of rows.  `changes` is a JSON array of {"entity", "id"};
 * what was collected for undo since the last action is dropped.
 */
enum px_err px_domain_note(struct px_domain *domain, const char *tool, const char *summary, const char *changes,
			   struct px_error *error) PX_MUST_CHECK;

/*
 * Gives the changes that have none yet their sequence numbers and tells the
 * last; with no such change it takes a number for what is about to be written.
 * px_domain_record calls it.
 */
enum px_err px_domain_number(struct px_domain *domain, int64_t *last, struct px_error *error) PX_MUST_CHECK;
/* The same for those who write nothing after it: without such a change no number is taken. */
enum px_err px_domain_number_rest(struct px_domain *domain, struct px_error *error) PX_MUST_CHECK;

/*
 * Takes over a change that another domain recorded in the same transaction, for publishing.  What is collected here
 * and has no number yet is older: px_domain_number comes first.
 */
void px_domain_adopt(struct px_domain *domain, const struct px_change *change);

/* What is collected so far, to go back to together with px_store_revert. */
struct px_domain_mark {
	size_t changes, images;
};
struct px_domain_mark px_domain_mark(const struct px_domain *domain);
void px_domain_rewind(struct px_domain *domain, struct px_domain_mark mark);

/* The named zone: the user's own, find_zone's answer, or else the user's own. NULL gives the user's. */
const struct px_tz *px_domain_zone(const struct px_domain *domain, const char *name);
/* The day it is for the user now. */
int32_t px_domain_today(const struct px_domain *domain);

#endif
