/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/read/source.h"

/* "the 1. of April", "3. March": the dot is the ordinal's. */
static bool is_ordinal_dot(struct px_str text, size_t at)
{
	struct px_str rest = px_str_n(text.data + at + 2, text.size - at - 2);

	if (text.data[at - 1] < '0' || text.data[at - 1] > '9' ||
	    (at > 1 && text.data[at - 2] != ' ' && (text.data[at - 2] < '0' || text.data[at - 2] > '9')))
		return false;
	for (size_t i = 0; i < px_texts(PX_TEXTS_BEHIND_ORDINAL)->count; i++) {
		struct px_str word = px_str(px_texts(PX_TEXTS_BEHIND_ORDINAL)->at[i]);
		if (rest.size >= word.size && px_str_eq_case(px_str_n(rest.data, word.size), word) &&
		    (rest.size == word.size || rest.data[word.size] == ' '))
			return true;
	}
	return false;
}

/* "*every friday" says no more than its words, "1:1 -> 3pm" is "to 3pm". */
struct px_str px_request_without_marks(struct px_str text, struct px_arena *arena)
{
	char *copy = NULL;

	for (size_t i = 0; i + 1 < text.size; i++) {
		bool word = (text.data[i + 1] | 32) >= 'a' && (text.data[i + 1] | 32) <= 'z';
		bool star = text.data[i] == '*' && word && (i == 0 || text.data[i - 1] == ' ');
		bool arrow = i > 0 && text.data[i - 1] == ' ' && text.data[i + 1] == '>' && strchr("-=", text.data[i]);
		bool ordinal = i > 0 && text.data[i] == '.' && text.data[i + 1] == ' ' && is_ordinal_dot(text, i);
		if (!star && !arrow && !ordinal)
			continue;
		if (!copy)
			copy = px_arena_str(arena, text);
		copy[i] = star || ordinal ? ' ' : 't';
		copy[i + 1] = arrow ? 'o' : copy[i + 1];
	}
	return copy ? px_str_n(copy, text.size) : text;
}

struct px_request *px_request_source(const struct px_nlu_context *context, struct px_str text, struct px_arena *arena)
{
	struct px_request *source = PX_ARENA_NEW(arena, struct px_request);
	struct px_spelling *spelling = px_arena_alloc(arena, sizeof(*spelling));

	px_spelling_read(context, text, arena, spelling);
	source->context = context;
	source->titles = PX_ARENA_NEW(arena, struct px_item_titles);
	source->lookups = PX_ARENA_NEW(arena, struct px_lookups);
	source->spelling = spelling;
	source->text = spelling->read;
	source->arena = arena;
	source->now = px_tz_to_local(context->tz, context->now);
	source->today = px_civil_ms_day(source->now);
	source->same_day = PX_DAY_NONE;
	source->end = source->text.size;
	return source;
}
