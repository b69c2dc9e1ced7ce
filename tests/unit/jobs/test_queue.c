/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Jobs as rows: what enqueueing does to jobs that are there, and each step
 * from claim to end.
 */
#include "jobs/jobs_internal.h"
#include "unit/jobs/world.h"

static const struct job_limits limits = { .concurrency = 1, .attempts = 3, .lease_ms = 1000, .backoff_ms = 1000 };

static struct px_job_spec note(struct world *w, const char *key)
{
	return (struct px_job_spec){ .kind = "test.note", .user = w->user, .payload = "{\"n\":1}",
				     .due = WORLD_NOW + 5000, .key = key };
}

static void keeps_what_was_given(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, "a");

	px_clock_fix(WORLD_NOW);
	world_enqueue(w, &spec);
	struct px_job_row row = world_job(w);
	assert_true(px_id_eq(row.user_id, w->user));
	assert_string_equal(row.kind, "test.note");
	assert_string_equal(row.payload, "{\"n\":1}");
	assert_int_equal(row.due, WORLD_NOW + 5000);
	assert_int_equal(row.state, PX_JOB_WAITING);
	assert_int_equal(row.attempts, 0);
	assert_int_equal(row.created, WORLD_NOW);
	assert_int_equal(row.version, 1);
	assert_true(row.lease_until == PX_TIME_NONE);
}

static void goes_with_its_transaction(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, NULL);
	struct px_job_row *rows;
	struct px_store_tx *tx = world_begin(w, w->user);

	OK(px_jobs_enqueue(tx, &spec, &w->error));
	px_store_rollback(tx);
	assert_int_equal(world_jobs(w, &rows), 0);
}

static void without_a_key_each_is_its_own(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, NULL);
	struct px_job_row *rows;

	world_enqueue(w, &spec);
	world_enqueue(w, &spec);
	assert_int_equal(world_jobs(w, &rows), 2);
}

static void a_key_makes_them_one(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, "a");

	world_enqueue(w, &spec);
	spec.payload = "{\"n\":2}";
	spec.due += 1000; /* later: the earlier instant stays */
	world_enqueue(w, &spec);
	struct px_job_row row = world_job(w);
	assert_string_equal(row.payload, "{\"n\":2}");
	assert_int_equal(row.due, WORLD_NOW + 5000);
	spec.due = WORLD_NOW + 100;
	world_enqueue(w, &spec);
	row = world_job(w);
	assert_int_equal(row.due, WORLD_NOW + 100);
	int64_t version = row.version;
	world_enqueue(w, &spec); /* the very same: nothing is written */
	assert_int_equal(world_job(w).version, version);
}

static void keys_are_of_kind_and_user(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, "a");
	struct px_job_row *rows;

	world_enqueue(w, &spec);
	spec.kind = "test.other";
	world_enqueue(w, &spec);
	spec.user = px_id_new();
	world_enqueue(w, &spec);
	spec.user = PX_ID_NONE;
	world_enqueue(w, &spec);
	spec.key = "b";
	world_enqueue(w, &spec);
	assert_int_equal(world_jobs(w, &rows), 5);
}

static void refuses_what_is_too_large(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = world_begin(w, w->user);
	struct px_job_spec spec = note(w, NULL);
	char *payload = calloc(1, PX_JOB_PAYLOAD_MAX + 2), key[PX_JOB_KEY_MAX + 2] = "";

	memset(payload, ' ', PX_JOB_PAYLOAD_MAX + 1);
	spec.payload = payload;
	assert_int_equal(px_jobs_enqueue(tx, &spec, &w->error), PX_TOO_LARGE);
	assert_string_equal(w->error.field, "payload");
	payload[PX_JOB_PAYLOAD_MAX] = '\0';
	memcpy(payload, "{}", 2);
	OK(px_jobs_enqueue(tx, &spec, &w->error));
	memset(key, 'k', PX_JOB_KEY_MAX + 1);
	spec.key = key;
	assert_int_equal(px_jobs_enqueue(tx, &spec, &w->error), PX_TOO_LARGE);
	assert_string_equal(w->error.field, "key");
	key[PX_JOB_KEY_MAX] = '\0';
	OK(px_jobs_enqueue(tx, &spec, &w->error));
	spec = (struct px_job_spec){ .kind = "", .user = w->user };
	assert_int_equal(px_jobs_enqueue(tx, &spec, &w->error), PX_INVALID);
	spec = (struct px_job_spec){ .kind = "k", .user = w->user, .once = true };
	assert_int_equal(px_jobs_enqueue(tx, &spec, &w->error), PX_INVALID);
	px_store_rollback(tx);
	free(payload);
}

static void nobodys_job_needs_maintenance(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = world_begin(w, w->user);
	struct px_job_spec spec = { .kind = "test.note" };

	assert_int_equal(px_jobs_enqueue(tx, &spec, &w->error), PX_FORBIDDEN);
	px_store_rollback(tx);
}

/* The steps, each in its transaction. */
static struct job_lease claim(struct world *w, const char *owner)
{
	struct px_store_tx *tx = world_begin(w, PX_ID_NONE);
	struct px_job_row *rows;
	size_t count = 0;

	OK(job_find(tx, "test.note", PX_JOB_WAITING, 1, &w->arena, &rows, &count, &w->error));
	assert_int_equal(count, 1);
	OK(job_claim(tx, &rows[0], owner, 1000, WORLD_NOW, &w->error));
	OK(px_store_commit_wait(tx, &w->error));
	return (struct job_lease){ rows[0].id, owner, rows[0].attempts, rows[0].version };
}

static void finish(struct world *w, struct job_lease lease, int64_t again)
{
	struct px_store_tx *tx = world_begin(w, w->user);
	struct px_job_row row;

	OK(job_held(tx, &lease, &w->arena, &row, &w->error));
	OK(job_finish(tx, &lease, &row, again, WORLD_NOW, &w->error));
	OK(px_store_commit_wait(tx, &w->error));
}

static void fail_it(struct world *w, struct job_lease lease, enum px_err code, int64_t again)
{
	struct px_store_tx *tx = world_begin(w, w->user);
	struct px_error why = { code, "", "no luck" };
	struct px_job_row row;

	OK(job_held(tx, &lease, &w->arena, &row, &w->error));
	OK(job_fail(tx, &lease, &row, &limits, &why, again, WORLD_NOW, &w->error));
	OK(px_store_commit_wait(tx, &w->error));
}

static void a_done_job_is_gone(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, "a");
	struct px_job_row *rows;

	world_enqueue(w, &spec);
	struct job_lease lease = claim(w, "me");
	struct px_job_row row = world_job(w);
	assert_int_equal(row.state, PX_JOB_RUNNING);
	assert_string_equal(row.owner, "me");
	assert_int_equal(row.lease_until, WORLD_NOW + 1000);
	assert_int_equal(row.attempts, 1);
	finish(w, lease, PX_TIME_NONE);
	assert_int_equal(world_jobs(w, &rows), 0);
}

static void once_is_once(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, "a");

	spec.once = true;
	world_enqueue(w, &spec);
	finish(w, claim(w, "me"), PX_TIME_NONE);
	assert_int_equal(world_job(w).state, PX_JOB_DONE);
	int64_t version = world_job(w).version;
	world_enqueue(w, &spec);
	assert_int_equal(world_job(w).state, PX_JOB_DONE);
	assert_int_equal(world_job(w).version, version);
}

static int64_t once_since(struct world *w, const char *kind, int64_t since)
{
	struct px_store_tx *tx = world_begin(w, w->user);
	int64_t count = -1;

	OK(px_jobs_once_since(tx, kind, since, &count, &w->error));
	px_store_rollback(tx);
	return count;
}

static void what_is_done_once_is_counted_by_kind_user_and_time(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, "a");

	spec.once = true;
	int64_t due = spec.due;
	world_enqueue(w, &spec);
	assert_int_equal(once_since(w, spec.kind, 0), 1); /* it waits */
	finish(w, claim(w, "me"), PX_TIME_NONE);
	spec.key = "b";
	struct px_id mine = w->user;
	spec.user = w->user = px_id_new(); /* somebody else's */
	world_enqueue(w, &spec);
	finish(w, claim(w, "me"), PX_TIME_NONE);
	w->user = mine;
	assert_int_equal(once_since(w, spec.kind, due), 1);
	assert_int_equal(once_since(w, spec.kind, due + 1), 0);
	assert_int_equal(once_since(w, "test.other", 0), 0);
}

static void enqueued_while_it_runs_it_runs_again(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, "a");

	world_enqueue(w, &spec);
	struct job_lease lease = claim(w, "me");
	spec.payload = "{\"n\":2}";
	world_enqueue(w, &spec);
	assert_int_equal(world_job(w).state, PX_JOB_RUNNING);
	finish(w, lease, PX_TIME_NONE);
	struct px_job_row row = world_job(w);
	assert_int_equal(row.state, PX_JOB_WAITING);
	assert_int_equal(row.attempts, 0);
	assert_string_equal(row.payload, "{\"n\":2}");
	assert_null(row.owner);
	assert_int_equal(row.due, spec.due);
}

static void goes_on_when_it_says_so(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, "a");

	world_enqueue(w, &spec);
	finish(w, claim(w, "me"), WORLD_NOW + 7);
	struct px_job_row row = world_job(w);
	assert_int_equal(row.state, PX_JOB_WAITING);
	assert_int_equal(row.due, WORLD_NOW + 7);
	assert_int_equal(row.attempts, 0);
}

static void fails_later_and_later_and_dies(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, "a");
	int64_t least[] = { 500, 1000 }, most[] = { 1000, 2000 };

	world_enqueue(w, &spec);
	for (int i = 0; i < 2; i++) {
		fail_it(w, claim(w, "me"), PX_UNAVAILABLE, PX_TIME_NONE);
		struct px_job_row row = world_job(w);
		assert_int_equal(row.state, PX_JOB_WAITING);
		assert_int_equal(row.attempts, i + 1);
		assert_string_equal(row.last_error, "no luck");
		assert_in_range(row.due - WORLD_NOW, least[i], most[i]);
	}
	fail_it(w, claim(w, "me"), PX_UNAVAILABLE, PX_TIME_NONE);
	struct px_job_row row = world_job(w);
	assert_int_equal(row.state, PX_JOB_DEAD);
	assert_string_equal(row.last_error, "no luck");
	assert_null(row.owner);
	px_clock_fix(WORLD_NOW);
	struct px_store_tx *tx = world_begin(w, PX_ID_NONE);
	OK(px_jobs_retry(tx, row.id, &w->error));
	assert_int_equal(px_jobs_retry(tx, row.id, &w->error), PX_CONFLICT);
	OK(px_store_commit_wait(tx, &w->error));
	row = world_job(w);
	assert_int_equal(row.state, PX_JOB_WAITING);
	assert_int_equal(row.attempts, 0);
	assert_int_equal(row.due, WORLD_NOW);
}

static void backoff_has_an_end(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, "a");
	struct job_limits patient = { .concurrency = 1, .attempts = 100, .lease_ms = 1, .backoff_ms = 1000 };
	struct px_error why = { PX_IO, "", "no luck" };

	world_enqueue(w, &spec);
	for (int i = 0; i < 70; i++) {
		struct job_lease lease = claim(w, "me");
		struct px_store_tx *tx = world_begin(w, w->user);
		struct px_job_row row;
		OK(job_held(tx, &lease, &w->arena, &row, &w->error));
		OK(job_fail(tx, &lease, &row, &patient, &why, PX_TIME_NONE, WORLD_NOW, &w->error));
		OK(px_store_commit_wait(tx, &w->error));
	}
	assert_in_range(world_job(w).due - WORLD_NOW, PX_JOB_BACKOFF_MAX_MS / 2, PX_JOB_BACKOFF_MAX_MS);
}

static void what_cannot_be_mended_dies_at_once(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, "a");

	world_enqueue(w, &spec);
	fail_it(w, claim(w, "me"), PX_INVALID, PX_TIME_NONE);
	assert_int_equal(world_job(w).state, PX_JOB_DEAD);
	world_enqueue(w, &spec); /* asked for anew, it gets a new life */
	struct px_job_row row = world_job(w);
	assert_int_equal(row.state, PX_JOB_WAITING);
	assert_int_equal(row.attempts, 0);
	assert_null(row.last_error);
}

static void a_cancelled_run_is_no_attempt(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, "a");

	world_enqueue(w, &spec);
	for (int i = 0; i < 5; i++) { /* more than the attempts it has */
		fail_it(w, claim(w, "me"), PX_CANCELLED, PX_TIME_NONE);
		assert_int_equal(world_job(w).state, PX_JOB_WAITING);
		assert_int_equal(world_job(w).attempts, 0);
	}
}

static void a_peer_may_ask_for_patience(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, "a");

	world_enqueue(w, &spec);
	fail_it(w, claim(w, "me"), PX_RATE_LIMITED, WORLD_NOW + 60000);
	assert_int_equal(world_job(w).due, WORLD_NOW + 60000);
}

static void a_lost_lease_changes_nothing(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, "a");
	struct px_error why = { PX_INTERNAL, "", "gone" };
	struct px_job_row row;

	world_enqueue(w, &spec);
	struct job_lease slow = claim(w, "slow");
	struct px_store_tx *tx = world_begin(w, PX_ID_NONE);
	row = world_job(w);
	OK(job_fail(tx, NULL, &row, &limits, &why, PX_TIME_NONE, WORLD_NOW, &w->error));
	OK(px_store_commit_wait(tx, &w->error));
	tx = world_begin(w, w->user);
	assert_int_equal(job_held(tx, &slow, &w->arena, &row, &w->error), PX_CONFLICT);
	px_store_rollback(tx);
	(void)claim(w, "quick");
	tx = world_begin(w, w->user);
	assert_int_equal(job_held(tx, &slow, &w->arena, &row, &w->error), PX_CONFLICT);
	px_store_rollback(tx);
}

static void a_running_job_is_not_dropped(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, "a");
	struct px_job_row *rows;

	world_enqueue(w, &spec);
	struct job_lease lease = claim(w, "me");
	struct px_store_tx *tx = world_begin(w, w->user);
	assert_int_equal(px_jobs_drop(tx, lease.id, &w->error), PX_CONFLICT);
	px_store_rollback(tx);
	fail_it(w, lease, PX_INVALID, PX_TIME_NONE);
	tx = world_begin(w, w->user);
	OK(px_jobs_drop(tx, lease.id, &w->error));
	OK(px_store_commit_wait(tx, &w->error));
	assert_int_equal(world_jobs(w, &rows), 0);
}

/* Several runners look at the same rows: what one read as waiting, another may have claimed, done and deleted since. */
static void claims_nothing_that_others_have_done(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = note(w, "a");
	struct px_job_row *rows;
	size_t count = 0;

	world_enqueue(w, &spec);
	struct px_store_tx *tx = world_begin(w, PX_ID_NONE);
	OK(job_find(tx, "test.note", PX_JOB_WAITING, 1, &w->arena, &rows, &count, &w->error));
	assert_int_equal(count, 1);
	OK(px_store_delete(tx, &px_job_record, rows[0].id, &w->error));
	assert_int_equal(job_claim(tx, &rows[0], "late", 1000, WORLD_NOW, &w->error), PX_CONFLICT);
	px_store_rollback(tx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(keeps_what_was_given), TEST(goes_with_its_transaction), TEST(without_a_key_each_is_its_own),
		TEST(a_key_makes_them_one), TEST(keys_are_of_kind_and_user), TEST(refuses_what_is_too_large),
		TEST(nobodys_job_needs_maintenance), TEST(a_done_job_is_gone), TEST(once_is_once), TEST(what_is_done_once_is_counted_by_kind_user_and_time),
		TEST(enqueued_while_it_runs_it_runs_again), TEST(goes_on_when_it_says_so),
		TEST(fails_later_and_later_and_dies), TEST(backoff_has_an_end),
		TEST(what_cannot_be_mended_dies_at_once), TEST(a_cancelled_run_is_no_attempt),
		TEST(a_peer_may_ask_for_patience), TEST(a_lost_lease_changes_nothing),
		TEST(a_running_job_is_not_dropped), TEST(claims_nothing_that_others_have_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
