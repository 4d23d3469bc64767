// The form of what an event says that it comes from.

export const SOURCE_NAME = /^[a-z0-9][a-z0-9._-]{0,49}$/;
