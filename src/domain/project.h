/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Projects: names for groups of tasks, unique per user without case
 * (Unicode case folding).
 */
#ifndef PX_DOMAIN_PROJECT_H
#define PX_DOMAIN_PROJECT_H

#include "domain/domain.h"

enum { PX_PROJECT_NAME_MAX = 200, PX_PROJECTS_MAX = 1000 /* of one user */ };

/* PX_CONFLICT ("name") if there is one of that name. */
enum px_err px_project_create(struct px_domain *domain, struct px_project *project,
			      struct px_error *error) PX_MUST_CHECK;
enum px_err px_project_get(struct px_domain *domain, struct px_id id, struct px_project *project,
			   struct px_error *error) PX_MUST_CHECK;
enum px_err px_project_update(struct px_domain *domain, struct px_project *project,
			      int64_t expected, struct px_error *error) PX_MUST_CHECK;
/* Deletes; its tasks stay and belong to no project. */
enum px_err px_project_delete(struct px_domain *domain, struct px_id id, int64_t expected,
			      struct px_error *error) PX_MUST_CHECK;
/* By name without case; PX_NOT_FOUND. */
enum px_err px_project_find(struct px_domain *domain, struct px_str name,
			    struct px_project *project, struct px_error *error) PX_MUST_CHECK;
/* Finds or creates; *created (may be NULL) says which.  An archived one comes back to life. */
enum px_err px_project_ensure(struct px_domain *domain, struct px_str name,
			      struct px_project *project, bool *created,
			      struct px_error *error) PX_MUST_CHECK;
/* All, by name. */
enum px_err px_project_list(struct px_domain *domain, bool archived_too,
			    struct px_project **projects, size_t *count,
			    struct px_error *error) PX_MUST_CHECK;

#endif
