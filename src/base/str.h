/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_str: a borrowed slice of bytes, not NUL-terminated, usually UTF-8.
 *
 * It never owns; whoever made the bytes keeps them alive.  The empty slice may
 * have a NULL pointer.  Small value type: pass by value.
 */
#ifndef PX_BASE_STR_H
#define PX_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct px_str {
	const char *data;
	size_t size;
};

#define PX_STR(literal) ((struct px_str){ (literal), sizeof(literal) - 1 })
/* printf("%.*s", PX_STR_ARG(s)) */
#define PX_STR_ARG(s) (int)(s).size, (s).data ? (s).data : ""

static inline struct px_str px_str(const char *text)
{
	return (struct px_str){ text, text ? strlen(text) : 0 };
}

static inline struct px_str px_str_n(const char *data, size_t size)
{
	return (struct px_str){ data, size };
}

static inline bool px_str_eq(struct px_str a, struct px_str b)
{
	return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* ASCII case-insensitive equality. */
bool px_str_eq_case(struct px_str a, struct px_str b);
bool px_str_starts(struct px_str s, struct px_str prefix);
bool px_str_ends(struct px_str s, struct px_str suffix);
/* Without ASCII white space at both ends. */
struct px_str px_str_trim(struct px_str s);
/* The part before the first `sep`; *rest becomes what follows (empty, NULL data, if none). */
struct px_str px_str_cut(struct px_str s, char sep, struct px_str *rest);
/* Index of the first `needle`, or SIZE_MAX. */
size_t px_str_find(struct px_str s, struct px_str needle);
/* Decimal, whole slice, optional '-', range-checked: false if it is anything else. */
bool px_str_to_int64(struct px_str s, int64_t *value);
/* FNV-1a, for hash tables that hold no attacker-chosen keys. */
uint64_t px_str_hash(struct px_str s);

#endif
