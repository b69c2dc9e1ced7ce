/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_arena: allocations that die together (a request, a turn).
 *
 * Bump allocation in chained blocks; nothing is freed alone.  px_arena_clear
 * keeps the first block for reuse.  Memory is aligned for any type and is not
 * zeroed unless the call says so.  Not thread-safe.  Aborts on exhaustion, so
 * callers cap what input can ask for.
 */
#ifndef PX_BASE_ARENA_H
#define PX_BASE_ARENA_H

#include "base/err.h"
#include "base/str.h"

struct px_arena_block;

struct px_arena {
	struct px_arena_block *block; /* newest first */
	size_t used;                  /* of the newest block */
	size_t first;                 /* size of the first block; 0: 4 KiB */
};

void px_arena_init(struct px_arena *arena);
/* For a little that is kept for long: the first block has about `first` bytes. */
void px_arena_init_small(struct px_arena *arena, size_t first);
void px_arena_release(struct px_arena *arena);
void px_arena_clear(struct px_arena *arena);
/* Bytes that it holds now, used or not. */
size_t px_arena_size(const struct px_arena *arena);
void *px_arena_alloc(struct px_arena *arena, size_t size);
void *px_arena_zero(struct px_arena *arena, size_t count, size_t size);
/* NUL-terminated copy; embedded NULs are copied as they are. */
char *px_arena_strn(struct px_arena *arena, const char *data, size_t size);
char *px_arena_str(struct px_arena *arena, struct px_str s);
char *px_arena_printf(struct px_arena *arena, const char *format, ...) PX_PRINTF(2, 3);

#define PX_ARENA_NEW(arena, type) ((type *)px_arena_zero((arena), 1, sizeof(type)))
#define PX_ARENA_ARRAY(arena, type, count) ((type *)px_arena_zero((arena), (count), sizeof(type)))

#endif
