/** Small drawings for rows: plain paths, because a hundred of them are drawn while somebody scrolls. */
const paths = {
  approve: 'M3.5 8.5l3 3 6-7',
  deny: 'M4 4l8 8M12 4l-8 8',
  dontKnow: 'M5.8 6.2a2.2 2.2 0 1 1 3.4 1.9c-.8.5-1.2.9-1.2 1.7M8 12.2v.1',
  notReviewed: 'M8 2.8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 1 0 8 2.8',
  noInfoAvailable: 'M4 8h8',
  warning: 'M8 2.5l6 11H2zM8 6.5v3M8 11.6v.1',
} as const;

export type GlyphName = keyof typeof paths;

export function Glyph({ name }: { name: GlyphName }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" data-glyph={name}>
      <path d={paths[name]} />
    </svg>
  );
}
