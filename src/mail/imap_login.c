/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way in: greeting, TLS, capabilities, signing in by XOAUTH2, PLAIN or
 * LOGIN, and capabilities anew.  Nothing is said in clear but STARTTLS, and
 * what the server said before TLS counts for nothing after it.
 */
#include "mail/imap_internal.h"

#include "net/dial.h"

#include <openssl/evp.h>
#include <string.h>
#include <strings.h>

enum { SECRET_MAX = 16384, WHY_MAX = 256 };

static void ask_capabilities(struct px_imap *imap, imap_response_fn next)
{
	imap_command(imap, PX_STR("CAPABILITY"), next);
}

void imap_learn(struct px_imap *imap, struct px_str words)
{
	imap->known = true;
	imap->idle = px_imap_has_word(words, "IDLE");
	imap->condstore = px_imap_has_word(words, "CONDSTORE") || px_imap_has_word(words, "QRESYNC");
	imap->sasl_ir = px_imap_has_word(words, "SASL-IR");
	imap->plain = px_imap_has_word(words, "AUTH=PLAIN");
	imap->xoauth2 = px_imap_has_word(words, "AUTH=XOAUTH2");
	imap->login_disabled = px_imap_has_word(words, "LOGINDISABLED");
	imap->starttls = px_imap_has_word(words, "STARTTLS");
}

/* ------------------------------------------------------------------- the end */

static void on_ready(struct px_imap *imap, const struct px_imap_response *response)
{
	(void)response;
	imap->step = IMAP_READY;
	imap_finish(imap, PX_OK, NULL);
}

/* NO to who we are; codes of RFC 5530 tell what passes by itself. */
static void on_signed_in(struct px_imap *imap, const struct px_imap_response *response)
{
	char why[WHY_MAX];

	imap->on_continue = NULL;
	if (px_str_eq_case(response->word, PX_STR("OK"))) {
		imap->known = false;
		if (px_imap_has_word(px_str_cut(response->code, ' ', &(struct px_str){ 0 }), "CAPABILITY")) {
			imap_learn(imap, response->code);
			on_ready(imap, response);
		} else {
			ask_capabilities(imap, on_ready);
		}
		return;
	}
	bool passes = px_imap_has_word(response->code, "UNAVAILABLE") || px_imap_has_word(response->code, "INUSE") ||
		      px_imap_has_word(response->code, "LIMIT") || px_imap_has_word(response->code, "SERVERBUG");
	snprintf(why, sizeof(why), "the mail server refused the sign-in: %s", imap_words(imap, response));
	imap_fail(imap, passes ? PX_UNAVAILABLE : PX_UNAUTHORIZED, why);
}

/* ---------------------------------------------------------------- signing in */

/* The SASL message in base64, wiped by the caller. */
static void write_sasl(const struct px_imap *imap, bool token, struct px_buf *out)
{
	struct px_buf plain = PX_BUF_INIT(SECRET_MAX);
	char *where;

	if (token) {
		(void)px_buf_printf(&plain, "user=%s\1auth=Bearer %s\1\1", imap->config.user, imap->config.token);
	} else {
		(void)px_buf_char(&plain, '\0');
		(void)px_buf_text(&plain, imap->config.user);
		(void)px_buf_char(&plain, '\0');
		(void)px_buf_text(&plain, imap->config.password);
	}
	if (px_buf_reserve(out, (plain.size + 2) / 3 * 4 + 1, &where) == PX_OK)
		px_buf_commit(out, (size_t)EVP_EncodeBlock((unsigned char *)where, (const unsigned char *)plain.data, (int)plain.size));
	explicit_bzero(plain.data, plain.size);
	px_buf_release(&plain);
}

static void say_secret(struct px_imap *imap, struct px_buf *line)
{
	imap_say(imap, px_buf_view(line));
	explicit_bzero(line->data, line->size);
	px_buf_release(line);
}

static void refuse_more(struct px_imap *imap, const struct px_imap_response *response)
{
	(void)response; /* the reason of a refusal: an empty line ends it (XOAUTH2) */
	imap_say(imap, PX_STR("\r\n"));
}

static void send_sasl(struct px_imap *imap, const struct px_imap_response *response)
{
	struct px_buf line = PX_BUF_INIT(2 * SECRET_MAX);

	(void)response;
	imap->on_continue = refuse_more;
	write_sasl(imap, imap->config.token[0] != '\0', &line);
	(void)px_buf_text(&line, "\r\n");
	say_secret(imap, &line);
}

static void authenticate(struct px_imap *imap, const char *mechanism)
{
	struct px_buf text = PX_BUF_INIT(2 * SECRET_MAX);

	(void)px_buf_printf(&text, "AUTHENTICATE %s", mechanism);
	imap->on_continue = imap->sasl_ir ? refuse_more : send_sasl;
	if (imap->sasl_ir) {
		(void)px_buf_char(&text, ' ');
		write_sasl(imap, imap->config.token[0] != '\0', &text);
	}
	imap_command(imap, px_buf_view(&text), on_signed_in);
	explicit_bzero(text.data, text.size);
	px_buf_release(&text);
}

static void log_in(struct px_imap *imap)
{
	struct px_buf text = PX_BUF_INIT(2 * SECRET_MAX);

	(void)px_buf_text(&text, "LOGIN ");
	bool ok = px_imap_quote(px_str(imap->config.user), &text) && px_buf_char(&text, ' ') == PX_OK &&
		  px_imap_quote(px_str(imap->config.password), &text);
	if (ok)
		imap_command(imap, px_buf_view(&text), on_signed_in);
	else
		imap_fail(imap, PX_UNSUPPORTED, "the mail server takes only passwords and names of plain characters");
	explicit_bzero(text.data, text.size);
	px_buf_release(&text);
}

static void sign_in(struct px_imap *imap, const struct px_imap_response *response)
{
	(void)response;
	imap->step = IMAP_LOGIN;
	if (imap->config.token[0] && imap->xoauth2)
		authenticate(imap, "XOAUTH2");
	else if (imap->config.token[0])
		imap_fail(imap, PX_UNSUPPORTED, "the mail server does not take access tokens (XOAUTH2)");
	else if (imap->plain)
		authenticate(imap, "PLAIN");
	else if (!imap->login_disabled)
		log_in(imap);
	else
		imap_fail(imap, PX_UNSUPPORTED, "the mail server takes no password (neither PLAIN nor LOGIN)");
}

/* ------------------------------------------------------------- TLS and before */

static void secure(struct px_imap *imap, const struct px_imap_response *response)
{
	if (!px_str_eq_case(response->word, PX_STR("OK"))) {
		imap_fail(imap, PX_UNSUPPORTED, "the mail server offers no TLS: nothing was sent");
		return;
	}
	imap->starting = true; /* once this response is read: nothing may follow it in clear */
}

static void on_clear_capabilities(struct px_imap *imap, const struct px_imap_response *response)
{
	(void)response;
	if (imap->starttls)
		imap_command(imap, PX_STR("STARTTLS"), secure);
	else
		imap_fail(imap, PX_UNSUPPORTED, "the mail server offers no TLS: nothing was sent");
}

void imap_secured(struct px_imap *imap)
{
	if (imap->closed || imap->step == IMAP_LOST)
		return;
	imap->secured = true;
	imap->known = false;
	imap_wait(imap);
	if (imap->config.starttls)
		ask_capabilities(imap, sign_in);
}

static void on_greeting(struct px_imap *imap, const struct px_imap_response *response)
{
	char why[WHY_MAX];

	imap->on_untagged = NULL;
	if (!px_str_eq_case(response->word, PX_STR("OK")) && !px_str_eq_case(response->word, PX_STR("PREAUTH"))) {
		snprintf(why, sizeof(why), "the mail server turned us away: %s", imap_words(imap, response));
		imap_fail(imap, PX_UNAVAILABLE, why);
	} else if (px_str_eq_case(response->word, PX_STR("PREAUTH"))) {
		imap_fail(imap, PX_UNSUPPORTED, "the mail server asks for no sign-in: nothing is read from it");
	} else {
		imap->step = IMAP_LOGIN;
		if (imap->config.starttls)
			ask_capabilities(imap, on_clear_capabilities);
		else if (imap->known)
			sign_in(imap, response);
		else
			ask_capabilities(imap, sign_in);
	}
}

void imap_greet(struct px_imap *imap)
{
	imap->on_untagged = on_greeting;
	if (!imap->config.starttls)
		px_stream_start_tls(imap->stream, imap->config.tls, imap->config.host);
}

void imap_start_tls(struct px_imap *imap)
{
	imap->starting = false;
	if (px_imap_reader_empty(&imap->reader))
		px_stream_start_tls(imap->stream, imap->config.tls, imap->config.host);
	else
		imap_fail(imap, PX_CORRUPT, "the mail server said something in clear after STARTTLS");
}
