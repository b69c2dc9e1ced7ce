/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time zones by IANA name, read from the system's tz database and kept for
 * the life of the process.
 *
 * The folder is that of $ZONEINFO, or the usual one.  Names are checked
 * before they become paths: letters, digits, '_', '-', '+' and '/' only, no
 * empty component, nothing absolute, and no dots at all.  Thread-safe.
 */
#ifndef PX_SYS_ZONEINFO_H
#define PX_SYS_ZONEINFO_H

#include "base/tz.h"

/*
 * The zone, borrowed for the life of the process, or NULL if there is none of
 * that name.  "UTC" is always known.  Also takes "+01:00" and "-0330".
 */
const struct px_tz *px_zoneinfo_get(const char *name);
/* The same in the shape of px_time_context.find_zone; `arg` is not used. */
const struct px_tz *px_zoneinfo_find(void *arg, const char *name);

#endif
