/* SPDX-License-Identifier: Apache-2.0 */
#include "api/welcome.h"

static const char page[] =
	"<!doctype html>\n"
	"<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Pixie</title>\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<style>\n"
	":root { color-scheme: light dark; font: 17px/1.55 system-ui, sans-serif }\n"
	"main { max-width: 40rem; margin: 12vh auto; padding: 0 1.25rem }\n"
	"h1 { font-size: 1.7rem; margin: 0 0 .25rem }\n"
	"pre { background: #8881; border: 1px solid #8884; border-radius: .5rem; padding: .75rem 1rem; overflow-x: auto }\n"
	"code { font: .9rem/1.5 ui-monospace, monospace }\n"
	"</style></head>\n"
	"<body><main>\n"
	"<h1>Pixie is running</h1>\n"
	"<p>Version " PIXIE_VERSION ". The web app is not installed here; Pixie listens on the command line and to programs.</p>\n"
	"<pre><code>./pixie ask \"lunch with Priya tomorrow 12:30\"\n"
	"./pixie chat\n"
	"./pixie doctor</code></pre>\n"
	"<p>Programs use REST (<code>/api/v1</code>, described by <code>/api/v1/openapi.json</code>) or Socket.IO,\n"
	"with the token that <code>./pixie token</code> prints.</p>\n"
	"</main></body></html>\n";

bool px_welcome_serve(struct px_http_exchange *exchange)
{
	const struct px_http_request *request = px_http_request(exchange);

	if (!px_str_eq(request->path, PX_STR("/")) ||
	    (request->method != PX_HTTP_GET && request->method != PX_HTTP_HEAD))
		return false;
	px_http_respond(exchange, 200, "text/html; charset=utf-8",
			PX_STR("Cache-Control: no-cache\r\n"
			       "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; "
			       "frame-ancestors 'none'\r\n"),
			px_str_n(page, sizeof(page) - 1));
	return true;
}
