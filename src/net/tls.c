/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLS by OpenSSL, without its sockets or memory BIOs.
 *
 * A BIO method of our own reads from the bytes a stream has just received and
 * appends to a buffer the loop shares, so an idle session holds no I/O
 * buffers (SSL_MODE_RELEASE_BUFFERS gives OpenSSL's own back as well).  The
 * SSL_CTX is replaced as a whole on reload; sessions keep theirs alive.
 */
#include "net/tls.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/random.h"
#include "net/tls_session.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <pthread.h>
#include <stdlib.h>

enum { TICKET_KEYS = 2, TICKET_KEY_S = 3600, TICKET_NAME = 16, TICKET_SECRET = 32 };

/* Keys that encrypt session tickets: the newest issues, the one before still opens. */
struct ticket_key {
	unsigned char name[TICKET_NAME], aes[TICKET_SECRET], hmac[TICKET_SECRET];
	int64_t made; /* px_clock_mono; 0: none */
};

struct px_tls {
	char *certificate_file, *key_file;
	bool allow_tls12;
	int64_t ticket_key_ns;
	_Atomic size_t refs; /* the owner and each session */
	BIO_METHOD *method;
	struct px_tls_counters counters;
	pthread_mutex_t mutex;
	SSL_CTX *context;                     /* under the mutex */
	struct ticket_key keys[TICKET_KEYS];  /* under the mutex; newest first */
};

struct px_tls_session {
	struct px_tls *tls;
	SSL *ssl;
	struct px_str input;
	struct px_buf *output;
	bool ready, failed;
};

static void unref(struct px_tls *tls)
{
	if (atomic_fetch_sub_explicit(&tls->refs, 1, memory_order_acq_rel) != 1)
		return;
	SSL_CTX_free(tls->context);
	BIO_meth_free(tls->method);
	pthread_mutex_destroy(&tls->mutex);
	OPENSSL_cleanse(tls->keys, sizeof(tls->keys));
	free(tls->certificate_file);
	free(tls->key_file);
	free(tls);
}

static struct px_tls *tls_of(SSL *ssl)
{
	return SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
}

/* Session tickets (RFC 5077 format, by OpenSSL's callback) */

/* With the mutex held. */
static void make_key(struct px_tls *tls)
{
	int64_t now = px_clock_mono();

	tls->keys[1] = tls->keys[0];
	if (now - tls->keys[1].made >= 2 * tls->ticket_key_ns)
		OPENSSL_cleanse(&tls->keys[1], sizeof(tls->keys[1]));
	px_random_bytes(tls->keys[0].name, TICKET_NAME);
	px_random_bytes(tls->keys[0].aes, TICKET_SECRET);
	px_random_bytes(tls->keys[0].hmac, TICKET_SECRET);
	tls->keys[0].made = now ? now : 1;
}

void px_tls_rotate_tickets(struct px_tls *tls)
{
	pthread_mutex_lock(&tls->mutex);
	make_key(tls);
	pthread_mutex_unlock(&tls->mutex);
}

/* The key to issue with, or the one called `name`.  0 unknown, 1 found, 2 found but worn. */
static int find_key(struct px_tls *tls, const unsigned char *name, struct ticket_key *key)
{
	int found = 0;

	pthread_mutex_lock(&tls->mutex);
	if (!tls->keys[0].made || px_clock_mono() - tls->keys[0].made >= tls->ticket_key_ns)
		make_key(tls);
	for (int i = 0; i < TICKET_KEYS && !found; i++)
		if (tls->keys[i].made &&
		    (!name || memcmp(name, tls->keys[i].name, TICKET_NAME) == 0)) {
			*key = tls->keys[i];
			found = i + 1;
		}
	pthread_mutex_unlock(&tls->mutex);
	return found;
}

static bool set_mac(EVP_MAC_CTX *mac, struct ticket_key *key)
{
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, key->hmac, TICKET_SECRET),
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char[]){ "SHA256" }, 0),
		OSSL_PARAM_construct_end(),
	};

	return EVP_MAC_CTX_set_params(mac, params) == 1;
}

static int on_ticket(SSL *ssl, unsigned char *name, unsigned char *iv, EVP_CIPHER_CTX *cipher,
		     EVP_MAC_CTX *mac, int encrypt)
{
	struct ticket_key key = { 0 };
	int found = find_key(tls_of(ssl), encrypt ? NULL : name, &key);
	bool done = false;

	if (!found)
		goto out;
	if (encrypt) {
		memcpy(name, key.name, TICKET_NAME);
		px_random_bytes(iv, (size_t)EVP_CIPHER_get_iv_length(EVP_aes_256_cbc()));
	}
	done = set_mac(mac, &key) &&
	       (encrypt ? EVP_EncryptInit_ex(cipher, EVP_aes_256_cbc(), NULL, key.aes, iv)
			: EVP_DecryptInit_ex(cipher, EVP_aes_256_cbc(), NULL, key.aes, iv)) == 1;
out:
	OPENSSL_cleanse(&key, sizeof(key));
	if (!found)
		return 0;
	if (!done)
		return -1;
	/* 2: and give the client a new one, which TLS 1.3 uses once (RFC 8446 appendix C.4). */
	return encrypt ? 1 : SSL_version(ssl) == TLS1_3_VERSION ? 2 : found;
}

static int on_alpn(SSL *ssl, const unsigned char **chosen, unsigned char *size,
		   const unsigned char *offered, unsigned offered_size, void *arg)
{
	static const unsigned char ours[] = "\x08http/1.1";

	(void)ssl;
	(void)arg;
	if (SSL_select_next_proto((unsigned char **)chosen, size, ours, sizeof(ours) - 1, offered,
				  offered_size) != OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_ALERT_FATAL;
	return SSL_TLSEXT_ERR_OK;
}

/* Contexts */

static enum px_err openssl_fail(struct px_error *error, const char *field, const char *what,
				const char *path)
{
	const char *reason = ERR_reason_error_string(ERR_peek_error());

	ERR_clear_error();
	return px_fail(error, PX_INVALID, field, "cannot use %s %s: %s", what, path,
		       reason ? reason : "unknown error");
}

static enum px_err load_identity(const struct px_tls *tls, SSL_CTX *context, struct px_error *error)
{
	ERR_clear_error();
	if (SSL_CTX_use_certificate_chain_file(context, tls->certificate_file) != 1)
		return openssl_fail(error, "tls_certificate", "the certificate", tls->certificate_file);
	if (SSL_CTX_use_PrivateKey_file(context, tls->key_file, SSL_FILETYPE_PEM) != 1 ||
	    SSL_CTX_check_private_key(context) != 1)
		return openssl_fail(error, "tls_key", "the private key", tls->key_file);
	return PX_OK;
}

static enum px_err make_context(struct px_tls *tls, SSL_CTX **out, struct px_error *error)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());

	if (!context)
		return px_fail(error, PX_NO_MEMORY, NULL, "no memory for TLS");
	SSL_CTX_set_app_data(context, tls);
	SSL_CTX_set_min_proto_version(context, tls->allow_tls12 ? TLS1_2_VERSION : TLS1_3_VERSION);
	SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
				     SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
	SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
	SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_num_tickets(context, 1);
	SSL_CTX_set_timeout(context, (long)(tls->ticket_key_ns / 1000000000));
	SSL_CTX_set_tlsext_ticket_key_evp_cb(context, on_ticket);
	SSL_CTX_set_alpn_select_cb(context, on_alpn, NULL);
	enum px_err err = load_identity(tls, context, error);
	if (err)
		SSL_CTX_free(context);
	else
		*out = context;
	return err;
}

/* The BIO */

static int bio_read(BIO *bio, char *data, size_t size, size_t *got)
{
	struct px_tls_session *session = BIO_get_data(bio);

	BIO_clear_retry_flags(bio);
	if (!session->input.size) {
		BIO_set_retry_read(bio);
		return 0;
	}
	*got = size < session->input.size ? size : session->input.size;
	memcpy(data, session->input.data, *got);
	session->input = px_str_n(session->input.data + *got, session->input.size - *got);
	return 1;
}

static int bio_write(BIO *bio, const char *data, size_t size, size_t *written)
{
	struct px_tls_session *session = BIO_get_data(bio);

	BIO_clear_retry_flags(bio);
	if (!session->output || px_buf_append(session->output, data, size))
		return 0;
	*written = size;
	return 1;
}

static long bio_ctrl(BIO *bio, int command, long number, void *pointer)
{
	(void)bio;
	(void)number;
	(void)pointer;
	return command == BIO_CTRL_FLUSH;
}

static int bio_create(BIO *bio)
{
	BIO_set_init(bio, 1);
	return 1;
}

static BIO_METHOD *make_method(void)
{
	BIO_METHOD *method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "px");

	if (!method || !BIO_meth_set_read_ex(method, bio_read) ||
	    !BIO_meth_set_write_ex(method, bio_write) || !BIO_meth_set_ctrl(method, bio_ctrl) ||
	    !BIO_meth_set_create(method, bio_create))
		abort();
	return method;
}

/* Life of the identity */

enum px_err px_tls_new(const struct px_tls_config *config, struct px_tls **out,
		       struct px_error *error)
{
	struct px_tls *tls = px_calloc(1, sizeof(*tls));
	unsigned seconds = config->ticket_key_s ? config->ticket_key_s : TICKET_KEY_S;

	tls->certificate_file = px_strdup(config->certificate_file);
	tls->key_file = px_strdup(config->key_file);
	tls->allow_tls12 = config->allow_tls12;
	tls->ticket_key_ns = (int64_t)seconds * 1000000000;
	atomic_store(&tls->refs, 1);
	pthread_mutex_init(&tls->mutex, NULL);
	tls->method = make_method();
	enum px_err err = make_context(tls, &tls->context, error);
	if (err)
		unref(tls);
	else
		*out = tls;
	return err;
}

static enum px_err make_client_context(struct px_tls *tls, const char *ca_file, struct px_error *error)
{
	tls->context = SSL_CTX_new(TLS_client_method());
	if (!tls->context)
		return px_fail(error, PX_NO_MEMORY, NULL, "no memory for TLS");
	SSL_CTX_set_app_data(tls->context, tls);
	SSL_CTX_set_min_proto_version(tls->context, TLS1_2_VERSION);
	SSL_CTX_set_options(tls->context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
	SSL_CTX_set_mode(tls->context, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_session_cache_mode(tls->context, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_verify(tls->context, SSL_VERIFY_PEER, NULL);
	ERR_clear_error();
	if (ca_file && *ca_file ? SSL_CTX_load_verify_locations(tls->context, ca_file, NULL) == 1
				: SSL_CTX_set_default_verify_paths(tls->context) == 1)
		return PX_OK;
	return openssl_fail(error, "mail_ca", "the roots", ca_file ? ca_file : "of the system");
}

enum px_err px_tls_new_client(const char *ca_file, struct px_tls **out, struct px_error *error)
{
	struct px_tls *tls = px_calloc(1, sizeof(*tls));

	atomic_store(&tls->refs, 1);
	pthread_mutex_init(&tls->mutex, NULL);
	tls->method = make_method();
	enum px_err err = make_client_context(tls, ca_file, error);
	if (err)
		unref(tls);
	else
		*out = tls;
	return err;
}

void px_tls_free(struct px_tls *tls)
{
	if (tls)
		unref(tls);
}

enum px_err px_tls_reload(struct px_tls *tls, struct px_error *error)
{
	SSL_CTX *fresh;
	enum px_err err = make_context(tls, &fresh, error);

	if (err)
		return err;
	pthread_mutex_lock(&tls->mutex);
	SSL_CTX *stale = tls->context;
	tls->context = fresh;
	pthread_mutex_unlock(&tls->mutex);
	SSL_CTX_free(stale);
	atomic_fetch_add_explicit(&tls->counters.reloads, 1, memory_order_relaxed);
	return PX_OK;
}

const struct px_tls_counters *px_tls_counters(const struct px_tls *tls)
{
	return &tls->counters;
}

/* Sessions */

static struct px_tls_session *new_session(struct px_tls *tls)
{
	struct px_tls_session *session = px_calloc(1, sizeof(*session));
	BIO *bio = BIO_new(tls->method);

	atomic_fetch_add_explicit(&tls->refs, 1, memory_order_relaxed);
	session->tls = tls;
	pthread_mutex_lock(&tls->mutex);
	session->ssl = SSL_new(tls->context);
	pthread_mutex_unlock(&tls->mutex);
	if (!session->ssl || !bio)
		abort();
	BIO_set_data(bio, session);
	SSL_set_bio(session->ssl, bio, bio);
	return session;
}

struct px_tls_session *px_tls_session_new(struct px_tls *tls)
{
	struct px_tls_session *session = new_session(tls);

	SSL_set_accept_state(session->ssl);
	return session;
}

/* A name that can't be checked fails the handshake, not the call. */
struct px_tls_session *px_tls_session_new_client(struct px_tls *tls, const char *host)
{
	struct px_tls_session *session = new_session(tls);
	X509_VERIFY_PARAM *param = SSL_get0_param(session->ssl);

	if (X509_VERIFY_PARAM_set1_ip_asc(param, host) != 1) {
		SSL_set_hostflags(session->ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
		session->failed = SSL_set1_host(session->ssl, host) != 1 || SSL_set_tlsext_host_name(session->ssl, host) != 1;
	}
	ERR_clear_error();
	SSL_set_connect_state(session->ssl);
	return session;
}

const char *px_tls_session_problem(const struct px_tls_session *session)
{
	long verdict = SSL_get_verify_result(session->ssl);

	return verdict == X509_V_OK ? NULL : X509_verify_cert_error_string(verdict);
}

static void count(_Atomic uint64_t *counter)
{
	atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

static void set_failed(struct px_tls_session *session)
{
	if (!session->ready && !session->failed)
		count(&session->tls->counters.failures);
	session->failed = true;
	ERR_clear_error();
}

void px_tls_session_free(struct px_tls_session *session)
{
	set_failed(session);
	SSL_free(session->ssl);
	unref(session->tls);
	free(session);
}

void px_tls_session_output(struct px_tls_session *session, struct px_buf *output)
{
	session->output = output;
}

void px_tls_session_input(struct px_tls_session *session, struct px_str input)
{
	session->input = input;
}

struct px_str px_tls_session_left(const struct px_tls_session *session)
{
	return session->input;
}

static enum px_tls_read why(struct px_tls_session *session, int result)
{
	switch (SSL_get_error(session->ssl, result)) {
	case SSL_ERROR_WANT_READ:
		return PX_TLS_WANT;
	case SSL_ERROR_ZERO_RETURN:
		return PX_TLS_END;
	default:
		set_failed(session);
		return PX_TLS_FAILED;
	}
}

static void set_ready(struct px_tls_session *session)
{
	session->ready = true;
	count(&session->tls->counters.handshakes);
	if (SSL_session_reused(session->ssl))
		count(&session->tls->counters.resumed);
}

enum px_tls_read px_tls_session_read(struct px_tls_session *session, char *room, size_t *got)
{
	if (session->failed)
		return PX_TLS_FAILED;
	ERR_clear_error();
	if (!session->ready) {
		int result = SSL_do_handshake(session->ssl);
		if (result != 1)
			return why(session, result);
		set_ready(session);
	}
	int result = SSL_read_ex(session->ssl, room, PX_TLS_RECORD, got);
	return result == 1 ? PX_TLS_DATA : why(session, result);
}

enum px_err px_tls_session_write(struct px_tls_session *session, struct px_str plain)
{
	size_t written;

	if (!session->ready || session->failed)
		return PX_IO;
	ERR_clear_error();
	if (SSL_write_ex(session->ssl, plain.data, plain.size, &written) == 1)
		return PX_OK;
	set_failed(session);
	return PX_IO;
}

void px_tls_session_goodbye(struct px_tls_session *session)
{
	if (!session->ready || session->failed)
		return;
	ERR_clear_error();
	(void)SSL_shutdown(session->ssl);
	ERR_clear_error();
}

bool px_tls_session_ready(const struct px_tls_session *session)
{
	return session->ready;
}
