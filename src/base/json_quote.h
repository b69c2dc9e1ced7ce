/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON strings, apart from base/json.h so that what only writes text (nlu/,
 * and with it the WebAssembly build) does without jansson.
 */
#ifndef PX_BASE_JSON_QUOTE_H
#define PX_BASE_JSON_QUOTE_H

#include "base/buf.h"

/* Appends `s` quoted and escaped.  Invalid UTF-8 is written as U+FFFD. */
void px_json_quote(struct px_buf *buf, struct px_str s);

#endif
