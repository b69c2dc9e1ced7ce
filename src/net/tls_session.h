/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One connection's TLS state, between a stream and OpenSSL.  Only src/net
 * includes this.
 *
 * Input is borrowed and output goes to a buffer given for the moment, so a
 * session holds no bytes of its own while idle.  Thread: the stream's loop.
 */
#ifndef PX_NET_TLS_SESSION_H
#define PX_NET_TLS_SESSION_H

#include "base/buf.h"

struct px_tls;
struct px_tls_session;

enum px_tls_read {
	PX_TLS_DATA,  /* *got bytes were decrypted */
	PX_TLS_WANT,  /* all input is used up */
	PX_TLS_END,   /* the peer said goodbye properly */
	PX_TLS_FAILED /* bad handshake, record or alert; output may hold an alert to send */
};

enum { PX_TLS_RECORD = 16384 };

struct px_tls_session *px_tls_session_new(struct px_tls *tls);
/* A client's session with `host`, a name or a numeric address, which the peer's certificate must be for. */
struct px_tls_session *px_tls_session_new_client(struct px_tls *tls, const char *host);
/* Why the peer's certificate was refused; NULL if it was not, or there was none. */
const char *px_tls_session_problem(const struct px_tls_session *session);
void px_tls_session_free(struct px_tls_session *session);
/* Where ciphertext is appended until the next call. */
void px_tls_session_output(struct px_tls_session *session, struct px_buf *output);
/* Ciphertext from the peer, borrowed until it is used up or taken back with NULL data. */
void px_tls_session_input(struct px_tls_session *session, struct px_str input);
/* What is not used up yet. */
struct px_str px_tls_session_left(const struct px_tls_session *session);
/* Goes on with the handshake, then decrypts up to PX_TLS_RECORD bytes into `room`. */
enum px_tls_read px_tls_session_read(struct px_tls_session *session, char *room, size_t *got);
/* Encrypts `plain`, at most PX_TLS_RECORD bytes.  PX_IO before the handshake or once failed. */
enum px_err px_tls_session_write(struct px_tls_session *session, struct px_str plain);
/* Appends close_notify, if the session can still send. */
void px_tls_session_goodbye(struct px_tls_session *session);
bool px_tls_session_ready(const struct px_tls_session *session);

#endif
