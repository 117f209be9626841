// A progress bar drawn as frames on a strip. Without a value it only says that something moves.

type Props = {
  label: string;
  /** 0…1, or null where the end cannot be known. */
  value: number | null;
  /** What a screen reader says instead of the bare number. */
  words: string;
  testId?: string;
};

export function Meter({ label, value, words, testId }: Props) {
  const percent = value === null ? null : Math.floor(value * 100);
  return (
    <div
      className="meter"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
      aria-valuetext={words}
      data-testid={testId}
      data-moving={value === null}
    >
      <span
        key={String(value === null)}
        className="meter-fill"
        style={{ inlineSize: `${percent ?? 100}%` }}
      />
    </div>
  );
}
