/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where records are kept, and all the records there are: what the server and
 * the commands that open a store of their own have in common.
 */
#ifndef PX_APP_RECORDS_H
#define PX_APP_RECORDS_H

#include "config/config.h"
#include "store/store.h"

/* NULL-terminated; constant once it was called. */
const struct px_record *const *px_app_records(void);
/* The database of the settings: their own, or pixie.db in the data folder. */
void px_app_database(const struct px_config *config, char path[4096]);

#endif
