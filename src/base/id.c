/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UUIDv7: 48 bits of milliseconds, 12 bits of counter, 62 random bits.
 */
#include "base/id.h"

#include "base/clock.h"
#include "base/random.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t last_tick; /* (milliseconds << 12 | counter) of the last id; guarded by lock */

/* Strictly increasing: a burst beyond 4,096 ids in a millisecond borrows from the next one. */
static uint64_t next_tick(void)
{
	uint64_t tick = (uint64_t)px_clock_now() << 12;

	pthread_mutex_lock(&lock);
	if (tick <= last_tick)
		tick = last_tick + 1;
	last_tick = tick;
	pthread_mutex_unlock(&lock);
	return tick;
}

struct px_id px_id_new(void)
{
	struct px_id id;
	uint64_t tick = next_tick(), ms = tick >> 12;

	px_random_bytes(id.bytes + 8, 8);
	for (int i = 0; i < 6; i++)
		id.bytes[i] = (uint8_t)(ms >> (40 - 8 * i));
	id.bytes[6] = (uint8_t)(0x70 | (tick >> 8 & 0x0f));
	id.bytes[7] = (uint8_t)tick;
	id.bytes[8] = (uint8_t)((id.bytes[8] & 0x3f) | 0x80);
	return id;
}

void px_id_format(struct px_id id, char text[PX_ID_TEXT + 1])
{
	static const char hex[] = "0123456789abcdef";
	char *p = text;

	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*p++ = '-';
		*p++ = hex[id.bytes[i] >> 4];
		*p++ = hex[id.bytes[i] & 15];
	}
	*p = '\0';
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool px_id_parse(struct px_str text, struct px_id *id)
{
	struct px_id out;
	size_t at = 0;

	if (text.size != PX_ID_TEXT)
		return false;
	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			if (text.data[at++] != '-')
				return false;
		int high = hex_value(text.data[at]), low = hex_value(text.data[at + 1]);
		if (high < 0 || low < 0)
			return false;
		out.bytes[i] = (uint8_t)(high << 4 | low);
		at += 2;
	}
	*id = out;
	return true;
}

bool px_id_is_v7(struct px_id id)
{
	return id.bytes[6] >> 4 == 7 && id.bytes[8] >> 6 == 2;
}

int64_t px_id_time(struct px_id id)
{
	int64_t ms = 0;

	for (int i = 0; i < 6; i++)
		ms = ms << 8 | id.bytes[i];
	return ms;
}

uint64_t px_id_hash(struct px_id id)
{
	uint64_t a, b;

	memcpy(&a, id.bytes, 8);
	memcpy(&b, id.bytes + 8, 8);
	a ^= b;
	a = (a ^ a >> 33) * 0xff51afd7ed558ccdu;
	a = (a ^ a >> 33) * 0xc4ceb9fe1a85ec53u;
	return a ^ a >> 33;
}
