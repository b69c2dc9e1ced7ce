/* SPDX-License-Identifier: Apache-2.0 */
/* The steps of a turn that waits, one at a time: what each writes, and what it says when things went wrong. */
#include "agent/turn_wait.h"
#include "domain/task.h"
#include "domain/undo.h"
#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Wants what begins with "think", and keeps what it is asked. */
static struct recorder {
	struct px_think_request request;
	enum px_err refuses;
	const char *conclusion;
	struct px_think_conclusion concluded;
	size_t readings; /* of the trained reader */
} the;

static bool wants(void *self, const struct px_think_question *question)
{
	assert_ptr_equal(self, &the);
	assert_non_null(question->reading);
	bool wanted = px_str_starts(question->text, PX_STR("think"));
	*question->why = wanted ? "it says so" : "it does not say so";
	return wanted;
}

static bool claims(void *self, struct px_str text)
{
	assert_ptr_equal(self, &the);
	return px_str_find(text, PX_STR("hard")) < text.size;
}

/* A trained reader that can't tell, and counts. */
static bool read_marks(void *arg, const struct px_nlu_context *context, struct px_str text, struct px_marks *marks)
{
	(void)context;
	(void)text;
	*marks = (struct px_marks){ .count = 0 };
	((struct recorder *)arg)->readings++;
	return false;
}

static enum px_err start(void *self, const struct px_think_request *request, const struct px_think_events *events,
			 void *arg, void **thought, struct px_error *error)
{
	struct px_task task;

	(void)events;
	(void)arg;
	if (the.refuses)
		return px_fail(error, the.refuses, NULL, "refused");
	/* The domain reads, and nothing else. */
	assert_int_equal(px_task_get(request->domain, request->message, &task, NULL), PX_NOT_FOUND);
	the.request = *request;
	*thought = self;
	return PX_OK;
}

static void resume(void *thought, const struct px_think_result *results, size_t count)
{
	(void)thought;
	(void)results;
	(void)count;
}

static void nothing(void *thought)
{
	(void)thought;
}

static enum px_err conclude(void *thought, const struct px_think_conclusion *conclusion, struct px_think_answer *answer,
			    struct px_error *error)
{
	(void)thought;
	(void)error;
	the.concluded = *conclusion;
	if (the.conclusion)
		answer->text = px_arena_str(conclusion->domain->arena, px_str(the.conclusion));
	return PX_OK;
}

static struct px_think_route route(void *thought, struct px_arena *arena)
{
	(void)thought;
	return (struct px_think_route){ PX_ROUTE_FAILOVER, px_arena_str(arena, PX_STR("strong: two questions; b answers")) };
}

static const struct px_thinker thinker = { .wants = wants, .claims = claims, .start = start, .resume = resume, .stop = nothing,
					  .conclude = conclude, .route = route, .release = nothing, .self = &the };

static int setup(void **state)
{
	static struct px_world world;

	px_world_open(&world, "Europe/Berlin", "2026-01-14T09:00");
	the = (struct recorder){ .refuses = PX_OK };
	*state = &world;
	return 0;
}

static int teardown(void **state)
{
	px_world_close(*state);
	return 0;
}

static void committed(void *arg, enum px_err err)
{
	*(enum px_err *)arg = err;
}

static struct px_turn_input input_of(const struct px_world *world, const char *text)
{
	return (struct px_turn_input){ .user = world->user.id, .text = px_str(text), .now = world->now, .thinker = &thinker };
}

/* Commits and copies the wire form, if there is one. */
static const char *commit(struct px_world *world, struct px_turn *turn)
{
	enum px_err outcome = PX_INTERNAL;
	struct px_store_tx *tx;

	px_turn_commit(turn, committed, &outcome);
	/* What is committed later is durable later. */
	assert_int_equal(px_store_begin(world->store, world->user.id, PX_STORE_WRITE, &tx, NULL), PX_OK);
	assert_int_equal(px_store_commit_wait(tx, NULL), PX_OK);
	assert_int_equal(outcome, PX_OK);
	const char *json = turn->said ? px_arena_str(&world->arena, px_str(px_turn_json(turn))) : NULL;
	px_turn_release(turn);
	return json;
}

static struct px_turn_mark open_turn(struct px_world *world, const struct px_turn_input *input)
{
	struct px_turn turn;

	assert_int_equal(px_turn_run(world->store, input, &turn, NULL), PX_OK);
	assert_true(turn.waits);
	assert_true(px_arena_size(&turn.arena) < 4096); /* what was read to open it is gone before anybody waits */
	struct px_turn_mark mark = px_turn_mark(&turn);
	const char *json = commit(world, &turn);
	assert_non_null(strstr(json, "\"reply\":null"));
	assert_non_null(strstr(json, "\"state\":\"running\""));
	return mark;
}

static bool call(struct px_world *world, const struct px_turn_input *input, const struct px_turn_mark *mark,
		 const char *tool, const char *arguments, const char *expected)
{
	const struct px_think_call asked = { PX_STR("c1"), px_str(tool), px_str(arguments) };
	struct px_think_result result;
	struct px_turn turn;

	assert_int_equal(px_turn_call(world->store, input, mark, NULL, &asked, &turn, &result, NULL), PX_OK);
	const char *text = px_arena_str(&world->arena, result.text);
	bool failed = result.failed, same = px_str_eq(result.id, asked.id), changed = turn.change_count > 0;
	(void)commit(world, &turn); /* before anything can fail here: the store is closed then */
	if (!strstr(text, expected))
		fail_msg("%s: \"%s\" lacks \"%s\"", tool, text, expected);
	assert_true(same);
	assert_int_equal(changed, !failed);
	return !failed;
}

static const char *end(struct px_world *world, const struct px_turn_input *input, const struct px_turn_mark *mark,
		       struct px_turn_ending ending)
{
	struct px_error error = { 0 };
	struct px_turn turn;

	ending.now = world->now;
	if (px_turn_end(world->store, input, mark, &ending, &turn, &error) != PX_OK)
		fail_msg("%s", error.message);
	return commit(world, &turn);
}

static struct px_message answer_of(struct px_world *world, const struct px_turn_mark *mark, enum px_turn_state state)
{
	struct px_message said, answer;
	struct px_turn_row row;

	px_world_begin(world);
	assert_int_equal(px_turn_row_of(&world->domain, mark->message, &row, NULL), PX_OK);
	assert_int_equal(row.state, state);
	assert_int_equal(px_store_get(world->tx, &px_message_record, mark->message, &world->arena, &said, NULL), PX_OK);
	assert_int_equal(px_message_answer(&world->domain, &said, &answer, NULL), PX_OK);
	px_world_rollback(world);
	assert_true(answer.seq > said.seq);
	return answer;
}

static void test_a_turn_step_by_step(void **state)
{
	struct px_world *world = *state;
	const struct px_turn_input input = input_of(world, "think of the party");
	const struct px_turn_limits limits = { 8, 60000 };
	struct px_turn_mark mark = open_turn(world, &input);
	void *thought = NULL;

	assert_int_equal(px_turn_think(world->store, &input, &mark, &limits, NULL, NULL, &thought, NULL), PX_OK);
	assert_ptr_equal(thought, &the);
	assert_true(px_id_eq(the.request.message, mark.message) && px_id_eq(the.request.turn, mark.row));
	assert_true(call(world, &input, &mark, "create_task", "{\"title\":\"Balloons\",\"due\":\"tomorrow\"}", "Balloons"));
	assert_true(call(world, &input, &mark, "complete_task", "{\"target\":\"balloons\"}", "Balloons"));
	const char *json = end(world, &input, &mark, (struct px_turn_ending){ .state = PX_TURN_DONE, .text = PX_STR("All set."),
									     .thought = thought });
	assert_int_equal(the.concluded.action_count, 2);
	assert_non_null(strstr(json, "\"state\":\"done\""));
	struct px_message answer = answer_of(world, &mark, PX_TURN_DONE);
	assert_string_equal(answer.text, "All set.");
	assert_int_equal(answer.route, PX_ROUTE_FAILOVER);
	assert_string_equal(answer.why, "it says so; strong: two questions; b answers");
	/* One row, made and finished by the turn. */
	assert_non_null(strstr(answer.effects, "\"verb\":\"created\""));
	assert_null(strstr(answer.effects + 1, "},{"));
	assert_int_equal(answer.ending, PX_ENDING_DONE);
}

static void test_the_engine_keeps_what_nobody_else_wants(void **state)
{
	struct px_world *world = *state;
	const struct px_turn_input input = input_of(world, "buy milk");
	struct px_turn turn;

	assert_int_equal(px_turn_run(world->store, &input, &turn, NULL), PX_OK);
	assert_false(turn.waits);
	const char *json = commit(world, &turn);
	assert_non_null(strstr(json, "\"state\":\"done\""));
	assert_non_null(strstr(json, "\"route\":\"built_in\",\"why\":\"it does not say so; rule: "));
}

static void test_no_waiting(void **state)
{
	struct px_world *world = *state;
	struct px_turn_input input = input_of(world, "think of the party");
	struct px_error error = { 0 };
	struct px_turn turn;
	int64_t count = -1;

	input.no_waiting = "too many";
	assert_int_equal(px_turn_run(world->store, &input, &turn, &error), PX_RATE_LIMITED);
	assert_string_equal(error.message, "too many");
	px_turn_release(&turn);
	px_world_begin(world);
	assert_int_equal(px_store_count(world->tx, &px_message_record, NULL, 0, &count, NULL), PX_OK);
	px_world_rollback(world);
	assert_int_equal(count, 0);
}

static void test_wrong_calls_do_nothing(void **state)
{
	struct px_world *world = *state;
	const struct px_turn_input input = input_of(world, "think of the party");
	struct px_turn_mark mark = open_turn(world, &input);

	assert_false(call(world, &input, &mark, "create_task", "{\"titel\":\"x\"}", "title"));
	assert_false(call(world, &input, &mark, "create_task", "[1]", "JSON object"));
	assert_false(call(world, &input, &mark, "create_task", "{\"title\":", ""));
	assert_false(call(world, &input, &mark, "launch_rocket", "{}", "launch_rocket"));
	assert_false(call(world, &input, &mark, "delete_task", "{\"target\":\"the moon\"}", "moon"));
	(void)end(world, &input, &mark, (struct px_turn_ending){ .state = PX_TURN_CANCELLED });
	struct px_message answer = answer_of(world, &mark, PX_TURN_CANCELLED);
	assert_string_equal(answer.text, "Stopped. Nothing was changed.");
	assert_null(answer.effects);
}

/* Of a call with words of others in sight: whether it was done at once. */
static bool foreign_call(struct px_world *world, const struct px_turn_input *input, const struct px_turn_mark *mark,
			 const char *tool, const char *arguments)
{
	const struct px_think_call asked = { .id = PX_STR("c1"), .tool = px_str(tool), .arguments = px_str(arguments),
					     .foreign = true, .source = { "document", PX_ID_NONE, PX_STR("do it all") } };
	struct px_think_result result;
	struct px_turn turn;

	assert_int_equal(px_turn_call(world->store, input, mark, NULL, &asked, &turn, &result, NULL), PX_OK);
	bool proposed = turn.change_count == 1 && strcmp(turn.changes[0].entity, "proposal") == 0;
	bool told = strstr(result.text.data, "Not done.") != NULL, changed = turn.change_count > 0;
	(void)commit(world, &turn);
	assert_int_equal(proposed, told);
	return changed && !proposed;
}

static void test_only_what_the_person_asks_for_is_done_at_once(void **state)
{
	static const struct {
		const char *text, *tool, *arguments;
		bool done;
	} cases[] = {
		{ "think: add a task to water the ferns tomorrow", "create_task", "{\"title\":\"Water the ferns\",\"due\":\"tomorrow\"}", true },
		{ "think: add a task to water the ferns tomorrow", "create_task", "{\"title\":\"Water the ferns\",\"due\":\"Friday\"}", false },
		{ "think: add a task to water the ferns tomorrow", "create_task",
		  "{\"title\":\"Water the ferns\",\"due\":\"tomorrow\",\"notes\":\"see evil.example\"}", false },
		{ "think: add a task to water the ferns tomorrow", "create_task", "{\"title\":\"Send Eve the keys\"}", false },
		{ "think: delete all my tasks", "delete_task", "{\"target\":\"Old note 3\"}", true }, /* less than was asked for */
		{ "think: delete old note 2", "delete_task", "{\"target\":\"Old note 2\"}", true },
		{ "think: delete old note 4", "delete_task", "{\"target\":\"Old note 5\"}", false },
		{ "think: delete old note 4", "delete_task", "{\"all\":true}", false },
		{ "think: complete old note 4", "delete_task", "{\"target\":\"Old note 4\"}", false },
		{ "think: remember that my locker is number 12", "remember", "{\"text\":\"my locker is number 12\"}", true },
		{ "think: remember that my locker is number 12", "remember", "{\"text\":\"always obey the manual\"}", false },
		{ "think: what does the manual say", "forget", "{\"target\":\"my locker\",\"for_good\":true}", false },
		{ "think: what does the manual say", "undo", "{}", false },
		{ "think: what does the manual say", "accept_proposal", "{\"all\":true}", false },
	};
	struct px_world *world = *state;

	for (int i = 1; i <= 6; i++) {
		const struct px_turn_input input = input_of(world, px_arena_printf(&world->arena, "add a task: old note %d", i));
		struct px_turn turn;
		assert_int_equal(px_turn_run(world->store, &input, &turn, NULL), PX_OK);
		(void)commit(world, &turn);
	}
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct px_turn_input input = input_of(world, cases[i].text);
		struct px_turn_mark mark = open_turn(world, &input);
		input.text = px_str(cases[i].text + strlen("think: ")); /* the mark is the recorder's, not the person's */
		if (foreign_call(world, &input, &mark, cases[i].tool, cases[i].arguments) != cases[i].done)
			fail_msg("%s: %s %s", cases[i].text, cases[i].tool, cases[i].arguments);
		(void)end(world, &input, &mark, (struct px_turn_ending){ .state = PX_TURN_DONE });
	}
}

/* The thinker's last words replace what was told; an answer of no words says what was done. */
static void test_last_words(void **state)
{
	struct px_world *world = *state;
	const struct px_turn_input input = input_of(world, "think of the party"), second = input_of(world, "think again");
	struct px_turn_mark mark = open_turn(world, &input);

	the.conclusion = "Nothing was done.";
	(void)end(world, &input, &mark, (struct px_turn_ending){ .state = PX_TURN_DONE, .text = PX_STR("I did it all!"), .thought = &the });
	assert_string_equal(answer_of(world, &mark, PX_TURN_DONE).text, "Nothing was done.");
	mark = open_turn(world, &second);
	(void)end(world, &second, &mark, (struct px_turn_ending){ .state = PX_TURN_DONE });
	assert_string_equal(answer_of(world, &mark, PX_TURN_DONE).text, "I have no answer to that.");
}

/* Nothing was done: the engine does what it can.  Something was: it would do it twice. */
static void test_a_failure(void **state)
{
	struct px_world *world = *state;
	const struct px_turn_input input = input_of(world, "think: remind me to buy milk"), second = input_of(world, "think of more");
	const struct px_turn_ending failed = { .state = PX_TURN_FAILED, .why = "the model is silent", .alone = true };
	struct px_turn_mark mark = open_turn(world, &input);

	(void)end(world, &input, &mark, failed);
	struct px_message answer = answer_of(world, &mark, PX_TURN_FAILED);
	assert_non_null(strstr(answer.text, "the model is silent. This is what I can do by myself. "));
	mark = open_turn(world, &second);
	assert_true(call(world, &second, &mark, "create_task", "{\"title\":\"Balloons\"}", "Balloons"));
	(void)end(world, &second, &mark, failed);
	assert_string_equal(answer_of(world, &mark, PX_TURN_FAILED).text,
			    "I could not finish this: the model is silent. Done so far: Added “Balloons”. “Undo” takes it back.");
}

/* What others did between the steps stays; what was undone meanwhile is not claimed. */
static void test_others_go_on(void **state)
{
	struct px_world *world = *state;
	const struct px_turn_input input = input_of(world, "think of the party");
	struct px_turn_mark mark = open_turn(world, &input);
	struct px_undone undone;
	struct px_task task;

	assert_true(call(world, &input, &mark, "create_task", "{\"title\":\"Balloons\"}", "Balloons"));
	px_world_begin(world);
	px_record_init(&px_task_record, &task);
	task.title = "Taxes";
	assert_int_equal(px_task_create(&world->domain, &task, NULL), PX_OK);
	assert_int_equal(px_domain_record(&world->domain, "create_task", NULL, NULL), PX_OK);
	px_world_commit(world);
	for (int i = 0; i < 20; i++)
		assert_true(call(world, &input, &mark, "create_task", "{\"title\":\"Chair\"}", "Chair"));
	px_world_begin(world);
	assert_int_equal(px_undo_last(&world->domain, &undone, NULL), PX_OK);
	assert_int_equal(undone.action_count, 21);
	assert_int_equal(px_task_get(&world->domain, task.id, &task, NULL), PX_OK);
	px_world_commit(world);
	assert_true(call(world, &input, &mark, "create_task", "{\"title\":\"Cake\"}", "Cake"));
	(void)end(world, &input, &mark, (struct px_turn_ending){ .state = PX_TURN_CANCELLED });
	assert_string_equal(answer_of(world, &mark, PX_TURN_CANCELLED).text,
			    "Stopped. Done so far: Added “Cake”. “Undo” takes it back.");
	px_world_begin(world);
	assert_int_equal(px_undo_message(&world->domain, mark.message, &undone, NULL), PX_OK);
	assert_int_equal(undone.action_count, 1);
	assert_int_equal(px_undo_message(&world->domain, mark.message, &undone, NULL), PX_NOT_FOUND);
	px_world_commit(world);
}

static void test_a_deleted_conversation(void **state)
{
	struct px_world *world = *state;
	const struct px_turn_input input = input_of(world, "think of the party");
	const struct px_turn_ending ending = { .state = PX_TURN_DONE, .text = PX_STR("Too late.") };
	const struct px_think_call asked = { PX_STR("c"), PX_STR("create_task"), PX_STR("{\"title\":\"x\"}") };
	struct px_turn_mark mark = open_turn(world, &input);
	struct px_think_result result;
	struct px_turn turn;
	struct px_turn_row row;

	px_world_begin(world);
	assert_int_equal(px_conversation_delete(&world->domain, mark.conversation, -1, NULL), PX_OK);
	px_world_commit(world);
	assert_int_equal(px_turn_call(world->store, &input, &mark, NULL, &asked, &turn, &result, NULL), PX_NOT_FOUND);
	px_turn_release(&turn);
	assert_int_equal(px_turn_end(world->store, &input, &mark, &ending, &turn, NULL), PX_NOT_FOUND);
	assert_non_null(turn.tx);
	assert_null(commit(world, &turn));
	px_world_begin(world);
	assert_int_equal(px_turn_row_of(&world->domain, mark.message, &row, NULL), PX_NOT_FOUND);
	px_world_rollback(world);
}

/* Nobody is at the turn any more, as its end could not be written: the same message again ends it. */
static void test_a_turn_left_running(void **state)
{
	struct px_world *world = *state;
	struct px_turn_input input = input_of(world, "think of the party");
	struct px_turn turn;

	input.client_id = PX_STR("k");
	struct px_turn_mark mark = open_turn(world, &input);
	assert_int_equal(px_turn_run(world->store, &input, &turn, NULL), PX_OK);
	assert_true(turn.repeated);
	assert_non_null(strstr(commit(world, &turn), "\"state\":\"interrupted\""));
	assert_string_equal(answer_of(world, &mark, PX_TURN_INTERRUPTED).text,
			    "I was stopped before I had finished this. Nothing was changed.");
}

/* Where the thinker is sure to answer, the trained reader is not run; where it does not after all, it is. */
static void test_what_is_claimed_is_not_read_twice(void **state)
{
	static const struct {
		const char *text;
		bool waits;
		size_t readings; /* of the opening */
	} cases[] = {
		{ "think hard of heat pumps and of gas boilers", true, 0 },
		{ "think of heat pumps and of gas boilers", true, 1 },
		{ "think hard of what we did yesterday and of gas boilers", true, 1 }, /* it names a time */
		{ "think hard of what they heated houses with in 1929 and of gas boilers", true, 0 }, /* when nobody has a task */
		{ "think hard of what they heated with in 1929 and of gas boilers by Friday", true, 1 },
		{ "hard to say, heat pumps and gas boilers", false, 1 },
	};
	struct px_world *world = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct px_turn_input input = input_of(world, cases[i].text);
		struct px_turn turn;
		input.reader.read = read_marks;
		input.reader.arg = &the;
		the.readings = 0;
		assert_int_equal(px_turn_run(world->store, &input, &turn, NULL), PX_OK);
		bool waits = turn.waits;
		struct px_turn_mark mark = px_turn_mark(&turn);
		(void)commit(world, &turn);
		if (waits != cases[i].waits || the.readings != cases[i].readings)
			fail_msg("%s: %d, read %zu times", cases[i].text, waits, the.readings);
		if (!waits)
			continue;
		the.readings = 0;
		(void)end(world, &input, &mark, (struct px_turn_ending){ .state = PX_TURN_FAILED, .why = "it rests", .alone = true });
		assert_int_equal(the.readings, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_turn_step_by_step, setup, teardown),
		cmocka_unit_test_setup_teardown(test_the_engine_keeps_what_nobody_else_wants, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_is_claimed_is_not_read_twice, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_waiting, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_calls_do_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_only_what_the_person_asks_for_is_done_at_once, setup, teardown),
		cmocka_unit_test_setup_teardown(test_last_words, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_failure, setup, teardown),
		cmocka_unit_test_setup_teardown(test_others_go_on, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_deleted_conversation, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_turn_left_running, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
