/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads lines of any length, one at a time.
 */
#include "app/jsonl.h"

#include "app/command.h"

#include <stdio.h>
#include <stdlib.h>

int px_jsonl_each(px_jsonl_fn answer, void *arg)
{
	struct px_buf out = PX_BUF_INIT(PX_JSONL_LINE_MAX);
	int status = PX_EXIT_OK, number = 0;
	struct px_error error;
	size_t room = 0;
	char *line = NULL;
	ssize_t n;

	while ((n = getline(&line, &room, stdin)) > 0) {
		struct px_str text = px_str_trim(px_str_n(line, (size_t)n));
		number++;
		if (text.size == 0)
			continue;
		px_buf_clear(&out);
		if (answer(arg, text, &out, &error) == PX_OK) {
			fwrite(out.data, 1, out.size, stdout);
		} else {
			fprintf(stderr, "pixie: line %d: %s\n", number, error.message);
			status = PX_EXIT_FAILED;
		}
	}
	free(line);
	px_buf_release(&out);
	return status;
}
