/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The name of the machine's own time zone.
 */
#ifndef PX_SYS_LOCALZONE_H
#define PX_SYS_LOCALZONE_H

enum { PX_LOCALZONE_TEXT = 64 };

/*
 * From TZ, /etc/timezone or where /etc/localtime points to; "UTC" if none of
 * them names a zone.  The name is not checked against the database.
 */
void px_localzone_name(char name[PX_LOCALZONE_TEXT]);

#endif
