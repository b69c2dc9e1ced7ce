/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON: a streaming writer onto a px_buf, and bounded parsing by jansson.
 *
 * The writer places commas itself; the caller opens, writes keys and values,
 * and closes.  Invalid UTF-8 in strings is written as U+FFFD.  An overflowing
 * buffer shows in buf->overflow; nothing else can fail.
 */
#ifndef PX_BASE_JSON_H
#define PX_BASE_JSON_H

#include "base/buf.h"
#include "base/json_quote.h"

#include <jansson.h>

struct px_json {
	struct px_buf *buf; /* borrowed */
	bool comma;         /* the next value or key needs one before it */
};

void px_json_init(struct px_json *json, struct px_buf *buf);
void px_json_open_object(struct px_json *json);
void px_json_close_object(struct px_json *json);
void px_json_open_array(struct px_json *json);
void px_json_close_array(struct px_json *json);
/* Keys are constants of ours and are written as they are. */
void px_json_key(struct px_json *json, const char *key);
void px_json_str(struct px_json *json, struct px_str value);
void px_json_text(struct px_json *json, const char *value); /* NULL writes null */
void px_json_textf(struct px_json *json, const char *format, ...) PX_PRINTF(2, 3);
void px_json_int(struct px_json *json, int64_t value);
void px_json_double(struct px_json *json, double value); /* shortest round-trip; not finite: null */
void px_json_bool(struct px_json *json, bool value);
void px_json_null(struct px_json *json);
/* Text that is JSON already. */
void px_json_raw(struct px_json *json, struct px_str value);
void px_json_value(struct px_json *json, const json_t *value);

enum { PX_JSON_MAX_DEPTH = 64 };

/*
 * Parses one whole document.  Duplicate keys, NUL in strings, depth over
 * PX_JSON_MAX_DEPTH and trailing text are refused.  The caller owns *value
 * (json_decref).  PX_INVALID with the line and reason in `error`.
 */
enum px_err px_json_parse(struct px_str text, json_t **value, struct px_error *error) PX_MUST_CHECK;
/* The string's bytes, or an empty slice with NULL data if it is not a string. */
struct px_str px_json_string(const json_t *value);

#endif
