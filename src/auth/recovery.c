/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making recovery codes: ten of ten characters, of which only keyed hashes are
 * kept.  Spending them is mfa.c's.
 */
#include "auth/auth_internal.h"

#include "base/json.h"
#include "base/random.h"

#include <openssl/crypto.h>
#include <stdio.h>

void px_auth_mfa_make_codes(struct px_auth *auth, struct px_id user, char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT],
			    struct px_buf *hashes)
{
	static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
	struct px_json json;

	px_json_init(&json, hashes);
	px_json_open_array(&json);
	for (int i = 0; i < PX_RECOVERY_CODES; i++) {
		char text[PX_RECOVERY_CHARS + 1], hash[PX_HASH_TEXT];
		uint8_t bytes[PX_RECOVERY_CHARS];
		px_random_bytes(bytes, sizeof(bytes));
		for (int j = 0; j < PX_RECOVERY_CHARS; j++)
			text[j] = alphabet[bytes[j] & 31];
		text[PX_RECOVERY_CHARS] = '\0';
		snprintf(codes[i], PX_RECOVERY_TEXT, "%.5s-%.5s", text, text + 5);
		px_keyed_hash(auth->recovery_key, user, px_str(text), hash);
		px_json_text(&json, hash);
		OPENSSL_cleanse(text, sizeof(text));
		OPENSSL_cleanse(bytes, sizeof(bytes));
	}
	px_json_close_array(&json);
}
