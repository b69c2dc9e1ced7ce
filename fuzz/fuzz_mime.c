/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What pixie-extract makes of a whole mail around GMime: headers, parts,
 * charsets, reports of mails that came back.  Whatever the bytes are, it is
 * JSON that Pixie can read, and no report of one of our mails that we did not
 * send.
 */
#include "extract/mail.h"
#include "mail/bounce.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t key[PX_REPLY_KEY] = { 7 };
	struct px_mail_parsed parsed = { 0 };
	struct px_arena arena;
	struct px_id user;
	const char *payload;
	char *json = mail_json((const char *)data, size);

	if (!json)
		return 0;
	px_arena_init(&arena);
	if (px_mail_parsed_read(px_str(json), &arena, &parsed, NULL) != PX_OK)
		abort();
	if (px_mail_is_bounce(key, &parsed, "hash", &arena, &user, &payload))
		abort();
	px_mail_parsed_release(&parsed);
	px_arena_release(&arena);
	free(json);
	return 0;
}
