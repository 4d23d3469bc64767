// Puts the chosen theme in place before the first pixel is drawn. It is a file of its own, and blocking, because the
// content security policy forbids inline scripts. Without a choice the style sheet follows the system by itself.
try {
  const theme = localStorage.getItem('tocsin-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is switched off: then nothing was chosen either.
}
