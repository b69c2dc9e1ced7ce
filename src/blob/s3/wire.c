/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Elements are found by their tags: what is read has no attributes and no
 * elements of the same name within it.
 */
#include "blob/s3/wire.h"

#include "base/civil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool px_s3_element(struct px_str *at, const char *name, struct px_str *text)
{
	char open[64], close[64];
	int size = snprintf(open, sizeof(open), "<%s>", name);
	int close_size = snprintf(close, sizeof(close), "</%s>", name);
	const char *begin = at->size ? memmem(at->data, at->size, open, (size_t)size) : NULL;

	if (!begin)
		return false;
	begin += size;
	size_t left = at->size - (size_t)(begin - at->data);
	const char *end = memmem(begin, left, close, (size_t)close_size);
	if (!end)
		return false;
	*text = px_str_n(begin, (size_t)(end - begin));
	*at = px_str_n(end + close_size, left - text->size - (size_t)close_size);
	return true;
}

static bool read_number(struct px_str text, int64_t *number)
{
	char digits[24], *end;

	if (!text.size || text.size >= sizeof(digits))
		return false;
	memcpy(digits, text.data, text.size);
	digits[text.size] = '\0';
	*number = strtoll(digits, &end, 10);
	return !*end && *number >= 0;
}

bool px_s3_next_object(struct px_str *at, struct px_s3_object *object)
{
	struct px_str whole, part, size, modified;
	bool has_offset;

	if (!px_s3_element(at, "Contents", &whole))
		return false;
	part = whole;
	if (!px_s3_element(&part, "Key", &object->key))
		return false;
	part = whole;
	if (!px_s3_element(&part, "Size", &size) || !read_number(size, &object->size))
		return false;
	part = whole;
	if (!px_s3_element(&part, "LastModified", &modified))
		return false;
	return px_civil_parse_ms(modified, &object->modified, &has_offset);
}

bool px_s3_is_truncated(struct px_str answer)
{
	struct px_str value;

	return px_s3_element(&answer, "IsTruncated", &value) && px_str_eq(value, PX_STR("true"));
}

void px_s3_reason(struct px_str answer, char *text, size_t size)
{
	struct px_str code = PX_STR(""), message = PX_STR(""), at = answer;

	(void)px_s3_element(&at, "Code", &code);
	at = answer;
	(void)px_s3_element(&at, "Message", &message);
	snprintf(text, size, "%.*s%s%.*s", PX_STR_ARG(code), code.size ? ": " : "", PX_STR_ARG(message));
}
