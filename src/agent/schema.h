/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checking values against a JSON Schema, the subset that the tool table uses
 * (draft 2020-12): type (one or several), enum, required, properties,
 * additionalProperties: false, minLength, maxLength, minimum,
 * maximum, items, minItems, maxItems.  Other keywords only describe and are
 * not looked at.  Pure; a schema may be shared by threads.
 */
#ifndef PX_AGENT_SCHEMA_H
#define PX_AGENT_SCHEMA_H

#include "base/json.h"

/* PX_INVALID names the offending field by its dotted path ("tags.2") and says what is expected. */
enum px_err px_schema_check(const json_t *schema, const json_t *value,
			    struct px_error *error) PX_MUST_CHECK;

#endif
