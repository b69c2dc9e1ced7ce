/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages of a list: {"items": [...], "next": "cursor" | null}.
 *
 * Lists go by id (creation; what has a place in the user's sequence: by that), by `sort=updated` or, tasks, by
 * `sort=position`; `order=desc` turns them.
 * The cursor is the last row's sort value and id and stays valid while rows
 * come and go.
 */
#ifndef PX_API_PAGE_H
#define PX_API_PAGE_H

#include "api/api_internal.h"

enum { PX_PAGE_MAX = 1000, PX_PAGE_DEFAULT = 50, PX_PAGE_FILTERS = 12 };

struct px_page {
	struct px_store_query query;
	struct px_store_filter filters[PX_PAGE_FILTERS];
	void (*prepare)(void *rows, size_t count, const void *arg); /* changes rows before they are written; may be NULL */
	const void *prepare_arg;
};

/* Reads limit, cursor, sort and order. */
enum px_err px_page_init(struct px_page *page, const struct px_call *call, struct px_error *error) PX_MUST_CHECK;
/* The same; without `sort` it goes by the integer field `order`. */
enum px_err px_page_init_by(struct px_page *page, const struct px_call *call, const char *order,
			    struct px_error *error) PX_MUST_CHECK;
void px_page_filter(struct px_page *page, const char *field, enum px_store_op op,
		    struct px_store_value value);
/*
 * A filter `name=value` of the query on the field of the same name, parsed by
 * its kind; nothing if the parameter is absent.
 */
enum px_err px_page_filter_query(struct px_page *page, const struct px_call *call,
				 const struct px_record *record, const char *name,
				 struct px_error *error) PX_MUST_CHECK;
/* Runs the query and writes the page as the answer. */
enum px_err px_page_answer(struct px_page *page, struct px_call *call,
			   const struct px_record *record, struct px_error *error) PX_MUST_CHECK;
/* A page of rows that were found otherwise; `next`: its cursor, NULL at the end. */
void px_page_rows_next(struct px_call *call, const struct px_record *record, const void *rows, size_t count,
		       size_t total, const char *next);
/* Rows that are all there is: no cursor. */
void px_page_rows(struct px_call *call, const struct px_record *record, const void *rows, size_t count,
		  size_t total);

#endif
