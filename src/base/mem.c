/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The aborting allocator: one place that decides what running out means.
 */
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *checked(void *memory, size_t size)
{
	if (!memory && size > 0) {
		fprintf(stderr, "pixie: out of memory (%zu bytes)\n", size);
		abort();
	}
	return memory;
}

void *px_alloc(size_t size)
{
	return checked(malloc(size ? size : 1), size);
}

void *px_calloc(size_t count, size_t size)
{
	return checked(calloc(count ? count : 1, size ? size : 1), count);
}

void *px_realloc(void *memory, size_t size)
{
	return checked(realloc(memory, size ? size : 1), size);
}

char *px_strndup(const char *text, size_t size)
{
	char *copy = px_alloc(size + 1);

	if (size)
		memcpy(copy, text, size);
	copy[size] = '\0';
	return copy;
}

char *px_strdup(const char *text)
{
	return text ? px_strndup(text, strlen(text)) : NULL;
}
