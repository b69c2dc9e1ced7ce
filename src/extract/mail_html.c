/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTML of mails by libxml2: what a reader sees, line by line, and what
 * programs are told (schema.org, as JSON-LD or microdata).
 */
#include "extract/mail.h"

#include <libxml/HTMLparser.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { DEPTH_MAX = 400, DATA_MAX = 50, PROPERTIES_MAX = 100, VALUE_MAX = 2000, NESTED_MAX = 20 };

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcasecmp(name, *names) == 0)
			return true;
	return false;
}

/* The attribute's value, to be freed by xmlFree; NULL if there is none. */
static char *attribute(xmlNode *node, const char *name)
{
	return (char *)xmlGetProp(node, (const xmlChar *)name);
}

static bool attribute_holds(xmlNode *node, const char *name, const char *part)
{
	char *value = attribute(node, name);
	bool holds = value && strcasestr(value, part);

	xmlFree(value);
	return holds;
}

/* ------------------------------------------------------------------------ text */

struct writer {
	FILE *out;
	int quotes;       /* blockquotes around */
	bool line;        /* something stands on the line */
	bool space;       /* one is owed */
	bool empty;       /* the line before was empty */
	long written;
};

static void end_line(struct writer *w)
{
	if (!w->line)
		return;
	fputc('\n', w->out);
	w->line = w->space = false;
}

static void put_word(struct writer *w, const char *word, size_t size)
{
	if (w->written > MAIL_TEXT_MAX)
		return;
	if (!w->line)
		for (int i = 0; i < w->quotes; i++)
			fputs("> ", w->out);
	else if (w->space)
		fputc(' ', w->out);
	fwrite(word, 1, size, w->out);
	w->written += (long)size + 1;
	w->line = true;
	w->space = false;
}

static void put_text(struct writer *w, const char *text)
{
	static const char blanks[] = " \t\r\n";

	while (*text) {
		size_t gap = strspn(text, blanks);
		w->space |= gap > 0;
		text += gap;
		size_t word = strcspn(text, blanks);
		if (word)
			put_word(w, text, word);
		text += word;
	}
}

static bool is_hidden(xmlNode *node)
{
	static const char *const unseen[] = { "script", "style", "head", "title", "template", "noscript", "object", NULL };

	return is_one_of((const char *)node->name, unseen) || attribute_holds(node, "style", "display:none") ||
	       attribute_holds(node, "style", "display: none");
}

static bool is_block(const char *name)
{
	static const char *const blocks[] = { "p", "div", "tr", "table", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6",
					      "blockquote", "hr", "section", "article", "header", "footer", "pre", "center", "dt",
					      "dd", NULL };

	return is_one_of(name, blocks);
}

static void write_nodes(struct writer *w, xmlNode *node, int depth);

static void write_element(struct writer *w, xmlNode *node, int depth)
{
	const char *name = (const char *)node->name;
	bool block = is_block(name);
	bool quote = strcasecmp(name, "blockquote") == 0 || attribute_holds(node, "class", "gmail_quote");

	if (is_hidden(node))
		return;
	if (strcasecmp(name, "br") == 0) {
		if (!w->line)
			fputc('\n', w->out);
		end_line(w);
		return;
	}
	if (block || quote)
		end_line(w);
	if (block && (strcasecmp(name, "p") == 0 || (name[0] == 'h' && name[1] >= '1' && name[1] <= '6')))
		fputc('\n', w->out);
	if (strcasecmp(name, "li") == 0)
		put_word(w, "•", strlen("•")), w->space = true;
	w->quotes += quote;
	write_nodes(w, node->children, depth + 1);
	w->quotes -= quote;
	if (block || quote)
		end_line(w);
	else if (strcasecmp(name, "td") == 0 || strcasecmp(name, "th") == 0)
		w->space = true;
}

static void write_nodes(struct writer *w, xmlNode *node, int depth)
{
	if (depth > DEPTH_MAX)
		return;
	for (; node; node = node->next) {
		if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
			put_text(w, (const char *)node->content);
		else if (node->type == XML_ELEMENT_NODE)
			write_element(w, node, depth);
	}
}

/* ------------------------------------------------------------------------ data */

static bool is_flat(const json_t *value, int depth)
{
	const char *key;
	json_t *inner;
	size_t i;
	bool flat = depth < NESTED_MAX;

	json_object_foreach((json_t *)value, key, inner)
		flat = flat && is_flat(inner, depth + 1);
	json_array_foreach(value, i, inner)
		flat = flat && is_flat(inner, depth + 1);
	return flat;
}

static void add_data(json_t *data, json_t *value)
{
	if (json_is_object(value) && json_array_size(data) < DATA_MAX && is_flat(value, 0))
		json_array_append(data, value);
}

static void add_linked_data(xmlNode *node, json_t *data)
{
	char *text = (char *)xmlNodeGetContent(node);
	json_t *value = text ? json_loads(text, JSON_DISABLE_EOF_CHECK, NULL) : NULL;

	for (size_t i = 0; json_is_array(value) && i < json_array_size(value); i++)
		add_data(data, json_array_get(value, i));
	add_data(data, value);
	json_decref(value);
	xmlFree(text);
}

static json_t *read_item(xmlNode *node, int depth);

static json_t *text_value(const char *text)
{
	while (text && (*text == ' ' || *text == '\n' || *text == '\t' || *text == '\r'))
		text++;
	size_t size = text ? strnlen(text, VALUE_MAX) : 0;
	while (size && strchr(" \n\t\r", text[size - 1]))
		size--;
	return text ? json_stringn(text, size) : NULL;
}

/* What the property of an element is: another item, an attribute, or its text. */
static json_t *property_value(xmlNode *node, int depth)
{
	static const char *const attributes[] = { "content", "datetime", "href", "src", NULL };
	char *value = attribute(node, "itemscope");
	json_t *found = NULL;

	if (value) {
		xmlFree(value);
		return read_item(node, depth + 1);
	}
	for (size_t i = 0; !found && attributes[i]; i++) {
		value = attribute(node, attributes[i]);
		found = text_value(value);
		xmlFree(value);
	}
	if (found)
		return found;
	value = (char *)xmlNodeGetContent(node);
	found = text_value(value);
	xmlFree(value);
	return found;
}

static void read_properties(xmlNode *node, json_t *object, int depth)
{
	for (; node && depth < DEPTH_MAX && json_object_size(object) < PROPERTIES_MAX; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		char *name = attribute(node, "itemprop"), *scope = attribute(node, "itemscope");
		json_t *value = name ? property_value(node, depth) : NULL;
		if (value)
			json_object_set_new(object, name, value);
		if (!scope)
			read_properties(node->children, object, depth + 1);
		xmlFree(name);
		xmlFree(scope);
	}
}

static json_t *read_item(xmlNode *node, int depth)
{
	json_t *object = json_object();
	char *type = attribute(node, "itemtype");

	if (type && strrchr(type, '/'))
		json_object_set_new(object, "@type", json_string(strrchr(type, '/') + 1));
	xmlFree(type);
	read_properties(node->children, object, depth + 1);
	return object;
}

static void find_data(xmlNode *node, json_t *data, int depth)
{
	for (; node && depth < DEPTH_MAX && json_array_size(data) < DATA_MAX; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		char *scope = attribute(node, "itemscope"), *name = attribute(node, "itemprop");
		if (strcasecmp((const char *)node->name, "script") == 0) {
			if (attribute_holds(node, "type", "ld+json"))
				add_linked_data(node, data);
		} else if (scope && !name) { /* one of another is that one's property */
			json_t *item = read_item(node, depth);
			add_data(data, item);
			json_decref(item);
		} else {
			find_data(node->children, data, depth + 1);
		}
		xmlFree(scope);
		xmlFree(name);
	}
}

void mail_html(const char *html, size_t size, FILE *text, json_t *data)
{
	struct writer writer = { .out = text };
	htmlDocPtr document = htmlReadMemory(html, (int)size, NULL, "UTF-8",
					     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);

	if (!document)
		return;
	xmlNode *root = xmlDocGetRootElement(document);
	write_nodes(&writer, root, 0);
	end_line(&writer);
	find_data(root, data, 0);
	xmlFreeDoc(document);
}
