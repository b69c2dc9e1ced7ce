/* SPDX-License-Identifier: Apache-2.0 */
/* Exdates are written by us only, so reading is a scan for numbers. */
#include "domain/event_exdates.h"

#include "base/buf.h"
#include "domain/event.h"

enum { TEXT_MAX = PX_EXDATES_MAX * 20 + 8 };

size_t px_exdates_read(const char *exdates, int64_t *out, size_t max)
{
	struct px_str rest = px_str(exdates);
	size_t count = 0;

	if (rest.size < 2)
		return 0;
	rest = px_str_n(rest.data + 1, rest.size - 2);
	while (rest.data && count < max) {
		struct px_str item = px_str_trim(px_str_cut(rest, ',', &rest));
		count += px_str_to_int64(item, &out[count]);
	}
	return count;
}

static const char *write(struct px_arena *arena, const int64_t *values, size_t count)
{
	struct px_buf buf = PX_BUF_INIT(TEXT_MAX);

	(void)px_buf_char(&buf, '[');
	for (size_t i = 0; i < count; i++)
		(void)px_buf_printf(&buf, "%s%lld", i ? "," : "", (long long)values[i]);
	(void)px_buf_char(&buf, ']');
	const char *text = px_arena_str(arena, px_buf_view(&buf));
	px_buf_release(&buf);
	return text;
}

enum px_err px_exdates_add(struct px_arena *arena, const char **exdates, int64_t occurrence,
			   struct px_error *error)
{
	int64_t values[PX_EXDATES_MAX + 1];
	size_t count = px_exdates_read(*exdates, values, PX_EXDATES_MAX);

	if (count == PX_EXDATES_MAX)
		return px_fail(error, PX_TOO_LARGE, "occurrence",
			       "more than %d occurrences are removed already", PX_EXDATES_MAX);
	values[count++] = occurrence;
	*exdates = write(arena, values, count);
	return PX_OK;
}

void px_exdates_shift(struct px_arena *arena, const char **exdates, const struct px_tz *tz,
		      int64_t old_start, int64_t new_start)
{
	int64_t values[PX_EXDATES_MAX];
	size_t count = px_exdates_read(*exdates, values, PX_EXDATES_MAX);
	int64_t shift = px_tz_to_local(tz, new_start) - px_tz_to_local(tz, old_start);

	for (size_t i = 0; i < count; i++)
		values[i] = px_tz_to_utc(tz, px_tz_to_local(tz, values[i]) + shift, NULL);
	*exdates = write(arena, values, count);
}
