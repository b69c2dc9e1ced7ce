/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A server is used if its URL is set; its key comes from the settings or the vault.
 */
#include "app/services.h"

#include "app/secrets.h"
#include "auth/vault.h"

enum px_err px_vectors_open(const struct px_config *config, struct px_vectors **vectors, struct px_error *error)
{
	struct px_buf key = PX_BUF_INIT(2 * PX_VAULT_VALUE_MAX);
	bool remote = config->qdrant_url[0] != '\0';
	enum px_err err = remote ? px_secret_find(config, "qdrant-key", &key, error) : PX_OK;

	struct px_vectors_config vector = {
		.driver = remote ? "qdrant" : "embedded", .url = config->qdrant_url, .key = px_buf_view(&key).data,
		.ca_file = config->qdrant_ca,
	};
	if (!err)
		err = px_vectors_new(&vector, vectors, error);
	px_secret_release(&key);
	return err;
}
