// Every channel there is, one line each: a folder and its line here can be taken out without touching another.
import { apprise } from './apprise/apprise.ts';
import type { Channel } from './channel.ts';
import { discord } from './discord/discord.ts';
import { email } from './email/email.ts';
import { gotify } from './gotify/gotify.ts';
import { ntfy } from './ntfy/ntfy.ts';
import { slack } from './slack/slack.ts';
import { teams } from './teams/teams.ts';
import { telegram } from './telegram/telegram.ts';
import { webhook } from './webhook/webhook.ts';

/** By the name with which triggers choose them. */
export const ALL_CHANNELS = { webhook, slack, discord, telegram, ntfy, gotify, teams, email, apprise } as const;

export type ChannelKind = keyof typeof ALL_CHANNELS;

// The keys are the kinds; Object.keys has a wider type.
export const CHANNEL_KINDS = Object.keys(ALL_CHANNELS) as readonly ChannelKind[];

export const channelOf = (kind: ChannelKind): Channel => ALL_CHANNELS[kind];
