/* SPDX-License-Identifier: Apache-2.0 */
/* A direct-mapped table per thread: two lists at one slot push each other out, which costs time and nothing else. */
#include "memory/list_bits.h"

#include <string.h>

enum { SLOTS = 512 };

static _Thread_local struct px_list_bits slots[SLOTS];

struct px_list_bits *px_list_bits_slot(const void *key, char separator, bool *fresh)
{
	uint64_t hash = (uint64_t)(uintptr_t)key * UINT64_C(0x9e3779b97f4a7c15);
	struct px_list_bits *set = &slots[hash >> 55];

	*fresh = set->list != key || set->separator != separator;
	if (*fresh)
		*set = (struct px_list_bits){ .list = key, .separator = separator };
	return set;
}

const struct px_list_bits *px_list_bits_of(const char *list, char separator)
{
	bool fresh;
	struct px_list_bits *set = px_list_bits_slot(list, separator, &fresh);
	const char ends[] = { separator, '\0' };

	for (const char *at = list; fresh && *at; ) {
		px_list_bits_add(set, at, strcspn(at, " |"));
		at += strcspn(at, ends);
		at += *at == separator;
	}
	return set;
}
