// What was done to the picture and why, and what that changed, measured on the finished file.

import type { Enhancement, Video } from "../../protocol/video.ts";
import { formatFrameRate } from "../format.ts";
import { settingsWords } from "../settings/settings-words.ts";
import { changes, fidelityWords, qualityWords, recipeWords, sizeWords } from "./report-words.ts";
import { ToneScale } from "./ToneScale.tsx";

export function ReportPanel({ video, enhancement }: { video: Video; enhancement: Enhancement }) {
  const { recipe, report, settings, note, cached } = enhancement;
  const notes = [...new Set([...(recipe?.notes ?? []), ...(report?.notes ?? [])])];
  return (
    <section className="panel report" aria-labelledby="report-title" data-testid="report">
      <header>
        <h2 id="report-title">What was done</h2>
        <p>{settingsWords(settings)}</p>
      </header>
      {note && <p className="note">{note}</p>}
      {cached && (
        <p className="note">Made before with the same settings: nothing was done again.</p>
      )}
      {recipe ? (
        <>
          <p>{recipeWords(recipe)}</p>
          <ul className="notes">
            {notes.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      ) : (
        <p className="none">The picture is measured first; then the recipe stands here.</p>
      )}
      {report && (
        <>
          <ToneScale {...report} />
          <table className="changes">
            <caption className="unseen">Measured before and after</caption>
            <thead>
              <tr>
                <th scope="col">Measured</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
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
            <dt>Size</dt>
            <dd>{sizeWords(video.bytes, report.bytes)}</dd>
            <dt>Picture</dt>
            <dd>
              {report.width} × {report.height}, {formatFrameRate(report.frameRate)}, {report.frames}{" "}
              frames
            </dd>
            <dt>Quality</dt>
            <dd>{qualityWords(report.quality)}</dd>
            <dt>Faithful to what was filtered</dt>
            <dd>{fidelityWords(report.fidelity)}</dd>
            <dt>Encoder</dt>
            <dd>
              <code>{report.encoder.join(" ")}</code>
            </dd>
          </dl>
        </>
      )}
    </section>
  );
}
