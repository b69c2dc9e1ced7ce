/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One list of what the domain, identity and jobs keep.
 */
#include "app/records.h"

#include "auth/auth.h"
#include "domain/entities.h"

#include <pthread.h>
#include <stdio.h>

enum { RECORDS_MAX = 64 };

static const struct px_record *all[RECORDS_MAX];

static void gather(void)
{
	size_t n = 0;

	for (size_t i = 0; px_records[i]; i++)
		all[n++] = px_records[i];
	for (size_t i = 0; px_auth_records[i]; i++)
		all[n++] = px_auth_records[i];
}

const struct px_record *const *px_app_records(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, gather);
	return all;
}

void px_app_database(const struct px_config *config, char path[4096])
{
	if (config->database[0])
		snprintf(path, 4096, "%s", config->database);
	else
		snprintf(path, 4096, "%s/pixie.db", config->data);
}
