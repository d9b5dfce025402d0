import { Button } from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Offer } from '../../api/operations';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { Card } from '../../shared/page';
import { SignDialog } from './SignDialog';
import css from './acknowledgement.module.css';
import { kindWords } from './words';

/** What waits for the signature of whoever sits here; nothing where nothing does. */
export function WaitingForSignature() {
  const waiting = useRead('acknowledgement.mine', {});
  const go = useNavigate();
  if (!waiting.data || waiting.data.length === 0) return null;
  return (
    <Card title="Waiting for your signature">
      <ul className={css.waiting}>
        {waiting.data.map((one) => (
          <li key={`${one.instance}-${one.kind}`}>
            <span>
              <span className="ellipsis" title={one.name} dir="auto">{one.name}</span>
              <span className="quiet">{kindWords[one.kind].name}{one.endedAt && <>, ended <Moment at={one.endedAt} day /></>}</span>
            </span>
            <Button appearance="primary" onClick={() => void go({ to: '/reviews/$review', params: { review: one.review }, search: { instance: one.instance } })}>Read and sign</Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** At the end of a reviewer's work: everything is decided, so it can be signed off. Nothing where it is already. */
export function SignOffButton({ instance }: { instance: number }) {
  const offers = useRead('acknowledgement.offer.list', { instance });
  const [signing, setSigning] = useState<Offer | null>(null);
  const offer = offers.data?.find((one) => one.kind === 'reviewerSignOff' && one.open);
  return (
    <>
      {offer && <Button size="small" appearance="primary" onClick={() => setSigning(offer)}>{kindWords.reviewerSignOff.act}…</Button>}
      {signing && <SignDialog of={{ instance }} offer={signing} onClose={() => setSigning(null)} />}
    </>
  );
}
