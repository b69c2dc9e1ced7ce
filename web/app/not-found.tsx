// SPDX-License-Identifier: Apache-2.0
'use client';
import { Link } from '@/ui/link';
import { useWords } from '@/words';

export default function NotFound() {
  const w = useWords();
  return (
    <main style={{ padding: '20vh 24px', textAlign: 'center' }}>
      <h1>{w.shell.notFound}</h1>
      <p>
        <Link href="/">{w.shell.toToday}</Link>
      </p>
    </main>
  );
}
