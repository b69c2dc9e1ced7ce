/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One job a user.  It looks at the zone as it is when it runs: who has changed
 * it meanwhile, or taken the stay back, is left where they are.
 */
#include "proactive/zone_back.h"

#include "base/json.h"
#include "proactive/proactive_internal.h"

#define KIND "settings.zone_back"

struct stay {
	const char *away, *home; /* in the work's arena; NULL: there is none any more */
	int64_t at;
};

enum px_err px_zone_back_request(struct px_store_tx *tx, struct px_id user, const char *away, const char *home, int64_t at,
				 struct px_error *error)
{
	char payload[256];

	/* names of zones hold letters, digits and / _ + - only */
	snprintf(payload, sizeof(payload), "{\"away\":\"%.64s\",\"home\":\"%.64s\",\"at\":%lld}", away ? away : "",
		 home ? home : "", (long long)at);
	const struct px_job_spec job = { .kind = KIND, .user = user, .payload = payload, .due = at, .key = "zone" };
	return px_jobs_enqueue(tx, &job, error);
}

static struct stay read_stay(struct px_proactive_run *work, const char *payload)
{
	struct stay stay = { NULL, NULL, 0 };
	json_t *value = NULL;

	if (px_json_parse(px_str(payload), &value, NULL) == PX_OK) {
		const char *away = json_string_value(json_object_get(value, "away"));
		const char *home = json_string_value(json_object_get(value, "home"));
		if (away && away[0] && home && home[0]) {
			stay.away = px_arena_str(&work->arena, px_str(away));
			stay.home = px_arena_str(&work->arena, px_str(home));
		}
		stay.at = json_integer_value(json_object_get(value, "at"));
	}
	json_decref(value);
	return stay;
}

static enum px_err go_home(struct px_proactive_run *work, const struct stay *stay, struct px_error *error)
{
	struct px_user user = work->user;

	if (!stay->away || strcmp(user.zone, stay->away) != 0)
		return PX_OK;
	user.zone = stay->home;
	enum px_err err = px_user_change(&work->domain, &user, error);
	return err ? err : px_replan_request(work->domain.tx, work->domain.user, error);
}

static enum px_err apply(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	struct px_proactive_run *work;

	(void)arg;
	enum px_err err = px_proactive_begin(tx, run, &work, error);
	if (err)
		return err == PX_NOT_FOUND ? PX_OK : err;
	const struct stay stay = read_stay(work, run->payload);
	if (stay.away && work->domain.now < stay.at) /* it was made longer: a job keeps the earlier of two times */
		run->again = stay.at;
	else
		err = go_home(work, &stay, error);
	return err ? err : px_proactive_close(work, error);
}

const struct px_job_kind px_zone_back_kind = {
	.name = KIND, .concurrency = 1, .apply = apply, .ended = px_proactive_ended,
};
