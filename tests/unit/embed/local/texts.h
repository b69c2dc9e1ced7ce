/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts of every script to tokenise, always the same ones: sentences of many
 * languages, pieces of the vocabulary, and code points drawn from all blocks,
 * with accents, special tokens and every kind of space between them.
 */
#ifndef PX_TESTS_EMBED_TEXTS_H
#define PX_TESTS_EMBED_TEXTS_H

#include "base/buf.h"
#include "base/utf8.h"
#include "embed/local/wordpiece.h"

enum { TEXT_COUNT = 10000 };

static const char *const text_sentences[] = {
	"The quick brown fox jumps over the lazy dog, doesn't it?", "Zwölf Boxkämpfer jagen Viktor quer über den Sylter Deich.",
	"Le cœur déçu mais l'âme plutôt naïve, Louÿs rêva de crapaüter.", "El pingüino Wenceslao hizo kilómetros.",
	"Príliš žluťoučký kůň úpěl ďábelské ódy.", "Pchnąć w tę łódź jeża lub ośm skrzyń fig.",
	"Съешь же ещё этих мягких французских булок.", "Жебракують філософи при ґанку церкви.",
	"Ξεσκεπάζω τὴν ψυχοφθόρα βδελυγμία ΣΟΦΟΣ.", "דג סקרן שט בים מאוכזב ולפתע מצא חברה",
	"صِف خَلقَ خَودِ كَمِثلِ الشَمسِ إِذ بَزَغَت", "यह एक परीक्षण वाक्य है।", "আমি বাংলায় গান গাই।", "தமிழ் மொழி இனிமையானது.",
	"ไทยเป็นภาษาที่ไม่มีช่องว่าง", "いろはにほへと ちりぬるを、カタカナも。", "我们明天上午十点开会，好吗？", "키스의 고유조건은 입술끼리 만나야 한다.",
	"Đặng Thị Ngọc đã đến Hà Nội.", "İstanbul'da ılık bir gün; ŞEHİR güzel.", "ქართული ენა ლამაზია", "Հայերեն տեքստ։",
	"ភាសាខ្មែរ", "བོད་སྐད།", "ᓀᐦᐃᔭᐍᐏᐣ", "👩‍👩‍👧‍👦 at 9:30 🇩🇪 — see https://example.org/a?b=c#d", "naïve café RÉSUMÉ ﬁne ½ ² № ™",
	"e-mail: anna.o'neil+tag@mail.example.com", "[CLS] is not [SEP], nor [mask] [MASK]", "C++17 && !(a<b) {x_y} $3.50 100%",
};

struct text_maker {
	const struct px_wordpiece *wordpiece;
	uint64_t state;
	struct px_buf out;
};

static inline uint32_t text_random(struct text_maker *maker, uint32_t below)
{
	maker->state = maker->state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(maker->state >> 33) % below;
}

static inline void text_code(struct text_maker *maker, uint32_t code)
{
	char bytes[4];

	if (code >= 0xd800 && code < 0xe000)
		return;
	(void)px_buf_append(&maker->out, bytes, px_utf8_encode(code, bytes));
}

static inline void text_codes(struct text_maker *maker, uint32_t first, uint32_t last, uint32_t count)
{
	while (count-- > 0)
		text_code(maker, first + text_random(maker, last - first));
}

static inline void text_block(struct text_maker *maker)
{
	static const uint32_t blocks[][2] = {
		{ 0x20, 0x7f }, { 0x20, 0x7f }, { 0x20, 0x7f }, { 0x80, 0x250 }, { 0x250, 0x370 }, { 0x370, 0x530 },
		{ 0x530, 0x780 }, { 0x780, 0xe00 }, { 0xe00, 0x1100 }, { 0x1100, 0x1200 }, { 0x1200, 0x1d00 },
		{ 0x1d00, 0x2000 }, { 0x2000, 0x2100 }, { 0x2100, 0x3000 }, { 0x3000, 0x3400 }, { 0x3400, 0xa000 },
		{ 0xa000, 0xac00 }, { 0xac00, 0xd7b0 }, { 0xe000, 0xfb00 }, { 0xfb00, 0x10000 }, { 0x10000, 0x12000 },
		{ 0x12000, 0x1d000 }, { 0x1d000, 0x1f000 }, { 0x1f000, 0x20000 }, { 0x20000, 0x30000 }, { 0xe0000, 0x110000 },
		{ 1, 0x110000 },
	};
	const uint32_t *block = blocks[text_random(maker, sizeof(blocks) / sizeof(blocks[0]))];

	text_codes(maker, block[0], block[1], 1 + text_random(maker, 8));
}

static inline void text_word(struct text_maker *maker)
{
	static const char *const odd[] = { "[MASK]", "[SEP]", "[CLS]", "[PAD]", "[UNK]", "[mask]", "[ SEP]", "[CLS", "##ing" };
	uint32_t kind = text_random(maker, 100);

	if (kind < 40) {
		uint32_t id = 1000 + text_random(maker, maker->wordpiece->count - 1000);
		(void)px_buf_str(&maker->out, px_wordpiece_piece(maker->wordpiece, id));
	} else if (kind < 50) {
		uint32_t at = text_random(maker, sizeof(text_sentences) / sizeof(text_sentences[0]));
		(void)px_buf_text(&maker->out, text_sentences[at]);
	} else if (kind < 54) {
		(void)px_buf_text(&maker->out, odd[text_random(maker, sizeof(odd) / sizeof(odd[0]))]);
	} else if (kind < 57) {
		for (uint32_t n = 90 + text_random(maker, 20); n > 0; n--)
			(void)px_buf_char(&maker->out, 'x');
	} else if (kind < 62) {
		for (int i = 0; i < 4; i++) {
			text_code(maker, (uint32_t)"aeou"[text_random(maker, 4)]);
			text_codes(maker, 0x300, 0x370, text_random(maker, 4));
		}
	} else {
		text_block(maker);
	}
}

/* Text number `n`, valid until the next one is made. */
static inline struct px_str text_make(struct text_maker *maker, uint32_t n)
{
	static const uint32_t lengths[] = { 0, 1, 2, 5, 10, 20, 20, 60 };
	static const char *const spaces[] = { " ", " ", " ", "", "\t", "\n", "\xe3\x80\x80", ". ", ", ", "-" };

	px_buf_clear(&maker->out);
	maker->state = n * UINT64_C(0x9e3779b97f4a7c15) + 1;
	for (uint32_t words = lengths[text_random(maker, 8)]; words > 0; words--) {
		text_word(maker);
		(void)px_buf_text(&maker->out, spaces[text_random(maker, 10)]);
	}
	return px_buf_view(&maker->out);
}

#endif
