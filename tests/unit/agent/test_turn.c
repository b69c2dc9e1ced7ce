/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Turns by what they leave in the store.  The wording of replies has its own
 * tests (nlu, golden transcripts).
 */
#include "agent/turn.h"

#include "agent/turn_internal.h"

#include "base/json.h"
#include "domain/conversation.h"
#include "domain/recalled.h"
#include "domain/task.h"
#include "domain/undo.h"
#include "jobs/record.h"
#include "support/world.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct px_shard_part *const kinds[] = { &px_context_part, NULL };
static struct px_shard_parts *parts; /* of the test that runs, or NULL */

static int setup(void **state)
{
	static struct px_world world;

	px_world_open(&world, "Europe/Berlin", "2026-01-14T09:00");
	*state = &world;
	return 0;
}

static int setup_cached(void **state)
{
	parts = px_shard_parts_new(kinds, 1);
	return setup(state);
}

static int teardown(void **state)
{
	px_world_close(*state);
	px_shard_parts_free(parts);
	parts = NULL;
	return 0;
}

static struct px_turn_input input_of(const struct px_world *world, const char *text)
{
	return (struct px_turn_input){ .user = world->user.id, .text = px_str(text),
				       .now = world->now, .parts = parts };
}

static void commit(struct px_turn *turn)
{
	struct px_store_tx *tx = turn->tx;

	turn->tx = NULL;
	assert_int_equal(px_store_commit_wait(tx, NULL), PX_OK);
}

/* Says a sentence; the wire form is kept in the world's arena, as JSON to be freed by the caller. */
static json_t *say(struct px_world *world, const char *text)
{
	struct px_turn_input input = input_of(world, text);
	struct px_error error = { 0 };
	struct px_turn turn;
	json_t *wire = NULL;

	if (px_turn_run(world->store, &input, &turn, &error) != PX_OK)
		fail_msg("\"%s\": %s %s", text, error.field, error.message);
	assert_int_equal(px_json_parse(px_str(px_turn_json(&turn)), &wire, NULL), PX_OK);
	assert_true(turn.reply[0] != '\0');
	commit(&turn);
	px_turn_release(&turn);
	px_world_at(world, px_arena_printf(&world->arena, "%s:%02d",
					   px_world_local(world, world->now + PX_MS_MINUTE), 0));
	return wire;
}

/* Says it and checks the effects: "task created Fix the auth bug, ..." */
static void tell(struct px_world *world, const char *text, const char *expected)
{
	json_t *wire = say(world, text), *effect;
	struct px_buf seen = PX_BUF_INIT(4096);
	size_t i;

	json_array_foreach(json_object_get(wire, "effects"), i, effect) {
		const char *name = json_string_value(json_object_get(effect, "title"));
		if (!name)
			name = json_string_value(json_object_get(effect, "name"));
		(void)px_buf_printf(&seen, "%s%s %s %s", i ? ", " : "",
				    json_string_value(json_object_get(effect, "entity")),
				    json_string_value(json_object_get(effect, "verb")), name);
	}
	if (strcmp(seen.data ? seen.data : "", expected) != 0)
		fail_msg("\"%s\": effects \"%s\", expected \"%s\" (reply: %s)", text,
			 seen.data ? seen.data : "", expected,
			 json_string_value(json_object_get(json_object_get(wire, "reply"), "text")));
	px_buf_release(&seen);
	json_decref(wire);
}

static struct px_task *tasks(struct px_world *world, unsigned statuses, size_t *count)
{
	struct px_task_filter filter;
	struct px_task *list;

	px_task_filter_init(&filter);
	filter.statuses = statuses;
	px_world_begin(world);
	assert_int_equal(px_task_list(&world->domain, &filter, 100, &list, count, NULL, NULL), PX_OK);
	px_world_rollback(world);
	return list;
}

/* The sentences of the first session, as issue 2 lists them. */
static void session(struct px_world *world)
{
	struct px_task *list;
	size_t count;

	tell(world, "I need to fix the auth bug in the Avenue project by Friday",
	     "project created Avenue, task created Fix the auth bug");
	list = tasks(world, PX_TASKS_OPEN, &count);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].due_day, 20469);
	assert_false(px_id_is_none(list[0].project_id));
	tell(world, "what's on my plate this week?", "");
	tell(world, "lunch with Priya tomorrow 12:30", "event created Lunch with Priya");
	tell(world, "move lunch with Priya to 1pm", "event updated Lunch with Priya");
	tell(world, "dentist tomorrow at 12:45", "event created Dentist");
	tell(world, "remind me to water the plants every Sunday", "task created Water the plants");
	tell(world, "mark the auth bug as done", "task completed Fix the auth bug");
	(void)tasks(world, PX_TASKS_COMPLETED, &count);
	assert_int_equal(count, 1);
	tell(world, "undo", "task updated Fix the auth bug");
	(void)tasks(world, PX_TASKS_COMPLETED, &count);
	assert_int_equal(count, 0);
	tell(world, "Q1 report due Jan 30, high priority", "task created Q1 report");
	tell(world, "delete the Q1 report", "task deleted Q1 report");
	tell(world, "undo", "task created Q1 report");
	list = tasks(world, PX_TASKS_OPEN, &count);
	assert_int_equal(count, 3);
	assert_string_equal(list[2].title, "Q1 report");
	assert_int_equal(list[2].priority, PX_PRIORITY_HIGH);
	assert_int_equal(list[2].due_day, 20483);
	/* Twice in a row takes back the one before. */
	tell(world, "undo", "task deleted Q1 report");
	tell(world, "undo", "task deleted Water the plants");
}

static void test_session(void **state)
{
	session(*state);
}

static void test_conflict_is_said(void **state)
{
	struct px_world *world = *state;
	json_t *wire;

	tell(world, "lunch with Priya tomorrow 12:30", "event created Lunch with Priya");
	wire = say(world, "dentist tomorrow at 12:45");
	const char *reply = json_string_value(json_object_get(json_object_get(wire, "reply"), "text"));
	assert_non_null(strstr(reply, "Lunch with Priya"));
	assert_true(json_is_true(json_object_get(wire, "can_undo")));
	json_decref(wire);
}

static void test_question_and_answer(void **state)
{
	struct px_world *world = *state;
	json_t *wire;

	tell(world, "write the weekly report", "task created Write the weekly report");
	tell(world, "write the monthly report", "task created Write the monthly report");
	wire = say(world, "mark the report as done");
	const char *reply = json_string_value(json_object_get(json_object_get(wire, "reply"), "text"));
	const char *weekly = strstr(reply, "weekly"), *monthly = strstr(reply, "monthly");
	assert_non_null(weekly);
	assert_non_null(monthly);
	assert_non_null(strstr(reply, "2."));
	tell(world, "the second one",
	     weekly > monthly ? "task completed Write the weekly report"
			      : "task completed Write the monthly report");
	json_decref(wire);
}

/* The same client_id: the same answer, nothing done again. */
static void test_repeated(void **state)
{
	struct px_world *world = *state;
	struct px_turn_input input = input_of(world, "buy milk");
	struct px_turn first, again;
	size_t count;

	input.client_id = PX_STR("key-1");
	assert_int_equal(px_turn_run(world->store, &input, &first, NULL), PX_OK);
	assert_false(first.repeated);
	commit(&first);
	assert_int_equal(px_turn_run(world->store, &input, &again, NULL), PX_OK);
	assert_true(again.repeated);
	assert_string_equal(again.reply, first.reply);
	assert_true(px_id_eq(again.message, first.message));
	assert_true(px_id_eq(again.answer, first.answer));
	assert_int_equal(again.change_count, 0);
	assert_non_null(strstr(px_turn_json(&again), "\"verb\":\"created\""));
	commit(&again);
	px_turn_release(&first);
	px_turn_release(&again);
	(void)tasks(world, PX_TASKS_OPEN, &count);
	assert_int_equal(count, 1);
}

static void refuse(struct px_world *world, struct px_turn_input input, enum px_err err,
		   const char *field)
{
	struct px_error error = { 0 };
	struct px_turn turn;

	assert_int_equal(px_turn_run(world->store, &input, &turn, &error), err);
	assert_string_equal(error.field, field);
	assert_null(turn.tx);
	px_turn_release(&turn);
}

/* A client that counts its messages anew after a restart must not lose one. */
static void test_client_id_of_another_message(void **state)
{
	struct px_world *world = *state;
	struct px_turn_input input = input_of(world, "buy milk");
	struct px_turn turn;
	size_t count;

	input.client_id = PX_STR("key-1");
	assert_int_equal(px_turn_run(world->store, &input, &turn, NULL), PX_OK);
	commit(&turn);
	input.text = PX_STR("buy bread");
	refuse(world, input, PX_INVALID, "client_id");
	input.text = PX_STR("buy mil");
	refuse(world, input, PX_INVALID, "client_id");
	input.text = PX_STR("buy milk");
	input.conversation = px_id_new();
	refuse(world, input, PX_INVALID, "client_id");
	input.conversation = turn.conversation; /* the very one it went to */
	px_turn_release(&turn);
	assert_int_equal(px_turn_run(world->store, &input, &turn, NULL), PX_OK);
	assert_true(turn.repeated);
	commit(&turn);
	px_turn_release(&turn);
	(void)tasks(world, PX_TASKS_OPEN, &count);
	assert_int_equal(count, 1);
}

static void test_bad_input(void **state)
{
	struct px_world *world = *state;
	struct px_turn_input input = input_of(world, "");
	char *large = px_arena_zero(&world->arena, PX_MESSAGE_MAX + 2, 1);

	refuse(world, input, PX_INVALID, "text");
	input.text = PX_STR(" \n\t ");
	refuse(world, input, PX_INVALID, "text");
	input.text = PX_STR("caf\xc3");
	refuse(world, input, PX_INVALID, "text");
	input.text = PX_STR("nul\0byte");
	refuse(world, input, PX_INVALID, "text");
	memset(large, 'a', PX_MESSAGE_MAX + 1);
	input.text = px_str(large);
	refuse(world, input, PX_TOO_LARGE, "text");
	input = input_of(world, "buy milk");
	input.zone = "Mars/Olympus";
	refuse(world, input, PX_INVALID, "zone");
	input = input_of(world, "buy milk");
	input.conversation = px_id_new();
	refuse(world, input, PX_NOT_FOUND, "id");
	input = input_of(world, "buy milk");
	input.user = px_id_new();
	refuse(world, input, PX_NOT_FOUND, "id");
}

/* The longest message that is allowed gets an answer. */
/* The job that makes vectors is asked for by words that are worth recalling, not by what asks, greets or tells a secret. */
static void test_what_is_recalled(void **state)
{
	static const struct { const char *text; int64_t jobs; } said[] = {
		{ "hi", 0 }, { "what's due today?", 0 }, { "qwerty?", 0 }, { "thank you", 0 },
		{ "the blue boat lay in the harbour all winter", 1 },
	};
	const struct px_store_filter filter = { .field = "kind", .op = PX_OP_EQ, .value = { .text = px_str(PX_RECALLED_INDEX) } };
	struct px_world *world = *state;
	int64_t count;

	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		json_decref(say(world, said[i].text));
		px_world_begin(world);
		assert_int_equal(px_store_count(world->tx, &px_job_record, &filter, 1, &count, NULL), PX_OK);
		px_world_rollback(world);
		if (count != said[i].jobs)
			fail_msg("\"%s\": %lld jobs", said[i].text, (long long)count);
	}
}

static void test_longest_message(void **state)
{
	struct px_world *world = *state;
	char *large = px_arena_zero(&world->arena, PX_MESSAGE_MAX + 1, 1);

	for (size_t i = 0; i < PX_MESSAGE_MAX; i++)
		large[i] = "lorem ipsum "[i % 12];
	json_decref(say(world, large));
}

/* A turn that is not committed leaves nothing, in the store or in the cache. */
static void test_dropped_turn(void **state)
{
	struct px_world *world = *state;
	struct px_turn_input input = input_of(world, "buy milk");
	struct px_turn turn;
	size_t count;

	tell(world, "remind me to call Bob", "task created Call Bob");
	assert_int_equal(px_turn_run(world->store, &input, &turn, NULL), PX_OK);
	assert_int_equal(turn.change_count, 1);
	px_turn_release(&turn);
	(void)tasks(world, PX_TASKS_OPEN, &count);
	assert_int_equal(count, 1);
	tell(world, "mark buy milk as done", "");
	tell(world, "undo", "task deleted Call Bob");
}

/* Changes that came by another way are seen at once. */
static void test_changes_from_outside(void **state)
{
	struct px_world *world = *state;
	struct px_task task, *list;
	size_t count;

	tell(world, "remind me to call Bob", "task created Call Bob");
	list = tasks(world, PX_TASKS_OPEN, &count);
	px_world_begin(world);
	list[0].title = "Phone Robert";
	assert_int_equal(px_task_update(&world->domain, &list[0], -1, NULL), PX_OK);
	px_record_init(&px_task_record, &task);
	task.title = "Feed the cat";
	assert_int_equal(px_task_create(&world->domain, &task, NULL), PX_OK);
	assert_int_equal(px_domain_record(&world->domain, "rest", NULL, NULL), PX_OK);
	px_world_commit(world);
	tell(world, "mark feed the cat as done", "task completed Feed the cat");
	tell(world, "mark phone Robert as done", "task completed Phone Robert");
	/* Undo takes back what REST did, too. */
	tell(world, "undo", "task updated Phone Robert");
	tell(world, "undo", "task updated Feed the cat");
	tell(world, "undo", "task deleted Feed the cat, task updated Call Bob");
}

/* By another process, whose turns the cache of this one does not see. */
static void tell_elsewhere(struct px_world *world, const char *text, const char *expected)
{
	struct px_shard_parts *own = parts;

	parts = px_shard_parts_new(kinds, 1);
	tell(world, text, expected);
	px_shard_parts_free(parts);
	parts = own;
}

static void move_user(struct px_world *world, const char *zone)
{
	px_world_begin(world);
	world->user.zone = zone;
	world->user.version++;
	assert_int_equal(px_store_update(world->tx, &px_user_record, &world->user, -1, NULL), PX_OK);
	px_world_commit(world);
}

/*
 * A sentence is read before its transaction begins, by what the last turn
 * left.  Whatever changes in between (rows, dialogue, user), it must mean what
 * it means then.
 */
static void test_read_too_early(void **state)
{
	struct px_world *world = *state;
	struct px_task *list;
	size_t count;

	tell(world, "remind me to call Bob", "task created Call Bob");
	tell_elsewhere(world, "remind me to feed the cat", "task created Feed the cat");
	tell(world, "mark it as done", "task completed Feed the cat");
	tell_elsewhere(world, "undo", "task updated Feed the cat");
	tell(world, "mark the cat one as done", "task completed Feed the cat");
	tell_elsewhere(world, "delete call Bob", "task deleted Call Bob");
	tell(world, "mark call Bob as done", "");
	move_user(world, "America/New_York");
	tell(world, "remind me to buy milk tomorrow at 9", "task created Buy milk");
	list = tasks(world, PX_TASKS_OPEN, &count);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].due, px_world_utc(world, "2026-01-15T15:00"));
}

struct told {
	struct px_turn turn;
	pthread_mutex_t lock;
	pthread_cond_t again;
	int times;
	enum px_err err;
};

static void on_told(void *arg, enum px_err err)
{
	struct told *told = arg;

	pthread_mutex_lock(&told->lock);
	told->times++;
	told->err = err;
	pthread_cond_signal(&told->again);
	pthread_mutex_unlock(&told->lock);
}

/* `done` comes once, when the turn is durable and its wire form made, in whatever order these come. */
static void test_told_once(void **state)
{
	struct px_world *world = *state;
	struct told told = { .lock = PTHREAD_MUTEX_INITIALIZER, .again = PTHREAD_COND_INITIALIZER };

	for (int i = 1; i <= 20; i++) {
		struct px_turn_input input = input_of(world, "buy milk");
		assert_int_equal(px_turn_run(world->store, &input, &told.turn, NULL), PX_OK);
		px_turn_commit(&told.turn, on_told, &told);
		pthread_mutex_lock(&told.lock);
		while (told.times < i)
			pthread_cond_wait(&told.again, &told.lock);
		assert_int_equal(told.times, i);
		assert_int_equal(told.err, PX_OK);
		pthread_mutex_unlock(&told.lock);
		assert_non_null(strstr(px_turn_json(&told.turn), "\"verb\":\"created\""));
		px_turn_release(&told.turn);
	}
}

/* One user's words, questions and undo never touch another's rows. */
static void test_isolation(void **state)
{
	struct px_world *world = *state;
	size_t count;

	tell(world, "feed the cat", "task created Feed the cat");
	px_world_other_user(world);
	tell(world, "undo", "");
	tell(world, "mark feed the cat as done", "");
	tell(world, "delete feed the cat", "");
	(void)tasks(world, 0, &count);
	assert_int_equal(count, 0);
}

static void test_messages_are_kept(void **state)
{
	struct px_world *world = *state;
	struct px_conversation conversation;
	struct px_store_query all = { .limit = 10 };
	size_t count;
	void *rows;

	tell(world, "feed the cat", "task created Feed the cat");
	tell(world, "hello", "");
	px_world_begin(world);
	assert_int_equal(px_store_query(world->tx, &px_message_record, &all, &world->arena, &rows,
					&count, NULL), PX_OK);
	assert_int_equal(count, 4);
	const struct px_message *messages = rows;
	assert_int_equal(messages[0].role, PX_ROLE_USER);
	assert_string_equal(messages[0].text, "feed the cat");
	assert_int_equal(messages[1].role, PX_ROLE_ASSISTANT);
	assert_non_null(strstr(messages[1].effects, "\"entity\":\"task\",\"verb\":\"created\""));
	assert_null(messages[3].effects);
	assert_int_equal(px_conversation_main(&world->domain, &conversation, NULL), PX_OK);
	assert_true(px_id_eq(conversation.id, messages[0].conversation_id));
	assert_true(px_id_eq(conversation.id, messages[3].conversation_id));
	assert_non_null(conversation.state);
}

/* Rows that would make a turn of many megabytes are named only, and none is left out. */
static void test_many_large_effects(void **state)
{
	enum { TASKS = 100, NOTES = 12000 };
	struct px_world *world = *state;
	json_t *effect;
	size_t i;

	char *notes = px_arena_alloc(&world->arena, NOTES + 1);
	memset(notes, 'n', NOTES);
	notes[NOTES] = '\0';
	px_world_begin(world);
	for (int n = 0; n < TASKS; n++) {
		struct px_task task;
		px_record_init(&px_task_record, &task);
		task.title = px_arena_printf(&world->arena, "Thing %d", n);
		task.notes = notes;
		assert_int_equal(px_task_create(&world->domain, &task, NULL), PX_OK);
	}
	px_world_commit(world);
	json_t *asked = say(world, "mark all my tasks as done"); /* so many are asked about first */
	assert_int_equal(json_array_size(json_object_get(asked, "effects")), 0);
	json_decref(asked);
	json_t *wire = say(world, "yes");
	json_t *effects = json_object_get(wire, "effects");
	assert_int_equal(json_array_size(effects), TASKS);
	json_array_foreach(effects, i, effect) {
		assert_int_equal(json_object_size(effect), 4);
		assert_string_equal(json_string_value(json_object_get(effect, "entity")), "task");
		assert_string_equal(json_string_value(json_object_get(effect, "verb")), "completed");
		assert_int_equal(strlen(json_string_value(json_object_get(effect, "id"))), PX_ID_TEXT);
		assert_int_equal(strlen(json_string_value(json_object_get(effect, "action_id"))), PX_ID_TEXT);
	}
	json_decref(wire);
	tell(world, "remind me to call Bob", "task created Call Bob");
}

/* Open tasks "Report number 1" to `count`. */
static void add_reports(struct px_world *world, int count)
{
	struct px_task task;

	px_world_begin(world);
	for (int n = 1; n <= count; n++) {
		px_record_init(&px_task_record, &task);
		task.title = px_arena_printf(&world->arena, "Report number %d", n);
		assert_int_equal(px_task_create(&world->domain, &task, NULL), PX_OK);
	}
	assert_int_equal(px_domain_record(&world->domain, "rest", "Added many", NULL), PX_OK);
	px_world_commit(world);
}

/* Whatever its age, a task is found by its name. */
static void test_old_tasks_can_be_named(void **state)
{
	struct px_world *world = *state;
	struct px_event event;

	add_reports(world, 1500);
	px_world_begin(world);
	px_record_init(&px_event_record, &event);
	event.title = "Graduation";
	event.start = px_world_utc(world, "2028-06-01T10:00");
	event.end = px_world_utc(world, "2028-06-01T12:00");
	assert_int_equal(px_event_create(&world->domain, &event, NULL), PX_OK);
	assert_int_equal(px_domain_record(&world->domain, "rest", NULL, NULL), PX_OK);
	px_world_commit(world);
	tell(world, "mark report number 5 as done", "task completed Report number 5");
	tell(world, "mark report number 1499 as done", "task completed Report number 1499");
	tell(world, "delete report number 6", "task deleted Report number 6");
	tell(world, "undo", "task created Report number 6");
	tell(world, "mark report number 6 as done", "task completed Report number 6");
	tell(world, "rename report number 7 to Quarterly figures", "task updated Quarterly figures");
	tell(world, "mark quarterly figures as done", "task completed Quarterly figures");
	tell(world, "move the graduation to 3 June 2028", "event updated Graduation");
}

/* One figure more or less is another number, not a misspelling. */
static void test_long_numbers(void **state)
{
	static const char *const titles[] = { "Fix the garden number 39633", "Fix the garden number 49633",
					      "Pay invoice 2024117", "Pay invoice 2024118" };
	struct px_world *world = *state;

	px_world_begin(world);
	for (size_t i = 0; i < 4; i++) {
		struct px_task task;
		px_record_init(&px_task_record, &task);
		task.title = titles[i];
		assert_int_equal(px_task_create(&world->domain, &task, NULL), PX_OK);
	}
	px_world_commit(world);
	tell(world, "mark fix the garden number 39633 as done", "task completed Fix the garden number 39633");
	tell(world, "delete invoice 2024118", "task deleted Pay invoice 2024118");
}

static bool holds(const struct px_context *context, const char *title)
{
	struct px_nlu_context nlu = { 0 };

	px_context_fill(context, &nlu);
	for (size_t i = 0; i < nlu.item_count; i++) {
		if (strcmp(nlu.items[i].title, title) == 0)
			return true;
	}
	return false;
}

static struct px_context *open_context(struct px_world *world)
{
	struct px_context_keep keep = { parts, px_store_epoch(world->store) };
	struct px_context *context;
	int64_t seq;

	assert_int_equal(px_store_seq(world->tx, &seq, NULL), PX_OK);
	assert_int_equal(px_context_open(&keep, &world->domain, seq, &context, NULL), PX_OK);
	px_context_close(&keep, context, seq);
	return context;
}

static struct px_task add_task(struct px_world *world, const char *title)
{
	struct px_task task;

	px_record_init(&px_task_record, &task);
	task.title = title;
	assert_int_equal(px_task_create(&world->domain, &task, NULL), PX_OK);
	return task;
}

/* What others changed is applied, without reading all anew: a row that no action tells of stays unseen. */
static void test_catching_up(void **state)
{
	struct px_world *world = *state;
	struct px_undone undone;

	px_world_begin(world);
	struct px_task old = add_task(world, "Old");
	assert_int_equal(px_domain_record(&world->domain, "rest", NULL, NULL), PX_OK);
	assert_true(holds(open_context(world), "Old"));
	add_task(world, "Ghost");
	world->domain.image_count = 0;
	add_task(world, "New");
	assert_int_equal(px_task_delete(&world->domain, old.id, -1, NULL), PX_OK);
	assert_int_equal(px_domain_record(&world->domain, "rest", NULL, NULL), PX_OK);
	const struct px_context *context = open_context(world);
	assert_false(px_context_was_kept(context));
	assert_true(holds(context, "New"));
	assert_false(holds(context, "Old"));
	assert_false(holds(context, "Ghost"));
	/* An undo says which rows it changed. */
	px_domain_rewind(&world->domain, (struct px_domain_mark){ 0, 0 });
	assert_int_equal(px_undo_last(&world->domain, &undone, NULL), PX_OK);
	context = open_context(world);
	assert_true(holds(context, "Old"));
	assert_false(holds(context, "New"));
	assert_false(holds(context, "Ghost"));
	/* After many changes all is read anew. */
	for (int i = 0; i < 40; i++) {
		add_task(world, px_arena_printf(&world->arena, "Task %d", i));
		assert_int_equal(px_domain_record(&world->domain, "rest", NULL, NULL), PX_OK);
	}
	context = open_context(world);
	assert_true(holds(context, "Task 39"));
	assert_true(holds(context, "Ghost"));
}

/* What is opened again is a closed task, though open ones have much the same name. */
static void test_reopened_by_name(void **state)
{
	struct px_world *world = *state;

	for (int i = 1; i <= 4; i++)
		tell(world, px_arena_printf(&world->arena, "add task Send the letter number %d", i),
		     px_arena_printf(&world->arena, "task created Send the letter number %d", i));
	tell(world, "mark send the letter number 2 as done", "task completed Send the letter number 2");
	tell(world, "reopen send the letter number 2", "task updated Send the letter number 2");
	tell(world, "mark send the letter number 3 as done", "task completed Send the letter number 3");
	tell(world, "reopen the letter", "task updated Send the letter number 3");
}

/* One day of a repeating event. */
static void test_one_occurrence(void **state)
{
	struct px_world *world = *state;

	tell(world, "standup every weekday at 9:30", "event created Standup");
	tell(world, "cancel tomorrow's standup", "event updated Standup");
	tell(world, "move Friday's standup to 11am", "event updated Standup, event created Standup");
	tell(world, "undo", "event deleted Standup, event updated Standup");
	tell(world, "cancel the standup", "event deleted Standup");
}

/* What is wrong with the request is told and nothing is done; the turn itself stands. */
static void test_wrong_requests_are_answered(void **state)
{
	static const enum px_err told[] = { PX_INVALID, PX_NOT_FOUND, PX_CONFLICT, PX_TOO_LARGE, PX_UNSUPPORTED };
	static const enum px_err fails[] = { PX_OK, PX_IO, PX_CORRUPT, PX_NO_SPACE, PX_INTERNAL, PX_UNAVAILABLE, PX_NO_MEMORY };
	struct px_world *world = *state;

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		assert_true(px_turn_is_answer(told[i]));
	for (size_t i = 0; i < sizeof(fails) / sizeof(fails[0]); i++)
		assert_false(px_turn_is_answer(fails[i]));
	tell(world, "mark the walrus as done", "");
}

static bool can_undo(struct px_world *world, const char *text)
{
	json_t *wire = say(world, text);
	bool can = json_is_true(json_object_get(wire, "can_undo"));

	json_decref(wire);
	return can;
}

/* Turns tell whether something is left to undo, also the one that undid the last but one. */
static void test_can_undo(void **state)
{
	struct px_world *world = *state;

	assert_false(can_undo(world, "hello"));
	assert_true(can_undo(world, "add task Buy stamps"));
	assert_true(can_undo(world, "lunch with Priya tomorrow 12:30"));
	assert_true(can_undo(world, "hello"));
	assert_true(can_undo(world, "undo"));
	assert_false(can_undo(world, "undo"));
	assert_false(can_undo(world, "undo"));
	assert_true(can_undo(world, "add task Buy stamps"));
}

static struct px_id conversation_of_turn(struct px_world *world, const struct px_id *given)
{
	struct px_turn_input input = input_of(world, "hello");
	struct px_turn turn;

	if (given)
		input.conversation = *given;
	assert_int_equal(px_turn_run(world->store, &input, &turn, NULL), PX_OK);
	struct px_id id = turn.conversation;
	commit(&turn);
	px_turn_release(&turn);
	return id;
}

/* What is kept of the main conversation is not believed once it is gone. */
static void test_main_conversation_goes(void **state)
{
	struct px_world *world = *state;
	struct px_conversation second;

	struct px_id first = conversation_of_turn(world, NULL);
	px_world_begin(world);
	px_record_init(&px_conversation_record, &second);
	assert_int_equal(px_conversation_create(&world->domain, &second, NULL), PX_OK);
	px_world_commit(world);
	assert_true(px_id_eq(conversation_of_turn(world, &second.id), second.id));
	assert_true(px_id_eq(conversation_of_turn(world, NULL), first)); /* not the last one */
	px_world_begin(world);
	assert_int_equal(px_conversation_delete(&world->domain, first, -1, NULL), PX_OK);
	px_world_commit(world);
	assert_true(px_id_eq(conversation_of_turn(world, NULL), second.id));
	assert_true(px_id_eq(conversation_of_turn(world, NULL), second.id));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
#define C(name) { #name " cached", name, setup_cached, teardown, NULL }
	const struct CMUnitTest tests[] = {
		T(test_can_undo), C(test_can_undo), T(test_main_conversation_goes), C(test_main_conversation_goes),
		T(test_session), C(test_session), T(test_conflict_is_said),
		C(test_question_and_answer), T(test_repeated), T(test_client_id_of_another_message), T(test_bad_input), T(test_wrong_requests_are_answered),
		T(test_what_is_recalled), T(test_longest_message), T(test_dropped_turn), C(test_dropped_turn),
		T(test_changes_from_outside), C(test_changes_from_outside), C(test_isolation),
		T(test_messages_are_kept), T(test_many_large_effects), C(test_catching_up), C(test_long_numbers), T(test_old_tasks_can_be_named), C(test_old_tasks_can_be_named), C(test_one_occurrence), C(test_reopened_by_name),
		C(test_read_too_early), C(test_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
