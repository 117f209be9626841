// The sign of the house: a reel, half of it in light.

export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="12.5" fill="none" stroke="currentColor" strokeWidth="2.5" />
      <path d="M16 3.5a12.5 12.5 0 0 1 0 25z" fill="currentColor" />
      <circle cx="10.6" cy="16" r="2.3" fill="currentColor" />
      <circle cx="21.4" cy="16" r="2.3" className="mark-hole" />
    </svg>
  );
}
