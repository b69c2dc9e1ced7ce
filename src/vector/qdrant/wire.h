/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies of Qdrant's REST API, from our form and back.  Pure.
 *
 * Every filter begins with the user, and there is no way to write one without:
 * each function that writes a filter takes a struct px_qdrant_of.  Private to vector/qdrant/.
 */
#ifndef PX_VECTOR_QDRANT_WIRE_H
#define PX_VECTOR_QDRANT_WIRE_H

#include "base/buf.h"
#include "vector/vector.h"

/* Whose points, and of how many dimensions. */
struct px_qdrant_of {
	struct px_id user;
	unsigned dims;
};

/* "user_memory_" and 16 digits that stand for model and dimensions: a collection has one size of vector. */
enum { PX_QDRANT_COLLECTION = 32 };
enum px_err px_qdrant_collection(struct px_str model, unsigned dims, char name[PX_QDRANT_COLLECTION],
				 struct px_error *error) PX_MUST_CHECK;
void px_qdrant_write_collection(struct px_buf *out, unsigned dims);
/* The fields that filters use; ends with NULL. */
extern const char *const px_qdrant_fields[];
void px_qdrant_write_field(struct px_buf *out, const char *field);

void px_qdrant_write_items(struct px_buf *out, const struct px_qdrant_of *of, const struct px_vector_item *items,
			   size_t count);
/* A search; the answer has scores and payloads. */
void px_qdrant_write_query(struct px_buf *out, const struct px_qdrant_of *of, const struct px_vector_query *query);
/* Like a search, but of these items alone, whatever their vectors are. */
void px_qdrant_write_scores(struct px_buf *out, const struct px_qdrant_of *of, const float *vector,
			    const struct px_id *ids, size_t count);
/* {"filter": …} of these items of the user, or of all of them if `ids` is NULL. */
void px_qdrant_write_selection(struct px_buf *out, const struct px_qdrant_of *of, const struct px_id *ids,
			       size_t count);
/* To read one item with its vector. */
void px_qdrant_write_lookup(struct px_buf *out, const struct px_qdrant_of *of, struct px_id id);

/* A number of all that is sent of an item, never 0: equal if the item need not be sent again. */
int64_t px_qdrant_check(const struct px_qdrant_of *of, const struct px_vector_item *item);
/* A page of the user's items, without vectors; `after` is the page's answer before, or "". */
enum { PX_QDRANT_POINT = 40 };
void px_qdrant_write_list(struct px_buf *out, const struct px_qdrant_of *of, const char *after);

/*
 * The mark of a user's index: a point of its own, which no filter by user finds.  It says that the index was made.
 * One without it, because the server lost it or never had it, must be rebuilt.
 */
void px_qdrant_write_mark(struct px_buf *out, const struct px_qdrant_of *of);
void px_qdrant_write_mark_lookup(struct px_buf *out, const struct px_qdrant_of *of);
void px_qdrant_write_mark_removal(struct px_buf *out, const struct px_qdrant_of *of);

/* Answers.  PX_CORRUPT for what is no such answer, or has a point of another user. */
enum px_err px_qdrant_read_hits(struct px_str answer, const struct px_qdrant_of *of, struct px_vector_hit *hits,
				size_t limit,
				size_t *count, struct px_error *error) PX_MUST_CHECK;
enum px_err px_qdrant_read_vector(struct px_str answer, const struct px_qdrant_of *of, float *vector,
				  struct px_error *error) PX_MUST_CHECK;
enum px_err px_qdrant_read_mark(struct px_str answer, bool *there, struct px_error *error) PX_MUST_CHECK;
/* Calls `each` for the items of a page; `next` is "" after the last. */
enum px_err px_qdrant_read_list(struct px_str answer, const struct px_qdrant_of *of,
				void (*each)(void *arg, struct px_id id, int64_t check), void *arg,
				char next[PX_QDRANT_POINT], struct px_error *error) PX_MUST_CHECK;
enum px_err px_qdrant_read_exists(struct px_str answer, bool *exists, struct px_error *error) PX_MUST_CHECK;

#endif
