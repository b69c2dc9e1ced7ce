/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Classes by binary search; decomposition and case by utf8proc.
 */
#include "embed/local/unicode.h"

#include <utf8proc.h>

enum px_unicode_class px_unicode_class(uint32_t code)
{
	size_t low = 0, high = px_unicode_range_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (px_unicode_ranges[middle] >> 3 <= code)
			low = middle;
		else
			high = middle;
	}
	return (enum px_unicode_class)(px_unicode_ranges[low] & 7);
}

size_t px_unicode_fold(uint32_t code, uint32_t out[PX_UNICODE_FOLD_MAX])
{
	utf8proc_int32_t parts[PX_UNICODE_FOLD_MAX];
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)code, parts, PX_UNICODE_FOLD_MAX,
						     UTF8PROC_DECOMPOSE, &boundary);
	size_t kept = 0;

	for (utf8proc_ssize_t i = 0; i < n && i < PX_UNICODE_FOLD_MAX; i++) {
		if (px_unicode_class((uint32_t)parts[i]) != PX_UNICODE_DROP)
			out[kept++] = (uint32_t)utf8proc_tolower(parts[i]);
	}
	return kept;
}

uint8_t px_unicode_combining(uint32_t code)
{
	return (uint8_t)utf8proc_get_property((utf8proc_int32_t)code)->combining_class;
}
