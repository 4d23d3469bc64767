/** Whether it is there. Browsers keep the clipboard itself from pages that come without TLS, as in a home network, yet copy what is selected. */
export async function putOnClipboard(text: string): Promise<boolean> {
  const isThere = await navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  );
  return isThere || copySelected(text);
}

/** By a field that nobody sees, within the dialog that is open: what is outside of it cannot be selected. */
function copySelected(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.className = 'for-ears';
  field.readOnly = true;
  field.value = text;
  (before?.closest('dialog') ?? document.body).append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return isCopied;
}
