/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/mem.h, base/clock.h and base/random.h for a browser, without any import:
 * running out of memory traps, the clock stands still (every caller says what
 * time it is), and the seed of maps is fixed, since nobody attacks their own
 * tab.  Nothing here reaches a result.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "base/random.h"

#include <stdlib.h>
#include <string.h>

/*
 * libc's printf drags in its error stream, and that the system calls below; a
 * page has none, and nothing here prints.
 */
int32_t __imported_wasi_snapshot_preview1_fd_close(int32_t fd);
int32_t __imported_wasi_snapshot_preview1_fd_seek(int32_t fd, int64_t offset, int32_t whence, int32_t at);
int32_t __imported_wasi_snapshot_preview1_fd_write(int32_t fd, int32_t parts, int32_t count, int32_t at);

enum { WASI_EBADF = 8 };

int32_t __imported_wasi_snapshot_preview1_fd_close(int32_t fd)
{
	(void)fd;
	return WASI_EBADF;
}

int32_t __imported_wasi_snapshot_preview1_fd_seek(int32_t fd, int64_t offset, int32_t whence, int32_t at)
{
	(void)fd, (void)offset, (void)whence, (void)at;
	return WASI_EBADF;
}

int32_t __imported_wasi_snapshot_preview1_fd_write(int32_t fd, int32_t parts, int32_t count, int32_t at)
{
	(void)fd, (void)parts, (void)count, (void)at;
	return WASI_EBADF;
}

static void *checked(void *memory)
{
	if (!memory)
		__builtin_trap();
	return memory;
}

void *px_alloc(size_t size)
{
	return checked(malloc(size ? size : 1));
}

void *px_calloc(size_t count, size_t size)
{
	return checked(calloc(count ? count : 1, size ? size : 1));
}

void *px_realloc(void *memory, size_t size)
{
	return checked(realloc(memory, size ? size : 1));
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

int64_t px_clock_now(void)
{
	return 0;
}

int64_t px_clock_mono(void)
{
	return 0;
}

void px_random_bytes(void *out, size_t size)
{
	memset(out, 0x5a, size);
}

uint64_t px_random_u64(void)
{
	return UINT64_C(0x5a5a5a5a5a5a5a5a);
}
