/** How an id is written: a whole number from 1 on. Text, so that no client rounds it; one that is too large for any row has the form as well. */
export const ID_FORM = /^[1-9]\d*$/;
