// A part of the UI that could not be loaded: browsers remember that, so only a page that is opened anew asks for it again.

const ANEW_KEY = 'tocsin-anew';

/** Which UI the server has now: rejects where it does not answer. */
export async function askForBuild(signal: AbortSignal): Promise<'same' | 'another'> {
  const response = await fetch('/', { cache: 'no-store', signal });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const ours = document.querySelector('script[type=module]')?.getAttribute('src') ?? '';
  return (await response.text()).includes(ours) ? 'same' : 'another';
}

/** Opens the page anew, once until a part of it could be loaded: what cannot be had shall not be asked for again and again. False where that was done. */
export function openAnewOnce(): boolean {
  try {
    if (sessionStorage.getItem(ANEW_KEY) !== null) return false;
    sessionStorage.setItem(ANEW_KEY, 'yes');
  } catch {
    // Where nothing can be remembered, a person has to ask for it.
    return false;
  }
  location.reload();
  return true;
}

/** From now on it may be opened anew again. */
export function loadedAgain(): void {
  try {
    sessionStorage.removeItem(ANEW_KEY);
  } catch {
    // Nothing was remembered.
  }
}
