import type { ReactNode } from 'react';
import css from './detail.module.css';

/** One part of the details, with its heading. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return <section className={css.part}><h3>{title}</h3>{children}</section>;
}
