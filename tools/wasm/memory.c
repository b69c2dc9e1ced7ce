/* SPDX-License-Identifier: Apache-2.0 */
/*
 * malloc and its kin for the preview, in place of libc's, whose code alone is
 * a hundredth of the module.  One thread, blocks of few sizes (four to each
 * doubling, so that at most a fifth is lost), a list of free blocks for each:
 * nothing is joined or given back to the page, which suits an engine that works
 * in arenas and asks for the same sizes again and again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER = 16, LEAST = 64, CLASSES = 128, PAGE = 65536 };

struct block {
	size_t size;        /* with its header */
	struct block *next; /* while it is free */
};

extern unsigned char __heap_base;
static struct block *free_blocks[CLASSES];
static uintptr_t top;

/* The size that a block for so many bytes has, and its class; 0 if there is none so large. */
static size_t block_size(size_t bytes, unsigned *class)
{
	size_t need = bytes < LEAST - HEADER ? LEAST : bytes + HEADER;

	if (bytes > (size_t)1 << 30)
		return 0;
	size_t step = (size_t)1 << (31 - (unsigned)__builtin_clz((unsigned)need) - 2);
	size_t size = (need + step - 1) & ~(step - 1);
	unsigned shift = 31 - (unsigned)__builtin_clz((unsigned)size);
	*class = shift * 4 + (unsigned)(size >> (shift - 2) & 3);
	return size;
}

static struct block *fresh(size_t size)
{
	if (!top)
		top = ((uintptr_t)&__heap_base + 15) & ~(uintptr_t)15;
	size_t end = __builtin_wasm_memory_size(0) * (size_t)PAGE;
	if (top + size > end) {
		size_t pages = (top + size - end + PAGE - 1) / PAGE;
		if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1)
			return NULL;
	}
	struct block *block = (struct block *)top;
	top += size;
	block->size = size;
	return block;
}

void *malloc(size_t bytes)
{
	unsigned class = 0;
	size_t size = block_size(bytes, &class);

	if (!size)
		return NULL;
	struct block *block = free_blocks[class];
	if (block)
		free_blocks[class] = block->next;
	else
		block = fresh(size);
	return block ? (unsigned char *)block + HEADER : NULL;
}

void free(void *memory)
{
	unsigned class = 0;

	if (!memory)
		return;
	struct block *block = (struct block *)(void *)((unsigned char *)memory - HEADER);
	(void)block_size(block->size - HEADER, &class);
	block->next = free_blocks[class];
	free_blocks[class] = block;
}

void *calloc(size_t count, size_t bytes)
{
	size_t all;

	if (__builtin_mul_overflow(count, bytes, &all))
		return NULL;
	void *memory = malloc(all);
	return memory ? memset(memory, 0, all) : NULL;
}

void *realloc(void *memory, size_t bytes)
{
	size_t room = memory ? ((struct block *)(void *)((unsigned char *)memory - HEADER))->size - HEADER : 0;

	if (memory && bytes <= room)
		return memory;
	void *larger = malloc(bytes);
	if (larger && memory) {
		memcpy(larger, memory, room);
		free(memory);
	}
	return larger;
}
