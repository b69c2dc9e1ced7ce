/* SPDX-License-Identifier: Apache-2.0 */
/*
 * English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish,
 * Polish, Czech, Russian, Japanese; in that order where they differ.
 */
#include "mail/words.h"

#include <stdint.h>
#include <string.h>

/* Phrases, each followed by '|'; one that ends in '*' may go on. */
static const char *const cues[PX_CUE_COUNT] = {
	[PX_CUE_REQUEST] =
		"please|could you|can you|would you|will you|we need you to|we need your|i need you to|i need your|don't forget|do not forget|"
		"any chance you|remember to|you need to|you have to|you must|make sure|kindly|we ask you to|action required|let me know|send me|get back to|"
		"bitte|könntest du|könnten sie|kannst du|können sie|würden sie|würdest du|schickst du|schicken sie mir|denk daran|denken sie daran|nicht vergessen|wir bitten|"
		"s'il te plaît|s'il vous plaît|merci de|tu m'envoies|tu peux m'envoyer|veuillez|peux-tu|pouvez-vous|pourriez-vous|pourrais-tu|n'oubliez pas|n'oublie pas|prière de|"
		"por favor|me mandas|me envías|podrías|podría|puedes|puede usted|pueden|no olvides|no olvide|necesito que|necesitamos que|le rogamos|te ruego|"
		"per favore|mi mandi|mi invii|per cortesia|potresti|potrebbe|puoi|può|ti prego|la preghiamo|non dimenticare|si prega di|"
		"poderia|você pode|pode enviar|podes|não se esqueça|não te esqueças|pedimos que|solicitamos|"
		"alstublieft|alsjeblieft|graag|kun je|kunt u|wil je|wilt u|vergeet niet|gelieve|"
		"vänligen|snälla|kan du|kan ni|glöm inte|var god|skulle du kunna|"
		"proszę|prosimy|czy możesz|czy mogłabyś|czy mógłbyś|czy może|nie zapomnij|uprzejmie|"
		"prosím|prosíme|můžeš|můžete|mohl bys|mohla bys|mohli byste|nezapomeň|nezapomeňte|"
		"пожалуйста|просим|прошу|не могли бы|не мог бы|можете|можешь|не забудь|не забудьте|"
		"お願い|ください|下さい|いただけ|お忘れなく|",
	[PX_CUE_DEADLINE] =
		"by|before|until|no later than|due|deadline|at the latest|bis|spätestens|vor dem|frist|avant|jusqu'au|d'ici|au plus tard|date limite|"
		"antes del|antes de|hasta|a más tardar|fecha límite|plazo|entro|prima di|non oltre|scadenza|até|antes do|prazo|"
		"voor|uiterlijk|tot|vóór|senast|innan|före|do|przed|najpóźniej|termin|nejpozději|před|termín|до|не позднее|срок|まで|までに|締切|",
	[PX_CUE_BILL] =
		"invoice|bill|statement|payment|rent|fee|premium|instalment|installment|tax|vorauszahlung|nachzahlung|abschlag|gebühr|gebühren|rate|steuer|rechnung|zahlung|mahnung|beitrag|betrag|zahlungserinnerung|abrechnung|facture|paiement|règlement|"
		"montant|loyer|factura|recibo|pago|importe|cuota|fattura|bolletta|pagamento|importo|rata|fatura|boleto|mensalidade|valor|"
		"factuur|rekening|betaling|bedrag|faktura|räkning|betalning|avgift|belopp|fakturę|faktury|płatności|płatność|rachunek|"
		"fakturu|platba|platby|platbu|částka|счёт|счет|оплата|оплаты|оплатить|сумма|платеж|платёж|請求書|ご請求|お支払|料金|",
	[PX_CUE_DUE] =
		"due|due date|pay by|payable|please pay|payment by|amount due|fällig|zahlbar|zahlungsziel|überweisen|zu zahlen|begleichen|bezahlen sie|"
		"échéance|à régler|à payer|règlement avant|régler|payer avant|vencimiento|vence|pagar|pagarla|abonar|scadenza|scade|pagare|da pagare|vencimento|"
		"pague|pagar até|vervaldatum|betalen|te betalen|voldoen|förfallodatum|förfaller|betalas|betala|termin płatności|do zapłaty|zapłać|płatna|zapłacić|opłacić|"
		"splatnost|splatná|splatnosti|uhraďte|uhradit|zaplaťte|оплатить|оплатите|срок оплаты|к оплате|お支払期限|支払期限|お支払い期限|お支払いください|支払期日|",
	[PX_CUE_PAID] =
		"has been paid|was paid|paid in full|thank you for your payment|we received your payment|payment received|will be charged automatically|"
		"direct debit|automatically debited|no action is needed|no action required|nothing to do|auto-pay|autopay|"
		"bereits bezahlt|wurde bezahlt|abgebucht|eingezogen|lastschrift|zahlung erhalten|nichts zu tun|"
		"prélevé|prélèvement|a été payée|paiement reçu|domiciliado|se cargará|pago recibido|ha sido pagada|addebito|addebitato|pagamento ricevuto|"
		"débito automático|pagamento recebido|foi paga|automatische incasso|afgeschreven|is betaald|autogiro|har betalats|betalning mottagen|"
		"opłacona|została opłacona|polecenie zapłaty|uhrazena|byla uhrazena|inkaso|оплачен|спишется|списано|автоплатеж|引き落とし|お支払い済み|入金を確認|",
	[PX_CUE_PARCEL] =
		"parcel|package|shipment|delivery|your order|paket|sendung|lieferung|bestellung|päckchen|colis|livraison|commande|paquete|envío|pedido|entrega|"
		"pacco|spedizione|consegna|ordine|encomenda|pakket|bestelling|zending|bezorging|leverans|försändelse|paketet|paczka|przesyłka|paczkę|przesyłkę|zásilka|"
		"balík|zásilku|balíček|посылка|заказ|доставка|посылку|荷物|お届け|ご注文|配達|",
	[PX_CUE_ARRIVES] =
		"will arrive|arriving|will be delivered|scheduled for delivery|out for delivery|expected delivery|estimated delivery|delivery date|arrives|"
		"wird zugestellt|zustellung|trifft ein|kommt am|wird geliefert|zugestellt|sera livré|livré le|livraison prévue|arrivera|llegará|se entregará|"
		"entrega prevista|entrega estimada|arriverà|sarà consegnato|consegna prevista|consegnato|será entregue|chegará|previsão de entrega|wordt bezorgd|bezorgd op|"
		"komt aan|levereras|anländer|beräknad leverans|zostanie dostarczona|doręczona|dotrze|doręczenie|bude doručena|doručena|doručíme|dorazí|doručení|будет доставлен|доставим|"
		"будет доставлена|прибудет|お届け予定|お届けします|到着予定|配達予定|",
	[PX_CUE_APPOINTMENT] =
		"appointment|meeting|we meet|let's meet|call|lunch|dinner|breakfast|coffee|takes place|will take place|join us|interview|check-up|checkup|party|workshop|"
		"webinar|concert|viewing|session|reservation|booking|is confirmed|rehearsal|class|visit|table for|booked in|shall we|how about|moves to|moved to|will come by|comes by|"
		"wollen wir|wir kommen|verschoben auf|verlegt auf|kommt vorbei|ça te dit|on se retrouve|on déjeune|on dîne|cenamos|comemos|quedamos|nos vemos|ci vediamo|ci troviamo|zullen we|ska vi|"
		"termin|treffen|besprechung|mittagessen|abendessen|findet|statt|vorstellungsgespräch|feier|elternabend|besichtigung|buchung|reservierung|probe|"
		"rendez-vous|réunion|déjeuner|dîner|aura lieu|entretien|rdv|réservation|fête|cita|reunión|almuerzo|cena|tendrá lugar|entrevista|reserva|"
		"appuntamento|riunione|pranzo|si terrà|colloquio|prenotazione|visita|consulta|reunião|almoço|jantar|terá lugar|"
		"afspraak|vergadering|etentje|plaats|sollicitatiegesprek|reservering|möte|lunchen|middag|äger rum|intervju|bokning|tid hos|"
		"wizyta|spotkanie|obiad|odbędzie|rozmowa|rezerwacja|wizytę|schůzka|schůzku|oběd|koná|pohovor|návštěva|rezervace|prohlídka|termín|"
		"встреча|прием|приём|обед|ужин|состоится|собеседование|запись|совещание|会議|打ち合わせ|予約|面談|ご予約|診察|面接|",
	[PX_CUE_COURTESY] =
		"please find|please see|please note|do not share|don't share|nicht weitergeben|niemandem weiter|please be advised|please do not reply|please don't reply|please do not hesitate|please don't hesitate|"
		"please feel free|please disregard|please ignore|if you have any questions|if you have questions|let me know if|let us know if|please contact us|"
		"unsubscribe|view in browser|view this email|could you imagine|can you believe|can you imagine|please accept our|please enjoy|please visit|please excuse|"
		"bei fragen|bitte beachten|bitte nicht antworten|antworten sie nicht|bitte wenden sie sich|bitte entschuldigen|zögern sie nicht|anbei|abmelden|"
		"n'hésitez pas|merci de ne pas répondre|ne pas répondre|veuillez trouver|veuillez noter|veuillez agréer|pour toute question|se désabonner|"
		"no dude en|no duden en|no responda|tenga en cuenta|si tiene alguna|adjunto encontrar|darse de baja|non esitare|non esiti|non rispondere|in allegato|"
		"si prega di notare|per qualsiasi|não hesite|não responda|em anexo|tenha em conta|em caso de dúvidas|aarzel niet|niet beantwoorden|bijgevoegd|let op|"
		"bij vragen|uitschrijven|tveka inte|svara inte|bifogat|observera|vid frågor|avregistrera|nie odpowiadać|nie odpowiadaj|w załączniku|w razie pytań|proszę pamiętać|"
		"neodpovídejte|v příloze|v případě dotazů|neváhejte|odhlásit|не отвечайте|во вложении|если у вас возникнут|обратите внимание|отписаться|"
		"返信しないで|ご返信いただけません|添付|ご不明な点|お気軽に|配信停止|よろしくお願い|お楽しみ|",
	[PX_CUE_DONE] =
		"was delivered|has been delivered|has been cancelled|has been canceled|was cancelled|was canceled|is cancelled|is canceled|no longer takes place|"
		"zugestellt worden|wurde zugestellt|wurde abgesagt|fällt aus|storniert|a été livré|a été annulé|est annulé|ha sido entregado|se ha cancelado|ha sido cancelada|cancelad*|"
		"è stato consegnato|è stato annullato|annullat*|foi entregue|foi cancelad*|is bezorgd|is geannuleerd|geannuleerd|har levererats|är inställt|inställd|"
		"została dostarczona|została odwołana|odwołan*|byla doručena|je zrušen|zrušen|была доставлена|уже доставлена|отменен|отменён|отменена|配達完了|キャンセルされました|",
};

static const char *const quotes[] = { "wrote:", "schrieb:", "schrieb am", "a écrit", "escribió:", "ha scritto:", "escreveu:", "schreef", "skrev:",
	"napisał", "napsal", "пишет:", "написал", "のメール:", "-----original message-----", "-----ursprüngliche nachricht-----", "________________________________",
	"-----message d'origine-----", "-----mensaje original-----", "-----messaggio originale-----", "-----mensagem original-----", NULL };
static const char *const forwards[] = { "forwarded message", "weitergeleitete nachricht", "message transféré", "mensaje reenviado", "messaggio inoltrato",
	"mensagem encaminhada", "doorgestuurd bericht", "vidarebefordrat", "przekazana wiadomość", "přeposlaná zpráva", "пересылаемое сообщение", "転送", NULL };
static const char *const greetings[] = { "hi ", "hi,", "hello", "dear ", "hey ", "good morning", "hallo", "liebe", "sehr geehrte", "guten tag", "guten morgen", "bonjour", "cher ",
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
	{ "segunda-feira", 0, 0 }, { "terça-feira", 1, 0 }, { "quarta-feira", 2, 0 }, { "quinta-feira", 3, 0 }, { "sexta-feira", 4, 0 },
	{ "maandag", 0, 0 }, { "dinsdag", 1, 0 }, { "woensdag", 2, 0 }, { "donderdag", 3, 0 }, { "vrijdag", 4, 0 }, { "zaterdag", 5, 0 }, { "zondag", 6, 0 },
	{ "måndag", 0, 2 }, { "tisdag", 1, 2 }, { "onsdag", 2, 2 }, { "torsdag", 3, 2 }, { "fredag", 4, 2 }, { "lördag", 5, 2 }, { "söndag", 6, 2 },
	{ "poniedział", 0, 3 }, { "wtor", 1, 3 }, { "środ", 2, 2 }, { "czwart", 3, 3 }, { "piąt", 4, 3 }, { "sobot", 5, 2 }, { "niedziel", 6, 2 },
	{ "ponděl", 0, 2 }, { "úter", 1, 2 }, { "střed", 2, 2 }, { "čtvrt", 3, 3 }, { "pát", 4, 3 }, { "neděl", 6, 2 },
	{ "понедельник", 0, 1 }, { "вторник", 1, 1 }, { "сред", 2, 1 }, { "четверг", 3, 1 }, { "пятниц", 4, 1 }, { "суббот", 5, 1 }, { "воскресень", 6, 1 },
	{ "月曜", 0, -1 }, { "火曜", 1, -1 }, { "水曜", 2, -1 }, { "木曜", 3, -1 }, { "金曜", 4, -1 }, { "土曜", 5, -1 }, { "日曜", 6, -1 }, { NULL, 0, 0 },
};

const struct px_mail_name px_mail_days[] = {
	{ "tomorrow", 1, 0 }, { "übermorgen", 2, 0 }, { "morgen", 1, 0 }, { "après-demain", 2, 0 }, { "demain", 1, 0 }, { "pasado mañana", 2, 0 }, { "mañana", 1, 0 },
	{ "dopodomani", 2, 0 }, { "domani", 1, 0 }, { "depois de amanhã", 2, 0 }, { "amanhã", 1, 0 }, { "overmorgen", 2, 0 }, { "imorgon", 1, 0 }, { "i morgon", 1, 0 },
	{ "pojutrze", 2, 0 }, { "jutro", 1, 0 }, { "jutra", 1, 0 }, { "pozítří", 2, 0 }, { "zítra", 1, 0 }, { "послезавтра", 2, 0 }, { "завтра", 1, 0 }, { "明後日", 2, -1 }, { "明日", 1, -1 },
	{ "today", 0, 0 }, { "heute", 0, 0 }, { "aujourd'hui", 0, 0 }, { "hoy", 0, 0 }, { "oggi", 0, 0 }, { "hoje", 0, 0 }, { "vandaag", 0, 0 }, { "idag", 0, 0 }, { "dzisiaj", 0, 0 },
	{ "dziś", 0, 0 }, { "dnes", 0, 0 }, { "сегодня", 0, 0 }, { "本日", 0, -1 }, { "今日", 0, -1 }, { NULL, 0, 0 },
};

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

static bool holds(struct px_str text, struct px_str phrase)
{
	bool alone = !stands_without_spaces(phrase), open = px_str_ends(phrase, PX_STR("*"));

	phrase.size -= open;

	for (size_t at = 0; at + phrase.size <= text.size; at++) {
		if (text.data[at] != phrase.data[0] || memcmp(text.data + at, phrase.data, phrase.size) != 0)
			continue;
		if (!alone)
			return true;
		bool begins = at == 0 || !is_letter_at(text, at - 1);
		bool ends = open || at + phrase.size == text.size || !is_letter_at(text, at + phrase.size);
		if (begins && ends)
			return true;
	}
	return false;
}

bool px_mail_says(enum px_mail_cue cue, struct px_str folded)
{
	struct px_str rest = px_str(cues[cue]);

	while (rest.size) {
		struct px_str phrase = px_str_cut(rest, '|', &rest);
		if (phrase.size && holds(folded, phrase))
			return true;
	}
	return false;
}

static bool holds_any(struct px_str line, const char *const *list)
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

bool px_mail_quotes(struct px_str line)
{
	return holds_any(line, quotes);
}

bool px_mail_forwards(struct px_str line)
{
	return px_str_starts(line, PX_STR("---")) && holds_any(line, forwards);
}

bool px_mail_greets(struct px_str line)
{
	return starts_any(line, greetings);
}

bool px_mail_closes(struct px_str line)
{
	return line.size < 60 && starts_any(line, closings);
}
