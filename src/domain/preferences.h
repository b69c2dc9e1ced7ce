/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preferences: one JSON object per user that clients keep with us.  Not part of undo.
 */
#ifndef PX_DOMAIN_PREFERENCES_H
#define PX_DOMAIN_PREFERENCES_H

#include "base/json.h"
#include "domain/domain.h"

enum { PX_PREFERENCES_MAX = 65536, PX_PREFERENCES_DEPTH = 8 };

/* The user's; an empty object of version 0 if none were kept yet. */
enum px_err px_preferences_get(struct px_domain *domain, struct px_preferences *row, struct px_error *error) PX_MUST_CHECK;
/*
 * Applies a merge patch (RFC 7396) to `row`, just read, and keeps it.  PX_TOO_LARGE over PX_PREFERENCES_MAX bytes,
 * PX_INVALID over PX_PREFERENCES_DEPTH levels.
 */
enum px_err px_preferences_merge(struct px_domain *domain, const json_t *patch, struct px_preferences *row,
				 struct px_error *error) PX_MUST_CHECK;

#endif
