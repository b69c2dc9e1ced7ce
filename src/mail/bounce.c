/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/bounce.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <strings.h>

enum { REASON_MAX = 400 };

/* Delayed and relayed mails may still arrive; 4.x.x passes. */
static bool is_final(const json_t *recipient)
{
	const char *action = json_string_value(json_object_get(recipient, "action"));
	const char *status = json_string_value(json_object_get(recipient, "status"));

	return action && strcasecmp(action, "failed") == 0 && (!status || status[0] == '5');
}

static const char *write_payload(struct px_arena *arena, const json_t *recipient, const char *hash)
{
	struct px_str reason = px_json_string(json_object_get(recipient, "reason"));

	if (!reason.size)
		reason = px_json_string(json_object_get(recipient, "status"));
	json_t *object = json_pack("{s:O,s:s%,s:s}", "address", json_object_get(recipient, "address"), "reason",
				   reason.data ? reason.data : "", px_utf8_cut(reason, REASON_MAX), "hash", hash);
	char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
	const char *payload = text ? px_arena_str(arena, px_str(text)) : NULL;

	free(text);
	json_decref(object);
	return payload;
}

bool px_mail_is_bounce(const uint8_t key[PX_REPLY_KEY], const struct px_mail_parsed *mail, const char *hash,
		       struct px_arena *arena, struct px_id *user, const char **payload)
{
	const json_t *recipients = json_object_get(mail->report, "recipients");
	const json_t *recipient;
	size_t i;

	if (!px_sent_id_read(key, px_json_string(json_object_get(mail->report, "message_id")), user))
		return false;
	json_array_foreach(recipients, i, recipient) {
		if (!is_final(recipient) || !json_is_string(json_object_get(recipient, "address")))
			continue;
		*payload = write_payload(arena, recipient, hash);
		return *payload != NULL;
	}
	return false;
}
