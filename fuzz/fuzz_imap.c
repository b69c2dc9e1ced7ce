/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an IMAP server may send: responses are found in any pieces the same,
 * and whatever is read of them lies inside them.  Then the same bytes as a
 * folder's name, which must survive the way to the server and back.
 */
#include "mail/imap_wire.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inside(struct px_str part, struct px_str whole)
{
	if (part.size > 0 && (part.data < whole.data || part.data + part.size > whole.data + whole.size))
		abort();
}

static void read_values(struct px_str text, struct px_arena *arena)
{
	struct px_imap_response response;
	struct px_imap_fetched fetched;
	struct px_imap_listed listed;
	int64_t *numbers = NULL, number;
	size_t count = 0, room = 0;

	if (!px_imap_response_read(text, &response))
		return;
	inside(response.tag, text);
	inside(response.word, text);
	inside(response.rest, text);
	inside(response.code, text);
	(void)!px_imap_code_number(response.code, "UIDNEXT", &number);
	if (px_imap_fetched_read(response.rest, &fetched))
		inside(fetched.body, text);
	(void)!px_imap_numbers_read(response.rest, arena, &numbers, &count, &room);
	if (px_imap_listed_read(response.rest, arena, &listed) && !px_utf8_valid(px_str(listed.name)))
		abort();
}

static size_t read_all(const uint8_t *data, size_t size, size_t piece, struct px_arena *arena)
{
	struct px_imap_reader reader;
	struct px_str response;
	enum px_err err = PX_OK;
	size_t count = 0;

	px_imap_reader_init(&reader);
	for (size_t at = 0; !err && at < size; at += piece) {
		size_t part = piece < size - at ? piece : size - at;
		err = px_imap_reader_add(&reader, px_str_n((const char *)data + at, part));
		while (!err && px_imap_reader_next(&reader, &response, &err)) {
			read_values(response, arena);
			px_imap_reader_drop(&reader);
			count++;
		}
	}
	px_imap_reader_release(&reader);
	return count;
}

static void there_and_back(struct px_str name, struct px_arena *arena)
{
	struct px_buf line = PX_BUF_INIT(1 << 16);
	struct px_imap_listed listed;

	(void)px_buf_text(&line, "() \"/\" ");
	if (px_imap_quote_folder(name, &line) &&
	    (!px_imap_listed_read(px_buf_view(&line), arena, &listed) || !px_str_eq(px_str(listed.name), name)))
		abort();
	px_buf_release(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct px_arena arena;

	px_arena_init(&arena);
	if (read_all(data, size, size ? size : 1, &arena) != read_all(data, size, 3, &arena))
		abort();
	there_and_back(px_str_n((const char *)data, size), &arena);
	px_arena_release(&arena);
	return 0;
}
