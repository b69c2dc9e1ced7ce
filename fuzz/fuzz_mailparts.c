/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What pixie-extract does with parts of mails around libical and libxml2:
 * invitations and HTML become JSON and text, bounded, whatever they hold.
 */
#include "extract/mail.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *seen = NULL;
	size_t seen_size = 0;
	json_t *calendars = json_array(), *found = json_array();
	FILE *out = open_memstream(&seen, &seen_size);

	if (!text || !out)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	mail_calendar(text, calendars);
	mail_html(text, strlen(text), out, found);
	fclose(out);
	if (seen_size > MAIL_TEXT_MAX + 4 * size + 65536)
		abort();
	char *json = json_dumps(calendars, JSON_COMPACT), *more = json_dumps(found, JSON_COMPACT);
	if (!json || !more)
		abort();
	free(json);
	free(more);
	free(seen);
	free(text);
	json_decref(calendars);
	json_decref(found);
	return 0;
}
