/* SPDX-License-Identifier: Apache-2.0 */
/*
 * getrandom(2) in 256-byte gulps per thread, so that an id does not cost a
 * system call.  Used bytes are wiped, and a forked child draws its own: with
 * those of its parent two children would give out the same ids.
 */
#include "base/random.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { GULP = 256 };

static _Thread_local unsigned char pool[GULP];
static _Thread_local size_t left;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* In the child, whose only thread is the one that forked. */
static void forget(void)
{
	left = 0;
}

static void watch_forks(void)
{
	(void)pthread_atfork(NULL, NULL, forget);
}

static void fill(void *out, size_t size)
{
	unsigned char *p = out;

	while (size > 0) {
		size_t part = size < GULP ? size : GULP;
		if (getrandom(p, part, 0) != (ssize_t)part)
			continue; /* a signal; up to 256 bytes are never short otherwise */
		p += part;
		size -= part;
	}
}

void px_random_bytes(void *out, size_t size)
{
	if (size > GULP / 4) {
		fill(out, size);
		return;
	}
	if (left < size) {
		(void)pthread_once(&once, watch_forks);
		fill(pool, GULP);
		left = GULP;
	}
	left -= size;
	memcpy(out, pool + left, size);
	memset(pool + left, 0, size);
}

uint64_t px_random_u64(void)
{
	uint64_t value;

	px_random_bytes(&value, sizeof(value));
	return value;
}
