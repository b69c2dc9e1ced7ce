/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON log lines.  Each is built in a thread's own buffer and written with
 * one write(2), so lines of different threads never mix.
 */
#include "base/log.h"

#include "base/buf.h"
#include "base/civil.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/utf8.h"

#include <stdatomic.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 16384, VALUE_MAX_BYTES = 1024 };

static _Atomic int threshold = PX_LOG_INFO;
static _Atomic int out_fd = 2;

static const char *const level_names[] = { "debug", "info", "warn", "error", "none" };
static const char *const secret_words[] = {
	"token", "password", "authorization", "secret", "cookie", "key",
};

void px_log_set_level(enum px_log_level level)
{
	atomic_store(&threshold, level);
}

void px_log_set_fd(int fd)
{
	atomic_store(&out_fd, fd);
}

bool px_log_enabled(enum px_log_level level)
{
	return (int)level >= atomic_load_explicit(&threshold, memory_order_relaxed);
}

bool px_log_level_parse(const char *name, enum px_log_level *level)
{
	for (int i = 0; i <= PX_LOG_NONE; i++) {
		if (strcmp(name, level_names[i]) == 0) {
			*level = (enum px_log_level)i;
			return true;
		}
	}
	return false;
}

static bool is_secret(const char *key)
{
	for (size_t i = 0; i < sizeof(secret_words) / sizeof(secret_words[0]); i++)
		if (strcasestr(key, secret_words[i]))
			return true;
	return false;
}

static void write_field(struct px_json *json, const struct px_log_field *field)
{
	px_json_key(json, field->key);
	if (is_secret(field->key)) {
		px_json_text(json, "[redacted]");
	} else if (field->value.kind == PX_LOG_INTEGER) {
		px_json_int(json, field->value.integer);
	} else {
		struct px_str s = field->value.string;
		s.size = px_utf8_cut(s, VALUE_MAX_BYTES);
		px_json_str(json, s);
	}
}

void px_log_write(enum px_log_level level, const char *module, const char *event,
		  const struct px_log_field *fields)
{
	char stamp[PX_CIVIL_TEXT];
	struct px_buf line = PX_BUF_INIT(LINE_MAX_BYTES);
	struct px_json json;

	if (!px_log_enabled(level))
		return;
	px_json_init(&json, &line);
	px_json_open_object(&json);
	px_civil_format_ms(px_clock_now(), stamp);
	px_json_key(&json, "time");
	px_json_textf(&json, "%sZ", stamp);
	px_json_key(&json, "level");
	px_json_text(&json, level_names[level]);
	px_json_key(&json, "module");
	px_json_text(&json, module);
	px_json_key(&json, "event");
	px_json_text(&json, event);
	for (; fields->key; fields++)
		write_field(&json, fields);
	px_json_close_object(&json);
	if (px_buf_char(&line, '\n') == PX_OK && write(atomic_load(&out_fd), line.data, line.size) < 0) {
		/* Nowhere left to report to. */
	}
	px_buf_release(&line);
}
