/* SPDX-License-Identifier: Apache-2.0 */
/* Each phrase in each language, with the same parts; clock times and spans. */
#include "proactive/words.h"

#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char *const parts[] = { "when", "title", "day", "clock", "from", "to", "who", "place", "name", "address", "reason", "text", "slipped",
				     "link", "code" };
enum { PARTS = sizeof(parts) / sizeof(parts[0]), AT_ONCE = 8 };

/* Which parts the phrase holds, as bits; of eight at a time, as a phrase takes no more. */
static unsigned parts_of(const struct px_words *words, int phrase, int64_t count)
{
	unsigned found = 0;

	for (size_t first = 0; first < PARTS; first += AT_ONCE) {
		struct px_filler fillers[AT_ONCE + 1] = { { NULL, NULL } };
		struct px_buf text = PX_BUF_INIT(4096);
		for (size_t i = 0; i < AT_ONCE && first + i < PARTS; i++)
			fillers[i] = (struct px_filler){ parts[first + i], "@" };
		px_words_say(words, (enum px_saying)phrase, count, fillers, &text);
		if (!text.size)
			fail_msg("phrase %d has no words", phrase);
		px_buf_release(&text);
		for (size_t i = 0; i < AT_ONCE && first + i < PARTS; i++) {
			struct px_filler one[] = { { parts[first + i], "\x01" }, { NULL, NULL } };
			struct px_buf said = PX_BUF_INIT(4096);
			px_words_say(words, (enum px_saying)phrase, count, one, &said);
			found |= strchr(said.data, 1) ? 1u << (first + i) : 0;
			px_buf_release(&said);
		}
	}
	return found;
}

static void every_phrase_is_said_in_every_language(void **state)
{
	struct px_words english, german;

	(void)state;
	px_words_init(&english, "en-GB", NULL, 0);
	px_words_init(&german, "de-AT", NULL, 0);
	assert_true(px_words_are_english(&english) && !px_words_are_english(&german));
	for (int phrase = 0; phrase < PX_SAY_COUNT; phrase++)
		for (int64_t count = 1; count <= 2; count++)
			if (parts_of(&english, phrase, count) != parts_of(&german, phrase, count))
				fail_msg("phrase %d (count %d) has not the same parts in both languages", phrase, (int)count);
}

static void a_language_is_known_by_its_whole_name(void **state)
{
	struct px_words words;

	(void)state;
	px_words_init(&words, "den", NULL, 0); /* Slavey */
	assert_true(px_words_are_english(&words));
	px_words_init(&words, "DE", NULL, 0);
	assert_false(px_words_are_english(&words));
	px_words_init(&words, NULL, NULL, 0);
	assert_true(px_words_are_english(&words));
	assert_string_equal(px_words_name(&words, PX_SAY_FOUND_TRAIN), "Train");
}

static void assert_span(const char *locale, int from_minute, int to_minute, const char *expected)
{
	const struct px_tz *utc = px_zoneinfo_get("UTC");
	struct px_buf text = PX_BUF_INIT(64);
	struct px_words words;

	px_words_init(&words, locale, utc, 0);
	px_words_span(&words, from_minute * PX_MS_MINUTE, to_minute * PX_MS_MINUTE, &text);
	assert_string_equal(text.data, expected);
	px_buf_release(&text);
}

static void a_span_names_its_half_of_the_day_once(void **state)
{
	(void)state;
	assert_span("en-US", 9 * 60, 9 * 60 + 15, "9–9:15 am");
	assert_span("en-US", 12 * 60, 12 * 60 + 30, "12–12:30 pm");
	assert_span("en-US", 11 * 60, 13 * 60, "11 am–1 pm");
	assert_span("en-US", 0, 60, "12–1 am");
	assert_span("en-US", 9 * 60, 33 * 60, "9 am–9 am"); /* another day */
	assert_span("en-GB", 9 * 60, 9 * 60 + 15, "09:00–09:15");
	assert_span("de", 9 * 60, 13 * 60, "09:00–13:00");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_phrase_is_said_in_every_language),
		cmocka_unit_test(a_language_is_known_by_its_whole_name),
		cmocka_unit_test(a_span_names_its_half_of_the_day_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
