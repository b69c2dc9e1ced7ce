/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Routes as a trie of path segments, with backtracking from a literal to a
 * parameter.  Nodes live in one arena; nothing is allocated while matching.
 */
#include "net/router.h"

#include "base/mem.h"

#include <stdlib.h>

enum { METHODS = PX_HTTP_OTHER + 1 };

struct node {
	struct px_str literal;
	struct node *children; /* literal ones */
	struct node *next;     /* sibling */
	struct node *param, *tail;
	const struct px_route *routes[METHODS];
	unsigned methods; /* a bit for each route */
};

struct px_router {
	struct px_arena arena;
	struct node *root;
};

static const char *const method_names[METHODS] = {
	[PX_HTTP_GET] = "GET", [PX_HTTP_HEAD] = "HEAD", [PX_HTTP_POST] = "POST",
	[PX_HTTP_PUT] = "PUT", [PX_HTTP_PATCH] = "PATCH", [PX_HTTP_DELETE] = "DELETE",
	[PX_HTTP_OPTIONS] = "OPTIONS",
};

/* Compiling */

enum segment { LITERAL, PARAM, TAIL, MALFORMED };

/* What kind of segment it is; *name gets the parameter's name. */
static enum segment classify(struct px_str segment, struct px_str *name)
{
	bool opens = segment.size && segment.data[0] == '{';
	bool closes = segment.size && segment.data[segment.size - 1] == '}';

	if (!opens && !closes)
		return memchr(segment.data, '{', segment.size) ? MALFORMED : LITERAL;
	if (!opens || !closes)
		return MALFORMED;
	*name = px_str_n(segment.data + 1, segment.size - 2);
	bool tail = name->size && name->data[name->size - 1] == '*';
	name->size -= tail;
	for (size_t i = 0; i < name->size; i++)
		if (strchr("{}*", name->data[i]))
			return MALFORMED;
	return !name->size ? MALFORMED : tail ? TAIL : PARAM;
}

static struct node *descend(struct px_router *router, struct node *node, enum segment kind,
			    struct px_str text)
{
	struct node **place = kind == PARAM ? &node->param : kind == TAIL ? &node->tail
									  : &node->children;

	while (*place && kind == LITERAL && !px_str_eq((*place)->literal, text))
		place = &(*place)->next;
	if (!*place) {
		*place = PX_ARENA_NEW(&router->arena, struct node);
		(*place)->literal = text;
	}
	return *place;
}

static enum px_err add_route(struct px_router *router, const struct px_route *route,
			     struct px_error *error)
{
	struct px_str rest = px_str(route->pattern), name;
	struct node *node = router->root;
	unsigned params = 0;

	if (!rest.size || rest.data[0] != '/' || (unsigned)route->method >= METHODS)
		goto malformed;
	rest = px_str_n(rest.data + 1, rest.size - 1);
	for (bool more = true; more;) {
		size_t slash = px_str_find(rest, PX_STR("/"));
		more = slash != SIZE_MAX;
		struct px_str segment = px_str_n(rest.data, more ? slash : rest.size);
		enum segment kind = classify(segment, &name);
		params += kind != LITERAL;
		if (kind == MALFORMED || (kind == TAIL && more) || params > PX_ROUTE_PARAMS)
			goto malformed;
		node = descend(router, node, kind, segment);
		if (more)
			rest = px_str_n(rest.data + slash + 1, rest.size - slash - 1);
	}
	if (node->routes[route->method])
		return px_fail(error, PX_CONFLICT, "route", "%s and %s match the same paths",
			       node->routes[route->method]->pattern, route->pattern);
	node->routes[route->method] = route;
	return PX_OK;

malformed:
	return px_fail(error, PX_INVALID, "route", "\"%s\" is not a route pattern", route->pattern);
}

/* In a whole (sub)trie: HEAD where there is only GET, and the methods' bits. */
static void finish_nodes(struct node *node)
{
	if (!node)
		return;
	if (!node->routes[PX_HTTP_HEAD])
		node->routes[PX_HTTP_HEAD] = node->routes[PX_HTTP_GET];
	for (int method = 0; method < METHODS; method++)
		node->methods |= node->routes[method] ? 1u << method : 0;
	finish_nodes(node->param);
	finish_nodes(node->tail);
	for (struct node *child = node->children; child; child = child->next)
		finish_nodes(child);
}

enum px_err px_router_new(const void *rows, size_t count, size_t row_size,
			  struct px_router **out, struct px_error *error)
{
	struct px_router *router = px_calloc(1, sizeof(*router));
	enum px_err err = PX_OK;

	px_arena_init(&router->arena);
	router->root = PX_ARENA_NEW(&router->arena, struct node);
	for (size_t i = 0; i < count && !err; i++)
		err = add_route(router, (const void *)((const char *)rows + i * row_size), error);
	if (err) {
		px_router_free(router);
		return err;
	}
	finish_nodes(router->root);
	*out = router;
	return PX_OK;
}

void px_router_free(struct px_router *router)
{
	if (!router)
		return;
	px_arena_release(&router->arena);
	free(router);
}

/* Matching */

struct walk {
	enum px_http_method method;
	unsigned methods; /* of every pattern that fits the path */
	struct px_route_match *match;
};

/* The path ends at the node; true if it has the method, so that the search can end. */
static bool ends(struct walk *walk, const struct node *node, unsigned params)
{
	walk->methods |= node->methods;
	walk->match->route = node->routes[walk->method];
	walk->match->param_count = params;
	return walk->match->route != NULL;
}

static bool walk_param(struct walk *walk, unsigned params, struct px_str value)
{
	if (params >= PX_ROUTE_PARAMS)
		return false;
	walk->match->params[params] = value;
	return true;
}

/* `rest` is the path after the slash that follows `node`; as deep as the patterns at most. */
static bool search(struct walk *walk, const struct node *node, struct px_str rest, unsigned params)
{
	size_t slash = px_str_find(rest, PX_STR("/"));
	bool more = slash != SIZE_MAX;
	struct px_str segment = px_str_n(rest.data, more ? slash : rest.size);
	struct px_str after = more ? px_str_n(rest.data + slash + 1, rest.size - slash - 1) : rest;

	for (const struct node *child = node->children; child; child = child->next)
		if (px_str_eq(child->literal, segment)) {
			if (more ? search(walk, child, after, params) : ends(walk, child, params))
				return true;
			break;
		}
	if (node->param && segment.size && walk_param(walk, params, segment) &&
	    (more ? search(walk, node->param, after, params + 1)
		  : ends(walk, node->param, params + 1)))
		return true;
	return node->tail && walk_param(walk, params, rest) && ends(walk, node->tail, params + 1);
}

static void write_allow(char allow[PX_ROUTE_ALLOW], unsigned methods)
{
	size_t size = 0;

	allow[0] = '\0';
	for (int method = 0; method < METHODS; method++)
		if ((methods & 1u << method) && method_names[method])
			size += (size_t)snprintf(allow + size, PX_ROUTE_ALLOW - size, "%s%s",
						 size ? ", " : "", method_names[method]);
}

enum px_route_result px_router_match(const struct px_router *router, enum px_http_method method,
				     struct px_str path, struct px_route_match *match)
{
	struct walk walk = { .method = method, .match = match };

	if (!path.size || path.data[0] != '/')
		return PX_ROUTE_NO_PATH;
	if (search(&walk, router->root, px_str_n(path.data + 1, path.size - 1), 0))
		return PX_ROUTE_FOUND;
	if (!walk.methods)
		return PX_ROUTE_NO_PATH;
	write_allow(match->allow, walk.methods);
	return PX_ROUTE_NO_METHOD;
}

struct px_str px_route_param(const struct px_route_match *match, const char *name)
{
	const char *at = match->route->pattern;
	size_t size = strlen(name);

	for (unsigned i = 0; i < match->param_count && (at = strchr(at, '{')) != NULL; i++) {
		at++;
		if (strncmp(at, name, size) == 0 && (at[size] == '}' || at[size] == '*'))
			return match->params[i];
	}
	return (struct px_str){ NULL, 0 };
}
