/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Self-signed certificates for 127.0.0.1 and localhost, made when the test
 * runs, so that none can expire.
 */
#ifndef PX_TESTS_NET_CERTIFICATE_H
#define PX_TESTS_NET_CERTIFICATE_H

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

struct identity {
	char directory[64], certificate[96], key[96];
};

static inline void add_extension(X509 *certificate, int nid, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	assert_non_null(extension);
	assert_int_equal(X509_add_ext(certificate, extension, -1), 1);
	X509_EXTENSION_free(extension);
}

/* Writes both files anew; `name` is the subject's common name. */
static inline void write_identity(struct identity *identity, const char *name)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *certificate = X509_new();
	X509_NAME *subject = X509_get_subject_name(certificate);
	FILE *file;

	assert_non_null(key);
	X509_set_version(certificate, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
	X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
	X509_gmtime_adj(X509_getm_notAfter(certificate), 24 * 3600);
	X509_set_pubkey(certificate, key);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(certificate, subject);
	add_extension(certificate, NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost");
	add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE");
	assert_true(X509_sign(certificate, key, EVP_sha256()) > 0);

	file = fopen(identity->certificate, "w");
	assert_non_null(file);
	assert_int_equal(PEM_write_X509(file, certificate), 1);
	fclose(file);
	file = fopen(identity->key, "w");
	assert_non_null(file);
	assert_int_equal(PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL), 1);
	fclose(file);
	X509_free(certificate);
	EVP_PKEY_free(key);
}

static inline struct identity new_identity(const char *name)
{
	struct identity identity = { .directory = "/tmp/px-test-XXXXXX" };

	assert_non_null(mkdtemp(identity.directory));
	snprintf(identity.certificate, sizeof(identity.certificate), "%s/cert.pem", identity.directory);
	snprintf(identity.key, sizeof(identity.key), "%s/key.pem", identity.directory);
	write_identity(&identity, name);
	return identity;
}

static inline void remove_identity(struct identity *identity)
{
	unlink(identity->certificate);
	unlink(identity->key);
	rmdir(identity->directory);
}

#endif
