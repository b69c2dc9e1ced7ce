/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A store in a temporary directory with a struct px_auth over it, for the
 * tests of this folder.  Passwords are hashed with the cheapest parameters.
 */
#ifndef PX_TESTS_UNIT_AUTH_WORLD_H
#define PX_TESTS_UNIT_AUTH_WORLD_H

#include "auth/auth.h"
#include "auth/password.h"
#include "auth/records.h"
#include "base/clock.h"
#include "base/log.h"
#include "store/fault.h"
#include "support/watchdog.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* Stands for domain's record, which this layer can't see. */
struct world_user {
	struct px_id id;
	const char *name, *email, *zone, *locale;
	bool admin;
	int64_t created, updated, version;
};

static const struct px_field world_user_fields[] = {
	PX_FIELD(struct world_user, id, ID, PX_FIELD_REQUIRED),
	PX_FIELD(struct world_user, name, TEXT, PX_FIELD_REQUIRED),
	PX_FIELD(struct world_user, email, TEXT, 0),
	PX_FIELD(struct world_user, zone, ZONE, PX_FIELD_REQUIRED),
	PX_FIELD(struct world_user, locale, TEXT, PX_FIELD_REQUIRED),
	PX_FIELD(struct world_user, admin, BOOL, 0),
	PX_FIELD(struct world_user, created, INSTANT, PX_FIELD_REQUIRED),
	PX_FIELD(struct world_user, updated, INSTANT, PX_FIELD_REQUIRED),
	PX_FIELD(struct world_user, version, INT, PX_FIELD_REQUIRED),
};

static const struct px_record world_user_record = {
	.name = "user", .table = "users", .size = sizeof(struct world_user), .fields = world_user_fields,
	.field_count = sizeof(world_user_fields) / sizeof(world_user_fields[0]),
};

static const struct px_password_params world_password = { .memory_kib = 64, .passes = 1, .lanes = 1 };

#define WORLD_NOW INT64_C(1768471200000) /* 2026-01-15T10:00:00Z */

struct world {
	char dir[64], path[96];
	struct px_store *store;
	struct px_auth *auth;
	struct px_auth_config config;
	struct px_store_tx *tx;
	struct px_arena arena;
	struct px_error error;
	struct px_store_fault *fault; /* set before world_open: the store fails when told to */
	int revocations;
	struct px_id revoked;
};

#define OK(call) \
	do { \
		enum px_err err_ = (call); \
		if (err_ != PX_OK) \
			fail_msg("%s: %s: %s", #call, px_err_name(err_), w->error.message); \
	} while (0)

static inline void world_revoked(void *arg, struct px_id user, struct px_id session)
{
	struct world *w = arg;

	(void)user;
	w->revocations++;
	w->revoked = session;
}

/* The store alone; then make w->auth, or let world_open do both. */
static inline void world_open_store(struct world *w)
{
	static const struct px_record *records[32];
	size_t count = 0;

	records[count++] = &world_user_record;
	for (const struct px_record *const *r = px_auth_records; *r != NULL; r++)
		records[count++] = *r;
	records[count] = NULL;
	const struct px_store_config store = { .driver = "sqlite", .path = w->path, .shards = 4, .records = records };
	OK(w->fault ? px_store_open_faulty(&store, w->fault, &w->store, &w->error)
		    : px_store_open(&store, &w->store, &w->error));
	w->config.store = w->store;
	w->config.user_record = &world_user_record;
	w->config.data_dir = w->dir;
	w->config.password = &world_password;
	w->config.cache_entries = 1024;
}

static inline void world_open(struct world *w)
{
	world_open_store(w);
	OK(px_auth_new(&w->config, &w->auth, &w->error));
	px_auth_on_revoked(w->auth, world_revoked, w);
}

static inline void world_close(struct world *w)
{
	px_auth_free(w->auth);
	px_store_close(w->store);
}

/* Prepares the directory and the clock; change w->config, then world_open. */
static inline struct world *world_make(void)
{
	struct world *w = calloc(1, sizeof(*w));

	watchdog_start();
	px_log_set_level(PX_LOG_NONE);
	px_clock_fix(WORLD_NOW);
	snprintf(w->dir, sizeof(w->dir), "/tmp/pixie-auth-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	snprintf(w->path, sizeof(w->path), "%s/pixie.db", w->dir);
	px_arena_init(&w->arena);
	return w;
}

static inline int world_unlink(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static inline void world_free(struct world *w)
{
	px_arena_release(&w->arena);
	nftw(w->dir, world_unlink, 8, FTW_DEPTH | FTW_PHYS);
	free(w);
	watchdog_stop();
}

static inline struct px_store_tx *world_begin(struct world *w, enum px_store_mode mode)
{
	OK(px_store_begin(w->store, PX_ID_NONE, mode, &w->tx, &w->error));
	return w->tx;
}

static inline struct px_store_tx *world_write(struct world *w)
{
	return world_begin(w, PX_STORE_WRITE);
}

static inline struct px_store_tx *world_read(struct world *w)
{
	return world_begin(w, PX_STORE_READ);
}

static inline void world_commit(struct world *w)
{
	OK(px_store_commit_wait(w->tx, &w->error));
}

static inline void world_end(struct world *w)
{
	px_store_rollback(w->tx);
}

static inline struct px_id world_add_user(struct world *w, const char *name, const char *email)
{
	struct px_auth_user user = { .name = name, .email = email };

	OK(px_auth_user_add(w->auth, world_write(w), &user, &w->error));
	world_commit(w);
	return user.id;
}

/* check, and if needed resolve, as a server does. */
static inline enum px_err world_identify(struct world *w, const char *token, struct px_principal *principal)
{
	switch (px_auth_check(w->auth, px_str(token), principal)) {
	case PX_AUTH_OK:
		return PX_OK;
	case PX_AUTH_NEEDS_STORE:
		return px_auth_resolve(w->auth, px_str(token), principal, &w->error);
	default:
		return PX_UNAUTHORIZED;
	}
}

static inline void world_advance(int64_t ms)
{
	px_clock_fix(px_clock_now() + ms);
}

#endif
