/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Kept answers under (user, key); the request is remembered by a hash of
 * method, target and body.
 */
#include "api/idempotency.h"

#include "base/clock.h"
#include "domain/entities.h"

#include <openssl/evp.h>
#include <stdlib.h>

enum { KEEP_MS = 24 * 3600 * 1000, DIGEST = 32, FINGERPRINT = 2 * DIGEST, PER_SWEEP = 250 };

static void fingerprint(const struct px_http_request *request, char text[FINGERPRINT + 1])
{
	static const char hex[] = "0123456789abcdef";
	unsigned char digest[DIGEST];
	struct px_str parts[] = { request->method_name, request->target, request->body };
	EVP_MD_CTX *sha = EVP_MD_CTX_new();

	if (!sha || !EVP_DigestInit_ex(sha, EVP_sha256(), NULL))
		abort();
	for (size_t i = 0; i < 3; i++) {
		uint64_t size = parts[i].size;
		EVP_DigestUpdate(sha, &size, sizeof(size));
		EVP_DigestUpdate(sha, parts[i].data, parts[i].size);
	}
	EVP_DigestFinal_ex(sha, digest, NULL);
	EVP_MD_CTX_free(sha);
	for (size_t i = 0; i < sizeof(digest); i++) {
		text[2 * i] = hex[digest[i] >> 4];
		text[2 * i + 1] = hex[digest[i] & 15];
	}
	text[FINGERPRINT] = '\0';
}

static enum px_err find(struct px_store_tx *tx, const char *key, struct px_arena *arena,
			struct px_idempotency **kept, struct px_error *error)
{
	struct px_store_filter filter = { "key", PX_OP_EQ, { .text = px_str(key) } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 1 };
	size_t count;
	void *rows;
	enum px_err err = px_store_query(tx, &px_idempotency_record, &query, arena, &rows, &count, error);

	*kept = !err && count ? rows : NULL;
	return err;
}

enum px_err px_idempotency_find(struct px_store_tx *tx, const char *key,
				const struct px_http_request *request, bool *replayed, int *status,
				struct px_arena *arena, struct px_buf *body, struct px_error *error)
{
	char print[FINGERPRINT + 1];
	struct px_idempotency *kept;
	enum px_err err = find(tx, key, arena, &kept, error);

	*replayed = false;
	if (err || !kept)
		return err;
	fingerprint(request, print);
	if (strcmp(print, kept->request_hash) != 0)
		return px_fail(error, PX_INVALID, "Idempotency-Key",
			       "this idempotency key was used for another request");
	*replayed = true;
	*status = (int)kept->status;
	return px_buf_text(body, kept->response);
}

enum px_err px_idempotency_keep(struct px_store_tx *tx, struct px_id user, const char *key,
				const struct px_http_request *request, int status,
				const struct px_buf *body, struct px_error *error)
{
	char print[FINGERPRINT + 1];
	struct px_idempotency kept = {
		.id = px_id_new(), .user_id = user, .key = key, .request_hash = print,
		.response = body->data ? body->data : "", .status = status, .created = px_clock_now(),
	};

	fingerprint(request, print);
	return px_store_insert(tx, &px_idempotency_record, &kept, error);
}

enum px_err px_idempotency_sweep(struct px_store_tx *tx, int64_t now, bool *more, struct px_error *error)
{
	struct px_store_filter filter = { "created", PX_OP_LT, { .integer = now - KEEP_MS } };
	size_t deleted = 0;
	enum px_err err = px_store_purge(tx, &px_idempotency_record, &filter, 1, PER_SWEEP, &deleted, error);

	*more = deleted == PER_SWEEP;
	return err;
}
