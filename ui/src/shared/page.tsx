import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { Link, type LinkProps } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import css from './shared.module.css';

interface PageProps {
  title: string;
  back?: { to: LinkProps['to']; params?: LinkProps['params']; search?: LinkProps['search']; label: string };
  badge?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  /** A list fills the window and scrolls inside; everything else scrolls as one. */
  fill?: boolean;
  children: ReactNode;
}

/** A screen: one heading, what can be done, then the content. */
export function Page({ title, back, badge, lead, actions, fill = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} – Countersign`;
  }, [title]);
  return (
    <div className={fill ? css.pageFill : css.page}>
      <div className={css.pageHead}>
        <div className={css.pageTitle}>
          {back && (
            <nav aria-label="Breadcrumb" className={css.crumb}>
              <Link to={back.to} params={back.params as never} search={back.search as never}>{back.label}</Link><ChevronRightRegular fontSize={12} aria-hidden />
            </nav>
          )}
          <div className={css.titleRow}><h1 className="ellipsis" title={title}>{title}</h1>{badge}</div>
          {lead && <p className="quiet">{lead}</p>}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}

interface CardProps { title?: string; aside?: ReactNode; children: ReactNode; flush?: boolean }

export function Card({ title, aside, children, flush = false }: CardProps) {
  return (
    <section className={css.card} aria-label={title}>
      {title && <div className={css.cardHead}><h2>{title}</h2>{aside}</div>}
      <div className={flush ? css.cardFlush : css.cardBody}>{children}</div>
    </section>
  );
}

/** Names and what they are, in two columns. */
export function Facts({ facts }: { facts: (readonly [string, ReactNode] | false | null | undefined)[] }) {
  return (
    <dl className={css.facts}>
      {facts.filter((fact) => !!fact).map(([name, value]) => (
        <div key={name}><dt>{name}</dt><dd>{value ?? <span className="quiet">–</span>}</dd></div>
      ))}
    </dl>
  );
}

export function Figure({ label, value, note, tone }: { label: string; value: ReactNode; note?: ReactNode; tone?: 'bad' | 'good' | 'warn' }) {
  return (
    <div className={css.figure} data-tone={tone}>
      <span className={css.figureLabel}>{label}</span>
      <span className={css.figureValue}>{value}</span>
      {note && <span className={css.figureNote}>{note}</span>}
    </div>
  );
}

export function Figures({ children }: { children: ReactNode }) {
  return <div className={css.figures}>{children}</div>;
}
