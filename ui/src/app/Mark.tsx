/** The mark: a page, signed twice. */
export function Mark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="6" fill="#0b6f75" />
      <path d="M5.5 12.6l3.4 3.4 7-8" fill="none" stroke="#9dd1d4" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round" />
      <path d="M9.6 14.6l1.9 1.6 7.2-8.2" fill="none" stroke="#fff" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
