/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said around a request: greetings before it, thanks behind it, the wish
 * that a command is wrapped in.  Words go from the front and the end, the text
 * stays as it is.
 */
#include "nlu/plan/courtesy.h"

#include "nlu/read/times.h"
#include "nlu/refer/opinion.h"

/* Politeness must not eat the whole request, nor what carries meaning. */
static size_t strip_before(const struct px_words *w)
{
	struct px_match match;
	size_t from = 0, length, ignored;

	if (w->count == 2 && px_word_in(&w->at[1], PX_WORDS_GREETED))
		return 0; /* "hi there" */

	for (bool again = true; again; ) {
		again = false;
		for (size_t i = 0; i < px_texts(PX_TEXTS_POLITENESS_BEFORE)->count; i++) {
			if (w->at[from].flags & PX_WORD_QUOTED || from + 1 >= w->count ||
			    !px_match_text_prefix(px_texts(PX_TEXTS_POLITENESS_BEFORE)->at[i], w->at + from,
						  w->count - from, &match, &length) ||
			    from + length >= w->count || !length ||
			    px_match_prefix(PX_PATTERN_ANNOUNCES, w->at + from, w->count - from, &match, &ignored))
				continue;
			from += length;
			again = true;
		}
	}
	return from;
}

/* "and remind me …": the joint goes, "and eggs" keeps it. */
static size_t strip_joint(const struct px_words *w)
{
	size_t from = 0;

	while (from + 1 < w->count && px_word_in(&w->at[from], PX_WORDS_JOINT) && from < 3)
		from++;
	return from && px_word_in(&w->at[from], PX_WORDS_JOINT_VERB) ? from : 0;
}

static size_t strip_after(const struct px_words *w, size_t from, bool *ongoing)
{
	struct px_match match;
	size_t to = w->count;

	/* "make it Wednesday, dear" */
	if (to > from + 2 && w->at[to - 1].flags & PX_WORD_BREAK && px_word_in(&w->at[to - 1], PX_WORDS_VOCATIVE) &&
	    !(w->at[to - 1].flags & PX_WORD_QUOTED))
		to--;
	for (bool again = true; again; ) {
		again = false;
		for (size_t i = 0; i < px_texts(PX_TEXTS_POLITENESS_AFTER)->count; i++) {
			for (size_t n = 1; n <= 5 && from + n < to; n++) {
				if (w->at[to - n].flags & PX_WORD_QUOTED ||
				    !px_match_text(px_texts(PX_TEXTS_POLITENESS_AFTER)->at[i], w->at + to - n, n,
						   &match) ||
				    (px_word_in(&w->at[to - n], PX_WORDS_ADD) &&
				     px_word_in(&w->at[to - n - 1], PX_WORDS_NOT_BEFORE_ADD)))
					continue;
				*ongoing |= n > 1 && px_word_in(&w->at[to - 1], PX_WORDS_ON_OR_FORWARD);
				to -= n;
				again = true;
				break;
			}
		}
	}
	return to;
}

/* "would you mind adding …" asks to add. */
static void command_form(struct px_word *word)
{
	const struct px_pairs *forms = px_pairs(PX_PAIRS_COMMAND_FORMS);

	for (size_t i = 0; i < forms->count; i++) {
		if (px_word_is(word, forms->at[i].from)) {
			word->text = forms->at[i].to;
			word->size = (uint32_t)strlen(word->text);
			return;
		}
	}
}

/* "hey pixie, could you please … thanks" */
void px_courtesy_strip(struct px_request *request)
{
	struct px_words *w = &request->words;
	struct px_match match;
	size_t length;

	if (w->count < 2)
		return;
	/* A greeting with a question after it is the brief's, thanks alone are small talk. */
	if (px_match_prefix(PX_PATTERN_GREETING_OR_THANKS, w->at, w->count, &match,
			    &length) && length == w->count)
		return;
	size_t joint = strip_joint(w);
	w->at += joint;
	w->count -= joint;
	size_t from = strip_before(w), to = strip_after(w, from, &request->ongoing);
	if (from && from < w->count && px_word_in(&w->at[from - 1], PX_WORDS_MIND))
		command_form(&w->at[from]);
	w->at += from;
	w->count = to - from;
	joint = from ? strip_joint(w) : 0;
	w->at += joint;
	w->count -= joint;
	if (w->count > 4 && px_word_in(&w->at[w->count - 1], PX_WORDS_NOW_THEN) &&
	    !px_word_in(&w->at[w->count - 2], PX_WORDS_BEFORE_FINAL_NOW))
		w->count--;
}

/* "I need to move my dentist appointment" asks for the move, "I need to call Bob" for a task. */
void px_courtesy_strip_wish(struct px_request *request)
{
	struct px_words *w = &request->words;
	struct px_match match;
	size_t length;

	if (!px_match_prefix(PX_PATTERN_I_WANT, w->at, w->count, &match, &length) || length >= w->count ||
	    !px_word_in(&w->at[length], PX_WORDS_WISHED_COMMAND))
		return;
	const struct px_intent_result *c = px_parse_classify(request);
	if (c->best == PX_INTENT_CREATE_TASK || (c->best == PX_INTENT_NONE && c->confidence > 0.6F))
		return;
	w->at += length;
	w->count -= length;
}

void px_courtesy_strip_note(struct px_request *request)
{
	struct px_words *w = &request->words;
	struct px_match match;
	size_t length;
	bool clock = false;

	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_value *v = &request->times[i].value;
		clock |= v->start.second >= 0 && !v->day_part && v->kind != PX_TIME_DURATION;
	}
	if (!clock || !px_match_prefix(PX_PATTERN_NOTES_THAT, w->at, w->count, &match, &length) ||
	    length + 2 >= w->count ||
	    !px_match_prefix(PX_PATTERN_STATES_APPOINTMENT, w->at + length, w->count - length, &match, &(size_t){ 0 }))
		return;
	w->at += length;
	w->count -= length;
}

size_t px_courtesy_reminded(const struct px_request *source, const struct px_segment *segment)
{
	enum { LEAST = 2, MOST = 40 };
	struct px_words w = px_words_of(source->text, segment->begin, segment->end, source->arena);
	struct px_time_expr time;
	struct px_match match;

	for (size_t i = LEAST; i < w.count && w.count <= MOST && !segment->list; i++) {
		if (w.at[i].flags & PX_WORD_BREAK && !(w.at[i].flags & PX_WORD_QUOTED) &&
		    px_match(PX_PATTERN_PARSE_ONLY_ASKS_REMINDER, w.at + i, w.count - i, &match) &&
		    px_parse_time_in(source, segment->begin, w.at[i - 1].end, &time))
			return w.at[i - 1].end;
	}
	return 0;
}
