/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/unsubscribe.h"

#include "auth/secret.h"

#include <string.h>

static void make_code(const uint8_t key[PX_REPLY_KEY], struct px_id user, const char *kind, char hash[PX_HASH_TEXT])
{
	struct px_buf text = PX_BUF_INIT(64);

	(void)px_buf_printf(&text, "unsubscribe %s", kind);
	px_keyed_hash(key, user, px_buf_view(&text), hash);
	px_buf_release(&text);
}

void px_unsubscribe_write(const uint8_t key[PX_REPLY_KEY], struct px_id user, const char *kind, struct px_buf *out)
{
	char id[PX_ID_TEXT + 1], hash[PX_HASH_TEXT];

	px_id_format(user, id);
	make_code(key, user, kind, hash);
	(void)px_buf_printf(out, "%s.%s.%s", id, kind, hash);
}

bool px_unsubscribe_read(const uint8_t key[PX_REPLY_KEY], struct px_str token, struct px_id *user,
			 char kind[PX_UNSUBSCRIBE_KIND_MAX])
{
	char hash[PX_HASH_TEXT];
	struct px_str rest, name;

	if (!px_id_parse(px_str_cut(token, '.', &rest), user))
		return false;
	name = px_str_cut(rest, '.', &rest);
	if (!name.size || name.size >= PX_UNSUBSCRIBE_KIND_MAX)
		return false;
	memcpy(kind, name.data, name.size);
	kind[name.size] = '\0';
	make_code(key, *user, kind, hash);
	return px_secret_eq(rest, px_str(hash));
}
