/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Allocation that aborts on exhaustion, for small, bounded requests.
 *
 * Anything whose size an outsider chooses is capped by its caller first and
 * goes through px_buf, which returns an error.  Never call malloc directly.
 */
#ifndef PX_BASE_MEM_H
#define PX_BASE_MEM_H

#include <stddef.h>

void *px_alloc(size_t size);              /* uninitialised, never NULL */
void *px_calloc(size_t count, size_t size); /* zeroed, overflow-checked */
void *px_realloc(void *memory, size_t size);
char *px_strdup(const char *text);        /* NULL gives NULL */
char *px_strndup(const char *text, size_t size);

#endif
