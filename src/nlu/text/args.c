/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The arguments of a tool call: a short ordered list of keys and values.
 */
#include "nlu/text/json.h"

static struct px_arg *slot_of(struct px_args *args, const char *key)
{
	for (size_t i = 0; i < args->count; i++) {
		if (strcmp(args->at[i].key, key) == 0)
			return &args->at[i];
	}
	if (args->count == PX_ARGS_MAX)
		return NULL;
	args->at[args->count] = (struct px_arg){ .key = key };
	return &args->at[args->count++];
}

void px_args_set(struct px_args *args, const char *key, const char *text)
{
	struct px_arg *arg = text ? slot_of(args, key) : NULL;

	if (arg)
		*arg = (struct px_arg){ .key = key, .text = text };
}

void px_args_flag(struct px_args *args, const char *key)
{
	struct px_arg *arg = slot_of(args, key);

	if (arg)
		*arg = (struct px_arg){ .key = key, .raw = PX_STR("true") };
}

void px_args_int(struct px_args *args, const char *key, int value, struct px_arena *arena)
{
	struct px_arg *arg = slot_of(args, key);

	if (arg)
		*arg = (struct px_arg){ .key = key, .raw = px_str(px_arena_printf(arena, "%d", value)) };
}

void px_args_null(struct px_args *args, const char *key)
{
	struct px_arg *arg = slot_of(args, key);

	if (arg)
		*arg = (struct px_arg){ .key = key, .raw = PX_STR("null") };
}

void px_args_list(struct px_args *args, const char *key, const char *const *items, size_t count,
		  struct px_arena *arena)
{
	struct px_text list = { .arena = arena };
	struct px_arg *arg = count ? slot_of(args, key) : NULL;

	if (!arg)
		return;
	for (size_t i = 0; i < count; i++) {
		px_text_str(&list, i ? "," : "[");
		px_text_quote(&list, px_str(items[i]));
	}
	px_text_str(&list, "]");
	*arg = (struct px_arg){ .key = key, .raw = px_str_n(list.data, list.size) };
}

void px_args_drop(struct px_args *args, const char *key)
{
	size_t kept = 0;

	for (size_t i = 0; i < args->count; i++) {
		if (strcmp(args->at[i].key, key) != 0)
			args->at[kept++] = args->at[i];
	}
	args->count = kept;
}

const char *px_args_get(const struct px_args *args, const char *key)
{
	for (size_t i = 0; i < args->count; i++) {
		if (strcmp(args->at[i].key, key) == 0)
			return args->at[i].text;
	}
	return NULL;
}

bool px_args_has(const struct px_args *args, const char *key)
{
	for (size_t i = 0; i < args->count; i++) {
		if (strcmp(args->at[i].key, key) == 0)
			return true;
	}
	return false;
}

void px_args_read(struct px_args *args, const char *json, struct px_arena *arena)
{
	struct px_value object, value;
	struct px_str key;
	size_t at = 0;

	args->count = 0;
	if (!json || !px_read_check(px_str(json), &object))
		return;
	while (args->count < PX_ARGS_MAX && px_read_next(object, &at, &key, &value)) {
		struct px_arg *arg = slot_of(args, px_arena_str(arena, key));
		if (arg && px_read_is(value, '"'))
			arg->text = px_read_string(value, arena);
		else if (arg)
			arg->raw = value.raw;
	}
}

const char *px_args_value(const char *json, const char *key, struct px_arena *arena)
{
	struct px_args args = { 0 };

	px_args_read(&args, json, arena);
	const char *value = px_args_get(&args, key);
	return value ? value : "";
}

const char *px_args_write(const struct px_args *args, struct px_arena *arena)
{
	struct px_text json = { .arena = arena };

	px_text_str(&json, "{");
	for (size_t i = 0; i < args->count; i++) {
		const struct px_arg *arg = &args->at[i];
		px_text_str(&json, i ? ",\"" : "\"");
		px_text_str(&json, arg->key);
		px_text_str(&json, "\":");
		if (arg->text)
			px_text_quote(&json, px_str(arg->text));
		else
			px_text_add(&json, arg->raw.data, arg->raw.size);
	}
	px_text_str(&json, "}");
	return px_text_end(&json);
}
