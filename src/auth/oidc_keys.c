/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An issuer's keys: kept, fetched when that is worth it, used to verify.
 *
 * They are fetched at the start, every hour, and when a token names a key that
 * is not among them.  A failed fetch is tried again after a growing wait, and
 * unknown keys cause at most one fetch a minute, so made-up key ids cost
 * nothing.  While a fetch fails the keys of the last one stay in use.
 */
#include "auth/oidc_internal.h"

#include "auth/jwt.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/random.h"

#include <stdlib.h>

#define REFRESH_MS PX_MS_HOUR
#define UNKNOWN_KEY_MS PX_MS_MINUTE
#define BACKOFF_MAX_MS (INT64_C(5) * PX_MS_MINUTE)

static void tell_job(struct px_job *job)
{
	struct px_oidc_waiter *waiter = (struct px_oidc_waiter *)job;

	waiter->done(waiter->arg);
	free(waiter);
}

static void tell(struct px_oidc_waiter *waiter)
{
	waiter->job.run = tell_job;
	/* a loop that takes no more posts is going down: its requests are dropped with it, told or not */
	if (waiter->loop == NULL || waiter->loop == px_loop_current() ||
	    !px_loop_post(waiter->loop, &waiter->job))
		tell_job(&waiter->job);
}

void px_oidc_later(void (*done)(void *arg), void *arg)
{
	struct px_oidc_waiter *waiter = px_calloc(1, sizeof(*waiter));
	struct px_loop *loop = px_loop_current();

	*waiter = (struct px_oidc_waiter){ .job = { .run = tell_job }, .done = done, .arg = arg };
	if (loop == NULL || !px_loop_post(loop, &waiter->job))
		tell_job(&waiter->job);
}

/* A wall clock that was set back far must not stop fetching for good. */
static bool is_due(int64_t now, int64_t at)
{
	return now >= at || at - now > PX_MS_DAY;
}

/* Under the issuer's lock. */
static bool may_fetch(const struct px_issuer *issuer)
{
	return issuer->fetching ? issuer->waiter_count < PX_OIDC_WAITERS_MAX :
				  is_due(px_clock_now(), issuer->next_try);
}

bool px_oidc_may_fetch(struct px_issuer *issuer)
{
	bool may;

	pthread_mutex_lock(&issuer->lock);
	may = may_fetch(issuer);
	pthread_mutex_unlock(&issuer->lock);
	return may;
}

static int64_t backoff(unsigned failures)
{
	int64_t wait = PX_MS_SECOND << (failures < 10 ? failures : 10);

	if (wait > BACKOFF_MAX_MS)
		wait = BACKOFF_MAX_MS;
	return wait + (int64_t)(px_random_u64() % (uint64_t)(wait / 4 + 1));
}

static void schedule(struct px_issuer *issuer, bool success)
{
	int64_t now = px_clock_now();

	if (success) {
		issuer->failures = 0;
		issuer->next_refresh = now + REFRESH_MS;
		issuer->next_try = now + UNKNOWN_KEY_MS;
		return;
	}
	issuer->next_try = issuer->next_refresh = now + backoff(issuer->failures);
	issuer->failures++;
	atomic_fetch_add(&issuer->oidc->failures, 1);
}

static void fetched(struct px_issuer *issuer, struct px_oidc_endpoints *endpoints, struct px_jwks *keys,
		    const char *problem)
{
	struct px_jwks *old_keys = NULL;
	struct px_oidc_endpoints old_endpoints = { 0 };
	struct px_oidc_waiter *waiters;

	pthread_mutex_lock(&issuer->lock);
	if (keys != NULL) { /* after a failure the old ones go on */
		old_keys = issuer->keys;
		old_endpoints = issuer->endpoints;
		issuer->keys = keys;
		issuer->endpoints = *endpoints;
	}
	schedule(issuer, keys != NULL);
	issuer->fetching = false;
	waiters = issuer->waiters;
	issuer->waiters = NULL;
	issuer->waiter_count = 0;
	pthread_mutex_unlock(&issuer->lock);
	if (keys == NULL)
		px_log(PX_LOG_WARN, "auth", "issuer's keys can't be fetched", PX_LF("issuer", issuer->config.issuer),
		       PX_LF("problem", problem));
	px_jwks_free(old_keys);
	px_oidc_endpoints_release(&old_endpoints);
	while (waiters != NULL) {
		struct px_oidc_waiter *next = waiters->next;
		tell(waiters);
		waiters = next;
	}
}

/* True if the caller is now to start the fetch. */
static bool claim_fetch(struct px_issuer *issuer, struct px_oidc_waiter *waiter)
{
	bool start;

	pthread_mutex_lock(&issuer->lock);
	start = !issuer->fetching;
	issuer->fetching = true;
	if (waiter != NULL) {
		waiter->next = issuer->waiters;
		issuer->waiters = waiter;
		issuer->waiter_count++;
	}
	pthread_mutex_unlock(&issuer->lock);
	return start;
}

void px_oidc_fetch_keys(struct px_issuer *issuer, void (*done)(void *arg), void *arg)
{
	struct px_oidc_waiter *waiter = px_calloc(1, sizeof(*waiter));

	*waiter = (struct px_oidc_waiter){ .done = done, .arg = arg, .loop = px_loop_current() };
	if (claim_fetch(issuer, waiter)) {
		atomic_fetch_add(&issuer->oidc->fetches, 1);
		px_oidc_fetch_start(issuer, fetched);
	}
}

void px_oidc_tick(struct px_oidc *oidc)
{
	for (size_t i = 0; oidc != NULL && i < oidc->count; i++) {
		struct px_issuer *issuer = &oidc->issuers[i];
		bool due;

		pthread_mutex_lock(&issuer->lock);
		due = !issuer->fetching && is_due(px_clock_now(), issuer->next_refresh);
		if (due)
			issuer->fetching = true;
		pthread_mutex_unlock(&issuer->lock);
		if (due) {
			atomic_fetch_add(&oidc->fetches, 1);
			px_oidc_fetch_start(issuer, fetched);
		}
	}
}

void px_oidc_stats(struct px_oidc *oidc, uint64_t *fetches, uint64_t *failures)
{
	*fetches = oidc ? atomic_load(&oidc->fetches) : 0;
	*failures = oidc ? atomic_load(&oidc->failures) : 0;
}

enum px_oidc_proof px_oidc_verify(struct px_issuer *issuer, const struct px_jws *jws)
{
	enum px_oidc_proof proof = PX_OIDC_NOT_SIGNED;
	bool known = false;

	/* held while verifying (~0.1 ms), which happens once per token and 5 minutes */
	pthread_mutex_lock(&issuer->lock);
	if (issuer->keys != NULL && px_jws_verify_set(jws, issuer->keys, &known) != NULL)
		proof = PX_OIDC_SIGNED;
	else if (!known || jws->kid[0] == '\0') /* without a kid, "known" only says that some key has the algorithm */
		proof = may_fetch(issuer) ? PX_OIDC_FETCH :
			issuer->keys == NULL || issuer->failures > 0 ? PX_OIDC_CANT_TELL : PX_OIDC_NOT_SIGNED;
	pthread_mutex_unlock(&issuer->lock);
	return proof;
}
