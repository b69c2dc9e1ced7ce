/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Query parameters, by the endpoint table: each is named there with its type.
 * One table checks requests and makes the OpenAPI document, so that exactly
 * what is documented is taken.
 */
#ifndef PX_API_QUERY_H
#define PX_API_QUERY_H

#include "api/api_internal.h"

/*
 * PX_INVALID, naming the parameter, if the query holds one that the endpoint
 * does not take, one twice, or a value of another type.
 */
enum px_err px_query_check(const struct px_endpoint *endpoint, const struct px_http_request *request,
			   struct px_arena *arena, struct px_error *error) PX_MUST_CHECK;
/* PX_INVALID if any of these is given: a list that goes another way can't honour them.  `names` ends with NULL. */
enum px_err px_query_refuse(const struct px_call *call, const char *const *names, const char *with,
			    struct px_error *error) PX_MUST_CHECK;
/* The JSON Schema of a parameter. */
void px_query_schema(struct px_json *json, const struct px_endpoint_param *param);

#endif
