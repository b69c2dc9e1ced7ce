/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_tls: TLS identity and policy: of a server, for px_http_config, or
 * of a client, for px_stream_start_tls.
 *
 * TLS 1.3 (1.2 if allowed), ALPN "http/1.1", stateless session tickets whose
 * keys rotate.  The certificate and key can be reloaded while connections are
 * open: new handshakes use the new ones.  Thread-safe.
 */
#ifndef PX_NET_TLS_H
#define PX_NET_TLS_H

#include "base/err.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct px_tls;

struct px_tls_config {
	const char *certificate_file; /* PEM, the leaf first, then its chain */
	const char *key_file;         /* PEM */
	bool allow_tls12;
	unsigned ticket_key_s; /* seconds a ticket key issues; it decrypts for as long again; 0: 3600 */
};

struct px_tls_counters {
	_Atomic uint64_t handshakes, resumed, failures, reloads;
};

/* Reads the files; PX_INVALID names the one that won't do. */
enum px_err px_tls_new(const struct px_tls_config *config, struct px_tls **tls,
		       struct px_error *error) PX_MUST_CHECK;
/* For connections to others, whose certificates are checked by the roots in `ca_file` (PEM; NULL or "": the system's). */
enum px_err px_tls_new_client(const char *ca_file, struct px_tls **tls, struct px_error *error) PX_MUST_CHECK;
/* Frees it once its last connection has ended. */
void px_tls_free(struct px_tls *tls);
/* Reads the same files again.  On failure the present ones stay in use.  May block on the disk. */
enum px_err px_tls_reload(struct px_tls *tls, struct px_error *error) PX_MUST_CHECK;
/* Makes a new ticket key before its time; only the present one still opens tickets beside it. */
void px_tls_rotate_tickets(struct px_tls *tls);
const struct px_tls_counters *px_tls_counters(const struct px_tls *tls);

#endif
