/* SPDX-License-Identifier: Apache-2.0 */
/*
 * English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish,
 * Polish, Czech, Russian, Japanese; in that order where they differ.
 */
#include "mail/words.h"

#include <stdint.h>
#include <string.h>

enum { GAP = 60 /* bytes that '~' stands for at most */, STEM_LEAST = 3, ENDING_MOST = 2 };

/* The phrases of a cue, between bars; a cue has several rows. */
static const struct cue_row {
	enum px_mail_cue cue;
	const char *phrases;
} cues[] = {
#define PX_CUE(cue, phrases) { PX_CUE_##cue, phrases },
#include "mail/cues.def"
#undef PX_CUE
};

const char *const px_mail_leads[] = {
	"and ", "so ", "und ", "now, ", "ps: ", "p.s. ", "one more thing: ", "one last thing: ", "also, ", "also ", "just a reminder: ", "reminder: ", "quick question: ", "when you get a chance, ", "if possible, ",
	"any chance you could ", "would you mind ", "i'd be grateful if you could ", "it would be great if you could ", "could u pls ", "can u pls ", "could u ", "can u ", "pls ", "please could you ", "please can you ", "i ask you to ", "could you please ", "can you please ", "would you please ", "will you please ", "could you ", "can you ", "would you ", "will you ", "please ", "kindly ",
	"don't forget to ", "don't forget ", "do not forget to ", "remember to ", "make sure to ", "make sure you ", "i need you to ", "we need you to ", "you need to ", "you must ", "you have to ",
	"we ask you to ", "könntest du bitte ", "könntest du mir bitte ", "könntest du ", "könnten sie bitte ", "könnten sie mir bitte ", "könnten sie ", "kannst du bitte ", "kannst du mir bitte ",
	"kannst du ", "können sie bitte ", "können sie ", "würden sie bitte ", "es wäre toll, wenn du ", "es wäre schön, wenn du ", "kannst du mir ", "könntet ihr ", "denk daran, ", "bitte ", "pourriez-vous ", "pourrais-tu ", "peux-tu ", "pouvez-vous ", "merci de ", "veuillez ",
	"s'il te plaît, ", "s'il vous plaît, ", "n'oubliez pas de ", "n'oublie pas de ", "por favor, ", "por favor ", "¿podrías ", "¿puedes ", "¿podría ", "podrías ", "puedes ", "no olvides ",
	"per favore, ", "per favore ", "potresti ", "potrebbe ", "puoi ", "non dimenticare di ", "você pode ", "poderia ", "não se esqueça de ", "kun je alsjeblieft ", "kun je ", "kunt u alstublieft ", "kunt u ",
	"wil je ", "vergeet niet ", "gelieve ", "kan du ", "kan ni ", "snälla, ", "vänligen ", "skulle du kunna ", "glöm inte att ", "czy możesz ", "proszę o ", "proszę ", "prosimy o ", "prosimy ",
	"můžeš prosím ", "můžete prosím ", "můžeš ", "můžete ", "prosím, ", "prosím ", "prosíme ", "не мог бы ты ", "не могли бы вы ", "можешь ", "пожалуйста, ", "пожалуйста ", "прошу ", "просим ", NULL,
};

static const char *const quotes[] = { "wrote:", "schrieb:", "schrieb am", "a écrit", "escribió:", "ha scritto:", "escreveu:", "schreef", "skrev:",
	"napisał", "napsal", "пишет:", "написал", "のメール:", "-----original message-----", "-----ursprüngliche nachricht-----", "________________________________",
	"-----message d'origine-----", "-----mensaje original-----", "-----messaggio originale-----", "-----mensagem original-----", NULL };
static const char *const forwards[] = { "forwarded message", "weitergeleitete nachricht", "message transféré", "mensaje reenviado", "messaggio inoltrato",
	"mensagem encaminhada", "doorgestuurd bericht", "vidarebefordrat", "przekazana wiadomość", "přeposlaná zpráva", "пересылаемое сообщение", "転送", NULL };
static const char *const greetings[] = { "hiya", "coucou", "huhu", "moin", "servus", "chers ", "chères ", "queridos", "gentili", "cari ", "caros ", "hoi ", "hejsan", "szanowni", "drodzy", "milí ", "hi ", "hi,", "hello", "dear ", "hey ", "good morning", "hallo", "liebe", "sehr geehrte", "guten tag", "guten morgen", "bonjour", "cher ",
	"chère ", "salut", "hola", "estimad", "querid", "buenos días", "ciao", "gentile", "buongiorno", "olá", "prezad", "caro ", "cara ", "bom dia", "beste ", "geachte", "hej", "bästa ",
	"cześć", "dzień dobry", "szanown", "drogi", "ahoj", "dobrý den", "vážen", "milá", "milý", "привет", "здравствуйте", "уважаем", "добрый день", "お世話になって", NULL };
static const char *const closings[] = { "best regards", "kind regards", "regards,", "best,", "cheers", "thanks,", "thank you,", "many thanks", "sincerely", "yours", "see you", "love,",
	"viele grüsse", "mit freundlichen", "liebe grüsse", "beste grüsse", "danke", "gruss", "cordialement", "bien à", "bises", "à bientôt", "merci,", "salutations", "saludos", "un saludo",
	"atentamente", "gracias", "un abrazo", "cordiali saluti", "saluti", "grazie", "a presto", "un abraço", "atenciosamente", "cumprimentos", "obrigad", "met vriendelijke", "groeten",
	"groetjes", "bedankt", "med vänlig", "hälsningar", "tack", "mvh", "pozdrawiam", "z poważaniem", "dziękuję", "s pozdravem", "děkuji", "děkujeme", "с уважением", "спасибо",
	"敬具", "以上", "-- ", "sent from my", "get outlook for", "von meinem iphone", "von meinem ipad", "gesendet von", "gesendet mit", "envoyé de mon", "envoyé depuis",
	"enviado desde mi", "inviato da", "enviado do meu", "verzonden vanaf", "skickat från", "wysłane z", NULL };

const struct px_mail_name px_mail_months[] = {
	{ "january", 1, 0 }, { "februar", 2, 1 }, { "march", 3, 0 }, { "april", 4, 2 }, { "august", 8, 3 }, { "september", 9, 1 }, { "october", 10, 0 },
	{ "november", 11, 1 }, { "december", 12, 1 }, { "januar", 1, 2 }, { "jänner", 1, 0 }, { "märz", 3, 0 }, { "oktober", 10, 0 }, { "dezember", 12, 0 },
	{ "janvier", 1, 0 }, { "février", 2, 0 }, { "avril", 4, 0 }, { "juillet", 7, 0 }, { "août", 8, 0 }, { "septembre", 9, 0 }, { "octobre", 10, 0 },
	{ "novembre", 11, 0 }, { "décembre", 12, 0 }, { "enero", 1, 0 }, { "febrero", 2, 0 }, { "abril", 4, 0 }, { "mayo", 5, 0 }, { "junio", 6, 0 },
	{ "julio", 7, 0 }, { "agosto", 8, 0 }, { "septiembre", 9, 0 }, { "octubre", 10, 0 }, { "noviembre", 11, 0 }, { "diciembre", 12, 0 },
	{ "gennaio", 1, 0 }, { "febbraio", 2, 0 }, { "marzo", 3, 0 }, { "aprile", 4, 0 }, { "maggio", 5, 0 }, { "giugno", 6, 0 }, { "luglio", 7, 0 },
	{ "settembre", 9, 0 }, { "ottobre", 10, 0 }, { "dicembre", 12, 0 }, { "janeiro", 1, 0 }, { "fevereiro", 2, 0 }, { "março", 3, 0 }, { "maio", 5, 0 },
	{ "junho", 6, 0 }, { "julho", 7, 0 }, { "setembro", 9, 0 }, { "outubro", 10, 0 }, { "novembro", 11, 0 }, { "dezembro", 12, 0 },
	{ "januari", 1, 0 }, { "februari", 2, 0 }, { "maart", 3, 0 }, { "augustus", 8, 0 }, { "augusti", 8, 0 }, { "juni", 6, 0 }, { "juli", 7, 0 }, { "june", 6, 0 },
	{ "july", 7, 0 }, { "juin", 6, 0 }, { "mars", 3, 0 }, { "styczni", 1, 3 }, { "lutego", 2, 0 }, { "marca", 3, 0 }, { "kwietni", 4, 3 }, { "czerwc", 6, 1 }, { "lipca", 7, 0 }, { "sierpni", 8, 3 },
	{ "wrześni", 9, 3 }, { "październik", 10, 1 }, { "listopad", 11, 2 }, { "grudni", 12, 3 }, { "ledna", 1, 0 }, { "února", 2, 0 }, { "března", 3, 0 },
	{ "dubna", 4, 0 }, { "května", 5, 0 }, { "červenc", 7, 1 }, { "červn", 6, 1 }, { "srpna", 8, 0 }, { "září", 9, 0 }, { "října", 10, 0 }, { "prosinc", 12, 1 },
	{ "январ", 1, 1 }, { "феврал", 2, 1 }, { "март", 3, 1 }, { "апрел", 4, 1 }, { "ма", 5, 1 }, { "июн", 6, 1 }, { "июл", 7, 1 }, { "август", 8, 1 }, { "сентябр", 9, 1 },
	{ "октябр", 10, 1 }, { "ноябр", 11, 1 }, { "декабр", 12, 1 }, { "mai", 5, 0 }, { "maj", 5, 1 }, { "may", 5, 0 }, { "mei", 5, 0 },
	{ "jan", 1, 0 }, { "feb", 2, 0 }, { "mar", 3, 0 }, { "apr", 4, 0 }, { "jun", 6, 0 }, { "jul", 7, 0 }, { "aug", 8, 0 }, { "sept", 9, 0 }, { "sep", 9, 0 },
	{ "oct", 10, 0 }, { "okt", 10, 0 }, { "nov", 11, 0 }, { "dec", 12, 0 }, { "dez", 12, 0 }, { "déc", 12, 0 }, { NULL, 0, 0 },
};

const struct px_mail_name px_mail_weekdays[] = {
	{ "monday", 0, 0 }, { "tuesday", 1, 0 }, { "wednesday", 2, 0 }, { "thursday", 3, 0 }, { "friday", 4, 0 }, { "saturday", 5, 0 }, { "sunday", 6, 0 },
	{ "montag", 0, 2 }, { "dienstag", 1, 2 }, { "mittwoch", 2, 2 }, { "donnerstag", 3, 2 }, { "freitag", 4, 2 }, { "samstag", 5, 2 }, { "sonnabend", 5, 2 },
	{ "sonntag", 6, 2 }, { "lundi", 0, 0 }, { "mardi", 1, 0 }, { "mercredi", 2, 0 }, { "jeudi", 3, 0 }, { "vendredi", 4, 0 }, { "samedi", 5, 0 }, { "dimanche", 6, 0 },
	{ "lunes", 0, 0 }, { "martes", 1, 0 }, { "miércoles", 2, 0 }, { "jueves", 3, 0 }, { "viernes", 4, 0 }, { "sábado", 5, 0 }, { "domingo", 6, 0 },
	{ "lunedì", 0, 0 }, { "martedì", 1, 0 }, { "mercoledì", 2, 0 }, { "giovedì", 3, 0 }, { "venerdì", 4, 0 }, { "sabato", 5, 0 }, { "domenica", 6, 0 },
	{ "segunda-feira", 0, 0 }, { "terça-feira", 1, 0 }, { "terça", 1, 0 }, { "quinta", 3, 0 }, { "sexta", 4, 0 }, { "quarta-feira", 2, 0 }, { "quinta-feira", 3, 0 }, { "sexta-feira", 4, 0 },
	{ "maandag", 0, 0 }, { "dinsdag", 1, 0 }, { "woensdag", 2, 0 }, { "donderdag", 3, 0 }, { "vrijdag", 4, 0 }, { "zaterdag", 5, 0 }, { "zondag", 6, 0 },
	{ "måndag", 0, 2 }, { "tisdag", 1, 2 }, { "onsdag", 2, 2 }, { "torsdag", 3, 2 }, { "fredag", 4, 2 }, { "lördag", 5, 2 }, { "söndag", 6, 2 },
	{ "poniedział", 0, 3 }, { "wtor", 1, 3 }, { "środ", 2, 2 }, { "czwart", 3, 3 }, { "piąt", 4, 3 }, { "sobot", 5, 2 }, { "niedziel", 6, 2 },
	{ "ponděl", 0, 2 }, { "úter", 1, 2 }, { "střed", 2, 2 }, { "čtvrt", 3, 3 }, { "pát", 4, 3 }, { "neděl", 6, 2 },
	{ "понедельник", 0, 1 }, { "вторник", 1, 1 }, { "сред", 2, 1 }, { "четверг", 3, 1 }, { "пятниц", 4, 1 }, { "суббот", 5, 1 }, { "воскресень", 6, 1 },
	{ "月曜", 0, -1 }, { "火曜", 1, -1 }, { "水曜", 2, -1 }, { "木曜", 3, -1 }, { "金曜", 4, -1 }, { "土曜", 5, -1 }, { "日曜", 6, -1 }, { NULL, 0, 0 },
};

const struct px_mail_name px_mail_short_weekdays[] = {
	{ "mon", 0, 0 }, { "tue", 1, 0 }, { "tues", 1, 0 }, { "wed", 2, 0 }, { "weds", 2, 0 }, { "thu", 3, 0 }, { "thur", 3, 0 }, { "thurs", 3, 0 }, { "fri", 4, 0 }, { "sat", 5, 0 }, { "sun", 6, 0 },
	{ "mo", 0, 0 }, { "di", 1, 0 }, { "mi", 2, 0 }, { "do", 3, 0 }, { "fr", 4, 0 }, { "sa", 5, 0 }, { "so", 6, 0 }, { "lun", 0, 0 }, { "mer", 2, 0 }, { "jeu", 3, 0 }, { "ven", 4, 0 }, { "sam", 5, 0 }, { "dim", 6, 0 },
	{ "mié", 2, 0 }, { "jue", 3, 0 }, { "vie", 4, 0 }, { "sáb", 5, 0 }, { "dom", 6, 0 }, { "gio", 3, 0 }, { "sab", 5, 0 }, { "ma", 0, 0 }, { "wo", 2, 0 }, { "vr", 4, 0 }, { "za", 5, 0 }, { "zo", 6, 0 },
	{ "mån", 0, 0 }, { "tis", 1, 0 }, { "ons", 2, 0 }, { "tors", 3, 0 }, { "fre", 4, 0 }, { "lör", 5, 0 }, { "sön", 6, 0 }, { "pon", 0, 0 }, { "wt", 1, 0 }, { "śr", 2, 0 }, { "czw", 3, 0 }, { "pt", 4, 0 }, { "sob", 5, 0 }, { NULL, 0, 0 },
};

const struct px_mail_name px_mail_days[] = {
	{ "tomorrow", 1, 0 }, { "übermorgen", 2, 0 }, { "morgen", 1, 0 }, { "après-demain", 2, 0 }, { "demain", 1, 0 }, { "pasado mañana", 2, 0 }, { "mañana", 1, 0 },
	{ "dopodomani", 2, 0 }, { "domani", 1, 0 }, { "depois de amanhã", 2, 0 }, { "amanhã", 1, 0 }, { "overmorgen", 2, 0 }, { "imorgon", 1, 0 }, { "i morgon", 1, 0 },
	{ "pojutrze", 2, 0 }, { "jutro", 1, 0 }, { "jutra", 1, 0 }, { "pozítří", 2, 0 }, { "zítra", 1, 0 }, { "послезавтра", 2, 0 }, { "завтра", 1, 0 }, { "明後日", 2, -1 }, { "明日", 1, -1 },
	{ "cet après-midi", 0, 0 }, { "esta tarde", 0, 0 }, { "vanmiddag", 0, 0 },
	{ "ce soir", 0, 0 }, { "stasera", 0, 0 }, { "vanavond", 0, 0 }, { "ikväll", 0, 0 }, { "today", 0, 0 }, { "heute", 0, 0 }, { "aujourd'hui", 0, 0 }, { "hoy", 0, 0 }, { "oggi", 0, 0 }, { "hoje", 0, 0 }, { "vandaag", 0, 0 }, { "idag", 0, 0 }, { "dzisiaj", 0, 0 },
	{ "dziś", 0, 0 }, { "dnes", 0, 0 }, { "сегодня", 0, 0 }, { "本日", 0, -1 }, { "今日", 0, -1 }, { NULL, 0, 0 },
};

const struct px_mail_name px_mail_feasts[] = {
	{ "christmas eve", 1224, 0 }, { "new year's eve", 1231, 0 }, { "nikolaus", 1206, 0 }, { "nikolaustag", 1206, 0 }, { "heiligabend", 1224, 0 }, { "silvester", 1231, 0 },
	{ "nochebuena", 1224, 0 }, { "nochevieja", 1231, 0 }, { "san silvestro", 1231, 0 }, { "sinterklaas", 1205, 0 }, { "julafton", 1224, 0 }, { "nyårsafton", 1231, 0 },
	{ "wigilia", 1224, 0 }, { "wigilii", 1224, 0 }, { "mikołajki", 1206, 0 }, { "štědrý den", 1224, 0 }, { NULL, 0, 0 },
};

const struct px_mail_name px_mail_ends[] = {
	{ "end of next week", PX_MAIL_END_NEXT_WEEK, 0 }, { "ende nächster woche", PX_MAIL_END_NEXT_WEEK, 0 }, { "ende der nächsten woche", PX_MAIL_END_NEXT_WEEK, 0 }, { "ende kommender woche", PX_MAIL_END_NEXT_WEEK, 0 },
	{ "fin de la semaine prochaine", PX_MAIL_END_NEXT_WEEK, 0 }, { "final de la próxima semana", PX_MAIL_END_NEXT_WEEK, 0 }, { "fine della prossima settimana", PX_MAIL_END_NEXT_WEEK, 0 },
	{ "fim da próxima semana", PX_MAIL_END_NEXT_WEEK, 0 }, { "eind volgende week", PX_MAIL_END_NEXT_WEEK, 0 }, { "slutet av nästa vecka", PX_MAIL_END_NEXT_WEEK, 0 }, { "końca przyszłego tygodnia", PX_MAIL_END_NEXT_WEEK, 0 },
	{ "konce příštího týdne", PX_MAIL_END_NEXT_WEEK, 0 },
	{ "end of the week", PX_MAIL_END_WEEK, 0 }, { "end of this week", PX_MAIL_END_WEEK, 0 }, { "end of week", PX_MAIL_END_WEEK, 0 }, { "eow", PX_MAIL_END_WEEK, 0 },
	{ "ende der woche", PX_MAIL_END_WEEK, 0 }, { "ende dieser woche", PX_MAIL_END_WEEK, 0 }, { "ende woche", PX_MAIL_END_WEEK, 0 }, { "fin de la semaine", PX_MAIL_END_WEEK, 0 },
	{ "fin de semaine", PX_MAIL_END_WEEK, 0 }, { "final de la semana", PX_MAIL_END_WEEK, 0 }, { "fine della settimana", PX_MAIL_END_WEEK, 0 },
	{ "final da semana", PX_MAIL_END_WEEK, 0 }, { "fim da semana", PX_MAIL_END_WEEK, 0 }, { "eind van de week", PX_MAIL_END_WEEK, 0 }, { "einde van de week", PX_MAIL_END_WEEK, 0 },
	{ "slutet av veckan", PX_MAIL_END_WEEK, 0 }, { "końca tygodnia", PX_MAIL_END_WEEK, 0 }, { "konce týdne", PX_MAIL_END_WEEK, 0 }, { "конца недели", PX_MAIL_END_WEEK, 0 },
	{ "end of the month", PX_MAIL_END_MONTH, 0 }, { "end of month", PX_MAIL_END_MONTH, 0 }, { "monatsende", PX_MAIL_END_MONTH, 0 }, { "ende des monats", PX_MAIL_END_MONTH, 0 },
	{ "fin du mois", PX_MAIL_END_MONTH, 0 }, { "fin de mes", PX_MAIL_END_MONTH, 0 }, { "final de mes", PX_MAIL_END_MONTH, 0 }, { "fine mese", PX_MAIL_END_MONTH, 0 },
	{ "fine del mese", PX_MAIL_END_MONTH, 0 }, { "fim do mês", PX_MAIL_END_MONTH, 0 }, { "final do mês", PX_MAIL_END_MONTH, 0 }, { "eind van de maand", PX_MAIL_END_MONTH, 0 },
	{ "einde van de maand", PX_MAIL_END_MONTH, 0 }, { "slutet av månaden", PX_MAIL_END_MONTH, 0 }, { "månadsskiftet", PX_MAIL_END_MONTH, 0 }, { "końca miesiąca", PX_MAIL_END_MONTH, 0 },
	{ "konce měsíce", PX_MAIL_END_MONTH, 0 }, { "конца месяца", PX_MAIL_END_MONTH, 0 },
	{ "end of the year", PX_MAIL_END_YEAR, 0 }, { "year-end", PX_MAIL_END_YEAR, 0 }, { "jahresende", PX_MAIL_END_YEAR, 0 }, { "ende des jahres", PX_MAIL_END_YEAR, 0 },
	{ "fin de l'année", PX_MAIL_END_YEAR, 0 }, { "fin de año", PX_MAIL_END_YEAR, 0 }, { "fine anno", PX_MAIL_END_YEAR, 0 }, { "fine dell'anno", PX_MAIL_END_YEAR, 0 },
	{ "fim do ano", PX_MAIL_END_YEAR, 0 }, { "eind van het jaar", PX_MAIL_END_YEAR, 0 }, { "årsskiftet", PX_MAIL_END_YEAR, 0 }, { "końca roku", PX_MAIL_END_YEAR, 0 },
	{ "konce roku", PX_MAIL_END_YEAR, 0 }, { "конца года", PX_MAIL_END_YEAR, 0 }, { NULL, 0, 0 },
};

const struct px_mail_name px_mail_units[] = {
	{ "days", 1, 0 }, { "tage", 1, 1 }, { "jours", 1, 0 }, { "días", 1, 0 }, { "giorni", 1, 0 }, { "dias", 1, 0 }, { "dagen", 1, 0 }, { "dagar", 1, 0 }, { "dni", 1, 0 }, { "dnů", 1, 0 }, { "дней", 1, 0 },
	{ "weeks", 7, 0 }, { "wochen", 7, 0 }, { "semaines", 7, 0 }, { "semanas", 7, 0 }, { "settimane", 7, 0 }, { "weken", 7, 0 }, { "veckor", 7, 0 }, { "tygodni", 7, 0 }, { "týdnů", 7, 0 }, { "недель", 7, 0 }, { NULL, 0, 0 },
};

const struct px_mail_name px_mail_terms[] = {
	{ "three days", 3, 0 }, { "ten days", 10, 0 }, { "three weeks", 21, 0 }, { "four weeks", 28, 0 }, { "six weeks", 42, 0 }, { "a month", 30, 0 }, { "one month", 30, 0 }, { "drei tagen", 3, 0 }, { "zehn tagen", 10, 0 },
	{ "drei wochen", 21, 0 }, { "vier wochen", 28, 0 }, { "sechs wochen", 42, 0 }, { "eines monats", 30, 0 }, { "trois semaines", 21, 0 }, { "quatre semaines", 28, 0 }, { "un mois", 30, 0 }, { "tres semanas", 21, 0 }, { "un mes", 30, 0 },
	{ "tre settimane", 21, 0 }, { "un mese", 30, 0 }, { "drie weken", 21, 0 }, { "vier weken", 28, 0 }, { "een maand", 30, 0 }, { "tre veckor", 21, 0 }, { "en månad", 30, 0 },
	{ "a week", 7, 0 }, { "one week", 7, 0 }, { "two weeks", 14, 0 }, { "a fortnight", 14, 0 }, { "einer woche", 7, 0 }, { "zwei wochen", 14, 0 }, { "une semaine", 7, 0 }, { "huit jours", 8, 0 },
	{ "deux semaines", 14, 0 }, { "quinze jours", 15, 0 }, { "una semana", 7, 0 }, { "dos semanas", 14, 0 }, { "quince días", 15, 0 }, { "una settimana", 7, 0 }, { "due settimane", 14, 0 },
	{ "uma semana", 7, 0 }, { "duas semanas", 14, 0 }, { "een week", 7, 0 }, { "twee weken", 14, 0 }, { "en vecka", 7, 0 }, { "två veckor", 14, 0 }, { "tygodnia", 7, 0 }, { "dwóch tygodni", 14, 0 },
	{ "týdne", 7, 0 }, { "недели", 7, 0 }, { NULL, 0, 0 },
};

/* Of each language by itself: "half" is before the hour in Dutch and past it in English, "once" and "due" are no hours in English. */
static const struct px_mail_name english_leads[] = { { "half ", 30, -1 }, { "at ", 0, -1 }, { "from ", 0, -1 }, { "around ", 0, -1 }, { "about ", 0, -1 }, { NULL, 0, 0 } };
static const struct px_mail_name english_hours[] = {
	{ "one", 1, 0 }, { "two", 2, 0 }, { "three", 3, 0 }, { "four", 4, 0 }, { "five", 5, 0 }, { "six", 6, 0 }, { "seven", 7, 0 }, { "eight", 8, 0 }, { "nine", 9, 0 }, { "ten", 10, 0 }, { "eleven", 11, 0 }, { "twelve", 12, 0 }, { NULL, 0, 0 },
};

static const struct px_mail_name german_leads[] = { { "halb ", -30, -1 }, { "viertel nach ", 15, -1 }, { "viertel vor ", -15, -1 }, { "um ", 0, -1 }, { "gegen ", 0, -1 }, { "ab ", 0, -1 }, { NULL, 0, 0 } };
static const struct px_mail_name german_hours[] = {
	{ "eins", 1, 0 }, { "zwei", 2, 0 }, { "drei", 3, 0 }, { "vier", 4, 0 }, { "fünf", 5, 0 }, { "sechs", 6, 0 }, { "sieben", 7, 0 }, { "acht", 8, 0 }, { "neun", 9, 0 }, { "zehn", 10, 0 }, { "elf", 11, 0 }, { "zwölf", 12, 0 }, { NULL, 0, 0 },
};

static const struct px_mail_name french_leads[] = { { "à ", 0, -1 }, { "vers ", 0, -1 }, { NULL, 0, 0 } };
static const struct px_mail_name french_hours[] = {
	{ "une", 1, 0 }, { "deux", 2, 0 }, { "trois", 3, 0 }, { "quatre", 4, 0 }, { "cinq", 5, 0 }, { "six", 6, 0 }, { "sept", 7, 0 }, { "huit", 8, 0 }, { "neuf", 9, 0 }, { "dix", 10, 0 }, { "onze", 11, 0 }, { NULL, 0, 0 },
};

static const struct px_mail_name spanish_leads[] = { { "a las ", 0, -1 }, { "a la ", 0, -1 }, { "hacia las ", 0, -1 }, { "sobre las ", 0, -1 }, { NULL, 0, 0 } };
static const struct px_mail_name spanish_hours[] = {
	{ "una", 1, 0 }, { "dos", 2, 0 }, { "tres", 3, 0 }, { "cuatro", 4, 0 }, { "cinco", 5, 0 }, { "seis", 6, 0 }, { "siete", 7, 0 }, { "ocho", 8, 0 }, { "nueve", 9, 0 }, { "diez", 10, 0 }, { "once", 11, 0 }, { "doce", 12, 0 }, { NULL, 0, 0 },
};

static const struct px_mail_name italian_leads[] = { { "alle ", 0, -1 }, { "dalle ", 0, -1 }, { "verso le ", 0, -1 }, { "all'", 0, -1 }, { NULL, 0, 0 } };
static const struct px_mail_name italian_hours[] = {
	{ "una", 1, 0 }, { "due", 2, 0 }, { "tre", 3, 0 }, { "quattro", 4, 0 }, { "cinque", 5, 0 }, { "sei", 6, 0 }, { "sette", 7, 0 }, { "otto", 8, 0 }, { "nove", 9, 0 }, { "dieci", 10, 0 }, { "undici", 11, 0 }, { "dodici", 12, 0 }, { NULL, 0, 0 },
};

static const struct px_mail_name portuguese_leads[] = { { "às ", 0, -1 }, { "pelas ", 0, -1 }, { NULL, 0, 0 } };
static const struct px_mail_name portuguese_hours[] = {
	{ "uma", 1, 0 }, { "duas", 2, 0 }, { "três", 3, 0 }, { "quatro", 4, 0 }, { "cinco", 5, 0 }, { "seis", 6, 0 }, { "sete", 7, 0 }, { "oito", 8, 0 }, { "nove", 9, 0 }, { "dez", 10, 0 }, { "onze", 11, 0 }, { "doze", 12, 0 }, { NULL, 0, 0 },
};

static const struct px_mail_name dutch_leads[] = { { "half ", -30, -1 }, { "om ", 0, -1 }, { "rond ", 0, -1 }, { NULL, 0, 0 } };
static const struct px_mail_name dutch_hours[] = {
	{ "een", 1, 0 }, { "twee", 2, 0 }, { "drie", 3, 0 }, { "vier", 4, 0 }, { "vijf", 5, 0 }, { "zes", 6, 0 }, { "zeven", 7, 0 }, { "acht", 8, 0 }, { "negen", 9, 0 }, { "tien", 10, 0 }, { "elf", 11, 0 }, { "twaalf", 12, 0 }, { NULL, 0, 0 },
};

static const struct px_mail_name swedish_leads[] = { { "halv ", -30, -1 }, { "kvart över ", 15, -1 }, { "kvart i ", -15, -1 }, { "klockan ", 0, -1 }, { NULL, 0, 0 } };
static const struct px_mail_name swedish_hours[] = {
	{ "ett", 1, 0 }, { "två", 2, 0 }, { "tre", 3, 0 }, { "fyra", 4, 0 }, { "fem", 5, 0 }, { "sex", 6, 0 }, { "sju", 7, 0 }, { "åtta", 8, 0 }, { "nio", 9, 0 }, { "tio", 10, 0 }, { "elva", 11, 0 }, { "tolv", 12, 0 }, { NULL, 0, 0 },
};

static const struct px_mail_name polish_leads[] = { { "o ", 0, -1 }, { NULL, 0, 0 } };
static const struct px_mail_name polish_hours[] = {
	{ "pierwszej", 1, 0 }, { "drugiej", 2, 0 }, { "trzeciej", 3, 0 }, { "czwartej", 4, 0 }, { "piątej", 5, 0 }, { "szóstej", 6, 0 }, { "siódmej", 7, 0 }, { "ósmej", 8, 0 }, { "dziewiątej", 9, 0 }, { "dziesiątej", 10, 0 }, { "jedenastej", 11, 0 }, { "dwunastej", 12, 0 }, { NULL, 0, 0 },
};

const struct px_mail_clock px_mail_clocks[] = {
	{ english_leads, english_hours, PX_MAIL_BY_END },
	{ german_leads, german_hours, PX_MAIL_BY_LEAD },
	{ french_leads, french_hours, PX_MAIL_BY_UNIT },
	{ spanish_leads, spanish_hours, PX_MAIL_BY_END },
	{ italian_leads, italian_hours, PX_MAIL_BY_END },
	{ portuguese_leads, portuguese_hours, PX_MAIL_BY_END },
	{ dutch_leads, dutch_hours, PX_MAIL_BY_END },
	{ swedish_leads, swedish_hours, PX_MAIL_BY_LEAD },
	{ polish_leads, polish_hours, PX_MAIL_BY_END },
	{ NULL, NULL, PX_MAIL_BY_LEAD },
};

const char *const px_mail_within[] = { "within", "within the next", "innerhalb", "innerhalb von", "innerhalb der nächsten", "binnen", "in den nächsten", "sous", "dans les", "d'ici", "dans un délai de", "en un plazo de", "en el plazo de",
	"dentro de", "en los próximos", "entro", "entro i prossimi", "no prazo de", "nos próximos", "inom", "w ciągu", "v priebehu", "během", "в течение", NULL };

/* ------------------------------------------------------------------ finding them */

/* Whether a letter or digit stands there; not the quotation marks, apostrophes and dashes of U+2000, nor "¿" and its like. */
static bool is_letter_at(struct px_str text, size_t i)
{
	unsigned char c = (unsigned char)text.data[i];

	while (i && (c & 0xc0) == 0x80)
		c = (unsigned char)text.data[--i];
	if (c == 0xc2 || (c == 0xe2 && i + 1 < text.size && (unsigned char)text.data[i + 1] == 0x80))
		return false;
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Scripts without spaces: three bytes from U+3000 on. */
static bool stands_without_spaces(struct px_str phrase)
{
	return phrase.size && (unsigned char)phrase.data[0] >= 0xe3 && (unsigned char)phrase.data[0] <= 0xed;
}

/* Whether a clause begins there: nothing but a mark or a word that joins clauses stands before. */
static bool begins_clause(struct px_str text, size_t at)
{
	static const char *const joins[] = { " and", " so", " but", " or", " then", " just", " und", " oder", " also", " et", " y", " e", " och", " и", NULL };
	struct px_str before = px_str_trim(px_str_n(text.data, at));

	if (!before.size || (before.size < at && strchr(",;:-!?.", before.data[before.size - 1])))
		return true;
	for (size_t i = 0; joins[i]; i++)
		if (px_str_ends(before, px_str(joins[i])) || px_str_eq(before, px_str(joins[i] + 1)))
			return true;
	return px_str_ends(before, PX_STR("–")) || px_str_ends(before, PX_STR("—"));
}

/* A part of a phrase: a word or some, and how it may stand. */
struct part {
	struct px_str words;
	bool clause;             /* '^' */
	bool open_left, open;    /* '*' */
};

static struct part read_part(struct px_str text)
{
	struct part part = { .words = px_str_trim(text) };

	part.clause = px_str_starts(part.words, PX_STR("^"));
	part.open_left = px_str_starts(part.words, PX_STR("*")) || stands_without_spaces(part.words);
	if (part.clause || px_str_starts(part.words, PX_STR("*")))
		part.words = px_str_n(part.words.data + 1, part.words.size - 1);
	part.open = px_str_ends(part.words, PX_STR("*"));
	part.words.size -= part.open;
	part.open |= stands_without_spaces(part.words);
	return part;
}

static bool stands_at(struct px_str text, size_t at, const struct part *part)
{
	size_t end = at + part->words.size;

	return memcmp(text.data + at, part->words.data, part->words.size) == 0 && (part->open_left || at == 0 || !is_letter_at(text, at - 1)) &&
	       (part->open || end == text.size || !is_letter_at(text, end)) && (!part->clause || begins_clause(text, at));
}

/* Whether the phrase begins in the text between `from` and `to`. */
static bool holds(struct px_str text, size_t from, size_t to, struct px_str phrase)
{
	struct px_str rest;
	struct part part = read_part(px_str_cut(phrase, '~', &rest));

	if (!part.words.size || part.words.size > text.size)
		return false;
	if (to > text.size - part.words.size)
		to = text.size - part.words.size;
	for (size_t at = from; at <= to; at++) {
		const char *next = memchr(text.data + at, part.words.data[0], to - at + 1);
		if (!next)
			return false;
		at = (size_t)(next - text.data);
		if (!stands_at(text, at, &part))
			continue;
		size_t end = at + part.words.size;
		if (!rest.size || (end < text.size && holds(text, end, end + GAP, rest)))
			return true;
	}
	return false;
}

bool px_mail_says(enum px_mail_cue cue, struct px_str folded)
{
	for (size_t i = 0; i < sizeof(cues) / sizeof(cues[0]); i++)
		for (struct px_str rest = px_str(cues[i].phrases); cues[i].cue == cue && rest.size;)
			if (holds(folded, 0, folded.size, px_str_cut(rest, '|', &rest)))
				return true;
	return false;
}

bool px_mail_holds_any(struct px_str line, const char *const *list)
{
	for (; *list; list++)
		if (px_str_find(line, px_str(*list)) != SIZE_MAX)
			return true;
	return false;
}

static bool starts_any(struct px_str line, const char *const *list)
{
	for (; *list; list++)
		if (px_str_starts(line, px_str(*list)))
			return true;
	return false;
}

/* Letters, not bytes, of UTF-8 from there on. */
static size_t letters(struct px_str word, size_t from)
{
	size_t n = 0;

	for (size_t i = from; i < word.size; i++)
		n += ((unsigned char)word.data[i] & 0xc0) != 0x80;
	return n;
}

static bool is_last_vowel(struct px_str word, size_t from)
{
	return from + 1 == word.size && strchr("aeiouy", word.data[from]);
}

bool px_mail_alike(struct px_str a, struct px_str b)
{
	size_t same = 0;

	while (same < a.size && same < b.size && a.data[same] == b.data[same])
		same++;
	while (same && same < a.size && ((unsigned char)a.data[same] & 0xc0) == 0x80)
		same--;
	const size_t stem = letters(px_str_n(a.data, same), 0);
	if (same == a.size || same == b.size || (is_last_vowel(a, same) && is_last_vowel(b, same)))
		return stem >= STEM_LEAST;
	return stem > STEM_LEAST && letters(a, same) <= ENDING_MOST && letters(b, same) <= ENDING_MOST;
}

bool px_mail_quotes(struct px_str line)
{
	static const char *const verbs[] = { " schrieb ", " wrote ", " a écrit ", " escribió ", " ha scritto ", " skrev ", " schreef ", " napisał", NULL };

	return px_mail_holds_any(line, quotes) || (px_str_ends(line, PX_STR(":")) && px_mail_holds_any(line, verbs));
}

bool px_mail_forwards(struct px_str line)
{
	return px_str_starts(line, PX_STR("---")) && px_mail_holds_any(line, forwards);
}

bool px_mail_adds(struct px_str line)
{
	static const char *const marks[] = { "ps", "p.s", "pps", "p.p.s", NULL };

	for (size_t i = 0; marks[i]; i++) {
		size_t n = strlen(marks[i]);
		if (px_str_starts(line, px_str(marks[i])) && line.size > n && strchr(":. ,-", line.data[n]))
			return true;
	}
	return false;
}

bool px_mail_greets(struct px_str line)
{
	return starts_any(line, greetings);
}

bool px_mail_closes(struct px_str line)
{
	return line.size < 60 && starts_any(line, closings);
}

bool px_mail_thanks(struct px_str line)
{
	static const char *const words[] = { "thank", "many thanks", "danke", "vielen dank", "merci", "gracias", "grazie", "obrigad", "bedankt", "tack", "dzięk", "děkuj", "спасибо", NULL };

	return starts_any(line, words);
}
