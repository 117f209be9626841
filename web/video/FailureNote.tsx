// What went wrong, in the plain words of the failure table, and what can be done.

type Props = { title: string; detail: string };

export function FailureNote({ title, detail }: Props) {
  return (
    <div className="failure" data-testid="failure">
      <p>
        <strong>{title}.</strong> {detail}
      </p>
    </div>
  );
}
