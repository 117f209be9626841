// Empty places where the videos will be, while the session has not told of them.

/** More than a screen holds would be waste. */
const MOST = 4;

/** `bar`: whether the row of the selection will be above them. */
export function Skeletons({ count, bar }: { count: number; bar: boolean }) {
  const places = Array.from({ length: Math.min(count, MOST) }, (_, place) => place);
  return (
    <ul className="cards skeletons" data-bar={bar} aria-hidden="true" data-testid="skeletons">
      {places.map((place) => (
        <li key={place} className="card skeleton">
          <div className="poster" data-blank="true" />
          <div className="card-body">
            <span className="bone" data-length="long" />
            <span className="bone" data-length="short" />
            <span className="bone" data-length="block" />
          </div>
        </li>
      ))}
    </ul>
  );
}
