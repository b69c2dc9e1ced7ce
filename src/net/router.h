/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_router: method and path to a row of a constant table.
 *
 * Patterns are segments separated by '/': literal ("tasks"), a parameter that
 * takes one non-empty segment ("{id}"), or, last, a parameter that takes all
 * the rest, perhaps nothing ("{path*}").  Literals win over parameters,
 * parameters over the rest.  "/a" and "/a/" are different paths.  HEAD falls
 * back to GET.  Immutable after px_router_new, so any thread may match.
 */
#ifndef PX_NET_ROUTER_H
#define PX_NET_ROUTER_H

#include "net/http.h"

struct px_router;

/* The first member of every row; what follows it is the caller's. */
struct px_route {
	enum px_http_method method;
	const char *pattern;
};

enum { PX_ROUTE_PARAMS = 8, PX_ROUTE_ALLOW = 64 };

struct px_route_match {
	const struct px_route *route; /* after FOUND; cast it to the row's type */
	struct px_str params[PX_ROUTE_PARAMS]; /* in the pattern's order; slices of the path */
	unsigned param_count;
	char allow[PX_ROUTE_ALLOW]; /* after NO_METHOD: those of the path */
};

enum px_route_result {
	PX_ROUTE_FOUND,
	PX_ROUTE_NO_PATH,  /* 404 */
	PX_ROUTE_NO_METHOD /* 405, or the answer to OPTIONS */
};

/*
 * Compiles `count` rows of `row_size` bytes, which are borrowed for the
 * router's life.  PX_INVALID for a malformed pattern, PX_CONFLICT for two rows
 * that would match the same.
 */
enum px_err px_router_new(const void *rows, size_t count, size_t row_size,
			  struct px_router **router, struct px_error *error) PX_MUST_CHECK;
void px_router_free(struct px_router *router);
/* `path` is a request's decoded path. */
enum px_route_result px_router_match(const struct px_router *router, enum px_http_method method,
				     struct px_str path, struct px_route_match *match);
/* A parameter's value by its name; NULL data if the pattern has none of that name. */
struct px_str px_route_param(const struct px_route_match *match, const char *name);

#endif
