/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the spelling pass writes out and what it leaves alone, and the way back
 * from what was read to what was said.
 */
#include "nlu/text/spelling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct px_nlu_item items[] = {
	{ .kind = PX_NLU_PROJECT, .title = "Band" },
	{ .kind = PX_NLU_TASK, .title = "Ring Cancle & Sons" },
};
static const struct px_nlu_context context = { .items = items, .item_count = 2 };

static const char *read_as(const char *said, struct px_arena *arena, struct px_spelling *spelling)
{
	px_spelling_read(&context, px_str(said), arena, spelling);
	return px_arena_str(arena, spelling->read);
}

static void slips_and_short_forms_are_written_out(void **state)
{
	static const char *const rows[][2] = {
		{ "remnd me to buy sticks", "remind me to buy sticks" },
		{ "pls Shcedule lunch", "pls Schedule lunch" },
		{ "moev it, then mrak it done", "move it, then mark it done" },
		{ "finishd the laundry", "finished the laundry" },
		{ "orderd the milk", "ordered the milk" },
		{ "whats on my calandar", "whats on my calendar" },
		{ "wat do i hav 2 do 4 the band", "what do i have to do for the band" },
		{ "what r my tasks", "what are my tasks" },
		{ "add strings 2 band", "add strings to band" },
		{ "move it 2 friday n mark it done", "move it to friday and mark it done" },
		{ "buy milk & mark it done", "buy milk and mark it done" },
		{ "move gym frm tuesday 2 thursday", "move gym from tuesday to thursday" },
		{ "call mum 2nite", "call mum tonight" },
		{ "pop 'buy candles' on it", "pop \"buy candles\" on it" },
		{ "pop ‘buy candles’ on it", "pop “buy candles” on it" },
		{ "add 'the boys' room' to it", "add \"the boys' room\" to it" },
		{ "add 'towels' to the boys' list", "add \"towels\" to the boys' list" },
		{ "mov 'Remnd Bob' 2 friday", "move \"Remnd Bob\" to friday" },
	};
	struct px_spelling spelling;
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_string_equal(read_as(rows[i][0], &arena, &spelling), rows[i][1]);
		struct px_str back = px_spelling_said(&spelling, spelling.read, 0, spelling.read.size, &arena);
		assert_true(px_str_eq(back, px_str(rows[i][0])));
		assert_int_equal(px_spelling_from(&spelling, spelling.read.size), strlen(rows[i][0]));
	}
	px_arena_release(&arena);
}

static void words_in_use_stay(void **state)
{
	static const char *const rows[] = {
		"cancer charity run", "remain calm", "mode of transport", "more paint", "Finnish homework", "chance of rain",
		"charge the phone", "form the team", "protect the plants", "mend the fence", "world cup", "list the lists",
		"buy 2 tickets", "call Bob at 4 the day after", "read chapter 2 monday", "rock n roll", "mac n cheese",
		"da Vinci show", "send \"wat r u\" to Bob", "the boys' room", "Mum's 70th", "move it 'til Friday", "rock 'n' roll at the kids' club",
		"class of '99 at the players' club", "five o'clock", "cancle & sons", "buy a monky wrench", "have 2 call centres",
	};
	struct px_spelling spelling;
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(read_as(rows[i], &arena, &spelling), rows[i]);
	px_arena_release(&arena);
}

static void the_way_back(void **state)
{
	struct px_spelling spelling;
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	char *read = px_arena_str(&arena, px_str(read_as("remnd me 2 pay 'da bill'", &arena, &spelling)));
	struct px_str text = px_str(read);
	size_t pay = (size_t)(strstr(read, "pay") - read);
	assert_string_equal(read, "remind me to pay \"da bill\"");
	assert_int_equal(px_spelling_from(&spelling, 0), 0);
	assert_int_equal(px_spelling_from(&spelling, pay), strlen("remnd me 2 "));
	struct px_str said = px_spelling_said(&spelling, text, pay, text.size, &arena);
	assert_true(px_str_eq(said, PX_STR("pay 'da bill'")));
	memset(read, ' ', strlen("remind")); /* a stage of the parse has taken it out */
	said = px_spelling_said(&spelling, text, 0, pay, &arena);
	assert_true(px_str_eq(said, PX_STR("       me 2 ")));
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slips_and_short_forms_are_written_out),
		cmocka_unit_test(words_in_use_stay),
		cmocka_unit_test(the_way_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
