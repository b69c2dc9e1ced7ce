/* SPDX-License-Identifier: Apache-2.0 */
/*
 * auth_probe DATA_DIR ISSUER: px_auth with one loop, a store and the real
 * HTTP client, driven by lines on standard input; each is answered by one
 * line.  Used by oidc.test.mjs against a real issuer.
 *
 *   check TOKEN            ok USER KIND | unauthorized
 *   begin REDIRECT_URI     URL COOKIE | error CODE
 *   finish COOKIE QUERY    ok SUBJECT EMAIL VERIFIED ACCESS | error CODE
 *   user ID                NAME EMAIL
 *   tick                   done (the issuer's fetch, if one was due, has ended)
 *   advance MS             done (the wall clock, from the real one)
 *   stats                  FETCHES FAILURES
 */
#include "app/fetch.h"
#include "auth/auth.h"
#include "auth/password.h"
#include "base/clock.h"
#include "base/log.h"
#include "domain/entities.h"
#include "sys/loop.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static struct probe {
	struct px_loop *loop;
	struct px_store *store;
	struct px_auth *auth;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool done;
	const char *first, *second; /* words of the command */
	enum px_auth_verdict verdict;
	struct px_principal principal;
	struct px_auth_grant grant;
} probe = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

static void must(enum px_err err, const struct px_error *error)
{
	if (err != PX_OK) {
		fprintf(stderr, "auth_probe: %s: %s\n", px_err_name(err), error->message);
		exit(1);
	}
}

static void signal_done(void *arg)
{
	(void)arg;
	pthread_mutex_lock(&probe.lock);
	probe.done = true;
	pthread_cond_signal(&probe.changed);
	pthread_mutex_unlock(&probe.lock);
}

/* Runs on the loop and waits until signal_done. */
static void run_on_loop(void (*run)(void *arg))
{
	probe.done = false;
	px_loop_run_sync(probe.loop, run, NULL);
	pthread_mutex_lock(&probe.lock);
	while (!probe.done)
		pthread_cond_wait(&probe.changed, &probe.lock);
	pthread_mutex_unlock(&probe.lock);
}

/* ---------------------------------------------------------------- commands */

static void check_again(void *arg)
{
	probe.verdict = px_auth_check(probe.auth, px_str(probe.first), &probe.principal);
	signal_done(arg);
}

static void check_on_loop(void *arg)
{
	probe.verdict = px_auth_check(probe.auth, px_str(probe.first), &probe.principal);
	if (probe.verdict == PX_AUTH_NEEDS_KEYS)
		px_auth_await_keys(probe.auth, px_str(probe.first), check_again, NULL);
	else
		signal_done(arg);
}

static void command_check(void)
{
	static const char *const kinds[] = { "access", "personal", "external" };
	char id[PX_ID_TEXT + 1];

	run_on_loop(check_on_loop);
	if (probe.verdict == PX_AUTH_NEEDS_STORE &&
	    px_auth_resolve(probe.auth, px_str(probe.first), &probe.principal, NULL) == PX_OK)
		probe.verdict = PX_AUTH_OK;
	px_id_format(probe.principal.user, id);
	if (probe.verdict == PX_AUTH_OK)
		printf("ok %s %s\n", id, kinds[probe.principal.kind]);
	else
		printf("unauthorized\n");
}

static void command_begin(void)
{
	struct px_arena arena;
	struct px_error error;
	struct px_auth_oidc_attempt begun;
	enum px_err err;

	px_arena_init(&arena);
	err = px_auth_oidc_begin(probe.auth, "local", probe.first, PX_STR("/home"), &arena, &begun, &error);
	if (err == PX_OK)
		printf("%s %s\n", begun.url, begun.cookie);
	else
		printf("error %s\n", px_err_name(err));
	px_arena_release(&arena);
}

static void log_in(const struct px_auth_identity *identity)
{
	struct px_store_tx *tx;
	struct px_error error = { 0 };

	must(px_store_begin(probe.store, PX_ID_NONE, PX_STORE_WRITE, &tx, &error), &error);
	must(px_auth_oidc_login(probe.auth, tx, identity, NULL, &probe.grant, &error), &error);
	must(px_store_commit_wait(tx, &error), &error);
}

/* The probe's main thread waits meanwhile, so the store may be used from here. */
static void finished(void *arg, const struct px_auth_identity *identity, const char *return_to,
		     const struct px_error *error)
{
	if (identity == NULL) {
		printf("error %s\n", px_err_name(error->code));
	} else {
		log_in(identity);
		printf("ok %s %s %d %s %s\n", identity->subject, identity->email, identity->email_verified, return_to,
		       probe.grant.access);
	}
	signal_done(arg);
}

static void finish_on_loop(void *arg)
{
	px_auth_oidc_finish(probe.auth, px_str(probe.second), px_str(probe.first), finished, arg);
}

static void command_finish(void)
{
	run_on_loop(finish_on_loop);
}

static void command_user(void)
{
	struct px_auth_user user;
	struct px_store_tx *tx;
	struct px_arena arena;
	struct px_error error = { 0 };

	px_arena_init(&arena);
	must(px_store_begin(probe.store, PX_ID_NONE, PX_STORE_READ, &tx, &error), &error);
	must(px_auth_user_find(probe.auth, tx, px_str(probe.first), &arena, &user, &error), &error);
	px_store_rollback(tx);
	printf("%s %s\n", user.name, user.email ? user.email : "-");
	px_arena_release(&arena);
}

static void tick_on_loop(void *arg)
{
	(void)arg;
	px_auth_tick(probe.auth);
}

static void command_tick(void)
{
	px_loop_run_sync(probe.loop, tick_on_loop, NULL);
	printf("done\n");
}

static void command_advance(void)
{
	int64_t ms = 0;

	px_clock_fix(0);
	if (px_str_to_int64(px_str(probe.first), &ms) && ms != 0)
		px_clock_fix(px_clock_now() + ms);
	printf("done\n");
}

static void command_stats(void)
{
	struct px_auth_stats stats;

	px_auth_get_stats(probe.auth, &stats);
	printf("%llu %llu\n", (unsigned long long)stats.key_fetches, (unsigned long long)stats.key_fetch_failures);
}

static const struct {
	const char *name;
	void (*run)(void);
} commands[] = {
	{ "check", command_check }, { "begin", command_begin }, { "finish", command_finish }, { "user", command_user },
	{ "tick", command_tick }, { "advance", command_advance }, { "stats", command_stats },
};

static void serve(void)
{
	static char line[65536];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		struct px_str rest, second, word = px_str_cut(px_str_trim(px_str(line)), ' ', &rest);
		struct px_str first = px_str_cut(rest, ' ', &second);
		char *one = strndup(first.data ? first.data : "", first.size);
		char *two = strndup(second.data ? second.data : "", second.size);

		probe.first = one;
		probe.second = two;
		for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
			if (px_str_eq(word, px_str(commands[i].name)))
				commands[i].run();
		}
		fflush(stdout);
		free(one);
		free(two);
	}
}

int main(int argc, char **argv)
{
	static const struct px_password_params cheap = { .memory_kib = 64, .passes = 1, .lanes = 1 };
	static const struct px_record *records[64];
	struct px_client *client;
	struct px_fetcher fetcher;
	struct px_error error = { 0 };
	char path[512];
	size_t count = 0;

	if (argc != 3)
		return 2;
	px_log_set_level(PX_LOG_ERROR);
	snprintf(path, sizeof(path), "%s/pixie.db", argv[1]);
	for (const struct px_record *const *r = px_records; *r != NULL; r++)
		records[count++] = *r;
	for (const struct px_record *const *r = px_auth_records; *r != NULL; r++)
		records[count++] = *r;
	must(px_loop_new(0, &probe.loop, &error), &error);
	must(px_client_new(&(struct px_client_config){ .loop = probe.loop, .proxy = "", .allow_http = true }, &client,
			   &error), &error);
	fetcher = (struct px_fetcher){ client, probe.loop };
	must(px_store_open(&(struct px_store_config){ .driver = "sqlite", .path = path, .shards = 1,
						      .records = records }, &probe.store, &error), &error);
	const struct px_auth_issuer issuer = { .name = "local", .issuer = argv[2], .client_id = "pixie",
					       .client_secret = "a secret for tests", .audience = "urn:pixie:api",
					       .create_users = true, .link_email = true };
	must(px_auth_new(&(struct px_auth_config){
		.store = probe.store, .user_record = &px_user_record, .data_dir = argv[1], .password = &cheap,
		.issuers = &issuer, .issuer_count = 1, .fetch = px_app_fetch, .fetch_arg = &fetcher,
		.cache_entries = 1024 }, &probe.auth, &error), &error);
	serve();
	px_client_free(client);
	px_loop_free(probe.loop);
	px_auth_free(probe.auth);
	px_store_close(probe.store);
	return 0;
}
