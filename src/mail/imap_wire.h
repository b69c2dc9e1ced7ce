/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an IMAP server says (RFC 3501, RFC 9051), as far as reading mail needs
 * it: bytes become whole responses, literals included, and responses become
 * values.  Names of folders go between UTF-8 and IMAP's UTF-7.
 *
 * Pure.  Values point into the response.  Whatever a server sends, reading it
 * ends in a value or in "no such thing".
 */
#ifndef PX_MAIL_IMAP_WIRE_H
#define PX_MAIL_IMAP_WIRE_H

#include "base/arena.h"
#include "base/buf.h"

enum {
	PX_IMAP_LINE_MAX = 4 << 20,      /* bytes of a response without its literals: a search of 400,000 mails */
	PX_IMAP_RESPONSE_MAX = 30 << 20, /* with them */
	PX_IMAP_NUMBERS_MAX = 1000000,   /* of one search */
	PX_IMAP_FOLDER_MAX = 500,        /* bytes of a folder's name, UTF-8 */
};

/* --------------------------------------------------------- bytes to responses */

struct px_imap_reader {
	struct px_buf bytes;
	size_t scanned;   /* bytes known to be of the first response */
	size_t literals;  /* of these, in literals */
};

void px_imap_reader_init(struct px_imap_reader *reader);
void px_imap_reader_release(struct px_imap_reader *reader);
/* PX_TOO_LARGE over a limit. */
enum px_err px_imap_reader_add(struct px_imap_reader *reader, struct px_str bytes) PX_MUST_CHECK;
/* The first whole response without its CRLF, valid until px_imap_reader_drop; false: more bytes are needed. */
bool px_imap_reader_next(struct px_imap_reader *reader, struct px_str *response, enum px_err *err);
/* Forgets the response that `next` gave. */
void px_imap_reader_drop(struct px_imap_reader *reader);
/* Whether bytes are there that belong to no response yet read. */
bool px_imap_reader_empty(const struct px_imap_reader *reader);

/* -------------------------------------------------------- responses to values */

enum px_imap_kind { PX_IMAP_TAGGED, PX_IMAP_UNTAGGED, PX_IMAP_CONTINUE };

struct px_imap_response {
	enum px_imap_kind kind;
	struct px_str tag;   /* of a tagged one */
	int64_t number;      /* "* 12 EXISTS", or -1 */
	struct px_str word;  /* "OK", "EXISTS", "FETCH" */
	struct px_str code;  /* of OK, NO, BAD, BYE: what stands in brackets, or empty */
	struct px_str rest;  /* what follows */
};

bool px_imap_response_read(struct px_str text, struct px_imap_response *response);
/* The number after that word of a code: UIDVALIDITY of "UIDVALIDITY 17". */
bool px_imap_code_number(struct px_str code, const char *word, int64_t *number);
/* Whether the list of words ("IDLE SASL-IR AUTH=PLAIN") holds it, in any case. */
bool px_imap_has_word(struct px_str words, const char *word);

/* One mail of a FETCH response; what was not told is -1, or has NULL data. */
struct px_imap_fetched {
	int64_t uid, size;
	int64_t received;    /* INTERNALDATE, UTC milliseconds */
	int64_t modseq;
	struct px_str body;
};
bool px_imap_fetched_read(struct px_str rest, struct px_imap_fetched *fetched);

/* Appends the numbers of a SEARCH response; false if something else stands there, or they are too many. */
bool px_imap_numbers_read(struct px_str rest, struct px_arena *arena, int64_t **numbers, size_t *count, size_t *room);

/* A folder's name as the server writes it, as UTF-8 in the arena; NULL if it can be none. */
const char *px_imap_folder_read(struct px_str name, struct px_arena *arena);

/* One folder of a LIST response, its name as UTF-8 in the arena. */
struct px_imap_listed {
	const char *name;
	bool closed;         /* can't be opened (\Noselect, \NonExistent) */
};
bool px_imap_listed_read(struct px_str rest, struct px_arena *arena, struct px_imap_listed *listed);

/* ------------------------------------------------------------------- writing */

/* Appends the text as a quoted string; false if it can't be one (line ends, NUL, bytes over 127). */
bool px_imap_quote(struct px_str text, struct px_buf *out);
/* Appends a folder's name as a quoted string in UTF-7 (RFC 3501, section 5.1.3); false if it is no UTF-8. */
bool px_imap_quote_folder(struct px_str name, struct px_buf *out);
/* "1-Feb-2026", as SEARCH takes days; of days since 1970. */
void px_imap_day(int32_t day, struct px_buf *out);

#endif
