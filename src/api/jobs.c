/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/jobs, for administrators: what waits, runs, or was given up.  What a
 * job holds for its handler is not shown.
 */
#include "jobs/jobs.h"

#include "api/api_internal.h"
#include "api/page.h"

/* Without a state: those that need somebody. */
enum px_err px_work_list(struct px_call *call, struct px_error *error)
{
	struct px_page page;
	enum px_err err = px_page_init(&page, call, error);

	if (!err && px_call_query(call, "state"))
		err = px_page_filter_query(&page, call, &px_job_record, "state", error);
	else
		px_page_filter(&page, "state", PX_OP_EQ, (struct px_store_value){ .integer = PX_JOB_DEAD });
	return err ? err : px_page_answer(&page, call, &px_job_record, error);
}

enum px_err px_work_retry(struct px_call *call, struct px_error *error)
{
	struct px_job_row job;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_jobs_retry(call->tx, id, error);
	if (!err)
		err = px_store_get(call->tx, &px_job_record, id, &call->arena, &job, error);
	if (!err)
		px_call_row(call, &px_job_record, &job);
	return err;
}

enum px_err px_work_drop(struct px_call *call, struct px_error *error)
{
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	return err ? err : px_jobs_drop(call->tx, id, error);
}
