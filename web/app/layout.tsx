// SPDX-License-Identifier: Apache-2.0
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import '@/style/tokens.css';
import '@/style/base.css';
import { EARLY } from './early';

export const metadata: Metadata = {
  title: 'Pixie',
  description: 'Your own assistant: tasks, calendar, memory.',
  applicationName: 'Pixie',
  manifest: '/manifest.webmanifest',
  icons: { icon: '/icon.svg', apple: '/icon-180.png' },
  referrer: 'same-origin',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ecefed' },
    { media: '(prefers-color-scheme: dark)', color: '#0d1113' },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <script data-early>{EARLY}</script>
      </head>
      <body>{children}</body>
    </html>
  );
}
