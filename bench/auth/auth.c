/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What identity costs per request: `bench_auth DIRECTORY` (an empty one).
 * Prints one line per operation: nanoseconds each, one thread.
 */
#include "auth/auth.h"
#include "auth/auth_internal.h"
#include "auth/limit.h"
#include "domain/entities.h"

#include <stdio.h>
#include <stdlib.h>

enum { TOKENS = 10000 };

static struct px_auth *auth;
static struct px_store *store;
static char personal[TOKENS][PX_TOKEN_TEXT];
static struct px_auth_grant grant;
static struct px_limiter *limiter;

static void must(enum px_err err, const struct px_error *error)
{
	if (err != PX_OK) {
		fprintf(stderr, "bench_auth: %s: %s\n", px_err_name(err), error->message);
		exit(1);
	}
}

static void report(const char *what, int64_t started, int64_t count)
{
	printf("%-44s %10.0f ns\n", what, (double)(px_clock_mono() - started) / (double)count);
}

static void set_up(const char *directory)
{
	static const struct px_record *records[64];
	struct px_error error = { 0 };
	struct px_store_tx *tx;
	struct px_auth_user user = { .name = "Ann" };
	char path[512];
	size_t count = 0;

	for (const struct px_record *const *r = px_records; *r != NULL; r++)
		records[count++] = *r;
	for (const struct px_record *const *r = px_auth_records; *r != NULL; r++)
		records[count++] = *r;
	snprintf(path, sizeof(path), "%s/bench.db", directory);
	must(px_store_open(&(struct px_store_config){ .driver = "sqlite", .path = path, .shards = 1,
						      .records = records }, &store, &error), &error);
	must(px_auth_new(&(struct px_auth_config){ .store = store, .user_record = &px_user_record,
						   .data_dir = directory }, &auth, &error), &error);
	must(px_limiter_new(&px_limit_config_default, &limiter, &error), &error);
	must(px_store_begin(store, PX_ID_NONE, PX_STORE_WRITE, &tx, &error), &error);
	for (int i = 0; i < TOKENS; i++) {
		struct px_auth_token token = { .name = "t", .scopes = PX_SCOPE_ALL, .expires = PX_TIME_NONE };
		if (i % 100 == 0)
			must(px_auth_user_add(auth, tx, &user, &error), &error);
		token.user = user.id;
		must(px_auth_token_add(auth, tx, &token, personal[i], &error), &error);
	}
	must(px_auth_session_open(auth, tx, user.id, PX_SESSION_PASSWORD, NULL, &grant, &error), &error);
	must(px_store_commit_wait(tx, &error), &error);
}

static void bench_tokens(void)
{
	struct px_principal who;
	int64_t started = px_clock_mono();

	for (int i = 0; i < TOKENS; i++)
		must(px_auth_resolve(auth, px_str(personal[i]), &who, NULL), NULL);
	report("resolve a personal token (store)", started, TOKENS);
	started = px_clock_mono();
	for (int i = 0; i < 100 * TOKENS; i++)
		(void)px_auth_check(auth, px_str(personal[i % TOKENS]), &who);
	report("check a hot personal token, 10000 of them", started, 100 * TOKENS);
	started = px_clock_mono();
	for (int i = 0; i < 2000; i++)
		must(px_auth_resolve(auth, px_str(grant.access), &who, NULL), NULL);
	report("resolve an access token (EdDSA and store)", started, 2000);
	started = px_clock_mono();
	for (int i = 0; i < 1000000; i++)
		(void)px_auth_check(auth, px_str(grant.access), &who);
	report("check a hot access token", started, 1000000);
}

static void bench_others(void)
{
	const struct px_limit_caller caller = { grant.principal.user, grant.principal.session, "192.0.2.1" };
	struct px_limit_result result;
	struct px_auth_login login = { .stored = "" };
	char phc[PX_PASSWORD_TEXT];
	int64_t started = px_clock_mono();

	for (int i = 0; i < 1000000; i++)
		px_limit_take(limiter, PX_LIMIT_READ, &caller, 1, &result);
	report("take from three buckets", started, 1000000);
	started = px_clock_mono();
	must(px_auth_hash_password(auth, PX_STR("a decent passphrase"), phc, NULL), NULL);
	report("hash a password (19 MiB, 2 passes)", started, 1);
	snprintf(login.stored, sizeof(login.stored), "%s", phc);
	login.user = grant.principal.user;
	started = px_clock_mono();
	px_auth_login_verify(auth, &login, PX_STR("a decent passphrase"));
	report("verify a password", started, 1);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	set_up(argv[1]);
	bench_tokens();
	bench_others();
	px_limiter_free(limiter);
	px_auth_free(auth);
	px_store_close(store);
	return 0;
}
