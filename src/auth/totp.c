/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HOTP over OpenSSL's HMAC; every candidate step is compared, in constant time.
 */
#include "auth/totp.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

uint32_t px_hotp(const uint8_t *secret, size_t size, uint64_t counter, unsigned digits)
{
	static const uint32_t powers[] = { [6] = 1000000, [7] = 10000000, [8] = 100000000 };
	uint8_t message[8], mac[20];
	uint32_t value;
	unsigned offset;

	for (int i = 7; i >= 0; i--, counter >>= 8)
		message[i] = (uint8_t)counter;
	if (HMAC(EVP_sha1(), secret, (int)size, message, sizeof(message), mac, NULL) == NULL)
		abort();
	offset = mac[19] & 15;
	value = (uint32_t)(mac[offset] & 0x7f) << 24 | (uint32_t)mac[offset + 1] << 16 |
		(uint32_t)mac[offset + 2] << 8 | mac[offset + 3];
	OPENSSL_cleanse(mac, sizeof(mac));
	return value % powers[digits];
}

bool px_totp_verify(const uint8_t secret[PX_TOTP_SECRET], struct px_str code, int64_t now_ms,
		    int64_t last_step, int64_t *step)
{
	int64_t now = now_ms / 1000 / PX_TOTP_STEP_S;
	bool found = false;

	if (code.size != PX_TOTP_DIGITS)
		return false;
	for (int64_t at = now - PX_TOTP_DRIFT; at <= now + PX_TOTP_DRIFT; at++) {
		char expected[16];
		snprintf(expected, sizeof(expected), "%06u", px_hotp(secret, PX_TOTP_SECRET, (uint64_t)at, 6));
		if (CRYPTO_memcmp(expected, code.data, PX_TOTP_DIGITS) == 0 && at > last_step && !found) {
			found = true;
			*step = at;
		}
	}
	return found;
}

enum px_err px_base32_append(struct px_buf *out, const uint8_t *data, size_t size)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	uint32_t bits = 0;
	unsigned have = 0;

	for (size_t i = 0; i < size; i++) {
		bits = bits << 8 | data[i];
		for (have += 8; have >= 5; have -= 5)
			px_buf_char(out, alphabet[bits >> (have - 5) & 31]);
	}
	if (have > 0)
		px_buf_char(out, alphabet[bits << (5 - have) & 31]);
	return out->overflow ? PX_TOO_LARGE : PX_OK;
}
