/* SPDX-License-Identifier: Apache-2.0 */
/* Cleaning; comparison goes through base/fold.h. */
#include "domain/text.h"

#include "base/json.h"
#include "base/utf8.h"
#include "domain/task.h"

static bool is_control(unsigned char c)
{
	return c < 0x20 || c == 0x7f;
}

enum px_err px_text_clean(struct px_arena *arena, const char *field, size_t max,
			  enum px_text_form form, const char **text, struct px_error *error)
{
	struct px_str raw = px_str_trim(px_str(*text));
	size_t kept = 0;

	if (!px_utf8_valid(raw))
		return px_fail(error, PX_INVALID, field, "is not valid UTF-8");
	/* A generous first limit, so that cleaning has bounded work. */
	if (raw.size > max + max / 2 + 64)
		return px_fail(error, PX_TOO_LARGE, field, "is longer than %zu bytes", max);
	char *clean = px_arena_strn(arena, raw.data ? raw.data : "", raw.size);
	for (size_t i = 0; i < raw.size; i++) {
		unsigned char c = (unsigned char)raw.data[i];
		if (form == PX_TEXT_BLOCK && is_control(c) && c != '\n' && c != '\t')
			continue;
		if (form == PX_TEXT_LINE && (is_control(c) || c == ' ')) {
			if (kept && clean[kept - 1] != ' ')
				clean[kept++] = ' ';
			continue;
		}
		clean[kept++] = (char)c;
	}
	while (kept && clean[kept - 1] == ' ')
		kept--;
	clean[kept] = '\0';
	if (kept > max)
		return px_fail(error, PX_TOO_LARGE, field, "is longer than %zu bytes", max);
	*text = kept ? clean : NULL;
	return PX_OK;
}

enum px_err px_text_require(struct px_arena *arena, const char *field, size_t max,
			    const char **text, struct px_error *error)
{
	enum px_err err = px_text_clean(arena, field, max, PX_TEXT_LINE, text, error);

	if (!err && !*text)
		return px_fail(error, PX_INVALID, field, "must not be empty");
	return err;
}

static bool is_ascii(struct px_str text)
{
	for (size_t i = 0; i < text.size; i++) {
		if ((unsigned char)text.data[i] >= 0x80)
			return false;
	}
	return true;
}

bool px_text_same(struct px_arena *scratch, struct px_str a, struct px_str b)
{
	if (px_str_eq_case(a, b))
		return true;
	if (is_ascii(a) && is_ascii(b))
		return false;
	return px_str_eq(px_text_fold(scratch, a), px_text_fold(scratch, b));
}

bool px_text_holds(struct px_arena *scratch, const char *text, struct px_str folded_needle)
{
	if (!folded_needle.size)
		return true;
	return text && px_str_find(px_text_fold(scratch, px_str(text)), folded_needle) != SIZE_MAX;
}

static bool has_tag(struct px_arena *arena, json_t *list, struct px_str tag)
{
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one) {
		if (px_text_same(arena, px_json_string(one), tag))
			return true;
	}
	return false;
}

static enum px_err refuse_tags(struct px_error *error)
{
	return px_fail(error, PX_INVALID, "tags", "must be a list of texts");
}

static enum px_err clean_tag(struct px_arena *arena, json_t *list, const json_t *value,
			     struct px_error *error)
{
	if (!json_is_string(value))
		return refuse_tags(error);
	const char *tag = px_arena_str(arena, px_json_string(value));
	enum px_err err = px_text_clean(arena, "tags", PX_TASK_TAG_MAX, PX_TEXT_LINE, &tag, error);
	if (err || !tag || has_tag(arena, list, px_str(tag)))
		return err;
	if (json_array_size(list) == PX_TASK_TAGS_MAX)
		return px_fail(error, PX_INVALID, "tags", "has more than %d tags", PX_TASK_TAGS_MAX);
	json_array_append_new(list, json_string(tag));
	return PX_OK;
}

enum px_err px_text_list(struct px_arena *arena, const struct px_text_list_rule *rule, const char **text,
			 struct px_error *error)
{
	json_t *given = NULL, *list, *value;
	size_t i;

	if (!*text)
		return PX_OK;
	enum px_err err = px_json_parse(px_str(*text), &given, NULL);
	if (err || !json_is_array(given)) {
		json_decref(given);
		return rule->refuse(error);
	}
	list = json_array();
	json_array_foreach(given, i, value) {
		err = rule->add(arena, list, value, error);
		if (err)
			break;
	}
	char *dumped = err ? NULL : json_dumps(list, JSON_COMPACT);
	*text = !err && json_array_size(list) ? px_arena_str(arena, px_str(dumped)) : NULL;
	free(dumped);
	json_decref(list);
	json_decref(given);
	return err;
}

enum px_err px_text_tags(struct px_arena *arena, const char **tags, struct px_error *error)
{
	static const struct px_text_list_rule rule = { clean_tag, refuse_tags };

	return px_text_list(arena, &rule, tags, error);
}
