/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Error codes and the optional detail that travels with them.
 *
 * Every fallible function returns enum px_err and, where the caller can say
 * more to a person than the code alone does, takes a trailing
 * `struct px_error *` that may be NULL.  On success the detail is untouched.
 * Mapping to HTTP, exit codes or wire objects is the business of api/ and app/.
 */
#ifndef PX_BASE_ERR_H
#define PX_BASE_ERR_H

#define PX_MUST_CHECK __attribute__((warn_unused_result))
#define PX_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

enum px_err {
	PX_OK = 0,
	PX_INVALID,      /* input that breaks a rule; field and message say which */
	PX_UNAUTHORIZED, /* no identity, or one that can't be verified */
	PX_FORBIDDEN,    /* known identity, not allowed */
	PX_NOT_FOUND,    /* no such thing for this user */
	PX_CONFLICT,     /* version mismatch, duplicate key, busy lock */
	PX_TOO_LARGE,    /* over a documented limit */
	PX_RATE_LIMITED, /* retry later */
	PX_UNSUPPORTED,  /* understood, and honestly not available */
	PX_CANCELLED,    /* the caller gave up */
	PX_TIMEOUT,
	PX_UNAVAILABLE,  /* a driver or peer is down or shutting down */
	PX_CORRUPT,      /* stored or received bytes that can't be decoded */
	PX_IO,           /* the operating system said no */
	PX_NO_SPACE,     /* the disk is full (or a quota is): works again once there is room */
	PX_NO_MEMORY,
	PX_INTERNAL,     /* a bug of ours */
	PX_ERR_COUNT
};

/* Detail for people.  `field` is the offending input's name (dotted path) or "". */
struct px_error {
	enum px_err code;
	char field[64];
	char message[256];
};

/* A stable lower-case identifier, such as "not_found"; never NULL. */
const char *px_err_name(enum px_err code);

/*
 * Fills `error` (if not NULL) and returns `code`, so that failing is one line:
 *   return px_fail(error, PX_INVALID, "due", "\"%s\" is not a date", text);
 * `field` may be NULL.  Text that does not fit is cut at a character boundary.
 */
enum px_err px_fail(struct px_error *error, enum px_err code, const char *field,
		    const char *format, ...) PX_PRINTF(4, 5);

#endif
