/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The head of an HTTP/1.1 request, from bytes to px_http_request (RFC 9112).
 *
 * Two steps: the scan finds the end of the head while bytes arrive and refuses
 * what separates us from other parsers (bare LF or CR, folded lines); the
 * parse runs llhttp over the complete head and then applies the rules on
 * targets, Host and message framing.  Pure functions, no I/O.  Only src/net
 * and its tests include this.
 */
#ifndef PX_NET_HTTP_HEAD_H
#define PX_NET_HTTP_HEAD_H

#include "net/http.h"

/* Zero-initialise for each head. */
struct px_http_scan {
	size_t at;      /* bytes looked at */
	size_t line;    /* where the current line starts */
	unsigned lines; /* complete ones, with the request line */
	bool skipped;   /* one empty line before the request line was passed over */
};

enum px_http_scan_result { PX_HTTP_SCAN_MORE, PX_HTTP_SCAN_DONE, PX_HTTP_SCAN_BAD };

/*
 * Looks at the head so far, `data` from its first byte (all of it each time).
 * DONE: the head is data[0..scan->at), the empty line included.
 */
enum px_http_scan_result px_http_head_scan(struct px_http_scan *scan, const char *data,
					   size_t size);

/* What follows from the headers for the connection. */
struct px_http_framing {
	uint64_t length; /* of the body, if not chunked */
	bool chunked;
	bool keep_alive;
	bool http10;
	bool expect_continue;
	bool upgrade; /* Connection: upgrade and an Upgrade header */
};

/*
 * Parses a complete head.  Slices point into `head` or `arena`, which must
 * live as long as the request.  `lines` is the scan's count.  False: refused,
 * and method_name and id may still be empty.
 */
bool px_http_head_parse(struct px_str head, unsigned lines, struct px_arena *arena,
			struct px_http_request *request, struct px_http_framing *framing,
			struct px_http_refusal *refusal) PX_MUST_CHECK;

/* Sets the id: the one sent if it is sane, else 120 random bits in base 32. */
void px_http_set_id(struct px_http_request *request, struct px_str sent);

#endif
