/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is signed is a text of the request, line by line; the key is derived
 * from the secret by date, region and service, so that it is good for a day.
 */
#include "blob/s3/sign.h"

#include "base/civil.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <string.h>

enum { SUM = 32, HEX = 2 * SUM + 1, STAMP = 17 };

static void write_hex(const uint8_t sum[SUM], char hex[HEX])
{
	for (int i = 0; i < SUM; i++)
		snprintf(hex + 2 * (size_t)i, 3, "%02x", sum[i]);
}

static bool hash_hex(struct px_str text, char hex[HEX])
{
	uint8_t sum[SUM];
	bool ok = EVP_Digest(text.data ? text.data : "", text.size, sum, NULL, EVP_sha256(), NULL) == 1;

	if (ok)
		write_hex(sum, hex);
	return ok;
}

static bool mac(const void *key, size_t key_size, const char *text, uint8_t sum[SUM])
{
	return HMAC(EVP_sha256(), key, (int)key_size, (const unsigned char *)text, strlen(text), sum, NULL) != NULL;
}

static void write_stamp(int64_t now, char stamp[STAMP])
{
	struct px_civil at = px_civil_from_ms(now);

	snprintf(stamp, STAMP, "%04u%02u%02uT%02u%02u%02uZ", (unsigned)at.year % 10000, (unsigned)at.month % 100,
		 (unsigned)at.day % 100, (unsigned)at.hour % 100, (unsigned)at.minute % 100, (unsigned)at.second % 100);
}

static bool sign_text(const struct px_s3_keys *keys, const char *day, const char *text, char hex[HEX])
{
	char first[256];
	uint8_t a[SUM], b[SUM];
	int size = snprintf(first, sizeof(first), "AWS4%s", keys->secret);
	bool ok = size > 0 && (size_t)size < sizeof(first) && mac(first, (size_t)size, day, a) && mac(a, SUM, keys->region, b) &&
		  mac(b, SUM, "s3", a) && mac(a, SUM, "aws4_request", b) && mac(b, SUM, text, a);

	explicit_bzero(first, sizeof(first));
	if (ok)
		write_hex(a, hex);
	return ok;
}

/* All headers that are signed, sorted: host comes before x-amz-*. */
static size_t gather(const struct px_s3_request *request, const char *payload, const char *stamp,
		     struct px_s3_header all[PX_S3_HEADERS])
{
	const struct px_s3_header own[] = { { "x-amz-content-sha256", payload }, { "x-amz-date", stamp }, { NULL, NULL } };
	const struct px_s3_header *given = request->headers, *mine = own;
	size_t count = 0;

	all[count++] = (struct px_s3_header){ "host", request->host };
	while ((mine->name || (given && given->name)) && count < PX_S3_HEADERS) {
		bool take = given && given->name && (!mine->name || strcmp(given->name, mine->name) < 0);
		all[count++] = take ? *given++ : *mine++;
	}
	return count;
}

static void write_names(struct px_buf *out, const struct px_s3_header *all, size_t count)
{
	for (size_t i = 0; i < count; i++)
		(void)px_buf_printf(out, "%s%s", i ? ";" : "", all[i].name);
}

static void write_canonical(struct px_buf *out, const struct px_s3_request *request, const struct px_s3_header *all,
			    size_t count, const char *payload)
{
	(void)px_buf_printf(out, "%s\n%s\n%s\n", request->method, request->path, request->query);
	for (size_t i = 0; i < count; i++)
		(void)px_buf_printf(out, "%s:%s\n", all[i].name, all[i].value);
	(void)px_buf_char(out, '\n');
	write_names(out, all, count);
	(void)px_buf_printf(out, "\n%s", payload);
}

static enum px_err write_lines(struct px_s3_signed *out, const struct px_s3_header *all, size_t count,
			       const char *authorization, struct px_error *error)
{
	size_t lines = 0;
	int size = snprintf(out->text[lines], PX_S3_HEADER_TEXT, "Authorization: %s", authorization);

	for (size_t i = 1; i < count && size < PX_S3_HEADER_TEXT; i++) { /* curl writes the host itself */
		out->lines[lines] = out->text[lines];
		lines++;
		size = snprintf(out->text[lines], PX_S3_HEADER_TEXT, "%s: %s", all[i].name, all[i].value);
	}
	out->lines[lines] = out->text[lines];
	out->lines[lines + 1] = NULL;
	return size < PX_S3_HEADER_TEXT ? PX_OK : px_fail(error, PX_TOO_LARGE, NULL, "a header for S3 is too long");
}

enum px_err px_s3_sign(const struct px_s3_keys *keys, const struct px_s3_request *request, struct px_s3_signed *out,
		       struct px_error *error)
{
	struct px_buf text = PX_BUF_INIT(16384), line = PX_BUF_INIT(1024);
	struct px_s3_header all[PX_S3_HEADERS];
	char payload[HEX], sum[HEX], signature[HEX], stamp[STAMP], day[9];

	write_stamp(request->now, stamp);
	snprintf(day, sizeof(day), "%.8s", stamp);
	bool ok = hash_hex(request->body, payload);
	size_t count = gather(request, payload, stamp, all);
	write_canonical(&text, request, all, count, payload);
	ok = ok && !text.overflow && hash_hex(px_buf_view(&text), sum);
	px_buf_clear(&text);
	(void)px_buf_printf(&text, "AWS4-HMAC-SHA256\n%s\n%s/%s/s3/aws4_request\n%s", stamp, day, keys->region, ok ? sum : "");
	ok = ok && sign_text(keys, day, text.data, signature);
	(void)px_buf_printf(&line, "AWS4-HMAC-SHA256 Credential=%s/%s/%s/s3/aws4_request,SignedHeaders=", keys->id, day, keys->region);
	write_names(&line, all, count);
	(void)px_buf_printf(&line, ",Signature=%s", ok ? signature : "");
	enum px_err err = ok && !line.overflow ? write_lines(out, all, count, line.data, error)
					       : px_fail(error, PX_INTERNAL, NULL, "a request to S3 can't be signed");
	px_buf_release(&text);
	px_buf_release(&line);
	return err;
}

void px_s3_encode(struct px_buf *out, struct px_str text, bool keep_slash)
{
	for (size_t i = 0; i < text.size; i++) {
		char c = text.data[i];
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c)) ||
		    (c == '/' && keep_slash))
			(void)px_buf_char(out, c);
		else
			(void)px_buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
	}
}
