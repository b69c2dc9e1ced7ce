/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A row for each request, and in it one for each span.
 */
#include "nlu/report/marks.h"

#include "base/json_quote.h"

size_t px_report_utf16(struct px_str text)
{
	size_t size = 0;

	for (size_t i = 0; i < text.size; i++) {
		unsigned char c = (unsigned char)text.data[i];
		size += ((c & 0xc0) != 0x80) + (c >= 0xf0);
	}
	return size;
}

static void write_place(struct px_buf *out, struct px_str text, uint32_t begin, uint32_t end, float confidence)
{
	size_t start = px_report_utf16(px_str_n(text.data, begin)), stop = px_report_utf16(px_str_n(text.data, end));

	(void)px_buf_printf(out, ",\"start\":%zu,\"end\":%zu,\"confidence\":%.3f", start, stop, (double)confidence);
}

static void write_request(struct px_buf *out, struct px_str text, const struct px_marked *request)
{
	(void)px_buf_printf(out, "{\"intent\":\"%s\"", px_mark_intent_name(request->intent));
	write_place(out, text, request->begin, request->end, request->confidence);
	(void)px_buf_text(out, ",\"spans\":[");
	for (size_t i = 0; i < request->mark_count; i++) {
		const struct px_mark *mark = &request->marks[i];
		(void)px_buf_printf(out, "%s{\"tag\":\"%s\",\"text\":", i ? "," : "", px_mark_tag_name(mark->tag));
		px_json_quote(out, px_str_n(text.data + mark->begin, mark->end - mark->begin));
		write_place(out, text, mark->begin, mark->end, mark->confidence);
		(void)px_buf_char(out, '}');
	}
	(void)px_buf_text(out, "]}");
}

void px_report_marks(struct px_buf *out, struct px_str text, const struct px_marks *marks)
{
	(void)px_buf_char(out, '[');
	for (size_t i = 0; i < marks->count; i++) {
		if (i)
			(void)px_buf_char(out, ',');
		write_request(out, text, &marks->requests[i]);
	}
	(void)px_buf_char(out, ']');
}
