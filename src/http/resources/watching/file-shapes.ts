// How the watching of files is shown: of one with its coverage, of all of a machine in the system report.
import { z } from 'zod';
import { FORMATS } from '../../../core/files/file-format.ts';

export const fileDetails = z
  .object({
    format: z.enum(FORMATS),
    dialect: z.string().nullable().meta({
      description: 'How its lines write their time; null where none was found, and lines have that of their arrival.',
    }),
    size_bytes: z.number().nullable().meta({ description: 'Of the file that is written to now.' }),
    read_bytes: z.number().nullable().meta({ description: 'How far that was read.' }),
  })
  .meta({ id: 'FileDetails' });
export type FileDetailsView = z.input<typeof fileDetails>;

export const watchedFiles = z
  .object({
    machine: z.string(),
    watched_by: z.enum(['this_instance', 'another_instance', 'nobody']),
    files: z.number().meta({ description: 'How many are read.' }),
    polled: z
      .boolean()
      .meta({ description: 'Some folders are looked at every second, because their file system tells of no change.' }),
    patterns: z.array(
      z.object({
        pattern: z.string(),
        workload: z.string().nullable().meta({ description: 'Null where each file is its own.' }),
        format: z.enum(FORMATS),
        found: z
          .number()
          .nullable()
          .meta({ description: 'How many files it leads to; null before they were looked for.' }),
        why: z.string().nullable().meta({ description: 'Why it leads to none, or to fewer than there are.' }),
      }),
    ),
  })
  .meta({ id: 'WatchedFiles' });
export type WatchedFilesView = z.infer<typeof watchedFiles>;
