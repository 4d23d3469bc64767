// Answers one request for the log of a container: what is there, and if wanted what comes.
import type { FakeContainer } from './fake-container.ts';
import type { HttpReply } from './http-reply.ts';
import { encoded, type LogForm } from './logs/log-encoding.ts';
import { type Admission, admissionOf } from './logs/log-query.ts';
import type { LogRecord } from './logs/log-record.ts';

export function answerLog(reply: HttpReply, container: FakeContainer, form: LogForm): void {
  const { query, profile } = form;
  const admission = admissionOf(query, profile);
  const history = container.lines.records.slice(
    query.tail === Infinity ? 0 : Math.max(0, container.lines.records.length - query.tail),
  );
  const take = (record: LogRecord): Admission => {
    const judged = admission(record);
    const bytes = encoded(record, form);
    if (judged === 'sent') reply.send(form.garbled?.(bytes) ?? bytes);
    return judged;
  };
  const isOver = history.some((record) => take(record) === 'ends_the_answer');
  // A container that does not run is not waited for, whatever was asked.
  if (isOver || !query.follow || container.state !== 'running') {
    reply.end();
    return;
  }
  container.lines.follow({
    take: (record) => !reply.isOver && take(record) !== 'ends_the_answer',
    end: () => reply.end(),
    raw: (bytes) => reply.send(bytes),
  });
}
