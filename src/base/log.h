/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Structured logging: one JSON object per line on standard error.
 *
 *   px_log(PX_LOG_INFO, "http", "request", PX_LF("method", "GET"), PX_LI("status", 200));
 *
 * The macro adds the terminator.  Fields whose key
 * names a secret (token, password, authorization, secret, cookie, key) print
 * as "[redacted]".  Strings are escaped and cut at 1 KiB.  Thread-safe: a line
 * is one write.
 */
#ifndef PX_BASE_LOG_H
#define PX_BASE_LOG_H

#include "base/str.h"

enum px_log_level { PX_LOG_DEBUG, PX_LOG_INFO, PX_LOG_WARN, PX_LOG_ERROR, PX_LOG_NONE };

struct px_log_value {
	enum { PX_LOG_END, PX_LOG_STRING, PX_LOG_INTEGER } kind;
	struct px_str string;
	int64_t integer;
};

struct px_log_field {
	const char *key;
	struct px_log_value value;
};

#define PX_LF(key, text) { (key), { PX_LOG_STRING, px_str(text), 0 } }
#define PX_LFN(key, slice) { (key), { PX_LOG_STRING, (slice), 0 } }
#define PX_LI(key, number) { (key), { PX_LOG_INTEGER, { NULL, 0 }, (number) } }

#define px_log(level, module, event, ...) \
	px_log_write((level), (module), (event), \
		     (const struct px_log_field[]){ __VA_ARGS__ __VA_OPT__(,) { NULL, { 0 } } })

/* Fields end with a NULL key.  `event` is a short constant phrase. */
void px_log_write(enum px_log_level level, const char *module, const char *event,
		  const struct px_log_field *fields);
void px_log_set_level(enum px_log_level level);
bool px_log_enabled(enum px_log_level level);
/* "debug", "info", "warn", "error", "none" */
bool px_log_level_parse(const char *name, enum px_log_level *level);
/* Where lines go (default 2); for tests. */
void px_log_set_fd(int fd);

#endif
