// What went wrong, in the plain words of the failure table, and what can be done.

type Props = {
  title: string;
  detail: string;
  /** The failure table speaks English; the page its own language, for which this is undefined. */
  lang: "en" | undefined;
};

export function FailureNote({ title, detail, lang }: Props) {
  return (
    <div className="failure" data-testid="failure">
      <p lang={lang}>
        <strong>{title}.</strong> {detail}
      </p>
    </div>
  );
}
