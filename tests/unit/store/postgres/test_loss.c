/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connections that break at every point of a transaction, and a server that is
 * killed: what was acknowledged is there, what failed is not.
 */
#include "fixture.h"

#include "base/clock.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

static void sleep_ms(int ms)
{
	const struct timespec time = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };

	nanosleep(&time, NULL);
}

/* Ends every session of the store. */
static void end_sessions(const struct world *w)
{
	char text[512];

	ask(w, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
	       " AND application_name LIKE 'pixie %'", text);
	assert_string_not_equal(text, "0");
}

static void test_idle_connections_are_replaced(void **state)
{
	struct world *w = *state;
	struct px_store *store;
	struct px_store_config config = job_config(w);

	open_store(w);
	OK(add_job(w, "a"));
	for (int i = 0; i < 3; i++) {
		end_sessions(w);
		OK(add_job(w, "b"));
	}
	assert_int_equal(count_jobs(w), 4);
	assert_int_equal(px_store_open(&config, &store, &w->error), PX_CONFLICT); /* the database's lock is held again */
	assert_int_equal(px_store_epoch(w->store), 0);
}

static void test_loss_in_a_transaction(void **state)
{
	struct world *w = *state;

	open_store(w);
	struct px_store_tx *tx = begin(w, PX_STORE_WRITE);
	struct job a = make_job(w->user, "a"), b = make_job(w->user, "b");
	OK(px_store_insert(tx, &job_record, &a, &w->error));
	end_sessions(w);
	assert_int_equal(px_store_insert(tx, &job_record, &b, &w->error), PX_UNAVAILABLE);
	assert_int_equal(px_store_insert(tx, &job_record, &b, &w->error), PX_UNAVAILABLE);
	assert_int_equal(px_store_commit_wait(tx, &w->error), PX_UNAVAILABLE);
	assert_int_equal(count_jobs(w), 0);
	OK(add_job(w, "c"));
	tx = begin(w, PX_STORE_WRITE);
	OK(px_store_insert(tx, &job_record, &a, &w->error));
	end_sessions(w);
	px_store_rollback(tx);
	assert_int_equal(count_jobs(w), 1);
}

/* Every COMMIT that wrote tasks takes half a second. */
static void slow_commits(const struct world *w)
{
	postgres_run(w->url, "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
			     " $$ BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END $$;"
			     " CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON tasks DEFERRABLE INITIALLY DEFERRED"
			     " FOR EACH ROW EXECUTE FUNCTION slow()");
}

struct answer {
	pthread_mutex_t lock;
	pthread_cond_t there;
	bool done;
	enum px_err err;
};
#define NO_ANSWER { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, PX_OK }

static void note_answer(void *arg, enum px_err err)
{
	struct answer *answer = arg;

	pthread_mutex_lock(&answer->lock);
	answer->done = true;
	answer->err = err;
	pthread_cond_signal(&answer->there);
	pthread_mutex_unlock(&answer->lock);
}

static enum px_err wait_answer(struct answer *answer)
{
	pthread_mutex_lock(&answer->lock);
	while (!answer->done)
		pthread_cond_wait(&answer->there, &answer->lock);
	pthread_mutex_unlock(&answer->lock);
	return answer->err;
}

/* The server takes the transaction back: nobody is told that it was kept. */
static void test_loss_during_the_commit(void **state)
{
	struct world *w = *state;
	struct answer answer = NO_ANSWER;

	open_store(w);
	slow_commits(w);
	struct px_store_tx *tx = begin(w, PX_STORE_WRITE);
	struct job a = make_job(w->user, "a");
	OK(px_store_insert(tx, &job_record, &a, &w->error));
	px_store_commit(tx, note_answer, &answer);
	sleep_ms(100);
	assert_false(answer.done);
	end_sessions(w);
	assert_int_equal(wait_answer(&answer), PX_UNAVAILABLE);
	assert_int_equal(px_store_epoch(w->store), 1);
	assert_int_equal(count_jobs(w), 0);
	OK(add_job(w, "b"));
}

/* A commit under way is waited for by its user's next transaction and by maintenance, not by others. */
static void test_who_waits_for_a_commit(void **state)
{
	struct world *w = *state;
	struct answer answer = NO_ANSWER;
	int64_t count = -1;

	open_store(w);
	slow_commits(w);
	struct px_store_tx *tx = begin(w, PX_STORE_WRITE);
	struct job a = make_job(w->user, "a");
	OK(px_store_insert(tx, &job_record, &a, &w->error));
	px_store_commit(tx, note_answer, &answer);
	struct px_id self = w->user;
	w->user = px_id_new();
	tx = begin(w, PX_STORE_WRITE);
	OK(px_store_count(tx, &job_record, NULL, 0, &count, &w->error));
	assert_false(answer.done);
	px_store_rollback(tx);
	w->user = PX_ID_NONE;
	tx = begin(w, PX_STORE_WRITE);
	OK(px_store_count(tx, &job_record, NULL, 0, &count, &w->error));
	assert_int_equal(count, 1);
	px_store_rollback(tx);
	w->user = self;
	assert_int_equal(wait_answer(&answer), PX_OK);
}

/*
 * A relay between the store and the server.  Once told to, it passes a COMMIT
 * on, keeps the answer, and ends the connection when the server has had time.
 */
struct relay {
	struct temp_dir dir;
	char server_path[256];
	int listener;
	_Atomic bool cut;
	_Atomic int cuts;
	pthread_t thread;
};

struct pair {
	struct relay *relay;
	int client, server;
};

static int open_unix(const char *path, bool listens)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	int failed = listens ? bind(fd, (struct sockaddr *)&address, sizeof(address)) || listen(fd, 16)
			     : connect(fd, (struct sockaddr *)&address, sizeof(address));
	if (failed) {
		perror(path);
		abort();
	}
	return fd;
}

static bool pass_on(int from, int to, struct relay *relay, bool *cut)
{
	char data[65536];
	ssize_t n = read(from, data, sizeof(data));

	if (n <= 0)
		return false;
	*cut = relay && atomic_load(&relay->cut) && memmem(data, (size_t)n, "COMMIT", 6);
	return send(to, data, (size_t)n, MSG_NOSIGNAL) == n;
}

static void *relay_pair(void *arg)
{
	struct pair *pair = arg;
	bool cut = false, ignored;

	for (;;) {
		struct pollfd polls[] = { { .fd = pair->client, .events = POLLIN }, { .fd = pair->server, .events = POLLIN } };
		poll(polls, 2, -1);
		if (polls[0].revents && !pass_on(pair->client, pair->server, pair->relay, &cut))
			break;
		if (cut) {
			atomic_store(&pair->relay->cut, false);
			atomic_fetch_add(&pair->relay->cuts, 1);
			sleep_ms(300);
			break;
		}
		if (polls[1].revents && !pass_on(pair->server, pair->client, NULL, &ignored))
			break;
	}
	close(pair->client);
	close(pair->server);
	free(pair);
	return NULL;
}

static void *relay_main(void *arg)
{
	struct relay *relay = arg;
	pthread_t thread;
	int client;

	while ((client = accept(relay->listener, NULL, NULL)) >= 0) {
		struct pair *pair = calloc(1, sizeof(*pair));
		*pair = (struct pair){ relay, client, open_unix(relay->server_path, false) };
		pthread_create(&thread, NULL, relay_pair, pair);
		pthread_detach(thread);
	}
	return NULL;
}

static void relay_start(struct relay *relay, struct world *w)
{
	char path[256], *options = strstr(w->url, "&options");
	char rest[128];

	temp_dir_make(&relay->dir);
	snprintf(relay->server_path, sizeof(relay->server_path), "%s/.s.PGSQL.5432", server.dir.path);
	temp_dir_file(&relay->dir, ".s.PGSQL.5432", path);
	relay->listener = open_unix(path, true);
	snprintf(rest, sizeof(rest), "%s", options);
	snprintf(w->url, sizeof(w->url), "postgres:///postgres?host=%s&user=pixie%s", relay->dir.path, rest);
	pthread_create(&relay->thread, NULL, relay_main, relay);
}

static void relay_stop(struct relay *relay)
{
	shutdown(relay->listener, SHUT_RDWR);
	pthread_join(relay->thread, NULL);
	close(relay->listener);
	temp_dir_remove(&relay->dir);
}

/* The server kept it, and the answer was lost: the store finds out, and says that it is durable. */
static void test_loss_of_the_answer(void **state)
{
	struct world *w = *state;
	static struct relay relay = { .listener = -1 }; /* threads of its pairs may end after the test */

	relay_start(&relay, w);
	open_store(w);
	OK(add_job(w, "a"));
	atomic_store(&relay.cut, true);
	OK(add_job(w, "b"));
	assert_int_equal(atomic_load(&relay.cuts), 1);
	assert_int_equal(px_store_epoch(w->store), 0);
	OK(add_job(w, "c"));
	assert_int_equal(count_jobs(w), 3);
	px_store_close(w->store);
	w->store = NULL;
	relay_stop(&relay);
}

enum { WRITERS = 4, ROWS_MAX = 20000 };

struct writer {
	struct world world;
	pthread_t thread;
	_Atomic bool *stop;
	int acknowledged, failed;
};

static void *write_rows(void *arg)
{
	struct writer *writer = arg;

	while (!atomic_load(writer->stop) && writer->acknowledged < ROWS_MAX) {
		if (add_job(&writer->world, "a") == PX_OK) {
			writer->acknowledged++;
		} else {
			writer->failed++;
			sleep_ms(10);
		}
	}
	return NULL;
}

static void test_kill_of_the_server(void **state)
{
	struct world *w = *state;
	struct writer writers[WRITERS] = { 0 };
	_Atomic bool stop = false;
	int failed = 0;

	open_store(w);
	for (int i = 0; i < WRITERS; i++) {
		writers[i].world = *w;
		writers[i].world.user = px_id_new();
		writers[i].stop = &stop;
		assert_int_equal(pthread_create(&writers[i].thread, NULL, write_rows, &writers[i]), 0);
	}
	for (int i = 0; i < 3; i++) {
		sleep_ms(300);
		assert_int_equal(postgres_script(&server, "kill", NULL, 0), 0);
		watchdog_start();
		assert_int_equal(postgres_script(&server, "again", NULL, 0), 0);
		watchdog_start();
	}
	sleep_ms(300);
	atomic_store(&stop, true);
	for (int i = 0; i < WRITERS; i++)
		pthread_join(writers[i].thread, NULL);
	for (int i = 0; i < WRITERS; i++) {
		w->user = writers[i].world.user;
		assert_true(writers[i].acknowledged > 3);
		assert_int_equal(count_jobs(w), writers[i].acknowledged);
		failed += writers[i].failed;
	}
	print_message("failed, and not there: %d\n", failed);
}

static const struct CMUnitTest cases[] = {
	cmocka_unit_test_setup_teardown(test_idle_connections_are_replaced, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_loss_in_a_transaction, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_loss_during_the_commit, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_who_waits_for_a_commit, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_loss_of_the_answer, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_kill_of_the_server, set_up, tear_down),
};

RUN(cases)
