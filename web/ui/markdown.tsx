// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * Markdown as React elements: raw HTML is text, and nothing is ever loaded from elsewhere. What a person wrote may
 * link to the web or to mail, and names the place if its words do not. What a model wrote may not: an address can
 * carry off what the model was told, so it stands there as text. marked splits the text; it never makes HTML here.
 */
import { lexer, type Token, type Tokens } from 'marked';
import { createContext, Fragment, memo, type ReactNode, useContext } from 'react';
import css from './markdown.module.css';

export function safeAddress(text: string): string | null {
  try {
    const url = new URL(text);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const plain = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);

/** Whether what is shown may link to other hosts. */
const Outside = createContext(false);

function isOurs(address: string): boolean {
  return new URL(address).origin === window.location.origin;
}

function hostOf(address: string): string {
  const url = new URL(address);
  return url.host || url.pathname;
}

interface AnchorProps {
  href: string;
  /** The words of the link, as they were written. */
  text: string;
  children: ReactNode;
}

function Anchor({ href, text, children }: AnchorProps) {
  const outside = useContext(Outside);
  const safe = safeAddress(href.startsWith('/') ? new URL(href, window.location.origin).href : href);
  const named = plain(text) === href;
  if (safe && isOurs(safe)) return <a href={safe}>{children}</a>;
  if (!safe || !outside)
    return (
      <>
        {children}
        {!named && ` (${href})`}
      </>
    );
  return (
    <>
      <a href={safe} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
      {!named && !text.includes(hostOf(safe)) && <span className="muted small"> ({hostOf(safe)})</span>}
    </>
  );
}

function many(tokens: readonly Token[] | undefined): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no names; a block is made anew as a whole
  return tokens?.map((token, i) => <Fragment key={i}>{one(token)}</Fragment>);
}

function inline(token: Token): ReactNode | undefined {
  switch (token.type) {
    case 'strong':
      return <strong>{many(token.tokens)}</strong>;
    case 'em':
      return <em>{many(token.tokens)}</em>;
    case 'del':
      return <del>{many(token.tokens)}</del>;
    case 'codespan':
      return <code>{plain(token.text)}</code>;
    case 'br':
      return <br />;
    case 'link':
      return (
        <Anchor href={token.href} text={token.text}>
          {many(token.tokens)}
        </Anchor>
      );
    case 'image':
      return (
        <Anchor href={token.href} text={token.text || token.href}>
          {token.text || token.href}
        </Anchor>
      );
    case 'text':
      return token.tokens ? many(token.tokens) : plain(token.text);
    case 'escape':
      return plain(token.text);
    default:
      return undefined;
  }
}

function Table({ token }: { token: Tokens.Table }) {
  return (
    <div className={css.scroll}>
      <table>
        <thead>
          <tr>
            {token.header.map((cell, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns have no names
              <th key={i} scope="col">
                {many(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no names
            <tr key={i}>
              {row.map((cell, j) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have no names
                <td key={j}>{many(cell.tokens)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function List({ token }: { token: Tokens.List }) {
  const items = token.items.map((item, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: items have no names
    <li key={i}>
      {item.task && <span aria-hidden>{item.checked ? '☑ ' : '☐ '}</span>}
      {many(item.tokens.filter((part) => (part.type as string) !== 'checkbox'))}
    </li>
  ));
  return token.ordered ? <ol start={Number(token.start) || 1}>{items}</ol> : <ul>{items}</ul>;
}

function one(token: Token): ReactNode {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'paragraph':
      return <p>{many(token.tokens)}</p>;
    case 'heading':
      return <p className={css.heading}>{many(token.tokens)}</p>;
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{token.text}</code>
        </pre>
      );
    case 'blockquote':
      return <blockquote>{many(token.tokens)}</blockquote>;
    case 'list':
      return <List token={token as Tokens.List} />;
    case 'table':
      return <Table token={token as Tokens.Table} />;
    case 'hr':
      return <hr />;
    default:
      return inline(token) ?? token.raw;
  }
}

interface Props {
  text: string;
  /** A person wrote it: links to other hosts are links. */
  own?: boolean;
}

export const Markdown = memo(function Markdown({ text, own = false }: Props) {
  return (
    <Outside value={own}>
      <div className={css.markdown}>{many(lexer(text, { gfm: true, breaks: true }))}</div>
    </Outside>
  );
});
