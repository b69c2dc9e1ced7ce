/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `nlu_jsonl < in.jsonl > out.jsonl`: the lines of `pixie nlu --jsonl`, for
 * development without the server.  Lines that can't be read go to standard
 * error and fail the run.
 */
#include "nlu/report/nlu.h"

#include "sys/zoneinfo.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

int main(void)
{
	struct px_nlu_sessions *sessions = px_nlu_sessions_new();
	struct px_buf out = PX_BUF_INIT(1 << 20);
	struct px_error error;
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	int status = 0;

	while ((n = getline(&line, &room, stdin)) > 0) {
		struct px_str text = px_str_trim(px_str_n(line, (size_t)n));
		if (!text.size)
			continue;
		px_buf_clear(&out);
		if (px_nlu_report_line(sessions, text, px_zoneinfo_find, NULL, &out, &error) == PX_OK) {
			puts(out.data);
		} else {
			fprintf(stderr, "%s: %s\n", error.field, error.message);
			status = 1;
		}
	}
	free(line);
	px_buf_release(&out);
	px_nlu_sessions_free(sessions);
	return status;
}
