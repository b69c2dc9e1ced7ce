/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/me/preferences: what a person's clients keep for them (theme, keys, working hours, saved views), the same
 * on all of their devices.  Pixie itself reads none of it.
 */
#include "api/api_internal.h"
#include "domain/preferences.h"

/* The object as it is, with the row's version as its tag. */
static void answer_values(struct px_call *call, const struct px_preferences *row)
{
	(void)px_buf_text(&call->body, row->data ? row->data : "{}");
	snprintf(call->etag, sizeof(call->etag), "\"%lld\"", (long long)row->version);
}

enum px_err px_preferences_get_mine(struct px_call *call, struct px_error *error)
{
	struct px_preferences row;
	enum px_err err = px_preferences_get(&call->domain, &row, error);

	if (!err)
		answer_values(call, &row);
	return err;
}

enum px_err px_preferences_patch_mine(struct px_call *call, struct px_error *error)
{
	struct px_preferences row;
	enum px_err err = px_preferences_get(&call->domain, &row, error);

	if (!err)
		err = px_call_precondition(call, row.version, error);
	if (!err)
		err = px_preferences_merge(&call->domain, call->input, &row, error);
	if (!err)
		answer_values(call, &row);
	return err;
}
