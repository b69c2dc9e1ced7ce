/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pure but for the randomness.
 */
#include "net/retry.h"

#include "base/random.h"
#include "base/str.h"

#include <time.h>

enum { SECONDS_MAX = 1000000, DOUBLINGS_MAX = 20 };

int64_t px_retry_after(const char *header, int64_t now_ms)
{
	struct tm when = { 0 };
	int64_t seconds;

	if (!header)
		return -1;
	if (px_str_to_int64(px_str_trim(px_str(header)), &seconds))
		return seconds < 0 ? -1 : (seconds > SECONDS_MAX ? SECONDS_MAX : seconds) * 1000;
	const char *end = strptime(header, "%a, %d %b %Y %H:%M:%S GMT", &when);
	if (!end || *end)
		return -1;
	int64_t wait = (int64_t)timegm(&when) * 1000 - now_ms;
	return wait < 0 ? 0 : wait;
}

int64_t px_retry_pause(unsigned attempt, int64_t base_ms, int64_t max_ms, int64_t retry_after)
{
	int64_t pause = attempt < DOUBLINGS_MAX ? base_ms << attempt : max_ms;

	if (pause > max_ms)
		pause = max_ms;
	pause = pause / 2 + (int64_t)(px_random_u64() % (uint64_t)(pause / 2 + 1));
	return retry_after > pause ? retry_after : pause;
}
