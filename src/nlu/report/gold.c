/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the notation in one pass: text is copied, `<intent>`, `{tag:`, `}` and
 * `|` are left out and say where requests and spans begin and end.
 */
#include "nlu/report/gold.h"

#include "base/mem.h"

#include <string.h>

struct reading {
	struct px_str in;
	size_t at;
	char *out;
	size_t size;
	struct px_marks *marks;
	bool open; /* a span has begun */
	struct px_error *error;
};

static enum px_err bad(const struct reading *r, const char *why)
{
	return px_fail(r->error, PX_INVALID, "marks", "%s at byte %zu", why, r->at);
}

/* The name between here and `end`; steps behind it. */
static bool name(struct reading *r, char end, struct px_str *found)
{
	const char *from = r->in.data + r->at + 1;
	const char *to = memchr(from, end, r->in.size - r->at - 1);

	if (!to)
		return false;
	*found = px_str_n(from, (size_t)(to - from));
	r->at += found->size + 2;
	return true;
}

static enum px_err begin_request(struct reading *r)
{
	struct px_str said;

	if (r->open || !name(r, '>', &said))
		return bad(r, "no intent");
	enum px_mark_intent intent = px_mark_intent_from_name(said);
	if (intent == PX_MARK_INTENTS)
		return bad(r, "no such intent");
	if (r->marks->count == PX_MARKS_REQUESTS)
		return bad(r, "too many requests");
	if (r->marks->count)
		r->marks->requests[r->marks->count - 1].end = (uint32_t)r->size;
	struct px_marked *request = &r->marks->requests[r->marks->count++];
	*request = (struct px_marked){ .intent = intent, .confidence = 1, .begin = (uint32_t)r->size };
	return PX_OK;
}

static enum px_err begin_span(struct reading *r)
{
	struct px_str said;

	if (!r->marks->count || r->open || !name(r, ':', &said))
		return bad(r, "no span may begin");
	enum px_mark_tag tag = px_mark_tag_from_name(said);
	if (tag == PX_MARK_TAGS)
		return bad(r, "no such tag");
	struct px_marked *request = &r->marks->requests[r->marks->count - 1];
	if (request->mark_count == PX_MARKS_SPANS)
		return bad(r, "too many spans");
	struct px_mark *mark = &request->marks[request->mark_count++];
	*mark = (struct px_mark){ .tag = tag, .begin = (uint32_t)r->size, .confidence = 1 };
	r->open = true;
	return PX_OK;
}

static enum px_err end_span(struct reading *r)
{
	if (!r->open)
		return bad(r, "no span ends");
	struct px_marked *request = &r->marks->requests[r->marks->count - 1];
	request->marks[request->mark_count - 1].end = (uint32_t)r->size;
	r->open = false;
	r->at++;
	return PX_OK;
}

static enum px_err step(struct reading *r)
{
	switch (r->in.data[r->at]) {
	case '<':
		return begin_request(r);
	case '{':
		return begin_span(r);
	case '}':
		return end_span(r);
	case '|':
		r->at++;
		return PX_OK;
	default:
		if (!r->marks->count)
			return bad(r, "words before the first intent");
		r->out[r->size++] = r->in.data[r->at++];
		return PX_OK;
	}
}

enum px_err px_gold_read(struct px_str notation, struct px_arena *arena, struct px_str *text, struct px_marks *marks,
			 struct px_error *error)
{
	struct reading r = { .in = notation, .marks = marks, .error = error,
			     .out = px_arena_alloc(arena, notation.size + 1) };

	marks->count = 0;
	while (r.at < notation.size) {
		enum px_err err = step(&r);
		if (err)
			return err;
	}
	if (r.open || !marks->count)
		return bad(&r, r.open ? "a span does not end" : "no intent");
	marks->requests[marks->count - 1].end = (uint32_t)r.size;
	r.out[r.size] = '\0';
	*text = px_str_n(r.out, r.size);
	return PX_OK;
}
