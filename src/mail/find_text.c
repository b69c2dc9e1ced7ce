/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules over the sentences of a mail.  Each needs words that say what the
 * sentence is about and, but for a request, a date that is to come.  What is
 * sent to many gives only bills and parcels; what a machine sends, no requests.
 */
#include "mail/dates.h"
#include "mail/find_internal.h"
#include "mail/sentences.h"
#include "mail/words.h"

#include "base/civil.h"
#include "base/fold.h"
#include "base/utf8.h"

#include <string.h>
#include <strings.h>

enum { TEXT_FINDINGS = 3, REQUEST_LEAST = 12, REQUEST_MOST = 260, LETTERS_LEAST = 6, TITLE_LEAST = 8, SUBJECT_MAX = 300 };

struct sentence {
	struct px_str text, folded;
	struct px_mail_date date;
	bool dated;             /* it tells a day that is not past */
};

/* ---------------------------------------------------------------------- telling */

static bool holds_any(struct px_str text, const char *const *list)
{
	for (; *list; list++)
		if (px_str_find(text, px_str(*list)) != SIZE_MAX)
			return true;
	return false;
}

static const char *sender(const struct finder *finder)
{
	return finder->mail->from_name ? finder->mail->from_name : finder->mail->from ? finder->mail->from : "";
}

/* "Pay: Invoice 4711 (Stadtwerke)" */
static const char *about(struct finder *finder, const char *what)
{
	const char *whom = sender(finder), *subject = finder->subject;
	bool told = *whom && *subject && !strcasestr(subject, whom);

	return px_arena_printf(finder->arena, "%s: %s%s%s%s", what, *subject ? subject : whom, told ? " (" : "", told ? whom : "", told ? ")" : "");
}

static void add(struct finder *finder, const struct sentence *s, struct px_mail_finding *found)
{
	found->quote = px_arena_str(finder->arena, s->text);
	if (s->dated)
		found->start = px_mail_date_text(s->date.day, found->all_day ? -1 : s->date.second, finder->arena);
	if (s->dated && found->event && !found->all_day && s->date.end_second >= 0)
		found->end = px_mail_date_text(s->date.day, s->date.end_second, finder->arena);
	if (found->event && s->date.second < 0)
		found->all_day = true;
	find_add(finder, found);
}

/* ------------------------------------------------------------------------ rules */

static bool is_machine(const struct finder *finder)
{
	static const char *const names[] = { "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "notification", "mailer-daemon", "postmaster", NULL };
	static const char *const away[] = { "out of office", "automatic reply", "auto-reply", "abwesenheit", "automatische antwort", "absence du bureau", "réponse automatique",
					    "fuera de la oficina", "respuesta automática", "fuori sede", "risposta automatica", "resposta automática", "afwezig", "automatiskt svar",
					    "autosvar", "odpowiedź automatyczna", "automatická odpověď", "автоответ", "不在", NULL };
	const char *automatic = finder->mail->automatic;

	return (automatic && strcasecmp(automatic, "no") != 0) ||
	       holds_any(px_fold(finder->arena, px_str(finder->subject)), away) ||
	       (finder->mail->from && holds_any(px_fold(finder->arena, px_str(finder->mail->from)), names));
}

static bool find_bill(struct finder *finder, const struct sentence *s, bool bill, bool paid)
{
	struct px_mail_finding found = { .kind = PX_FOUND_BILL, .all_day = true };

	if (!s->dated || paid || !px_mail_says(PX_CUE_DUE, s->folded) || (!bill && !px_mail_says(PX_CUE_BILL, s->folded)))
		return false;
	found.title = about(finder, find_word(finder, PX_SAY_FOUND_BILL));
	add(finder, s, &found);
	return true;
}

static bool find_parcel(struct finder *finder, const struct sentence *s, bool parcel)
{
	struct px_mail_finding found = { .kind = PX_FOUND_PARCEL, .event = true, .all_day = true };

	if (!s->dated || !px_mail_says(PX_CUE_ARRIVES, s->folded) || (!parcel && !px_mail_says(PX_CUE_PARCEL, s->folded)) ||
	    px_mail_says(PX_CUE_DONE, s->folded))
		return false;
	found.title = about(finder, find_word(finder, PX_SAY_FOUND_PARCEL));
	add(finder, s, &found);
	return true;
}

/* A call that is asked for is something to do, not something that takes place. */
static bool asks_to_call(struct px_str folded)
{
	static const char *const words[] = { "call me", "call us", "give me a call", "ring me", "ruf mich", "rufen sie", "appelle", "appelez", "llám", "chiama", "ligue", "bel me", "bel mij",
					     "ring mig", "zadzwo", "zavolej", "позвони", "電話", "confirm", "bestätig", "potwierd", "potvrd", "confirmez", NULL };

	return holds_any(folded, words);
}

static bool find_appointment(struct finder *finder, const struct sentence *s, bool appointment)
{
	struct px_mail_finding found = { .kind = PX_FOUND_APPOINTMENT, .event = true };
	bool said = px_mail_says(PX_CUE_APPOINTMENT, s->folded);

	if (finder->bulk || !s->dated || s->date.second < 0 || (!said && !appointment) || px_mail_says(PX_CUE_DONE, s->folded) ||
	    (px_mail_says(PX_CUE_REQUEST, s->folded) && asks_to_call(s->folded)))
		return false;
	found.title = *finder->subject ? finder->subject : px_arena_str(finder->arena, s->text);
	add(finder, s, &found);
	return true;
}

/* --------------------------------------------------------------------- requests */

static const char *const leads[] = {
	"and ", "so ", "also, ", "also ", "just a reminder: ", "reminder: ", "quick question: ", "when you get a chance, ", "if possible, ",
	"could you please ", "can you please ", "would you please ", "will you please ", "could you ", "can you ", "would you ", "will you ", "please ", "kindly ",
	"don't forget to ", "don't forget ", "do not forget to ", "remember to ", "make sure to ", "make sure you ", "i need you to ", "we need you to ", "you need to ", "you must ", "you have to ",
	"we ask you to ", "könntest du bitte ", "könntest du mir bitte ", "könntest du ", "könnten sie bitte ", "könnten sie mir bitte ", "könnten sie ", "kannst du bitte ", "kannst du mir bitte ",
	"kannst du ", "können sie bitte ", "können sie ", "würden sie bitte ", "denk daran, ", "bitte ", "pourriez-vous ", "pourrais-tu ", "peux-tu ", "pouvez-vous ", "merci de ", "veuillez ",
	"s'il te plaît, ", "s'il vous plaît, ", "n'oubliez pas de ", "n'oublie pas de ", "por favor, ", "por favor ", "¿podrías ", "¿puedes ", "¿podría ", "podrías ", "puedes ", "no olvides ",
	"per favore, ", "per favore ", "potresti ", "potrebbe ", "puoi ", "non dimenticare di ", "você pode ", "poderia ", "não se esqueça de ", "kun je alsjeblieft ", "kun je ", "kunt u alstublieft ", "kunt u ",
	"wil je ", "vergeet niet ", "gelieve ", "kan du ", "kan ni ", "snälla, ", "vänligen ", "skulle du kunna ", "glöm inte att ", "czy możesz ", "proszę o ", "proszę ", "prosimy o ", "prosimy ",
	"můžeš prosím ", "můžete prosím ", "můžeš ", "můžete ", "prosím, ", "prosím ", "prosíme ", "не мог бы ты ", "не могли бы вы ", "можешь ", "пожалуйста, ", "пожалуйста ", "прошу ", "просим ", NULL,
};

/* The sentence without the words of asking: what is to be done. */
static struct px_str bare_request(struct finder *finder, struct px_str text)
{
	bool found = true;

	while (found) {
		found = false;
		struct px_str folded = px_fold(finder->arena, text);
		for (size_t i = 0; !found && leads[i]; i++) {
			size_t n = strlen(leads[i]);
			found = px_str_starts(folded, px_str(leads[i])) && text.size > n + LETTERS_LEAST && folded.size == text.size;
			if (found)
				text = px_str_trim(px_str_n(text.data + n, text.size - n));
		}
	}
	struct px_str comma = px_str_cut(text, ',', &(struct px_str){ 0 }); /* "Anna, could you": whom it is said to */
	if (comma.size < text.size && comma.size <= 12 && !memchr(comma.data, ' ', comma.size)) {
		struct px_str rest = px_str_trim(px_str_n(text.data + comma.size + 1, text.size - comma.size - 1));
		struct px_str folded = px_fold(finder->arena, rest);
		for (size_t i = 0; leads[i]; i++)
			if (px_str_starts(folded, px_str(leads[i])))
				return bare_request(finder, rest);
	}
	while (text.size && strchr("?!. ", text.data[text.size - 1]))
		text.size--;
	return text;
}

/* The date is kept as the task's own; English titles go without it. */
static const char *title_of(struct finder *finder, struct px_str text)
{
	struct px_time_expr found[4];
	struct px_time_context context = { .now_utc = finder->context->now, .tz = finder->context->tz, .country = "" };
	size_t count = px_time_find(&context, text, found, 4);
	const char *title = px_arena_str(finder->arena, text);

	for (size_t i = 0; i < count; i++) {
		const struct px_time_expr *e = &found[i];
		bool date = e->value.kind == PX_TIME_DATE || e->value.kind == PX_TIME_DATETIME ||
			    (e->value.kind == PX_TIME_RANGE && e->role == PX_TIME_DEADLINE);
		if (!date || e->cut_end - e->cut_begin + TITLE_LEAST > text.size)
			continue;
		title = px_arena_printf(finder->arena, "%.*s%s%.*s", (int)e->cut_begin, text.data, e->cut_begin && e->cut_end < text.size ? " " : "",
					(int)(text.size - e->cut_end), text.data + e->cut_end);
		break;
	}
	char *copy = px_arena_str(finder->arena, px_str_trim(px_str(title)));
	if (copy[0] >= 'a' && copy[0] <= 'z')
		copy[0] = (char)(copy[0] - 'a' + 'A');
	return copy;
}

static bool names_deadline(struct px_str folded)
{
	static const char *const nouns[] = { "deadline", "is due on", "are due on", "due back", "fällig", "we require", "we need", "i need", "wir benötigen", "ich benötige", "wir brauchen",
					     "ich brauche", "nous avons besoin", "j'ai besoin", "necesitamos", "necesito", "abbiamo bisogno", "mi serve", "vi behöver", "abgabefrist", "frist", "einsendeschluss", "anmeldeschluss", "date limite", "fecha límite", "fecha limite", "termine ultimo", "prazo final",
					     "prazo", "uiterste datum", "sista dag", "ostateczny termin", "termin składania", "uzávěrka", "termín odevzdání", "крайний срок", "締切", "締め切り", NULL };

	return holds_any(folded, nouns);
}

/* Asks for an answer and for nothing else. */
static bool asks_for_answer(struct finder *finder, struct px_str bare)
{
	static const char *const words[] = { "let me know", "let us know", "let me know what you think", "gib bescheid", "gib mir bescheid", "gib uns bescheid", "sag bescheid",
					     "geben sie bescheid", "geben sie mir bescheid", "tiens-moi au courant", "dis-moi", "avísame", "dime", "fammi sapere", "me avisa",
					     "laat het weten", "laat het me weten", "hör av dig", "daj znać", "dej vědět", "дай знать", NULL };
	struct px_str folded = px_fold(finder->arena, bare);

	for (size_t i = 0; words[i]; i++)
		if (px_str_eq(folded, px_str(words[i])))
			return true;
	return false;
}

static bool find_request(struct finder *finder, const struct sentence *s, bool paid)
{
	struct px_mail_finding found = { .kind = PX_FOUND_REQUEST };
	bool deadline = s->dated && !paid && names_deadline(s->folded);

	if (s->text.size < REQUEST_LEAST || s->text.size > REQUEST_MOST || (!deadline && !px_mail_says(PX_CUE_REQUEST, s->folded)) ||
	    px_mail_says(PX_CUE_COURTESY, s->folded) || px_mail_says(PX_CUE_DONE, s->folded))
		return false;
	struct px_str bare = bare_request(finder, s->text);
	if (!s->dated && asks_for_answer(finder, bare))
		return false;
	found.title = title_of(finder, bare);
	found.all_day = s->date.second < 0;
	add(finder, s, &found);
	return true;
}

/* ------------------------------------------------------------------- all of it */

/* What the person wrote to others. */
static bool is_own(const struct finder *finder)
{
	const struct px_mail_parsed *mail = finder->mail;
	const json_t *to = json_object_get(json_array_get(mail->to, 0), "address");

	return mail->from && finder->context->address && strcasecmp(mail->from, finder->context->address) == 0 &&
	       (!json_is_string(to) || strcasecmp(json_string_value(to), finder->context->address) != 0);
}

static void read_sentence(struct finder *finder, struct px_str text, struct sentence *s)
{
	const struct px_mail_finding_context *context = finder->context;
	const struct px_mail_dating dating = { context->now, context->tz, !context->locale || strcasecmp(context->locale, "en-US") != 0 };
	int32_t today = px_civil_ms_day(px_tz_to_local(context->tz, context->now));

	*s = (struct sentence){ .text = text, .folded = px_fold(finder->arena, text) };
	s->date.second = s->date.end_second = -1;
	s->dated = px_mail_date_find(&dating, text, finder->arena, &s->date) && s->date.day >= today && s->date.day < today + 3 * 366;
}

/* `subject`: what the mail's subject is about.  The first rule that takes the sentence; of each kind of what is told once there is one. */
static void apply_rules(struct finder *finder, const struct sentence *s, const bool subject[], bool paid, bool had[])
{
	if (!had[PX_FOUND_BILL] && find_bill(finder, s, subject[PX_FOUND_BILL], paid))
		had[PX_FOUND_BILL] = true;
	else if (!had[PX_FOUND_PARCEL] && find_parcel(finder, s, subject[PX_FOUND_PARCEL]))
		had[PX_FOUND_PARCEL] = true;
	else if (!had[PX_FOUND_APPOINTMENT] && find_appointment(finder, s, subject[PX_FOUND_APPOINTMENT]))
		had[PX_FOUND_APPOINTMENT] = true;
	else if (!finder->bulk && !had[PX_FOUND_BILL] && !had[PX_FOUND_PARCEL] && !is_machine(finder))
		had[PX_FOUND_REQUEST] |= find_request(finder, s, paid) && !px_mail_says(PX_CUE_REQUEST, s->folded);
}

/* Beside something that takes place, or a deadline, "Please arrive ten minutes early" is a part of that; a question is not. */
static void drop_advice(struct px_mail_findings *findings)
{
	size_t kept = 0;

	for (size_t i = 0; i < findings->count; i++) {
		const struct px_mail_finding *one = &findings->list[i];
		bool advice = one->kind == PX_FOUND_REQUEST && !one->start && !px_str_ends(px_str(one->quote), PX_STR("?")) &&
			      !px_str_ends(px_str(one->quote), PX_STR("？"));
		if (!advice)
			findings->list[kept++] = *one;
	}
	findings->count = kept;
}

void find_in_text(struct finder *finder)
{
	struct px_str *sentences = PX_ARENA_ARRAY(finder->arena, struct px_str, PX_MAIL_SENTENCES_MAX);
	size_t subject_size = px_utf8_cut(px_str(finder->subject), SUBJECT_MAX);
	struct px_str subject = px_fold(finder->arena, px_str_n(finder->subject, subject_size));
	bool had[PX_FOUND_REQUEST + 1] = { false };
	size_t count = px_mail_sentences(finder->mail->text, finder->arena, sentences);
	bool paid = false;
	struct sentence s;

	if (is_own(finder) || px_mail_says(PX_CUE_DONE, subject))
		return;
	const bool told[PX_FOUND_REQUEST + 1] = {
		[PX_FOUND_BILL] = px_mail_says(PX_CUE_BILL, subject), [PX_FOUND_PARCEL] = px_mail_says(PX_CUE_PARCEL, subject),
		[PX_FOUND_APPOINTMENT] = px_mail_says(PX_CUE_APPOINTMENT, subject),
	};
	for (size_t i = 0; i < count && !paid; i++)
		paid = px_mail_says(PX_CUE_PAID, px_fold(finder->arena, sentences[i]));
	for (size_t i = 0; i < count && finder->findings->count < TEXT_FINDINGS; i++) {
		read_sentence(finder, sentences[i], &s);
		apply_rules(finder, &s, told, paid, had);
	}
	if (had[PX_FOUND_APPOINTMENT] || had[PX_FOUND_REQUEST]) /* a deadline that was told, not asked for */
		drop_advice(finder->findings);
}
