// The last resort: the page itself made a mistake, or a part of it could not be loaded.

export function RouteFailure() {
  return (
    <section className="lone" role="alert">
      <h1>This page tripped over itself</h1>
      <p>Your videos are safe; only their display broke. Load the page again to go on.</p>
      <button type="button" className="button primary" onClick={() => location.reload()}>
        Load again
      </button>
    </section>
  );
}
