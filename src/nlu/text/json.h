/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON for the engine itself: a reader that works on slices of a checked text,
 * and the arguments of a tool call as an ordered list that writes itself.
 *
 * Everything lives in an arena and nothing else is needed, so that the engine
 * also builds for WebAssembly.  The reader accepts strict JSON of at most
 * PX_READ_DEPTH levels.
 */
#ifndef PX_NLU_TEXT_JSON_H
#define PX_NLU_TEXT_JSON_H

#include "base/arena.h"

enum { PX_READ_DEPTH = 16 };

/* A value inside a text that px_read_check accepted; the first byte tells its type. */
struct px_value {
	struct px_str raw;
};

/* The whole text is one JSON value: *value, else false. */
bool px_read_check(struct px_str text, struct px_value *value);
bool px_read_member(struct px_value object, const char *key, struct px_value *value);
/* Several in one pass: values[i] is the member keys[i], the first of that name; its text is empty if there is none. */
void px_read_members(struct px_value object, const char *const *keys, size_t count, struct px_value *values);
/* Start with *at = 0; false at the end, and for what is no array. */
bool px_read_element(struct px_value array, size_t *at, struct px_value *value);
/* Members in order; `key` gets the raw bytes between the quotes. */
bool px_read_next(struct px_value object, size_t *at, struct px_str *key, struct px_value *value);
/* The decoded string, or NULL if it is none. */
const char *px_read_string(struct px_value value, struct px_arena *arena);
bool px_read_int(struct px_value value, int64_t *number);
static inline bool px_read_is(struct px_value value, char first)
{
	return value.raw.size > 0 && value.raw.data[0] == first;
}

/* Text that grows in an arena. */
struct px_text {
	struct px_arena *arena;
	char *data;
	size_t size, room;
};

void px_text_add(struct px_text *text, const char *data, size_t size);
void px_text_str(struct px_text *text, const char *s);
void px_text_quote(struct px_text *text, struct px_str s);
void px_text_int(struct px_text *text, int64_t value);
/* NUL-terminated; never NULL. */
const char *px_text_end(struct px_text *text);

enum { PX_ARGS_MAX = 20, PX_ARGS_LIST = 8 };

struct px_arg {
	const char *key;
	const char *text;   /* a string, or NULL */
	struct px_str raw;  /* JSON as it is, used if text is NULL */
};

struct px_args {
	struct px_arg at[PX_ARGS_MAX];
	size_t count;
};

/* Sets or replaces; a NULL text does nothing. */
void px_args_set(struct px_args *args, const char *key, const char *text);
void px_args_flag(struct px_args *args, const char *key);
void px_args_int(struct px_args *args, const char *key, int value, struct px_arena *arena);
/* The value null: takes the field away. */
void px_args_null(struct px_args *args, const char *key);
void px_args_list(struct px_args *args, const char *key, const char *const *items, size_t count,
		  struct px_arena *arena);
void px_args_drop(struct px_args *args, const char *key);
const char *px_args_get(const struct px_args *args, const char *key);
bool px_args_has(const struct px_args *args, const char *key);
/* Takes over what a JSON object holds; what is no object gives no arguments. */
void px_args_read(struct px_args *args, const char *json, struct px_arena *arena);
/* One of the strings that a JSON object holds; "" if it has none of that name. */
const char *px_args_value(const char *json, const char *key, struct px_arena *arena);
const char *px_args_write(const struct px_args *args, struct px_arena *arena);

#endif
