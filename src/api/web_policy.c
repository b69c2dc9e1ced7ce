/* SPDX-License-Identifier: Apache-2.0 */
#include "api/web_policy.h"

#include <openssl/evp.h>
#include <stdlib.h>

static size_t find_no_case(struct px_str text, size_t from, const char *needle)
{
	struct px_str wanted = px_str(needle);

	for (size_t i = from; i + wanted.size <= text.size; i++)
		if (px_str_eq_case(px_str_n(text.data + i, wanted.size), wanted))
			return i;
	return SIZE_MAX;
}

static void write_hash(struct px_str script, struct px_buf *out)
{
	unsigned char digest[32], text[48];

	if (!EVP_Digest(script.data, script.size, digest, NULL, EVP_sha256(), NULL))
		abort();
	EVP_EncodeBlock(text, digest, sizeof(digest));
	(void)px_buf_printf(out, " 'sha256-%s'", (const char *)text);
}

static void write_script_hashes(struct px_str page, struct px_buf *out)
{
	size_t at = 0;

	while ((at = find_no_case(page, at, "<script")) != SIZE_MAX) {
		size_t tag_end = find_no_case(page, at, ">"), end = find_no_case(page, at, "</script");
		if (tag_end == SIZE_MAX || end == SIZE_MAX || end < tag_end)
			return;
		struct px_str tag = px_str_n(page.data + at, tag_end - at);
		if (find_no_case(tag, 0, " src=") == SIZE_MAX)
			write_hash(px_str_n(page.data + tag_end + 1, end - tag_end - 1), out);
		at = end;
	}
}

void px_web_policy_write(struct px_str page, struct px_buf *headers)
{
	(void)px_buf_text(headers, "Content-Security-Policy: default-src 'self'; script-src 'self' 'wasm-unsafe-eval'");
	if (page.data)
		write_script_hashes(page, headers);
	/* Attributes may style: virtual lists and overlays place things by them.  Style sheets are files. */
	(void)px_buf_text(headers, "; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; "
				   "connect-src 'self'; worker-src 'self'; media-src 'self' blob:; object-src 'none'; "
				   "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; "
				   "require-trusted-types-for 'script'\r\n");
	if (page.data)
		(void)px_buf_text(headers, "Permissions-Policy: microphone=(self), camera=(), geolocation=(), payment=(), "
					   "usb=()\r\nCross-Origin-Opener-Policy: same-origin\r\n");
}
