/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chained-block bump allocator.  Blocks start at 4 KiB, or what was asked for, and
 * double up to 16; a
 * larger request gets a block of its own size.
 */
#include "base/arena.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK_SIZE = 4096 - 64, BLOCK_MAX = 16384 - 64 };

struct px_arena_block {
	struct px_arena_block *older;
	size_t size;
	alignas(max_align_t) unsigned char bytes[];
};

void px_arena_init(struct px_arena *arena)
{
	*arena = (struct px_arena){ 0 };
}

void px_arena_init_small(struct px_arena *arena, size_t first)
{
	*arena = (struct px_arena){ .first = first };
}

void px_arena_release(struct px_arena *arena)
{
	struct px_arena_block *block = arena->block;

	while (block) {
		struct px_arena_block *older = block->older;
		free(block);
		block = older;
	}
	*arena = (struct px_arena){ .first = arena->first };
}

void px_arena_clear(struct px_arena *arena)
{
	while (arena->block && arena->block->older) {
		struct px_arena_block *block = arena->block;
		arena->block = block->older;
		free(block);
	}
	arena->used = 0;
}

size_t px_arena_size(const struct px_arena *arena)
{
	size_t size = 0;

	for (const struct px_arena_block *block = arena->block; block; block = block->older)
		size += sizeof(*block) + block->size;
	return size;
}

static void add_block(struct px_arena *arena, size_t least)
{
	size_t size = arena->block ? arena->block->size * 2 : arena->first ? arena->first : BLOCK_SIZE;

	if (size > BLOCK_MAX)
		size = BLOCK_MAX;
	if (size < least)
		size = least;

	struct px_arena_block *block = px_alloc(sizeof(*block) + size);

	block->older = arena->block;
	block->size = size;
	arena->block = block;
	arena->used = 0;
}

void *px_arena_alloc(struct px_arena *arena, size_t size)
{
	const size_t align = alignof(max_align_t);

	size = (size + align - 1) & ~(align - 1);
	if (!arena->block || size > arena->block->size - arena->used)
		add_block(arena, size);
	void *memory = arena->block->bytes + arena->used;
	arena->used += size;
	return memory;
}

void *px_arena_zero(struct px_arena *arena, size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total))
		abort();
	return memset(px_arena_alloc(arena, total), 0, total);
}

char *px_arena_strn(struct px_arena *arena, const char *data, size_t size)
{
	char *copy = px_arena_alloc(arena, size + 1);

	if (size)
		memcpy(copy, data, size);
	copy[size] = '\0';
	return copy;
}

char *px_arena_str(struct px_arena *arena, struct px_str s)
{
	return px_arena_strn(arena, s.data, s.size);
}

char *px_arena_printf(struct px_arena *arena, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	char *text = px_arena_alloc(arena, n < 0 ? 1 : (size_t)n + 1);
	if (n < 0)
		text[0] = '\0';
	else
		vsnprintf(text, (size_t)n + 1, format, again);
	va_end(again);
	return text;
}
