import type { LinkProps } from '@tanstack/react-router';
import type { FindingRow } from '../../api/operations';

/** Where a finding is looked at and mended. */
export function place({ lead }: FindingRow): Pick<LinkProps, 'to' | 'params' | 'search'> | null {
  switch (lead.noun) {
    case 'control': return { to: '/controls/$control', params: { control: lead.control } };
    case 'instance': return { to: '/reviews/$review', params: { review: lead.review }, search: { instance: lead.instance } };
    case 'item': return { to: '/reviews/$review/items', params: { review: lead.review }, search: { instance: lead.instance } };
    case 'plan': return lead.review === null || lead.instance === null ? null : { to: '/reviews/$review/plan', params: { review: lead.review }, search: { instance: lead.instance } };
    case 'task': return { to: '/tasks' };
    case 'exception': return { to: '/exceptions/$exception', params: { exception: lead.exception } };
    case 'conflict': return { to: '/conflicts' };
    case 'principal': return { to: '/principals/$principal', params: { principal: lead.principal } };
    case 'directory': return { to: '/directories/$directory', params: { directory: lead.directory } };
    case 'audit': return { to: '/audit' };
  }
}
