/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many threads check and resolve while sessions end and keys rotate: run under
 * the thread sanitizer, and nobody gets in after being told out.
 */
#include "unit/auth/world.h"

#include "auth/auth_internal.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { THREADS = 4, SESSIONS = 6 };

struct crowd {
	struct world *w;
	struct px_auth_grant grants[SESSIONS];
	struct px_id user;
	_Atomic bool ended[SESSIONS]; /* set after the revocation returned */
	_Atomic bool stop;
	_Atomic int let_in, turned_away, wrong;
};

static enum px_err identify(struct px_auth *auth, struct px_str token, struct px_principal *who)
{
	switch (px_auth_check(auth, token, who)) {
	case PX_AUTH_OK:
		return PX_OK;
	case PX_AUTH_NEEDS_STORE:
		return px_auth_resolve(auth, token, who, NULL);
	default:
		return PX_UNAUTHORIZED;
	}
}

static void *visitor(void *arg)
{
	struct crowd *crowd = arg;

	for (unsigned i = 0; !atomic_load(&crowd->stop); i++) {
		unsigned which = i % SESSIONS;
		bool ended = atomic_load(&crowd->ended[which]);
		struct px_principal who;
		enum px_err err = identify(crowd->w->auth, px_str(crowd->grants[which].access), &who);

		if (err == PX_OK) {
			atomic_fetch_add(&crowd->let_in, 1);
			if (ended || !px_id_eq(who.user, crowd->user) ||
			    !px_id_eq(who.session, crowd->grants[which].principal.session))
				atomic_fetch_add(&crowd->wrong, 1);
		} else {
			atomic_fetch_add(&crowd->turned_away, 1);
			if (err != PX_UNAUTHORIZED)
				atomic_fetch_add(&crowd->wrong, 1);
		}
	}
	return NULL;
}

static void nobody_slips_in(void **state)
{
	struct world *w = world_make();
	struct crowd crowd = { .w = w };
	pthread_t threads[THREADS];
	struct px_buf text = PX_BUF_INIT(65536);

	(void)state;
	world_open(w);
	crowd.user = world_add_user(w, "Ann", NULL);
	for (int i = 0; i < SESSIONS; i++) {
		OK(px_auth_session_open(w->auth, world_write(w), crowd.user, PX_SESSION_PASSWORD, NULL, &crowd.grants[i],
					&w->error));
		world_commit(w);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, visitor, &crowd);
	for (int i = 0; i < SESSIONS; i++) {
		/* let them meet the state before and after each revocation */
		int goal = atomic_load(&crowd.let_in) + 50;
		while (atomic_load(&crowd.let_in) < goal)
			sched_yield();
		OK(px_auth_maintain(w->auth, world_write(w), &(bool){ false }, &w->error));
		OK(px_auth_session_revoke(w->auth, w->tx, crowd.user, crowd.grants[i].principal.session, &w->error));
		atomic_store(&crowd.ended[i], true); /* before the commit: told is told */
		px_auth_jwks(w->auth, &text);
		px_auth_tick(w->auth);
		world_commit(w);
	}
	int goal = atomic_load(&crowd.turned_away) + 50;
	while (atomic_load(&crowd.turned_away) < goal)
		sched_yield();
	atomic_store(&crowd.stop, true);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(crowd.wrong, 0);
	assert_int_equal(w->revocations, SESSIONS);
	px_buf_release(&text);
	world_close(w);
	world_free(w);
	px_clock_fix(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_slips_in),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
