/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_tz: one IANA time zone, read from TZif bytes (RFC 8536), with pure
 * conversions between UTC and wall-clock time.
 *
 * No I/O here: sys/zoneinfo.h loads files, the browser passes bytes.  After
 * the last transition the footer's POSIX rule goes on.  Immutable once made,
 * so one object may serve all threads.
 *
 * The rule for local times that do not exist or exist twice (as RFC 5545
 * section 3.3.5): in a gap, the offset before the gap is used, so the result
 * lies after it by as much as the text meant (02:30 becomes 03:30); in an
 * overlap, the first of the two.
 */
#ifndef PX_BASE_TZ_H
#define PX_BASE_TZ_H

#include "base/err.h"
#include "base/str.h"

struct px_tz;

/* Parses TZif version 1-4.  `name` is copied.  PX_CORRUPT if it is not TZif. */
enum px_err px_tz_parse(const char *name, const void *tzif, size_t size, struct px_tz **tz) PX_MUST_CHECK;
/* A zone with one offset in seconds east of UTC; its name is "UTC" or "+01:00". */
struct px_tz *px_tz_fixed(int32_t offset);
/* Reads "+01:00", "-0330" or "+2" into seconds east of UTC. */
bool px_tz_parse_offset(const char *name, int32_t *offset);
void px_tz_free(struct px_tz *tz);
const char *px_tz_name(const struct px_tz *tz);

/* Seconds east of UTC in force at an instant. */
int32_t px_tz_offset(const struct px_tz *tz, int64_t utc_ms);
int64_t px_tz_to_local(const struct px_tz *tz, int64_t utc_ms);
enum px_tz_kind { PX_TZ_UNIQUE, PX_TZ_GAP, PX_TZ_OVERLAP };
/* By the rule above; `kind` may be NULL. */
int64_t px_tz_to_utc(const struct px_tz *tz, int64_t local_ms, enum px_tz_kind *kind);
/* The abbreviation in force ("CET"); valid while tz lives. */
const char *px_tz_abbreviation(const struct px_tz *tz, int64_t utc_ms);

#endif
