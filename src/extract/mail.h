/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of pixie-extract's reading of mails: the tree of MIME parts (mail.c),
 * HTML and the data in it (mail_html.c), invitations (mail_calendar.c), reports
 * of mails that could not be delivered (mail_report.c).
 * All of it becomes one JSON object; mail/parsed.h says which.
 */
#ifndef PX_EXTRACT_MAIL_H
#define PX_EXTRACT_MAIL_H

#include <jansson.h>
#include <stdio.h>

enum { MAIL_TEXT_MAX = 2 << 20 };

/* Writes the text of HTML (UTF-8), a line for each block, quotations after "> "; appends schema.org objects to `data`. */
void mail_html(const char *html, size_t size, FILE *text, json_t *data);
/* Appends {"method", "events": [...]} for an iCalendar text; nothing if it is none. */
void mail_calendar(const char *text, json_t *calendars);

/* All of a mail as JSON, to be freed by free; NULL if it is none. */
char *mail_json(const char *bytes, size_t size);
/* Of a multipart/report (a GMimeMultipart): {"message_id", "recipients": [{"address", "action", "status", "reason"}]}. */
json_t *mail_report(void *multipart);

#endif
