/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Creating, reading, changing and deleting one row, the same for every
 * resource: decode, call the domain, record for undo, encode.
 */
#ifndef PX_API_RESOURCE_H
#define PX_API_RESOURCE_H

#include "api/api_internal.h"

enum { PX_RESOURCE_ROW_MAX = 512 }; /* bytes of the largest entity's struct */

union px_resource_row { /* room for any entity */
	max_align_t align;
	char bytes[PX_RESOURCE_ROW_MAX];
};

struct px_resource {
	const struct px_record *record;
	const char *create_action, *update_action, *delete_action; /* names in the action log */
	enum px_err (*create)(struct px_domain *domain, void *row, struct px_error *error);
	enum px_err (*get)(struct px_domain *domain, struct px_id id, void *row, struct px_error *error);
	/* `given`: the fields that the client named, as px_record_patch says. */
	enum px_err (*patch)(struct px_domain *domain, void *row, uint64_t given, int64_t expected,
			     struct px_error *error);
	enum px_err (*remove)(struct px_domain *domain, struct px_id id, int64_t expected,
			      struct px_error *error);
	/* Writes the answer to a creation or change; NULL: px_call_row. */
	enum px_err (*answer)(struct px_call *call, const void *row, struct px_error *error);
};

/*
 * The resource `name` (task, event, project) over the functions px_<name>_create
 * and so on.  px_<name>_patch is called where fields follow from others; else
 * PX_RESOURCE_PLAIN makes it of px_<name>_update.
 */
#define PX_RESOURCE(name, answer_fn) \
	static enum px_err name##_create_row(struct px_domain *d, void *row, struct px_error *e) \
	{ \
		return px_##name##_create(d, row, e); \
	} \
	static enum px_err name##_get_row(struct px_domain *d, struct px_id id, void *row, struct px_error *e) \
	{ \
		return px_##name##_get(d, id, row, e); \
	} \
	static enum px_err name##_patch_row(struct px_domain *d, void *row, uint64_t given, int64_t expected, \
					    struct px_error *e) \
	{ \
		return px_##name##_patch(d, row, given, expected, e); \
	} \
	const struct px_resource px_##name##_resource = { \
		&px_##name##_record, "create_" #name, "update_" #name, "delete_" #name, \
		name##_create_row, name##_get_row, name##_patch_row, px_##name##_delete, answer_fn, \
	}; \
	_Static_assert(sizeof(struct px_##name) <= PX_RESOURCE_ROW_MAX, "raise PX_RESOURCE_ROW_MAX")

#define PX_RESOURCE_PLAIN(name, answer_fn) \
	static enum px_err px_##name##_patch(struct px_domain *d, struct px_##name *row, uint64_t given, \
					     int64_t expected, struct px_error *e) \
	{ \
		(void)given; \
		return px_##name##_update(d, row, expected, e); \
	} \
	PX_RESOURCE(name, answer_fn)

extern const struct px_resource px_task_resource, px_event_resource, px_project_resource, px_memory_resource,
	px_reminder_resource;

/*
 * One change, not yet recorded as an action.  `input` is the body of a creation or change.  `expected` is the version
 * that the client knows, -1 for any.
 */
enum px_err px_resource_make(struct px_call *call, const struct px_resource *resource, const json_t *input,
			     union px_resource_row *row, struct px_error *error) PX_MUST_CHECK;
enum px_err px_resource_change(struct px_call *call, const struct px_resource *resource, struct px_id id,
			       const json_t *input, int64_t expected, union px_resource_row *row,
			       struct px_error *error) PX_MUST_CHECK;
/*
 * Whether the row's id may be used, if the client chose it (`given` of px_record_decode): PX_INVALID unless it is a
 * UUIDv7, PX_CONFLICT if the user has such a row.
 */
enum px_err px_resource_check_id(struct px_call *call, const struct px_record *record, const void *row, uint64_t given,
				 struct px_error *error) PX_MUST_CHECK;
enum px_err px_resource_create(struct px_call *call, const struct px_resource *resource,
			       struct px_error *error) PX_MUST_CHECK;
enum px_err px_resource_get(struct px_call *call, const struct px_resource *resource,
			    struct px_error *error) PX_MUST_CHECK;
enum px_err px_resource_patch(struct px_call *call, const struct px_resource *resource,
			      struct px_error *error) PX_MUST_CHECK;
enum px_err px_resource_delete(struct px_call *call, const struct px_resource *resource,
			       struct px_error *error) PX_MUST_CHECK;

#endif
