/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes are collected up to a line end; whole lines fill the event, which an
 * empty line completes.
 */
#include "llm/sse.h"

enum { NAME_MAX_BYTES = 128 };

void px_sse_init(struct px_sse *sse, size_t cap)
{
	*sse = (struct px_sse){ .cap = cap };
	px_buf_init(&sse->line, cap);
	px_buf_init(&sse->name, NAME_MAX_BYTES);
	px_buf_init(&sse->data, cap);
}

void px_sse_release(struct px_sse *sse)
{
	px_buf_release(&sse->line);
	px_buf_release(&sse->name);
	px_buf_release(&sse->data);
}

/* A stream that sends only comments and names sends no event. */
static bool dispatch(struct px_sse *sse, px_sse_fn event, void *arg)
{
	struct px_sse_event whole = {
		.name = sse->name.size ? px_buf_view(&sse->name) : PX_STR("message"),
		.data = px_buf_view(&sse->data),
	};
	bool go_on = !sse->has_data || event(arg, &whole);

	px_buf_clear(&sse->name);
	px_buf_clear(&sse->data);
	sse->has_data = false;
	return go_on;
}

static enum px_err take_field(struct px_sse *sse, struct px_str line)
{
	struct px_str value, name = px_str_cut(line, ':', &value);

	if (px_str_starts(value, PX_STR(" ")))
		value = px_str_n(value.data + 1, value.size - 1);
	if (px_str_eq(name, PX_STR("event"))) {
		px_buf_clear(&sse->name);
		return px_buf_str(&sse->name, value);
	}
	if (!px_str_eq(name, PX_STR("data")))
		return PX_OK;
	if (sse->has_data && px_buf_char(&sse->data, '\n'))
		return PX_TOO_LARGE;
	sse->has_data = true;
	return px_buf_str(&sse->data, value);
}

static enum px_err end_line(struct px_sse *sse, px_sse_fn event, void *arg)
{
	struct px_str line = px_buf_view(&sse->line), mark = PX_STR("\xef\xbb\xbf");
	enum px_err err = PX_OK;

	if (!sse->begun && px_str_starts(line, mark))
		line = px_str_n(line.data + mark.size, line.size - mark.size);
	sse->begun = true;
	if (line.size == 0)
		err = dispatch(sse, event, arg) ? PX_OK : PX_CANCELLED;
	else
		err = take_field(sse, line);
	px_buf_clear(&sse->line);
	return err;
}

/* Up to the next line end; *bytes becomes what follows it. */
static struct px_str cut_line(struct px_str *bytes, bool *ended)
{
	size_t n = 0;

	while (n < bytes->size && bytes->data[n] != '\n' && bytes->data[n] != '\r')
		n++;
	struct px_str part = px_str_n(bytes->data, n);
	*ended = n < bytes->size;
	*bytes = px_str_n(bytes->data + n + *ended, bytes->size - n - *ended);
	return part;
}

enum px_err px_sse_feed(struct px_sse *sse, struct px_str bytes, px_sse_fn event, void *arg)
{
	enum px_err err = PX_OK;
	bool ended;

	if (!px_utf8_feed(&sse->utf8, bytes))
		return PX_INVALID;
	while (!err && bytes.size > 0) {
		if (sse->after_cr && bytes.data[0] == '\n')
			bytes = px_str_n(bytes.data + 1, bytes.size - 1);
		sse->after_cr = false;
		if (bytes.size == 0)
			break;
		struct px_str part = cut_line(&bytes, &ended);
		if (px_buf_str(&sse->line, part))
			return PX_TOO_LARGE;
		if (!ended)
			break;
		sse->after_cr = part.data[part.size] == '\r';
		err = end_line(sse, event, arg);
	}
	return err;
}

bool px_sse_at_rest(const struct px_sse *sse)
{
	return px_utf8_complete(&sse->utf8) && sse->line.size == 0 && !sse->has_data;
}
