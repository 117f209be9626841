// What was done to the picture and why, and what that changed, measured on the finished file.

import type { Enhancement, Video } from "../../protocol/video.ts";
import { formatFrameRate } from "../format.ts";
import { words } from "../language/words.ts";
import { settingsWords } from "../settings/settings-words.ts";
import { changes, fidelityWords, qualityWords, recipeWords, sizeWords } from "./report-words.ts";
import { ToneScale } from "./ToneScale.tsx";

export function ReportPanel({ video, enhancement }: { video: Video; enhancement: Enhancement }) {
  const { recipe, report, settings, note, cached, work } = enhancement;
  const said = words().report;
  // The note stands above, as the answer in one sentence.
  const notes = [...new Set([...(recipe?.notes ?? []), ...(report?.notes ?? [])])].filter(
    (sentence) => sentence !== note,
  );
  return (
    <section className="panel report" aria-labelledby="report-title" data-testid="report">
      <header>
        <h2 id="report-title">{said.title}</h2>
        <p>{settingsWords(settings)}</p>
      </header>
      {note && (
        <p className="note" lang="en">
          {note}
        </p>
      )}
      {cached && <p className="note">{said.cached}</p>}
      {recipe ? (
        <>
          <p>{recipeWords(recipe)}</p>
          <ul className="notes">
            {notes.map((sentence) => (
              <li key={sentence} lang="en">
                {sentence}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="none">{work ? said.pending : said.nothing}</p>
      )}
      {report && (
        <>
          <ToneScale {...report} />
          <table className="changes">
            <caption className="unseen">{said.caption}</caption>
            <thead>
              <tr>
                <th scope="col">{said.measured}</th>
                <th scope="col">{said.before}</th>
                <th scope="col">{said.after}</th>
              </tr>
            </thead>
            <tbody>
              {changes(report).map(({ name, before, after }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{before}</td>
                  <td>{after}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <dl className="result">
            <dt>{said.result.size}</dt>
            <dd>{sizeWords(video.bytes, report.bytes)}</dd>
            <dt>{said.result.picture}</dt>
            <dd>
              {said.picture(
                report.width,
                report.height,
                formatFrameRate(report.frameRate),
                report.frames,
              )}
            </dd>
            <dt>{said.result.quality}</dt>
            <dd>{qualityWords(report.quality)}</dd>
            <dt>{said.result.fidelity}</dt>
            <dd>{fidelityWords(report.fidelity)}</dd>
            <dt>{said.result.encoder}</dt>
            <dd>
              <code>{report.encoder.join(" ")}</code>
            </dd>
          </dl>
        </>
      )}
    </section>
  );
}
