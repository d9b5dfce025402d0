import type { ReactNode } from 'react';
import css from './shared.module.css';

interface Props { icon?: ReactNode; title: string; text?: string; children?: ReactNode }

/** Nothing here yet, why, and what to do about it. */
export function Empty({ icon, title, text, children }: Props) {
  return (
    <div className={css.empty}>
      {icon && <div className={css.emptyIcon} aria-hidden>{icon}</div>}
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children && <div className={css.actions}>{children}</div>}
    </div>
  );
}
