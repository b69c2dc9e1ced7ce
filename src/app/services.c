/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A server is used if its URL is set; its key comes from the settings or the vault.
 */
#include "app/services.h"

#include "app/secrets.h"
#include "auth/vault.h"

#include <stdio.h>

enum px_err px_vectors_open(const struct px_config *config, struct px_vectors **vectors, struct px_error *error)
{
	struct px_buf key = PX_BUF_INIT(2 * PX_VAULT_VALUE_MAX);
	bool remote = config->qdrant_url[0] != '\0';
	enum px_err err = remote ? px_secret_find(config, "qdrant-key", &key, error) : PX_OK;

	struct px_vectors_config vector = {
		.driver = remote ? "qdrant" : "embedded", .url = config->qdrant_url, .key = px_buf_view(&key).data,
		.ca_file = config->qdrant_ca, .behind = true,
	};
	if (!err)
		err = px_vectors_new(&vector, vectors, error);
	px_secret_release(&key);
	return err;
}

enum px_err px_files_open(const struct px_config *config, const uint8_t *key, struct px_blobs **blobs, struct px_error *error)
{
	struct px_buf secret = PX_BUF_INIT(2 * PX_VAULT_VALUE_MAX);
	bool remote = config->s3_url[0] != '\0';
	enum px_err err = remote ? px_secret_find(config, "s3-secret", &secret, error) : PX_OK;
	char folder[4096];

	snprintf(folder, sizeof(folder), "%s/files", config->data);
	struct px_blobs_config files = {
		.driver = remote ? "s3" : "local", .path = folder, .quota = config->files_quota_mb << 20, .key = key,
		.url = config->s3_url, .key_id = config->s3_key_id, .secret = px_buf_view(&secret).data, .region = config->s3_region,
		.encryption = strcmp(config->s3_encryption, "none") == 0 ? "" : config->s3_encryption, .ca_file = config->s3_ca,
	};
	if (!err)
		err = px_blobs_new(&files, blobs, error);
	px_secret_release(&secret);
	return err;
}

enum px_err px_bus_open(const struct px_config *config, struct px_bus **bus, struct px_error *error)
{
	struct px_buf password = PX_BUF_INIT(2 * PX_VAULT_VALUE_MAX);
	bool remote = config->redis_url[0] != '\0';
	enum px_err err = remote ? px_secret_find(config, "redis-password", &password, error) : PX_OK;

	const struct px_bus_config redis = {
		.driver = remote ? "redis" : "local", .url = config->redis_url, .user = config->redis_user,
		.password = px_buf_view(&password).data, .prefix = config->redis_prefix, .ca_file = config->redis_ca,
	};
	if (!err)
		err = px_bus_new(&redis, bus, error);
	px_secret_release(&password);
	return err;
}
